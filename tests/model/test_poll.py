"""A printer gets its data in the cloud."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    PolledPrinter,
    PrinterState,
    PrintStatus,
    changed,
    with_link_lost,
    with_poll,
)
from tests.helpers.printer_reports import NOON, SERIAL, after, full, printer

MINUTE = timedelta(minutes=1)


def polled(**fields: Any) -> PolledPrinter:
    """Return an idle printer of the cloud's list."""
    idle: dict[str, Any] = {
        "serial": SERIAL,
        "name": "Workshop P1S",
        "model_code": "C12",
        "product": "P1S",
        "received_at": NOON,
        "online": True,
        "print_status": "SUCCESS",
        "task_id": None,
        "task_name": None,
        "task_status": None,
        "started_at": None,
        "predicted_seconds": None,
        "progress": None,
    }
    return PolledPrinter(**idle | fields)


def task(status: str = "RUNNING", **fields: Any) -> PolledPrinter:
    """Return a printer that works on a cloud job."""
    job = {
        "task_id": "702383065",
        "task_name": "Benchy",
        "task_status": status,
        "started_at": NOON - 30 * MINUTE,
        "predicted_seconds": 3600,
        "progress": 45,
        "print_status": "RUNNING",
    }
    return polled(**job | fields)


def printing(**fields: Any) -> PrinterState:
    """Return a printer that was printing when the link broke."""
    running = {
        "gcode_state": "RUNNING",
        "mc_percent": 40,
        "mc_remaining_time": 33,
        "stg_cur": 4,
        "layer_num": 12,
        "task_id": "702383065",
        "subtask_name": "Benchy",
    }
    return with_link_lost(after(printer("P1S"), full(**running | fields)))


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


@pytest.mark.parametrize(
    ("word", "status", "progress"),
    [
        ("SUCCESS", PrintStatus.FINISHED, 100),
        ("FAIL", PrintStatus.FAILED, 40),
        ("FAILED", PrintStatus.FAILED, 40),
        (None, PrintStatus.IDLE, None),
        ("IDLE", PrintStatus.IDLE, None),
    ],
)
def test_job_ends_without_a_link(
    word: str | None, status: PrintStatus, progress: int | None
) -> None:
    """A job that the cloud does not list any more ended as its last word says."""
    job = with_poll(printing(), polled(print_status=word), link_up=False).job

    assert job.status is status
    assert job.progress == progress
    assert job.remaining_minutes is None
    assert job.finish_at is None


def test_task_that_is_over() -> None:
    """A task may stay listed with its outcome."""
    job = with_poll(printing(), task("SUCCESS"), link_up=False).job

    assert job.status is PrintStatus.FINISHED


@pytest.mark.parametrize("word", ["RUNNING", "PAUSE", "ACTIVE"])
def test_local_job_is_not_ended(word: str) -> None:
    """The cloud lists no task for a job of the local network."""
    state = printing(task_id="0")

    assert with_poll(state, polled(print_status=word), link_up=False).job is state.job


def test_job_that_the_cloud_cannot_see_is_left_alone() -> None:
    """How the last cloud job ended says nothing about a print from the SD card."""
    state = printing(task_id="0", subtask_id="0")
    assert with_poll(state, polled(), link_up=False).job.status is PrintStatus.PRINTING


@pytest.mark.parametrize("print_type", ["local", "system"])
@pytest.mark.parametrize("last_task_id", [None, "702383065", "17"])
@pytest.mark.parametrize("word", ["SUCCESS", "FAIL", None])
def test_local_job_with_an_id_is_left_alone(
    print_type: str, last_task_id: str | None, word: str | None
) -> None:
    """Printers count local jobs; the cloud does not mean them, whatever their id."""
    state = printing(task_id="17", print_type=print_type)
    idle = polled(print_status=word, last_task_id=last_task_id)

    assert with_poll(state, idle, link_up=False).job is state.job
    over = task("FAIL", task_id="702383065")
    assert with_poll(state, over, link_up=False).job is state.job
    start = with_poll(state, task(progress=1), link_up=True).job.started_at
    assert start is None


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"task_id": "702383065", "print_type": "cloud"}, PrintStatus.FAILED),
        ({"task_id": "1", "subtask_id": "702383065"}, PrintStatus.FAILED),
        ({"task_id": "17", "print_type": "cloud"}, PrintStatus.IDLE),
        ({"task_id": "17"}, PrintStatus.PRINTING),
    ],
)
def test_status_of_another_task(fields: dict[str, str], status: PrintStatus) -> None:
    """The status of the cloud's last task says nothing about any other job."""
    idle = polled(print_status="FAIL", last_task_id="702383065")
    over = task("FAIL")

    for answer in (idle, over):
        job = with_poll(printing(**fields), answer, link_up=False).job
        assert job.status is status


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
