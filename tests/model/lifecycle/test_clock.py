"""A clock that is set, and hours without Home Assistant, decide nothing."""

from dataclasses import replace
from datetime import timedelta

import pytest

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, SECOND, Story, printing
from tests.helpers.printer_reports import NOON, SERIAL

DAY = timedelta(days=1)


def row(status: TaskStatus = TaskStatus.FINISHED) -> PrintTask:
    """Return the row of the default job in the history."""
    return PrintTask(
        id=CLOUD["task_id"],
        serial=SERIAL,
        title="Benchy",
        status=status,
        started_at=NOON,
        ended_at=NOON + 20 * MINUTE,
    )


def sets_clock(story: Story, by: timedelta) -> Story:
    """Set the clock, and observe the printer again."""
    story.now += by
    return story.checks(after=1)


def test_a_clock_that_was_set_back_over_a_restart() -> None:
    """What was seen later than now proves nothing about now."""
    story = printing(ids=LOCAL).restarts(after=-3600)
    story.says("FINISH", mc_percent=100).reads()

    assert story.fired == ["finished"]
    assert story.last.late


def test_a_clock_that_was_set_back_while_it_prints() -> None:
    """Two seconds after the first check by the new clock, an end is seen in time."""
    story = sets_clock(printing(ids=LOCAL), -timedelta(hours=1))
    story.says("FINISH", mc_percent=100)

    assert story.fired == ["finished"]
    assert not story.last.late


@pytest.mark.parametrize("by", [DAY, -DAY])
def test_the_duration_of_a_print_by_another_clock(by: timedelta) -> None:
    """Its start is moved by what the clock was; its duration stays right."""
    story = sets_clock(printing(ids=LOCAL), by).stays(60)
    story.says("FINISH", mc_percent=100)

    assert story.last.started_at is not None
    assert story.last.ended_at is not None
    duration = story.last.ended_at - story.last.started_at
    assert abs(duration - timedelta(seconds=70)) < 40 * SECOND


def test_a_start_that_the_printer_reports_stays() -> None:
    """The printer has a clock of its own."""
    noon = int(NOON.timestamp()) + 60
    story = printing(ids=LOCAL | {"gcode_start_time": f"{noon}"})
    sets_clock(story, DAY).says("FINISH", mc_percent=100).reads()

    assert story.last.started_at == NOON + MINUTE


def test_an_end_that_waits_while_the_clock_is_set() -> None:
    """It goes on waiting for the history, for as long as before."""
    story = printing().says("IDLE").stays(60)
    sets_clock(story, DAY).stays(600, every=30)
    assert story.fired == []
    story.reads(row())

    assert story.fired == ["finished"]


def test_an_end_without_ids_that_waits_while_the_clock_is_set() -> None:
    """The history has the time that is right; so has the print by now."""
    no_ids = {"task_id": "0", "subtask_id": "0", "print_type": "cloud"}
    story = printing(ids=no_ids).says("IDLE").stays(30)
    sets_clock(story, DAY).stays(10)
    began = NOON + DAY
    story.reads(replace(row(), started_at=began, ended_at=began + MINUTE))

    assert story.fired == ["finished"]
    assert story.memory.waiting == ()


def test_a_cancel_before_the_clock_was_set() -> None:
    """It is no reason to call the failure of another print a cancel."""
    story = printing(ids=LOCAL).says("FAILED", print_error=0x0300_400C)
    assert story.fired == ["canceled"]
    sets_clock(story.says("IDLE", print_error=0), -DAY).stays(60).forgets()
    story.says("PREPARE", subtask_name="Vase", mc_percent=0, layer_num=0)
    story.says("RUNNING").says("FAILED").stays(20)

    assert story.fired == ["started", "failed"]


def test_the_history_is_asked_once_the_clock_was_set() -> None:
    """It may as well have slept, so anything may have happened."""
    story = printing().reads().stays(5)
    assert not story.memory.wants_history

    assert sets_clock(story, DAY).memory.wants_history


def test_an_end_that_waits_over_a_long_restart() -> None:
    """The history is asked before anything is guessed."""
    story = printing().says("IDLE").stays(60).restarts(after=3 * 3600)
    story.says("IDLE").stays(20)
    assert story.memory.wants_history
    assert story.fired == []
    story.reads(row())

    assert story.fired == ["finished"]


def test_an_end_that_waits_over_a_long_restart_without_the_history() -> None:
    """It does not wait for ever."""
    story = printing().says("IDLE").stays(60).restarts(after=3 * 3600)
    story.says("IDLE").stays(80)

    assert story.fired == ["failed"]
