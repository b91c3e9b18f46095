"""The recorded files of version 0.1.0, and the events in the account behind them."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import datetime, timedelta
import json
from pathlib import Path
import shutil
from typing import Any

from tests.simulator import (
    A1_MINI_SERIAL,
    H2D_SERIAL,
    P1S_SERIAL,
    X1C_SERIAL,
    SimulatedCloud,
    another,
)
from tests.simulator.cloud_side.past import past
from tests.simulator.scenarios.printer import FIRST_TASK

DOMAIN = "bambu_cloud"
LAST_TASK = "702383070"
"""The print that was under way on the P1S when Home Assistant stopped."""

_FOLDER = Path(__file__).parents[1] / "fixtures" / "installation_0_1_0"
_STORAGE = _FOLDER / "storage"
_PRINTS_BEFORE = 30
_EVENTS: tuple[tuple[float, str, str, float], ...] = (
    (150, X1C_SERIAL, "print_uninterrupted", 120),
    (150, A1_MINI_SERIAL, "print_fails", 120),
    (150, P1S_SERIAL, "print_canceled", 120),
    (150, H2D_SERIAL, "print_ok", 120),
    (160, A1_MINI_SERIAL, "firmware_appears", 0),
    (290, X1C_SERIAL, "print_uninterrupted", 120),
    (300, H2D_SERIAL, "hms_raised", 36_000),
    (330, P1S_SERIAL, "print_uninterrupted", 1200),
)
"""Seconds after the beginning, printer, scenario, and how many seconds that lasts."""
# Files whose contents only grow; the others hold the state of printers and prints.
_PERMANENT = {"cameras", "error_texts", "filaments", "prints"}
# How far the print history is complete.
_PROGRESS = {"done", "top", "after"}

type Facts = dict[str, tuple[Any, ...]]
"""What makes each entity or device what it is, by its id in the registry."""


def _read(path: Path) -> Any:
    """Return what a recorded file says."""
    return json.loads(path.read_text("utf-8"))


def _stored(name: str) -> Any:
    """Return what a recorded file of Home Assistant's storage says."""
    return _read(_STORAGE / name)["data"]


_SHOWN = _read(_FOLDER / "shown.json")
WITHDRAWN = frozenset(
    {
        *(
            f"select.{name}_camera_resolution"
            for name in ("desk_a1_mini", "studio_h2d")
        ),
        "switch.studio_h2d_first_layer_inspection",
        *(
            f"sensor.{name}_a1_mini_ams_lite_slot_{slot}_remaining_filament"
            for name in ("desk",)
            for slot in (1, 2)
        ),
    }
)
"""Entities that showed or set what the hardware does not have (protocol E.2)."""
_ORPHAN = "03C00A865041298"
"""An AMS lite whose printer had left the account: 0.1.0 did not remove it."""
_ORPHANS = frozenset(
    entity["entity_id"]
    for entity in _stored("core.entity_registry")["entities"]
    if entity["unique_id"].startswith(_ORPHAN)
)
STATES: dict[str, str] = {
    entity_id: state
    for entity_id, state in _SHOWN["states"].items()
    if entity_id not in WITHDRAWN | _ORPHANS
}
"""The last states of all other entities."""
BEGAN, ENDED = (datetime.fromisoformat(_SHOWN[key]) for key in ("began", "ended"))


async def replay(cloud: SimulatedCloud) -> None:
    """Repeat everything that happened in the owner's account."""
    cloud.now = BEGAN
    await begin(cloud)
    await happen(cloud, cloud.advance)


async def begin(cloud: SimulatedCloud) -> None:
    """Give the owner a past, one more printer, and AMS units for the X1C."""
    cloud.add_printer(another("A1 mini", cloud.printers, "Garage A1 mini"))
    serials = tuple(cloud.printers)
    before = past(serials, _PRINTS_BEFORE, last_id=FIRST_TASK - 1, until=cloud.now)
    cloud.history.remember(before)
    for _ in range(3):
        await cloud.scenario(X1C_SERIAL, "ams_plugged_in")


async def happen(
    cloud: SimulatedCloud, advance: Callable[[float], Awaitable[None]]
) -> None:
    """Run all scenarios up to the stop of Home Assistant, `advance` lets time pass."""
    for seconds, serial, scenario, duration in _EVENTS:
        left = BEGAN + timedelta(seconds=seconds) - cloud.now
        await advance(left.total_seconds())
        await cloud.scenario(serial, scenario, duration)
    await advance((ENDED - cloud.now).total_seconds())


def install(config: Path) -> None:
    """Copy the recorded files to where Home Assistant reads them."""
    shutil.copytree(_STORAGE, config / ".storage")


def entry() -> dict[str, Any]:
    """Return the config entry of the account."""
    entries: list[dict[str, Any]] = _stored("core.config_entries")["entries"]
    (found,) = (each for each in entries if each["domain"] == DOMAIN)
    return found


def entities() -> Facts:
    """Return the entities."""
    return {
        entity["id"]: (
            *(entity["entity_id"], entity["unique_id"], entity["device_id"]),
            *(entity["disabled_by"], entity["name"], entity["translation_key"]),
        )
        for entity in _stored("core.entity_registry")["entities"]
        if entity["platform"] == DOMAIN
        and entity["entity_id"] not in WITHDRAWN | _ORPHANS
    }


def devices() -> Facts:
    """Return the devices."""
    return {
        device["id"]: (
            {tuple(identifier) for identifier in device["identifiers"]},
            *(device["name"], device["name_by_user"]),
            *(device["model"], device["via_device_id"]),
        )
        for device in _stored("core.device_registry")["devices"]
        if device["config_entry_id"] == entry()["entry_id"]
        and [DOMAIN, _ORPHAN] not in device["identifiers"]
    }


def options() -> dict[str, Any]:
    """Return the options of the account, without those that there are no more."""
    withdrawn = {"poll_link_down", "poll_link_up"}
    stored: dict[str, Any] = entry()["options"]
    assert stored.keys() >= withdrawn
    return {key: value for key, value in stored.items() if key not in withdrawn}


def permanent_items() -> set[str]:
    """Return the keys and values that the integration may not lose."""
    names = [path.name for path in _STORAGE.glob("bambu_cloud*")]
    contents = (_stored(name) for name in names if _PERMANENT & {*name.split(".")})
    found = {item for content in contents for item in _items(content)}
    return {item for item in found if json.loads(item)[0] not in _PROGRESS}


def stored_items(config: Path) -> set[str]:
    """Return all keys and values in the integration's files, whatever their names."""
    files = (config / ".storage").glob("bambu_cloud*")
    return {item for file in files for item in _items(_read(file)["data"])}


def _items(content: Any) -> Iterator[str]:
    """Yield each key with its value, at any depth."""
    for key, value in content.items() if isinstance(content, dict) else ():
        if isinstance(value, dict):
            yield from _items(value)
        else:
            yield json.dumps([key, value])
