"""What a row of the history says about prints that it is not about."""

from datetime import timedelta
from typing import Any

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from tests.helpers.print_rows import NO_IDS
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, Story, idle, printing
from tests.helpers.printer_reports import NOON, SERIAL

NEXT: dict[str, Any] = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
LAST: dict[str, Any] = CLOUD | {"task_id": "702383067", "subtask_id": "702384467"}


def row(
    ids: dict[str, Any],
    story: Story,
    status: TaskStatus = TaskStatus.FINISHED,
    began: timedelta = 10 * MINUTE,
    ended: timedelta = MINUTE,
    title: str = "Benchy",
) -> PrintTask:
    """Return a row of a print that began, and maybe ended, so long ago."""
    is_over = status is not TaskStatus.PRINTING
    return PrintTask(
        id=ids["task_id"],
        serial=SERIAL,
        title=title,
        status=status,
        started_at=story.now - began,
        ended_at=story.now - ended if is_over else None,
    )


def test_a_later_row_ends_the_open_print() -> None:
    """While nothing is reported, a print that began later shows that it is over."""
    story = printing(ids=LOCAL).restarts(after=3600)
    story.reads(row(NEXT, story))

    assert [event.task_id for event in story.events] == [None, NEXT["task_id"]]


def test_a_row_that_prints_for_ever() -> None:
    """It holds the next start for a while, and is no news after that."""
    story = idle().restarts(after=3600)
    story.says("RUNNING", mc_percent=5, layer_num=1, subtask_name="Vase", **LAST)
    stuck = row(NEXT, story, TaskStatus.PRINTING)
    current = row(LAST, story, TaskStatus.PRINTING)
    for _ in range(30):
        story.reads(current, stuck).stays(60)

    assert story.fired == ["started"]
    assert story.memory.has_fired(frozenset({NEXT["task_id"]}))


def test_ids_of_the_next_job_at_the_end_of_an_unseen_one() -> None:
    """Its row began with the job that is at work, so the end was another's."""
    story = idle("P1S").loses_link()
    story.says("FAILED", after=600, **NEXT)
    story.says("PREPARE", mc_percent=0, layer_num=0)
    assert story.fired == []
    story.reads(row(NEXT, story, TaskStatus.PRINTING, timedelta()))

    assert story.fired == ["started"]


def test_an_unseen_print_that_goes_on_after_a_loss_of_power() -> None:
    """Its end was none, and its start fires late."""
    story = idle("P1S").loses_link()
    story.says("FAILED", subtask_name="Vase", mc_percent=0, after=600, **NEXT)
    story.reads(row(NEXT, story, TaskStatus.PRINTING))
    story.says("RUNNING", mc_percent=40, layer_num=12, after=300).stays(20)
    story.says("FINISH", mc_percent=100, after=60)

    assert story.fired == ["started", "finished"]


def test_reports_that_come_after_the_history() -> None:
    """What has fired by the history does not fire by delayed reports again."""
    story = idle("P1S").stays(600).reads(row(NEXT, idle("P1S").stays(600)))
    assert story.fired == ["finished"]
    story.says("PREPARE", mc_percent=0, layer_num=0, **NEXT).says("FINISH")

    assert story.fired == ["finished"]


def test_a_local_print_that_goes_on_after_its_end_was_guessed() -> None:
    """It is not started again, and has no second end."""
    story = printing(ids=LOCAL, progress=40).loses_link()
    story.says("IDLE", after=600).stays(300)
    assert story.fired == ["failed"]
    story.says("RUNNING", mc_percent=40, layer_num=20, after=300).says("FINISH")

    assert story.fired == ["failed"]


def test_a_row_while_the_job_at_work_has_no_ids() -> None:
    """It may be that of the job, so that nothing fires because of it."""
    story = idle("P1S").says("PREPARE", mc_percent=0, task_id="0", subtask_id="0")
    story.reads(row(NEXT, story, TaskStatus.PRINTING)).stays(60)

    assert story.fired == ["started"]
    assert story.memory.waiting == ()


def test_rows_before_which_nothing_is_read() -> None:
    """Older pages of the history are read up to a print that is no news."""
    story = idle()
    assert story.memory.has_noted(row(NEXT, story))
    since = story.memory.since
    assert since
    last_one = row(NEXT, story, ended=story.now - since)
    assert story.memory.has_noted(last_one)
    story = printing(ids=LOCAL).stays(600)
    news, going = row(NEXT, story), row(NEXT, story, TaskStatus.PRINTING)
    assert not story.memory.has_noted(news)
    assert story.memory.has_noted(going)
    assert story.memory.has_noted(
        row(NEXT, story, began=60 * MINUTE, ended=30 * MINUTE)
    )
    story.loses_link().waits(1200).says("FINISH", **NEXT)
    assert story.memory.waiting
    assert story.memory.has_noted(news)
    story.reads(news).stays(120)
    assert not story.memory.waiting
    assert story.memory.has_noted(news)
    assert not story.memory.has_noted(row(LAST, story))


def test_a_row_that_prints_for_ever_while_nothing_is_reported() -> None:
    """The newest print may go on: nothing is said of it, however long that is."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).forgets()
    story.restarts(after=3600)
    going = row(NEXT, story, TaskStatus.PRINTING)
    for _ in range(40):
        story.reads(going).waits(60)
    assert story.fired == []
    story.reads(row(NEXT, story, began=50 * MINUTE))

    assert story.fired == ["finished"]


def test_a_row_that_is_behind_though_another_print_is_at_work() -> None:
    """The history does not have that one yet; the end before it fires first."""
    story = idle().restarts(after=3600)
    stuck = row(NEXT, story, TaskStatus.PRINTING)
    story.says("RUNNING", mc_percent=5, layer_num=1, subtask_name="Vase", **LAST)
    story.reads(stuck).stays(60)
    assert story.fired == []
    current = row(LAST, story, TaskStatus.PRINTING, began=MINUTE)
    story.reads(current, row(NEXT, story)).stays(60)

    assert story.fired == ["finished", "started"]


def test_rows_of_two_prints_without_ids_that_have_ended() -> None:
    """Each is the row of one that has fired, whichever comes first."""
    story = printing(ids=NO_IDS).stays(120)
    story.says("FINISH", mc_percent=100).stays(300)
    story.says("PREPARE", mc_percent=0, layer_num=0, subtask_name="Vase")
    began = story.now
    story.stays(120).says("RUNNING", mc_percent=90, layer_num=3)
    story.says("FINISH", mc_percent=100).stays(60).forgets()
    second = row(NEXT, story, began=story.now - began, title="Vase")
    first = row(CLOUD, story, began=story.now - NOON, ended=10 * MINUTE)
    story.reads(second).stays(60).reads(second, first).stays(120)

    assert story.fired == []
