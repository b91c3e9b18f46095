"""What was not seen fires late, with the help of the history."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.bambu_cloud.model import TaskStatus
from tests.helpers.print_rows import noon_row
from tests.helpers.print_stories import (
    CLOUD,
    LOCAL,
    MINUTE,
    SYSTEM,
    Story,
    idle,
    printing,
)
from tests.helpers.printer_reports import NOON

CANCELED = 0x0300_400C
KINDS = [CLOUD, LOCAL, SYSTEM]


def test_an_end_while_the_link_was_down() -> None:
    """An unseen end fires late, with the time in the history."""
    story = printing().loses_link()
    story.says("FINISH", mc_percent=100, after=3600).stays(20)
    assert story.fired == []
    assert story.memory.wants_history
    story.reads(noon_row())

    assert story.fired == ["finished"]
    assert story.last.late
    assert story.last.ended_at == NOON + 40 * MINUTE


def test_an_end_while_the_link_was_down_that_was_a_cancel() -> None:
    """To the history it failed, the printer reports a cancel."""
    story = printing().loses_link()
    story.says("FAILED", fail_reason=CANCELED, after=3600)
    story.stays(20).reads(noon_row(status=TaskStatus.FAILED))

    assert story.fired == ["canceled"]
    assert story.last.ended_at == NOON + 40 * MINUTE


def test_an_end_during_a_restart() -> None:
    """The end of a running job fires after the restart."""
    story = printing().restarts(after=3600)
    story.says("FINISH", mc_percent=100).stays(20).reads(noon_row())

    assert story.fired == ["finished"]
    assert story.last.late


@pytest.mark.parametrize("ids", [LOCAL, SYSTEM])
def test_an_end_that_no_history_has(ids: dict[str, Any]) -> None:
    """An unseen local job fires late, without a time."""
    story = printing(ids=ids).restarts(after=3600)
    story.says("FINISH", mc_percent=100)
    assert story.fired == []  # the history may show another print since then
    story.reads()

    assert story.fired == ["finished"]
    assert story.last.late
    assert story.last.ended_at is None


def test_a_restart_after_the_end_fires_nothing() -> None:
    """What fired before the restart does not fire again from any source."""
    story = printing(progress=99).says("FINISH", mc_percent=100).forgets()
    story.restarts().polls(after=1).says("FINISH").stays(60)
    story.reads(noon_row(ended_at=story.now)).stays(600)

    assert story.fired == []


def test_a_job_that_was_not_seen_at_all() -> None:
    """A print within a gap fires from the history, once."""
    story = printing(progress=99).says("FINISH", mc_percent=100).forgets()
    story.restarts(after=7200).says("IDLE", subtask_name="").stays(20)
    assert story.memory.wants_history
    unseen = noon_row(id="9", title="Vase", ended_at=story.now - 10 * MINUTE)
    story.reads(unseen, noon_row()).reads(unseen, noon_row())

    assert story.fired == ["finished"]
    assert (story.last.task_id, story.last.title) == ("9", "Vase")
    assert (story.last.late, story.last.ended_at) == (True, unseen.ended_at)


def test_the_history_before_installation_is_no_news() -> None:
    """An account may have years of prints."""
    story = idle()
    old = (noon_row(id=f"{n}", ended_at=NOON - n * MINUTE) for n in range(1, 30))

    assert story.reads(*old).fired == []


def test_a_printer_that_lost_power() -> None:
    """A job that is gone has failed, as the history confirms."""
    story = printing().event("disconnected").says("IDLE", after=600).stays(30)
    assert story.memory.wants_history
    story.reads(noon_row(status=TaskStatus.FAILED)).stays(120)

    assert story.fired == ["failed"]
    assert story.last.late


@pytest.mark.parametrize("ids", [LOCAL, SYSTEM])
def test_a_printer_that_lost_power_with_a_local_job(ids: dict[str, Any]) -> None:
    """A job that is gone and not in the history has failed, after a while."""
    story = printing(ids=ids).event("disconnected").says("IDLE", after=600).stays(60)
    assert story.fired == []
    assert story.stays(120).fired == ["failed"]


def test_idle_for_a_moment_is_no_loss() -> None:
    """A stale report of an idle printer does not end what is printing."""
    story = printing(ids=LOCAL).says("IDLE").says("RUNNING").stays(600)

    assert story.fired == []


def test_a_print_without_the_broker() -> None:
    """The poll alone is enough for start, pause and end."""
    story = Story().loses_link().polls()
    story.polls_task(started_at=NOON + 2 * MINUTE).reads()
    assert story.fired == ["started"]
    story.polls_task("PAUSE").polls_task("PAUSE").polls_task(progress=80)
    story.polls_task(progress=99).polls(print_status="SUCCESS")
    assert story.memory.wants_history
    story.reads(noon_row())

    assert story.fired == ["started", "paused", "resumed", "finished"]
    assert story.last.ended_at == NOON + 40 * MINUTE
    assert not story.last.late


def test_a_failure_without_the_broker() -> None:
    """A cancel is not in the history; the printer has time to report it."""
    story = printing().loses_link().polls_task().polls(print_status="FAIL")
    story.reads(noon_row(status=TaskStatus.FAILED))
    assert story.fired == []
    story.polls(print_status="FAIL").polls(print_status="FAIL")

    assert story.fired == ["failed"]


def test_a_job_of_the_local_network_is_not_ended_by_the_poll() -> None:
    """The cloud does not see such a job, so it cannot see it end."""
    story = printing(ids=LOCAL).loses_link().polls().polls()
    story.says("RUNNING", mc_percent=60).stays(60)

    assert story.fired == []


def test_a_local_job_that_is_in_the_history_after_all() -> None:
    """A row with a new id is no new job if title and times are those of one."""
    story = printing(ids=LOCAL, progress=99).says("FINISH", mc_percent=100).forgets()
    late = noon_row(id="7", started_at=NOON, ended_at=story.now + timedelta(seconds=9))
    story.reads(late, after=20).reads(late)

    assert story.fired == []


def test_the_history_is_faster_than_the_printer() -> None:
    """A reachable printer reports the end itself, with its reason."""
    story = printing(progress=99)
    story.reads(noon_row(status=TaskStatus.FAILED, ended_at=NOON)).stays(20)
    assert story.fired == []
    story.says("FAILED", print_error=0x0300_400C)

    assert story.fired == ["canceled"]
    assert not story.last.late


def test_only_the_history_has_the_end() -> None:
    """A report that was lost is made good by the history."""
    story = printing("P1S", progress=99).stays(600, every=30)
    story.reads(noon_row(ended_at=NOON + MINUTE))

    assert story.fired == ["finished"]
    assert story.last.ended_at == NOON + MINUTE


def test_a_lost_job_without_a_trace() -> None:
    """After hours without a word about it, a job counts as failed."""
    story = printing().says("IDLE").stays(60)
    assert story.fired == []
    story.stays(7 * 3600, every=60)

    assert story.fired == ["failed"]


def test_only_so_many_jobs_are_remembered() -> None:
    """An id that is dropped is too old to fire again."""
    story = idle()
    old = noon_row(id="1", ended_at=NOON + MINUTE)
    story.reads(old)
    for number in range(2, 200):
        story.reads(
            noon_row(id=f"{number}", ended_at=NOON + (1 + number) * MINUTE), after=60
        )
    story.forgets().reads(old)

    assert story.fired == []
    assert len(story.memory.fired) < 200


def test_a_row_of_another_title_is_another_job() -> None:
    """Times alone do not make a row the job that has fired."""
    story = printing(ids=LOCAL, title="Vase", progress=99)
    story.says("FINISH", mc_percent=100).forgets()
    story.reads(noon_row(id="7", ended_at=NOON + MINUTE))

    assert story.fired == ["finished"]


def test_a_job_replaced_during_a_gap() -> None:
    """The start of the new job waits for the end of the old one."""
    next_ids = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
    story = printing().loses_link()
    story.says("RUNNING", mc_percent=5, layer_num=3, after=3600, **next_ids).stays(10)
    assert story.fired == []
    story.reads(
        noon_row(id="702383066", status=TaskStatus.PRINTING, ended_at=None), noon_row()
    )

    assert story.fired == ["finished", "started"]
    assert [event.task_id for event in story.events] == ["702383065", "702383066"]


def test_a_job_replaced_while_the_history_cannot_say() -> None:
    """The start of a job waits for the end before it, but not for ever."""
    next_ids = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
    story = printing().loses_link()
    story.says("RUNNING", mc_percent=5, layer_num=3, after=3600, **next_ids)
    story.stays(7000, every=60)
    assert story.fired == []
    story.stays(300)

    assert story.fired == ["finished", "started"]
    assert [event.late for event in story.events] == [True, True]
