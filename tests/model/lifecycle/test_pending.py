"""What contradicts the state is accepted only once it is stable."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrintTask, TaskStatus, read_lifecycle
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, Story, idle, printing
from tests.helpers.printer_reports import NOON, SERIAL

NEXT: dict[str, Any] = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}


def row(task_id: str, minute: int, status: TaskStatus) -> PrintTask:
    """Return a row of the history that ended in this minute."""
    return PrintTask(
        id=task_id,
        serial=SERIAL,
        title="Benchy",
        status=status,
        started_at=NOON,
        ended_at=NOON + minute * MINUTE,
    )


def goes_on(story: Story, steps: int, every: float = 20, **fields: Any) -> Story:
    """Let a print get on for a while."""
    for percent in range(1, steps + 1):
        story.says("RUNNING", after=every, mc_percent=percent, **fields)
    return story


@pytest.mark.parametrize("state", ["RUNNING", "FINISH"])
def test_a_job_that_the_cloud_has_first(state: str) -> None:
    """The active job of a poll is the one that the printer reports at last."""
    story = Story().loses_link().polls_task("RUNNING", started_at=NOON)
    story.says(state, mc_percent=95, subtask_name="Benchy", **CLOUD).stays(30)
    story.says("FINISH", mc_percent=100).stays(30)
    story.reads(row(CLOUD["task_id"], 9, TaskStatus.FINISHED))

    assert story.fired == ["finished"]


def test_a_job_that_only_the_cloud_has() -> None:
    """The printer itself works on another one, which is no news."""
    story = Story().loses_link().polls_task("RUNNING", started_at=NOON)
    story.says("RUNNING", mc_percent=95, **NEXT).stays(30)
    assert story.fired == []
    story.reads(row(CLOUD["task_id"], 1, TaskStatus.FINISHED))
    assert story.fired == ["finished"]
    assert story.last.task_id == CLOUD["task_id"]


def test_a_job_of_the_cloud_that_is_gone() -> None:
    """The printer is idle: the job is gone, and the history has its end."""
    story = Story().loses_link().polls_task("RUNNING", started_at=NOON)
    story.says("IDLE").stays(60)
    story.reads(row(CLOUD["task_id"], 1, TaskStatus.FINISHED))

    assert story.fired == ["finished"]


def test_a_local_job_by_its_own_clock() -> None:
    """The start time that a printer reports proves a new job."""
    story = printing(ids=LOCAL | {"gcode_start_time": "1772366400"}, progress=99)
    story.says("FINISH", mc_percent=100).forgets()
    story.says("RUNNING", mc_percent=0, layer_num=0, gcode_start_time="1772370000")

    assert story.fired == ["started"]


def test_the_same_file_after_an_unseen_end() -> None:
    """A print that goes back to its beginning is another run of the same file."""
    story = printing(ids=LOCAL)
    goes_on(story, 5, layer_num=1)

    assert story.fired == ["failed", "started"]
    assert story.events[0].late


def test_the_next_job_is_named_before_it_begins() -> None:
    """A printer that names its next job while it rests has not ended that."""
    story = printing(progress=99).says("FINISH", mc_percent=100).stays(90).forgets()
    story.says("FINISH", subtask_name="Vase", **NEXT).stays(60)
    story.says("PREPARE", mc_percent=0, layer_num=0)

    assert story.fired == ["started"]
    assert story.last.task_id == NEXT["task_id"]


def test_a_local_job_behind_the_name_of_the_last() -> None:
    """A full report gives a print its name, and does not begin it again."""
    story = printing("P1S", LOCAL, progress=99).says("FINISH", mc_percent=100)
    story.stays(90).forgets()
    for percent in range(5):
        story.says_only(gcode_state="RUNNING", mc_percent=percent, after=20)
    assert story.fired == ["started"]
    story.says("RUNNING", subtask_name="Vase", mc_percent=6, layer_num=13, **NEXT)
    story.stays(30).says(mc_percent=98).says("FINISH", mc_percent=100).stays(30)

    assert story.fired == ["started", "first_layer_finished", "finished"]
    assert (story.last.title, story.last.task_id) == ("Vase", NEXT["task_id"])


def test_an_end_only_in_a_full_report() -> None:
    """If the report of the end is lost, the next full one has it."""
    story = printing("P1S", LOCAL, progress=99)
    for _ in range(100):
        story.says_only(after=5, nozzle_temper=90)
    story.says("FINISH", mc_percent=100).stays(30)

    assert story.fired == ["finished"]
    assert story.last.ended_at == story.last.at


def test_an_unseen_end_after_an_unseen_end() -> None:
    """Two jobs ended while the link was down; each fires with its own time."""
    story = printing().loses_link()
    story.says("FINISH", mc_percent=100, after=7200, **NEXT).stays(30)
    story.reads(
        row(NEXT["task_id"], 90, TaskStatus.FINISHED),
        row(CLOUD["task_id"], 30, TaskStatus.FINISHED),
    )

    fired = [(event.task_id, event.ended_at) for event in story.events]
    assert fired == [
        (CLOUD["task_id"], NOON + 30 * MINUTE),
        (NEXT["task_id"], NOON + 90 * MINUTE),
    ]


def test_a_stale_first_layer() -> None:
    """A job first seen far above fires no first layer."""
    story = Story().says("RUNNING", layer_num=50, mc_percent=40, **CLOUD)
    story.says(layer_num=1).says(layer_num=51)

    assert story.fired == []


def test_a_damaged_run_is_no_run() -> None:
    """A stored run may be damaged."""
    stored = {"since": str(NOON), "run": {"ids": 7, "since": "noon"}, "is_open": True}

    assert read_lifecycle(stored).is_open


def test_a_poll_that_says_too_early_that_it_is_over() -> None:
    """A job that goes on was not over, whatever the cloud has said."""
    story = printing().loses_link().polls_task(progress=41)
    story.polls(print_status="SUCCESS")
    story.says("RUNNING", mc_percent=43, layer_num=12)
    story.reads(row(CLOUD["task_id"], 0, TaskStatus.PRINTING))
    assert story.fired == []
    story.stays(60).says(mc_percent=99).says("FINISH", mc_percent=100).stays(60)
    story.reads(row(CLOUD["task_id"], 9, TaskStatus.FINISHED))
    assert story.fired == ["finished"]


def test_a_task_that_is_printed_again() -> None:
    """A printer may print a task again under its number: it begins anew."""
    story = printing(progress=99).says("FINISH", mc_percent=100).stays(120).forgets()
    goes_on(story, 20, layer_num=1)
    assert story.fired == ["started"]
    story.says(mc_percent=99).says("FINISH", mc_percent=100).stays(60)

    assert story.fired == ["started", "finished"]


def test_a_job_behind_the_name_of_the_last() -> None:
    """If the report that named a job is lost, the next full report names it."""
    story = printing("P1S", progress=99).says("FINISH", mc_percent=100).stays(90)
    story.forgets()
    for percent in range(5):
        story.says_only(gcode_state="RUNNING", mc_percent=percent, after=20)
    assert story.is_undecided()
    story.says("RUNNING", subtask_name="Vase", mc_percent=40, **LOCAL)
    story.says_only(gcode_state="FINISH", mc_percent=100)

    assert story.fired == ["started", "finished"]
    assert story.last.title == "Vase"


def test_a_local_job_beside_a_task() -> None:
    """A job that the printer calls local is not the task of the cloud."""
    story = idle().loses_link().polls_task("RUNNING").reads().forgets()
    story.says("RUNNING", subtask_name="Benchy", mc_percent=1, **LOCAL)
    goes_on(story, 2, layer_num=1)
    story.reads(row(CLOUD["task_id"], 4, TaskStatus.FINISHED))

    assert story.fired == ["finished", "started"]
