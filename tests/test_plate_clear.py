"""A plate is clear once a person says so, until the next print."""

from datetime import timedelta
import logging
from typing import Any

import pytest

from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator import Job
from tests.simulator.cloud_side.past import iso

from .helpers.clock import Wall
from .helpers.conditions import checker
from .helpers.controls import Control, printing
from .helpers.home import P1S, X1C, Home
from .helpers.print_history import set_up, unload
from .helpers.reports import delta, push

pytestmark = pytest.mark.usefixtures("entity_registry_enabled_by_default")


async def press(home: Home, serial: str = P1S) -> None:
    """Say that the plate of a printer is clear."""
    await Control(home, serial, "plate_clear", "button").do("press")


def shows(home: Home, serial: str = P1S) -> str | None:
    """Return what is shown of a plate."""
    return home.binary(serial, "plate_clear")


async def restart(home: Home) -> None:
    """Start Home Assistant again."""
    await unload(home)
    await set_up(home)
    await home.until_reported()


async def test_from_one_print_to_the_next(home: Home, wall: Wall) -> None:
    """Nothing is clear without a word, nor during a print, nor after it."""
    assert shows(home) == "off"
    await press(home)
    assert shows(home) == "on"
    assert shows(home, X1C) == "off"

    await printing(home, P1S)
    assert shows(home) == "off"
    button = Control(home, P1S, "plate_clear", "button")
    assert await button.fails("press") == "busy"

    await home.until_happened(lambda: home.shows(P1S, "print_status") == "finished")
    assert shows(home) == "off"
    wall.ahead += timedelta(seconds=1)
    await press(home)
    await home.cloud.advance(60)
    assert shows(home) == "on"


async def test_nothing_new_is_not_written(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """During a print, no report writes once more that the plate is in use."""
    caplog.set_level(logging.DEBUG, "pytest_homeassistant_custom_component")
    await press(home)
    await printing(home, P1S)
    await home.until(lambda: shows(home) == "off")
    progress = home.shows(P1S, "progress")
    await home.until_happened(lambda: home.shows(P1S, "progress") != progress)
    await home.hass.async_block_till_done()
    key = f"{DOMAIN}.{home.entry.entry_id}.clear_plates"
    assert caplog.text.count(f"Writing data to {key}") == 2


async def test_condition(home: Home) -> None:
    """Automations can ask for it."""
    device = home.device(P1S)
    assert device
    check = await checker(home.hass, "plate_is_clear", {"device_id": device.id})
    assert not check.async_check()
    await press(home)
    assert check.async_check()


async def test_calibration(home: Home) -> None:
    """What a calibration leaves on the plate counts, although it is no print."""
    await press(home)
    cali = "/usr/etc/print/auto_cali_for_user.gcode"
    await push(home, P1S, delta(gcode_state="RUNNING", gcode_file=cali))
    await home.until(lambda: shows(home) == "off")


async def test_restart(home: Home, hass_storage: dict[str, Any]) -> None:
    """It stays clear over a restart, and used as well."""
    key = f"{DOMAIN}.{home.entry.entry_id}.clear_plates"
    await press(home)
    await restart(home)
    assert shows(home) == "on"
    assert hass_storage[key]["data"].keys() == {P1S}

    await printing(home, P1S)
    await home.until(lambda: not hass_storage[key]["data"])
    await restart(home)
    assert shows(home) == "off"
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "finished")
    assert shows(home) == "off"


async def test_print_while_home_assistant_was_off(home: Home, wall: Wall) -> None:
    """An unseen print lies on the plate, before the history has it."""
    await press(home)
    await unload(home)
    wall.ahead += timedelta(hours=1)
    p1s = home.cloud.simulated(P1S)
    job = Job(task_id=77, title="Unseen")
    home.cloud.send_report(P1S, p1s.printing.start(job, "print_uninterrupted"))
    await home.cloud.advance(900)

    await set_up(home)

    await home.until_reported()
    assert home.shows(P1S, "print_status") == "finished"
    assert shows(home) == "off"


@pytest.mark.parametrize(("ended", "expected"), [(-30, "on"), (30, "off")])
async def test_only_the_history_has_it(
    home: Home, wall: Wall, ended: int, expected: str
) -> None:
    """A print that is found later counts if it ended after the plate was clear."""
    await home.pass_time(61)
    wall.ahead += timedelta(hours=1)
    cleared_at = wall()
    await press(home)
    await unload(home)
    wall.ahead += timedelta(hours=1)
    end = cleared_at + timedelta(minutes=ended)
    row: dict[str, Any] = {
        "id": 900_000,
        "deviceId": P1S,
        "title": "Part",
        "status": 2,
        "startTime": iso(end - timedelta(minutes=9)),
        "endTime": iso(end),
    }
    home.cloud.history.remember_first(row)

    await set_up(home)

    await home.until_reported()
    event = home.entity_id(P1S, "print_event")
    assert event

    def is_fired() -> bool:
        """Return whether the end was an event."""
        state = home.hass.states.get(event)
        return state is not None and state.attributes.get("task_id") == "900000"

    for _ in range(5):
        wall.ahead += timedelta(seconds=61)
        await home.pass_time(61)
    await home.until(is_fired)
    assert shows(home) == expected


async def test_printer_that_is_off(home: Home) -> None:
    """Whoever has switched it off may clear its plate."""
    home.cloud.power_off(P1S)
    await home.until_happened(lambda: home.binary(P1S, "online") == "off")
    assert shows(home) == "off"
    await press(home)
    assert shows(home) == "on"


async def test_printer_that_left(home: Home, hass_storage: dict[str, Any]) -> None:
    """What it prints elsewhere is not seen; with the account, all is forgotten."""
    await press(home)
    await press(home, X1C)
    key = f"{DOMAIN}.{home.entry.entry_id}.clear_plates"
    assert hass_storage[key]["data"].keys() == {P1S, X1C}
    p1s = home.cloud.printers[P1S]
    home.cloud.remove_printer(P1S)
    await home.poll()
    await home.until(lambda: hass_storage[key]["data"].keys() == {X1C})

    home.cloud.add_printer(p1s)
    await home.poll()
    await home.until_reported()
    await home.until(lambda: shows(home) == "off")

    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert key not in hass_storage


async def test_stored_nonsense(home: Home, hass_storage: dict[str, Any]) -> None:
    """A damaged file makes no plate clear."""
    await press(home)
    await unload(home)
    key = f"{DOMAIN}.{home.entry.entry_id}.clear_plates"
    hass_storage[key]["data"] = {P1S: "yes", X1C: "2026-01-01T00:00:00", "gone": 1}
    await set_up(home)
    await home.until_reported()
    assert (shows(home), shows(home, X1C)) == ("off", "off")
