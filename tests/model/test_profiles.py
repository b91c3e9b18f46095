"""Printers that the simulator starts from read as a person would expect."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    PrinterState,
    PrintStatus,
    StorageState,
    changed,
)
from tests.helpers.printer_reports import after, delta, printer
from tests.helpers.profiles import PROFILES


def idle(name: str) -> PrinterState:
    """Return an idle printer that has reported everything."""
    profile = PROFILES[name]
    return after(printer(), profile["version"], profile["full"])


@pytest.mark.parametrize(
    ("name", "key", "chamber", "chamber_target", "door", "update"),
    [
        ("x1c", "X1C", 25.0, None, False, False),
        ("p1s", "P1S", None, None, None, True),
        ("a1_mini", "A1MINI", None, None, None, False),
        ("h2d", "H2D", 25.0, 0.0, False, False),
    ],
)
def test_idle_printer(
    name: str,
    key: str,
    chamber: float | None,
    chamber_target: float | None,
    door: bool | None,  # noqa: FBT001  # a table
    update: bool,  # noqa: FBT001  # a table
) -> None:
    """Each model reports what it has, and nothing it lacks."""
    state = idle(name)

    assert state.complete
    assert state.model.key == key
    assert state.job.status is PrintStatus.IDLE
    assert state.job.stage == "idle"
    assert state.job.progress is None
    assert state.temperatures.chamber == chamber
    assert state.temperatures.chamber_target == chamber_target
    assert state.door.open is door
    assert state.storage.state is StorageState.NORMAL
    assert state.address.ip is not None
    assert state.firmware.update_available is update


def trays(state: PrinterState) -> list[dict[str, Any]]:
    """Return the trays of the first AMS as they were reported."""
    section: list[dict[str, Any]] = state.raw["ams"]["ams"][0]["tray"]
    return section


def test_one_tray_of_a_p1s() -> None:
    """A delta that lists one slot of one unit leaves the other slots."""
    before = idle("p1s")
    unit = {"id": "0", "humidity": "3", "temp": "26.8", "tray": [{"id": "3"}]}
    state = after(
        before,
        delta(ams={"tray_tar": "1", "tray_now": "255", "version": 91}),
        delta(ams={"ams": [unit], "ams_exist_bits": "1", "tray_exist_bits": "7"}),
    )

    assert changed(before, state) == {"ams"}
    assert trays(state) == trays(before)
    assert state.ams.units[0].trays == before.ams.units[0].trays
    assert state.ams.units[0].temperature == 27
    assert state.raw["ams"]["tray_tar"] == "1"


def test_a_spool_runs_out() -> None:
    """An A1 mini's slot is empty as soon as the printer says so."""
    unit = {"id": "0", "tray": [{"id": "1"}]}
    state = after(idle("a1_mini"), delta(ams={"ams": [unit], "tray_exist_bits": "5"}))

    assert trays(state)[1] == {"id": "1"}
    assert trays(state)[0]["tray_type"] == trays(state)[2]["tray_type"] == "PLA"


def test_one_extruder_of_an_h2d() -> None:
    """A nested delta that lists one extruder leaves the other, then in use."""
    before = idle("h2d")
    hot = {"id": 1, "temp": 220 << 16 | 215}
    heated = after(before, delta(device={"extruder": {"info": [hot]}}))
    switched = after(heated, delta(device={"extruder": {"state": 274}}))

    assert changed(before, heated) == {"temperatures"}
    assert (heated.temperatures.nozzle, heated.nozzles.active) == (27.0, 0)
    assert heated.temperatures.left_nozzle == 215.0
    assert switched.nozzles.active == 1
    assert switched.temperatures.nozzle == 215.0
    assert switched.temperatures.nozzle_target == 220.0


def test_a_fan_of_an_h2d() -> None:
    """A nested delta that lists one part of the air duct leaves the others."""
    before = idle("h2d")
    state = after(
        before, delta(device={"airduct": {"parts": [{"id": 48, "state": 30}]}})
    )

    assert changed(before, state) == {"fans"}
    assert (state.fans.part, state.fans.chamber) == (0, 30)
