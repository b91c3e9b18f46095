"""A unit that prints is there, whatever the mask of units says."""

from typing import Any

from custom_components.bambu_cloud.model import AmsUnit, PrinterState, TrayStatus
from tests.helpers.ams_reports import TAGGED, ams, modules, unit
from tests.helpers.printer_reports import after, delta, full, printer

MASKED = ams(
    unit({"id": "0", **TAGGED}, id="128"),
    ams_exist_bits="1",
    tray_exist_bits="1",
    tray_now="128",
)
"""A unit that prints, and that the masks do not have (recording of an X1C)."""


def reported(*payloads: dict[str, Any], state: str = "RUNNING") -> PrinterState:
    """Return a printer that reported a unit that the mask lacks, and more."""
    named = modules(n3s_128="19F00A000000001")
    return after(printer("X1C"), named, full(gcode_state=state, **MASKED), *payloads)


def ht(state: PrinterState) -> AmsUnit:
    """Return the only unit."""
    (found,) = state.ams.units
    return found


def test_a_unit_that_prints() -> None:
    """It is connected, and its tray has the spool that it reports."""
    unit = ht(reported())

    assert unit.connected
    assert unit.trays[0].status is TrayStatus.IDENTIFIED


def test_a_unit_that_nothing_speaks_for() -> None:
    """Nothing says more than the mask when no print runs, or not from there."""
    paused = reported(state="PAUSE")
    elsewhere = reported(delta(ams={"tray_now": "0"}))
    idle = reported(delta(gcode_state="IDLE"))

    for state in (paused, elsewhere, idle):
        assert not ht(state).connected
    assert ht(paused).trays[0].status is TrayStatus.EMPTY


def test_a_unit_that_starts_to_print() -> None:
    """A delta of the job is enough."""
    state = after(reported(state="IDLE"), delta(gcode_state="RUNNING"))

    assert ht(state).connected
    assert ht(state).trays[0].status is TrayStatus.IDENTIFIED
