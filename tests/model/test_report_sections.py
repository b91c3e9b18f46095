"""What a report touches is read again, and nothing else."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    SECTIONS,
    PrinterState,
    changed,
    with_link_lost,
)
from custom_components.bambu_cloud.model.report import touched
from custom_components.bambu_cloud.model.section import arrived
from tests.helpers.printer_reports import NOON, after, delta, full, printer
from tests.helpers.profiles import PROFILES


def test_only_touched_sections_are_read_again() -> None:
    """A delta leaves all other sections the same objects."""
    before = after(printer("P1S"), full(nozzle_temper=26.0, gcode_state="IDLE"))
    warmer = after(before, delta(nozzle_temper=30.0))

    assert changed(before, warmer) == {"temperatures"}
    for section in set(SECTIONS) - {"temperatures", "presence"}:
        assert getattr(warmer, section) is getattr(before, section)


def test_a_section_that_reads_the_same_stays_the_same_object() -> None:
    """A report that repeats a value changes nothing."""
    before = after(printer("P1S"), full(nozzle_temper=26.0))
    same = after(before, delta(nozzle_temper="26.0"))

    assert same.temperatures is before.temperatures
    assert same == before
    assert changed(before, same) == frozenset()


@pytest.mark.parametrize(
    ("message", "sections"),
    [
        ({"nozzle_temper": 1}, {"temperatures"}),
        ({"device": {"extruder": {"state": 2}}}, {"temperatures"}),
        ({"device": None}, {"temperatures", "fans"}),
        ({"3D": {"layer_num": 1}}, {"job"}),
        ({"home_flag": 0}, {"door", "storage"}),
        ({"sequence_id": "1", "command": "push_status", "msg": 1}, set()),
    ],
)
def test_what_a_delta_names_decides_what_is_read(
    message: dict[str, Any], sections: set[str]
) -> None:
    """A delta touches the sections that are read from what it names."""
    read = touched(arrived(message))

    assert read >= sections
    assert len(read) < len(SECTIONS) / 2


def test_repeated_full_report_reads_only_what_changed() -> None:
    """A full report with one change leaves all else the same objects."""
    message = PROFILES["x1c"]["full"]["print"]
    before = after(printer("X1C"), {"print": message})
    state = after(before, {"print": deepcopy(message) | {"wifi_signal": "-9dBm"}})

    assert state.network.wifi_signal == -9
    for section in set(SECTIONS) - {"network", "presence"}:
        assert getattr(state, section) is getattr(before, section)


def test_what_a_full_report_leaves_out_is_read_again() -> None:
    """A key that is gone, also inside an object, changes the section read from it."""
    device = {"bed": {"info": {"temp": 23}}, "airduct": {}}
    before = after(printer("H2D"), full(device=device, wifi_signal="-50dBm"))
    state = after(before, full(device={"airduct": {}}))

    assert before.network.wifi_signal == -50
    assert state.network.wifi_signal is None
    assert state.temperatures.bed is None


def test_an_estimate_that_is_only_repeated_does_not_move() -> None:
    """A full report without news of the job leaves its end, as a delta does."""
    report = full(gcode_state="RUNNING", mc_percent=1, mc_remaining_time=60)
    before = after(printer("X1C"), report)
    state = after(before, report, at=NOON + timedelta(minutes=5))

    assert state.job is before.job
    assert state.job.finish_at == NOON + timedelta(hours=1)


@pytest.mark.parametrize(
    "silence",
    [with_link_lost, lambda state: replace(state, complete=False)],
    ids=["link lost", "stale"],
)
def test_first_full_report_after_a_gap_is_read_whole(
    silence: Callable[[PrinterState], PrinterState],
) -> None:
    """After a gap everything is read again, even if it is equal."""
    report = full(gcode_state="RUNNING", mc_percent=1, mc_remaining_time=60)
    before = silence(after(printer("X1C"), report))
    state = after(before, report, at=NOON + timedelta(minutes=5))

    assert state.job.finish_at == NOON + timedelta(minutes=65)
