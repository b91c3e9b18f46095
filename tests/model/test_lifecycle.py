"""What happens to prints is told, each thing once."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrintTask, TaskStatus

from .reports import NOON, SERIAL
from .stories import CLOUD, LOCAL, MINUTE, SYSTEM, Story, idle, printing

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


@pytest.mark.parametrize("ids", KINDS)
@pytest.mark.parametrize("model", ["X1C", "P1S", "H2D"])
def test_a_print_from_start_to_end(model: str, ids: dict[str, Any]) -> None:
    """Everything that happens to a print is told at once, in order, and once."""
    story = idle(model)
    story.says("PREPARE", mc_percent=0, layer_num=0, subtask_name="Benchy", **ids)
    assert story.told == ["started"]
    assert (story.last.title, story.last.late) == ("Benchy", False)
    story.says("RUNNING").says(layer_num=1, mc_percent=2).says(layer_num=2)
    assert story.told[1:] == ["first_layer_finished"]
    story.stays(120).says("PAUSE", stg_cur=16).stays(120)
    assert story.told[2:] == ["paused"]
    story.says("RUNNING", stg_cur=0).says(mc_percent=99, layer_num=9).stays(60)
    assert story.told[3:] == ["resumed"]
    story.says("FINISH", mc_percent=100).stays(600)

    assert story.told[4:] == ["finished"]
    end = story.last
    assert end.task_id == (ids["task_id"] if ids is CLOUD else None)
    assert (end.title, end.progress, end.layer) == ("Benchy", 100, 9)
    assert end.started_at == story.events[0].at
    assert end.ended_at == end.at
    assert not end.late


def test_what_is_seen_first_is_no_news() -> None:
    """Whatever a printer says first, nothing happened."""
    for state in ("IDLE", "FINISH", "FAILED", "RUNNING", "PAUSE", "PREPARE", "NEW"):
        story = Story().says(state, print_error=0x0300_8004, layer_num=7, **CLOUD)
        assert story.stays(60).told == []


def test_finish_seen_at_first_start_is_no_news() -> None:
    """A print that ended before the integration was installed is none of its own."""
    story = Story().polls(after=0)
    story.says("FINISH", mc_percent=100, subtask_name="Benchy", **CLOUD).stays(60)
    story.reads(row(ended_at=NOON - MINUTE)).stays(600)

    assert story.told == []


def test_a_print_seen_first_is_followed() -> None:
    """How a print ends is told, also if it began before we came."""
    story = Story().says("RUNNING", mc_percent=97, layer_num=50, **CLOUD)
    story.says("FINISH", mc_percent=100)

    assert story.told == ["finished"]


def test_idle_between_two_jobs() -> None:
    """A printer that rests between two jobs has not lost one."""
    story = printing(progress=99).says("FINISH", mc_percent=100).says("IDLE").stays(900)
    next_ids = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
    story.says("PREPARE", mc_percent=0, layer_num=0, **next_ids)

    assert story.told == ["finished", "started"]


def test_all_progress_is_no_end() -> None:
    """A print at 100 % still has to retract its filament."""
    story = printing().says(mc_percent=100, mc_remaining_time=0).stays(300)
    assert story.told == []
    assert story.says("FINISH").told == ["finished"]


@pytest.mark.parametrize("ids", KINDS)
def test_a_canceled_job_shows_its_reason_briefly(ids: dict[str, Any]) -> None:
    """Canceled is not failed, also when the printer forgets why (protocol H.4.3)."""
    story = printing("P1S", ids).says("FAILED", print_error=CANCELED).stays(10)
    story.says(print_error=0).stays(600)

    assert story.told == ["canceled"]
    assert story.last.error is None


def test_the_reason_of_a_cancel_comes_after_the_state() -> None:
    """A printer may say that a job is over a moment before it says why."""
    story = printing("P1S").says_only(gcode_state="FAILED")
    story.says_only(print_error=CANCELED).stays(0).says("FAILED", fail_reason=CANCELED)

    assert story.stays(600).told == ["canceled"]


@pytest.mark.parametrize("ids", KINDS)
def test_a_failed_job_says_why(ids: dict[str, Any]) -> None:
    """The code of what stopped a job comes with its end."""
    story = printing(ids=ids).says("FAILED", fail_reason=str(0x0300_4000)).stays(60)

    assert story.told == ["failed"]
    assert story.last.error == "0300_4000"


def test_an_error_on_the_screen_is_told_and_taken_back() -> None:
    """Each error comes and goes once, also without a print."""
    story = idle().says(print_error=0x0500_4001).stays(120).says(print_error=0)

    assert story.stays(120).told == ["error_raised", "error_cleared"]
    assert {event.error for event in story.events} == {"0500_4001"}


def test_an_error_gives_way_to_another() -> None:
    """The old one is taken back before the new one is told."""
    story = idle().says(print_error=0x0500_4001).stays(120)
    story.forgets().says(print_error=0x0300_8003).stays(30)

    assert [(event.type, event.error) for event in story.events] == [
        ("error_cleared", "0500_4001"),
        ("error_raised", "0300_8003"),
    ]


def test_filament_runout() -> None:
    """A print that waits for filament says so once, with the reason."""
    story = printing("P1S")
    story.says("PAUSE", stg_cur=6, print_error=0x0700_8011).stays(300)
    assert sorted(story.told) == ["error_raised", "filament_runout", "paused"]
    assert {event.reason for event in story.events} == {"filament_runout"}
    story.forgets().says("RUNNING", stg_cur=0, print_error=0).stays(120)
    assert sorted(story.told) == ["error_cleared", "resumed"]
    story.forgets().says("PAUSE", stg_cur=6, print_error=0x0700_8011)
    assert "filament_runout" in story.told


def test_nothing_is_repeated_after_a_reconnect() -> None:
    """A pause, an error and an empty spool are no news because the link was gone."""
    story = printing("P1S")
    story.says("PAUSE", stg_cur=6, print_error=0x0700_8011).stays(120)
    story.forgets().loses_link().stays(1200).restarts().stays(600)

    assert story.told == []


def test_first_layer_is_told_once_per_job() -> None:
    """Going back to the first layer in a stale report makes no second first layer."""
    story = printing(layer=1)
    story.says(layer_num=2).says(layer_num=1).says(layer_num=2).says(layer_num=3)

    assert story.told == ["first_layer_finished"]


@pytest.mark.parametrize("ids", [LOCAL, SYSTEM])
def test_the_same_file_twice_in_a_row(ids: dict[str, Any]) -> None:
    """Two runs of one file are two jobs, though nothing but the progress says so."""
    story = printing(ids=ids, progress=99).says("FINISH", mc_percent=100).stays(150)
    story.says("PREPARE", mc_percent=0, layer_num=0, gcode_file_prepare_percent="0")
    for percent in range(10, 100, 10):
        story.says(gcode_file_prepare_percent=f"{percent}", after=4)
    story.says("RUNNING", mc_percent=1, layer_num=1).stays(60)
    assert story.told == ["finished", "started"]
    story.says(mc_percent=98, layer_num=12).says("FINISH", mc_percent=100).stays(60)

    first, *_, last = story.told
    assert (first, last, len(story.told)) == ("finished", "finished", 4)


def test_the_same_file_twice_as_cloud_jobs() -> None:
    """Two tasks are two jobs from the first report on."""
    next_ids = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
    story = printing(progress=99).says("FINISH", mc_percent=100)
    story.says("PREPARE", mc_percent=0, layer_num=0, **next_ids)
    story.says("RUNNING").stays(60).says("FAILED", print_error=CANCELED)

    assert story.told == ["finished", "started", "canceled"]
    assert [event.task_id for event in story.events] == [
        "702383065",
        "702383066",
        "702383066",
    ]


@pytest.mark.parametrize("ids", KINDS)
@pytest.mark.parametrize("state", ["PREPARE", "RUNNING", "PAUSE"])
def test_a_stale_active_report_after_the_end(ids: dict[str, Any], state: str) -> None:
    """A report that was overtaken by the end does not bring the job back."""
    story = printing(ids=ids, progress=99).says("FINISH", mc_percent=100)
    story.says(state, mc_percent=97).says("FINISH", mc_percent=100).stays(900)

    assert story.told == ["finished"]


@pytest.mark.parametrize("ids", KINDS)
def test_a_stale_report_that_sticks(ids: dict[str, Any]) -> None:
    """Where only changes are told, a full report is wanted to learn the truth."""
    story = printing("P1S", ids, progress=99).says("FINISH", mc_percent=100)
    story.says_only(gcode_state="RUNNING")
    for _ in range(60):
        story.says_only(after=5, nozzle_temper=100)
    assert story.in_doubt()

    story.stays(900)
    assert not story.in_doubt()
    assert story.told == ["finished"]


def test_a_retained_looking_report_after_reconnect() -> None:
    """What the broker repeats of an earlier job does not end the present one."""
    story = printing(progress=99).says("FINISH", mc_percent=100)
    next_ids = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
    story.says("RUNNING", mc_percent=3, layer_num=2, **next_ids).stays(20).forgets()
    story.loses_link()
    story.says("FINISH", mc_percent=100, layer_num=12, after=900, **CLOUD)
    story.says("RUNNING", mc_percent=98, layer_num=9, **next_ids).stays(300)
    assert story.told == []
    assert story.says("FINISH", mc_percent=100).told == ["finished"]
    assert story.last.task_id == "702383066"


@pytest.mark.parametrize("ids", [LOCAL, SYSTEM])
def test_a_stale_end_of_the_same_file(ids: dict[str, Any]) -> None:
    """The end of the last run, repeated, does not end this one."""
    story = printing(ids=ids, progress=3, layer=2)
    story.says("FINISH", mc_percent=100, layer_num=12)
    story.says("RUNNING", mc_percent=3, layer_num=2).stays(300)

    assert story.told == []


def test_a_duplicate_of_every_report() -> None:
    """Everything said twice is told once."""
    story = printing(progress=99)
    for state in ("PAUSE", "RUNNING", "FINISH"):
        story.stays(120).says(state).says(state, after=0)

    assert story.told == ["paused", "resumed", "finished"]


def test_pauses_that_come_in_the_wrong_order() -> None:
    """A report that was overtaken does not repeat a pause."""
    story = printing().says("PAUSE").says("RUNNING").says("PAUSE").stays(60)

    assert story.told == ["paused"]
    assert story.says("RUNNING").stays(60).told == ["paused", "resumed"]


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
