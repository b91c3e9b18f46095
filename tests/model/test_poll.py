"""A printer gets its data in the cloud."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.bambu_cloud.model import (
    PrintStatus,
    changed,
    with_poll,
)
from tests.helpers.polls import MINUTE, polled, printing, task
from tests.helpers.printer_reports import NOON, after, full, printer


def test_identity() -> None:
    """Name and model come from the list, and the model's rules apply at once."""
    early = after(printer(), full(chamber_temper=31))
    state = with_poll(early, polled(), link_up=True)

    assert state.name == "Workshop P1S"
    assert state.model.key == "P1S"
    assert early.temperatures.chamber == 31.0
    assert state.temperatures.chamber is None


def test_nameless_list_forgets_nothing() -> None:
    """A list without name and model leaves the ones before."""
    state = with_poll(printer(), polled(), link_up=True)
    later = with_poll(state, polled(name="", model_code="", product=""), link_up=True)

    assert later.name == "Workshop P1S"
    assert later.model.key == "P1S"


def test_repeated_poll_changes_nothing() -> None:
    """The same answer twice leaves the same sections."""
    once = with_poll(printer("P1S"), task(), link_up=False)
    twice = with_poll(once, task(), link_up=False)

    assert changed(once, twice) == frozenset()
    assert twice.job is once.job


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("RUNNING", PrintStatus.PRINTING),
        ("PAUSE", PrintStatus.PAUSED),
        ("PREPARE", PrintStatus.PREPARING),
        ("SLICING", PrintStatus.SLICING),
        ("CREATED", PrintStatus.SLICING),
        ("NEW WORD", PrintStatus.UNKNOWN),
    ],
)
def test_job_of_the_cloud_without_a_link(status: str, expected: PrintStatus) -> None:
    """While the link is down, the job comes from the cloud."""
    state = with_poll(printer("P1S"), task(status), link_up=False)

    assert state.job.status is expected


def test_job_that_only_the_cloud_has_seen() -> None:
    """Title, progress and end of a job are there before the first report."""
    job = with_poll(printer("P1S"), task(), link_up=True).job

    assert (job.name, job.task_id, job.progress) == ("Benchy", "702383065", 45)
    assert job.stage is None
    assert job.started_at == NOON - 30 * MINUTE
    assert job.finish_at == NOON + 30 * MINUTE
    assert job.remaining_minutes == 30


def test_job_without_prediction_has_no_end() -> None:
    """What the cloud does not have stays unknown."""
    job = with_poll(printer("P1S"), task(predicted_seconds=None), link_up=False).job

    assert job.finish_at is None
    assert job.remaining_minutes is None


def test_job_with_an_absurd_prediction_has_no_end() -> None:
    """What no calendar holds is no time."""
    job = with_poll(printer("P1S"), task(predicted_seconds=2**50), link_up=False).job

    assert job.finish_at is None


def test_job_goes_on_without_a_link() -> None:
    """The cloud moves the progress; the rest is as the printer reported it."""
    job = with_poll(printing(), task(received_at=NOON + 10 * MINUTE), link_up=False).job

    assert job.progress == 45
    assert job.layer == 12
    assert job.stage == "filament_changing"
    assert job.finish_at == NOON + 33 * MINUTE
    assert job.remaining_minutes == 23


def test_overdue_job_has_no_time_left() -> None:
    """A job that lasts longer than estimated does not end in the past."""
    late = task("PAUSE", received_at=NOON + 60 * MINUTE, progress=None)
    job = with_poll(printing(), late, link_up=False).job

    assert job.status is PrintStatus.PAUSED
    assert job.stage is None
    assert job.progress == 40
    assert job.remaining_minutes == 0


def test_next_job_starts_anew() -> None:
    """Another task leaves nothing of the job before."""
    job = with_poll(
        printing(), task(task_id="702383099", task_name="Cube"), link_up=False
    ).job

    assert job.name == "Cube"
    assert job.layer is None
    assert job.finish_at == NOON + 30 * MINUTE


def test_ended_job_does_not_begin_again() -> None:
    """The cloud is late: it still lists a task that the printer has ended."""
    state = printing(gcode_state="FINISH")

    assert with_poll(state, task(), link_up=False).job is state.job
    assert with_poll(state, task(task_id="7"), link_up=False).job.is_active


def test_inactive_job_is_left_alone() -> None:
    """An idle printer stays what it was, whatever its last job became."""
    state = printing(gcode_state="FAILED")

    assert with_poll(state, polled(), link_up=False).job is state.job


def test_the_printer_comes_before_the_cloud() -> None:
    """While the printer reports, its job does not come from the cloud."""
    state = after(printer("P1S"), full(gcode_state="IDLE"))

    assert with_poll(state, task(), link_up=True).job is state.job


@pytest.mark.parametrize(
    ("task_id", "started_at"),
    [("702383065", NOON - 30 * MINUTE), ("1", None)],
)
def test_only_the_cloud_has_the_start(
    task_id: str, started_at: datetime | None
) -> None:
    """A job found in work gets its start from the cloud, if it is the same job."""
    polled_task = task(task_id=task_id, progress=1)
    job = with_poll(printing(), polled_task, link_up=True).job

    assert job.started_at == started_at
    assert job.progress == 40


@pytest.mark.parametrize(
    ("seconds", "online", "reported"),
    [
        (10, True, True),
        (10, False, True),
        (181, False, None),
        (181, True, True),
        (181, None, True),
    ],
)
def test_presence_by_the_list(
    seconds: int,
    online: bool | None,  # noqa: FBT001  # a table
    reported: bool | None,  # noqa: FBT001  # a table
) -> None:
    """The list is late, so it beats only a printer that has been silent."""
    later = NOON + timedelta(seconds=seconds)
    state = with_poll(
        after(printer("P1S"), full()),
        polled(online=online, received_at=later),
        link_up=True,
    )

    assert state.presence.listed is online
    assert state.presence.reported is reported


def test_printer_that_has_never_reported() -> None:
    """Until a printer reports, the list alone decides whether it is online."""
    on = with_poll(printer("P1S"), polled(), link_up=True)
    off = with_poll(on, polled(online=False), link_up=True)

    assert on.presence.online is True
    assert off.presence.online is False


def test_farewell_is_believed_before_the_list() -> None:
    """A printer that left is offline before the list has noticed."""
    gone = after(printer("P1S"), full(), {"event": {"event": "client.disconnected"}})
    state = with_poll(gone, polled(), link_up=True)

    assert state.presence.online is False
    assert state == replace(gone, name="Workshop P1S", presence=state.presence)
