"""Values left over from the last print are not the next one's (protocol C.10)."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrinterState
from tests.helpers.printer_reports import after, delta, full, printer

FINISHED = {
    "gcode_state": "FINISH",
    "subtask_name": "first",
    "mc_percent": 100,
    "mc_remaining_time": 0,
    "layer_num": 80,
    "total_layer_num": 80,
}
FAILED = {
    "gcode_state": "FAILED",
    "subtask_name": "first",
    "mc_percent": 0,
    "mc_remaining_time": 759,
    "layer_num": 30,
    "total_layer_num": 80,
}
type Shown = tuple[int | None, int | None, int | None, int | None]


def next_job(before: dict[str, Any], **fields: Any) -> PrinterState:
    """Return a printer whose next job begins with these fields."""
    return after(printer("P1S"), full(**before), delta(subtask_name="next", **fields))


def shown(state: PrinterState, *deltas: dict[str, Any]) -> Shown:
    """Return percentage, layer, layers and minutes after these deltas."""
    job = after(state, *(delta(**fields) for fields in deltas)).job
    seen = job.shown
    return seen.percent, seen.layer, seen.total_layers, job.remaining_minutes


@pytest.mark.parametrize("before", [FINISHED, FAILED])
@pytest.mark.parametrize("status", ["SLICING", "PREPARE", "RUNNING"])
def test_nothing_of_the_last_print_is_shown(
    before: dict[str, Any], status: str
) -> None:
    """What a printer reported may stay until the next print gets going."""
    state = next_job(before, gcode_state=status)

    assert not any(shown(state))
    assert state.job.finish_at is None


def test_layer_above_the_last() -> None:
    """A P2S reported layer 750 of 94 for a second (recording)."""
    last = {**FINISHED, "layer_num": 750, "total_layer_num": 750}
    state = next_job(last, gcode_state="RUNNING", mc_percent=0, total_layer_num=94)

    assert shown(state) == (0, None, 94, None)
    assert shown(state, {"layer_num": 0}) == (0, 0, 94, None)
    fresh = after(printer("P2S"), full(**last | {"gcode_state": "RUNNING"}))
    assert shown(fresh, {"total_layer_num": 94})[1:3] == (None, 94)


def test_what_changed_is_shown() -> None:
    """Each value counts as soon as the printer has changed it."""
    state = next_job(FINISHED, gcode_state="RUNNING")

    assert shown(state, {"mc_percent": 0}) == (0, None, None, None)
    assert shown(state, {"mc_remaining_time": 56}) == (None, None, None, 56)
    assert shown(state, {"mc_percent": 0}, {"layer_num": 0}) == (0, 0, 80, None)


def test_progress_proves_the_rest() -> None:
    """A print of the same file may reach what the last one left over."""
    state = next_job(FAILED, gcode_state="RUNNING", mc_percent=0, mc_remaining_time=60)

    assert shown(state, {"mc_percent": 1}) == (1, 30, 80, 60)
    assert shown(state, {"layer_num": 1}, {"layer_num": 30}) == (0, 30, 80, 60)


def test_nothing_has_printed_in_preparation() -> None:
    """Also where the end of the last print was not observed."""
    old = FINISHED | {"gcode_state": "PREPARE"}

    assert shown(after(printer("X1C"), full(**old))) == (None, None, 80, None)
    new = {"gcode_state": "PREPARE", "mc_percent": 0, "layer_num": 0}
    assert shown(after(printer("X1C"), full(**new))) == (0, 0, None, None)


def test_a_print_that_goes_on() -> None:
    """A failed print may go on where it was, and an unknown word is no end."""
    at_work = {**FAILED, "gcode_state": "RUNNING", "mc_percent": 45}
    state = after(printer("P1S"), full(**at_work))
    expected = (45, 30, 80, 759)

    assert shown(state) == expected
    for word in ("FAILED", "UNKNOWN", ""):
        assert (
            shown(state, {"gcode_state": word}, {"gcode_state": "RUNNING"}) == expected
        )
    assert shown(state, {"subtask_name": "renamed"}) == expected


def test_numbers_of_an_ended_print() -> None:
    """After the end, the numbers stay until the printer is idle."""
    assert shown(after(printer("P1S"), full(**FINISHED))) == (100, 80, 80, None)
    idle = {**FINISHED, "gcode_state": "IDLE"}
    assert shown(after(printer("P1S"), full(**idle))) == (None, None, None, None)
    again = next_job(idle, gcode_state="RUNNING")
    assert not any(shown(again))
