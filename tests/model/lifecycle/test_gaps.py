"""What nobody saw is told late, with the help of the history."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from tests.helpers.print_stories import (
    CLOUD,
    LOCAL,
    MINUTE,
    SYSTEM,
    Story,
    idle,
    printing,
)
from tests.helpers.printer_reports import NOON, SERIAL

CANCELED = 0x0300_400C
KINDS = [CLOUD, LOCAL, SYSTEM]


def row(**fields: Any) -> PrintTask:
    """Return how the history tells of the usual job."""
    usual: dict[str, Any] = {
        "id": CLOUD["task_id"],
        "serial": SERIAL,
        "title": "Benchy",
        "status": TaskStatus.FINISHED,
        "started_at": NOON,
        "ended_at": NOON + 40 * MINUTE,
    }
    return PrintTask(**usual | fields)


def test_an_end_while_the_link_was_down() -> None:
    """The end that nobody saw is told late, with the time that the history knows."""
    story = printing().loses_link()
    story.says("FINISH", mc_percent=100, after=3600).stays(20)
    assert story.told == []
    assert story.memory.wants_history
    story.reads(row())

    assert story.told == ["finished"]
    assert story.last.late
    assert story.last.ended_at == NOON + 40 * MINUTE


def test_an_end_while_the_link_was_down_that_was_a_cancel() -> None:
    """The history calls it failed, the printer knows better."""
    story = printing().loses_link()
    story.says("FAILED", fail_reason=CANCELED, after=3600)
    story.stays(20).reads(row(status=TaskStatus.FAILED))

    assert story.told == ["canceled"]
    assert story.last.ended_at == NOON + 40 * MINUTE


def test_an_end_during_a_restart() -> None:
    """A job that was running and is over, is told after the restart."""
    story = printing().restarts(after=3600)
    story.says("FINISH", mc_percent=100).stays(20).reads(row())

    assert story.told == ["finished"]
    assert story.last.late


@pytest.mark.parametrize("ids", [LOCAL, SYSTEM])
def test_an_end_that_no_history_knows(ids: dict[str, Any]) -> None:
    """A job from the local network that ended unseen is told late, without a time."""
    story = printing(ids=ids).restarts(after=3600)
    story.says("FINISH", mc_percent=100).stays(30)

    assert story.told == ["finished"]
    assert story.last.late
    assert story.last.ended_at is None


def test_a_restart_after_the_end_tells_nothing() -> None:
    """What was told before the restart is not told again, by nobody."""
    story = printing(progress=99).says("FINISH", mc_percent=100).forgets()
    story.restarts().polls(after=1).says("FINISH").stays(60)
    story.reads(row(ended_at=story.now)).stays(600)

    assert story.told == []


def test_a_job_that_nobody_saw_at_all() -> None:
    """A print that began and ended during a gap is told from the history, once."""
    story = printing(progress=99).says("FINISH", mc_percent=100).forgets()
    story.restarts(after=7200).says("IDLE", subtask_name="").stays(20)
    assert story.memory.wants_history
    unseen = row(id="9", title="Vase", ended_at=story.now - 10 * MINUTE)
    story.reads(unseen, row()).reads(unseen, row())

    assert story.told == ["finished"]
    assert (story.last.task_id, story.last.title) == ("9", "Vase")
    assert (story.last.late, story.last.ended_at) == (True, unseen.ended_at)


def test_the_history_before_installation_is_no_news() -> None:
    """An account may have years of prints."""
    story = idle()
    old = (row(id=f"{n}", ended_at=NOON - n * MINUTE) for n in range(1, 30))

    assert story.reads(*old).told == []


def test_a_printer_that_lost_power() -> None:
    """A job that is gone has failed, as the history confirms."""
    story = printing().event("disconnected").says("IDLE", after=600).stays(30)
    assert story.memory.wants_history
    story.reads(row(status=TaskStatus.FAILED)).stays(120)

    assert story.told == ["failed"]
    assert story.last.late


@pytest.mark.parametrize("ids", [LOCAL, SYSTEM])
def test_a_printer_that_lost_power_with_a_local_job(ids: dict[str, Any]) -> None:
    """A job that is gone and that no history knows has failed, after a while."""
    story = printing(ids=ids).event("disconnected").says("IDLE", after=600).stays(60)
    assert story.told == []
    assert story.stays(120).told == ["failed"]


def test_idle_for_a_moment_is_no_loss() -> None:
    """A stale report of an idle printer does not end what is printing."""
    story = printing(ids=LOCAL).says("IDLE").says("RUNNING").stays(600)

    assert story.told == []


def test_a_print_without_the_broker() -> None:
    """The poll alone tells that a print began, was paused, and finished."""
    story = Story().loses_link().polls().polls_task(started_at=NOON + 2 * MINUTE)
    assert story.told == ["started"]
    story.polls_task("PAUSE").polls_task("PAUSE").polls_task(progress=80)
    story.polls_task(progress=99).polls(print_status="SUCCESS")
    assert story.memory.wants_history
    story.reads(row())

    assert story.told == ["started", "paused", "resumed", "finished"]
    assert story.last.ended_at == NOON + 40 * MINUTE
    assert not story.last.late


def test_a_failure_without_the_broker() -> None:
    """Whether it was canceled nobody can know; the printer is given time to say it."""
    story = printing().loses_link().polls_task().polls(print_status="FAIL")
    story.reads(row(status=TaskStatus.FAILED))
    assert story.told == []
    story.polls(print_status="FAIL").polls(print_status="FAIL")

    assert story.told == ["failed"]


def test_a_job_of_the_local_network_is_not_ended_by_the_poll() -> None:
    """The cloud does not see such a job, so it cannot see it end."""
    story = printing(ids=LOCAL).loses_link().polls().polls()
    story.says("RUNNING", mc_percent=60).stays(60)

    assert story.told == []


def test_a_job_replaced_while_nobody_watched() -> None:
    """The new job is told at once, the end of the old one as soon as it is known."""
    next_ids = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
    story = printing().loses_link()
    story.says("RUNNING", mc_percent=5, layer_num=3, after=3600, **next_ids).stays(10)
    assert story.told == ["started"]
    story.reads(row(id="702383066", status=TaskStatus.PRINTING, ended_at=None), row())

    assert story.told == ["started", "finished"]
    assert story.last.task_id == "702383065"


def test_a_local_job_that_the_history_knows_after_all() -> None:
    """A row without a known id is no new job if title and times are those of one."""
    story = printing(ids=LOCAL, progress=99).says("FINISH", mc_percent=100).forgets()
    late = row(id="7", started_at=NOON, ended_at=story.now + timedelta(seconds=9))
    story.reads(late, after=20).reads(late)

    assert story.told == []


def test_the_history_is_faster_than_the_printer() -> None:
    """A printer that is heard tells the end itself, and why."""
    story = printing(progress=99)
    story.reads(row(status=TaskStatus.FAILED, ended_at=NOON)).stays(20)
    assert story.told == []
    story.says("FAILED", print_error=0x0300_400C)

    assert story.told == ["canceled"]
    assert not story.last.late


def test_the_history_is_the_only_one_to_tell() -> None:
    """A report that was lost is made good by the history."""
    story = printing("P1S", progress=99).stays(600, every=30)
    story.reads(row(ended_at=NOON + MINUTE))

    assert story.told == ["finished"]
    assert story.last.ended_at == NOON + MINUTE


def test_a_lost_job_of_which_nobody_knows() -> None:
    """After hours without a word about it, a job counts as failed."""
    story = printing().says("IDLE").stays(60)
    assert story.told == []
    story.stays(7 * 3600, every=60)

    assert story.told == ["failed"]


def test_only_so_many_jobs_are_remembered() -> None:
    """What is forgotten is too old to be told again."""
    story = idle()
    old = row(id="1", ended_at=NOON + MINUTE)
    story.reads(old)
    for number in range(2, 200):
        story.reads(
            row(id=f"{number}", ended_at=NOON + (1 + number) * MINUTE), after=60
        )
    story.forgets().reads(old)

    assert story.told == []
    assert len(story.memory.to_dict()["told"]) < 200


def test_a_row_of_another_title_is_another_job() -> None:
    """Times alone do not make a row the job that was told."""
    story = printing(ids=LOCAL, title="Vase", progress=99)
    story.says("FINISH", mc_percent=100).forgets()
    story.reads(row(id="7", ended_at=NOON + MINUTE))

    assert story.told == ["finished"]
