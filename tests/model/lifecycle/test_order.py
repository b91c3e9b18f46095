"""Events fire in the order of the prints, whatever is learned when."""

from datetime import timedelta
from typing import Any

from custom_components.bambu_cloud.model import PrintTask, TaskStatus, read_lifecycle
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, Story, idle, printing
from tests.helpers.printer_reports import NOON, SERIAL

NEXT: dict[str, Any] = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
LAST: dict[str, Any] = CLOUD | {"task_id": "702383067", "subtask_id": "702384467"}


def row(
    ids: dict[str, Any], story: Story, status: TaskStatus = TaskStatus.FINISHED
) -> PrintTask:
    """Return a row of the history that has just ended, or goes on."""
    is_over = status is not TaskStatus.PRINTING
    return PrintTask(
        id=ids["task_id"],
        serial=SERIAL,
        title="Benchy",
        status=status,
        started_at=story.now - 10 * MINUTE,
        ended_at=story.now - MINUTE if is_over else None,
    )


def test_a_row_that_still_prints_though_the_next_job_does() -> None:
    """The start of the next waits until the history has the end of the one before."""
    story = idle().restarts(after=3600)
    story.says("RUNNING", mc_percent=5, layer_num=1, subtask_name="Vase", **LAST)
    listed = row(NEXT, story, TaskStatus.PRINTING)
    current = row(LAST, story, TaskStatus.PRINTING)
    story.reads(current, listed).stays(60)
    assert story.fired == []
    story.reads(current, row(NEXT, story))

    assert story.fired == ["finished", "started"]
    assert story.events[0].task_id == NEXT["task_id"]


def test_a_print_that_only_a_printer_at_rest_shows() -> None:
    """Its end fires before the start of the next, once the history has it."""
    story = idle("P1S").loses_link()
    story.says("IDLE", subtask_name="Vase", after=600, **NEXT).reads()
    story.says("PREPARE", mc_percent=0, subtask_name="Benchy", **LAST).stays(20)
    assert story.fired == []
    story.reads(row(NEXT, story))

    assert story.fired == ["finished", "started"]


def test_a_print_of_which_there_is_only_an_id() -> None:
    """A guess about a print that may not have been is no event."""
    story = idle("P1S").loses_link()
    story.says("IDLE", subtask_name="Vase", after=600, **NEXT)
    story.stays(3 * 3600, every=60)

    assert story.fired == []
    assert story.memory.waiting == ()


def test_the_next_job_that_was_named_in_a_gap() -> None:
    """Ids that show before a job begins are not those of a print that was not seen."""
    story = printing(progress=99).says("FINISH", mc_percent=100).forgets().loses_link()
    story.says("FINISH", subtask_name="Vase", after=600, **NEXT).reads()
    story.says("PREPARE", mc_percent=0, layer_num=0).stays(20)

    assert story.fired == ["started"]


def test_a_failure_before_another_print_needs_no_time_for_a_cancel() -> None:
    """Only of its last job can a printer report that it was canceled."""
    story = printing().loses_link()
    story.says("RUNNING", mc_percent=5, layer_num=1, after=3600, **NEXT)
    story.reads(row(CLOUD, story, TaskStatus.FAILED))

    assert story.fired == ["failed", "started"]


def test_a_local_print_after_one_of_the_cloud_with_its_name() -> None:
    """The kind of a job shows at once, and is not that of the one before a gap."""
    story = printing().loses_link()
    story.says("RUNNING", mc_percent=60, layer_num=20, after=600, **LOCAL)
    story.reads(row(CLOUD, story, TaskStatus.FAILED)).stays(20)

    assert story.fired == ["failed", "started"]
    assert [event.task_id for event in story.events] == [CLOUD["task_id"], None]


def test_a_clamped_number_is_no_id() -> None:
    """All jobs of some printers have the largest number of 32 bits."""
    story = printing("P1S", CLOUD | dict.fromkeys(("task_id", "subtask_id"), 2**31 - 1))
    story.says("FINISH", mc_percent=100)

    assert story.fired == ["finished"]
    assert story.last.task_id is None


def test_a_rest_between_two_prints_with_one_name() -> None:
    """A job that prepares after a rest is another, if the first had printed."""
    story = printing(ids=LOCAL, progress=40).restarts(after=600)
    story.says("IDLE").says("PREPARE", mc_percent=0, after=30).stays(30).reads()

    assert story.fired == ["failed", "started"]


def test_a_clock_that_is_set() -> None:
    """What waits is not decided by a clock that jumps a day ahead or back."""
    for jump in (timedelta(days=1), timedelta(days=-1)):
        story = printing().says("IDLE").stays(30)
        story.now += jump
        story.stays(60)
        assert story.fired == []
        story.reads(row(CLOUD, story))
        assert story.fired == ["finished"]


def test_a_poll_of_another_task_makes_nothing_certain() -> None:
    """The first report after a restart may be about a print that was not seen."""
    story = printing(ids=LOCAL).restarts(after=3600)
    story.link_up = False
    story.polls_task("RUNNING", task_id=NEXT["task_id"], task_name="Vase")
    story.link_up = True
    story.says("FAILED", subtask_name="Vase", mc_percent=0, **NEXT).stays(20).reads()

    assert all(event.late for event in story.events)
    assert story.fired[:1] == ["finished"]


def test_what_was_stored_before_there_was_a_queue() -> None:
    """Runs that waited fire before events that were held."""
    run = {"ids": ["1"], "title": "Vase", "since": str(NOON), "late": True}
    held = {"type": "started", "at": str(NOON), "title": "Benchy"}
    stored = {"since": str(NOON), "primed": True, "waiting": [run], "held": [held]}
    first, second = read_lifecycle(stored).queue

    assert (first.title, second.title) == ("Vase", "Benchy")
