"""Jobs end by what the poll has, while printers do not report."""

import pytest

from custom_components.bambu_cloud.model import PrintStatus, with_poll
from tests.helpers.polls import polled, printing, task


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
