"""When a job began and will end."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    Job,
    PrinterState,
    with_link_lost,
)
from tests.helpers.printer_reports import NOON, after, delta, full, printer

MINUTE = timedelta(minutes=1)


def job(**fields: Any) -> Job:
    """Return the job of a printer that sent one full report."""
    return after(printer("X1C"), full(**fields)).job


def printing(**fields: Any) -> PrinterState:
    """Return a printer in the middle of a job."""
    running = {"gcode_state": "RUNNING", "mc_percent": 10, "mc_remaining_time": 60}
    return after(printer("P1S"), full(**running | fields))


@pytest.mark.parametrize(
    ("percent", "minutes", "remaining"),
    [
        (0, 0, None),
        (None, 0, None),
        (0, 115, 115),
        (99, 0, 0),
        (50, "12", 12),
        (50, -1, None),
        (50, 10**30, None),
    ],
)
def test_remaining_time(percent: Any, minutes: Any, remaining: int | None) -> None:
    """Zero minutes left are an estimate only once something is printed."""
    estimate = job(gcode_state="RUNNING", mc_percent=percent, mc_remaining_time=minutes)

    assert estimate.remaining_minutes == remaining


def test_finish_is_a_whole_minute() -> None:
    """A job ends its remaining minutes after the report arrived."""
    at = NOON + timedelta(seconds=31)
    report = full(gcode_state="RUNNING", mc_percent=1, mc_remaining_time=90)

    assert after(printer("P1S"), report, at=at).job.finish_at == NOON + 91 * MINUTE


@pytest.mark.parametrize(
    ("seconds", "minutes", "finish"),
    [
        (50, 60, 60 * MINUTE),
        (60, 58, 60 * MINUTE),
        (60, 60, 60 * MINUTE),
        (60, 61, 62 * MINUTE),
        (60, 57, 58 * MINUTE),
        (600, 60, 70 * MINUTE),
    ],
)
def test_finish_does_not_jitter(seconds: int, minutes: int, finish: timedelta) -> None:
    """An estimate moves only when it is two minutes off."""
    later = NOON + timedelta(seconds=seconds)
    state = after(printing(), delta(mc_remaining_time=minutes), at=later)

    assert state.job.finish_at == NOON + finish


def test_finish_of_the_next_job_starts_anew() -> None:
    """The estimate of the last job has no say in the next one."""
    state = after(
        printing(subtask_name="Cube"),
        delta(subtask_name="Benchy", mc_remaining_time=61),
    )

    assert state.job.finish_at == NOON + 61 * MINUTE


def test_reported_start_is_believed() -> None:
    """An X1 reports the start of its job."""
    assert job(gcode_state="RUNNING", gcode_start_time="1772362800").started_at == (
        NOON - 60 * MINUTE
    )


def test_start_is_when_the_job_was_seen_to_begin() -> None:
    """For other printers, the first report of a job is its start."""
    state = after(
        printer("P1S"),
        full(gcode_state="FINISH", subtask_name="Cube"),
        delta(gcode_state="PREPARE"),
        delta(gcode_state="RUNNING", mc_percent=0),
        delta(mc_percent=100),
        delta(gcode_state="FINISH"),
        every=MINUTE,
    )

    assert state.job.started_at == NOON + MINUTE
    assert after(state, delta(gcode_state="IDLE")).job.started_at is None


def test_unseen_start_is_unknown() -> None:
    """A job found in work, at first or after a gap, began some time before."""
    first = printing()
    idle = after(printer("P1S"), full(gcode_state="IDLE"))
    gap = after(with_link_lost(idle), full(gcode_state="RUNNING"))

    assert first.job.started_at is None
    assert gap.job.started_at is None


def test_start_of_another_job_is_forgotten() -> None:
    """The next job does not get the start of one that ended unseen."""
    state = after(
        printer("P1S"),
        full(gcode_state="IDLE"),
        delta(gcode_state="RUNNING", task_id="1"),
    )
    other = after(
        with_link_lost(state), full(gcode_state="FINISH", task_id="2"), at=NOON + MINUTE
    )

    assert state.job.started_at == NOON
    assert other.job.started_at is None
