"""By the history, what seemed to be one print around a gap are two."""

from datetime import datetime

import pytest

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from tests.helpers.print_rows import NEXT, NO_IDS, goes_on, row
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, SECOND, idle, printing
from tests.helpers.printer_reports import NOON, SERIAL


def test_two_prints_of_one_name_around_a_gap() -> None:
    """By the history, the job at work began in the gap."""
    story = printing(ids=NO_IDS).loses_link().waits(3600)
    story.says("RUNNING", mc_percent=60, layer_num=20, **NEXT).stays(10)
    assert story.fired == []
    began = story.now - 20 * MINUTE
    story.reads(goes_on(NEXT, began), row(NOON))

    assert story.fired == ["finished", "started"]
    assert [event.task_id for event in story.events] == [
        CLOUD["task_id"],
        NEXT["task_id"],
    ]
    assert all(event.late for event in story.events)
    assert story.last.started_at == began

    story.says("FINISH", mc_percent=100)
    assert story.fired == ["finished", "started", "finished"]
    assert not story.last.late


def test_the_second_print_of_one_name_is_over_already() -> None:
    """Both ends fire, each with its own time."""
    story = printing(ids=NO_IDS).loses_link().waits(3600)
    story.says("FINISH", mc_percent=100, **NEXT).stays(10)
    second = row(story.now - 25 * MINUTE, ids=NEXT)
    story.reads(second, row(NOON)).stays(30)

    assert [(event.type.value, event.ended_at) for event in story.events] == [
        ("finished", NOON + 20 * MINUTE),
        ("finished", second.ended_at),
    ]


@pytest.mark.parametrize(
    "started_at",
    [
        pytest.param(NOON + 80 * MINUTE, id="later than now"),
        pytest.param(NOON + 70 * SECOND, id="at its own start"),
        pytest.param(NOON + 3 * MINUTE, id="before the gap"),
    ],
)
@pytest.mark.parametrize("seen", [0, 300])
def test_a_row_that_did_not_begin_in_the_gap(started_at: datetime, seen: int) -> None:
    """It is that of the run, whatever the clock of Home Assistant says."""
    if started_at == NOON + 3 * MINUTE:
        seen = 300
    story = printing(ids=NO_IDS).stays(seen).loses_link().waits(3600)
    story.says("RUNNING", mc_percent=60, layer_num=20, **NEXT).stays(10)
    story.reads(goes_on(NEXT, started_at)).stays(60)

    assert story.fired == []
    assert story.memory.waiting == ()


def test_a_row_of_a_print_that_began_after_the_gap() -> None:
    """Its start was seen, so the difference is that of the clocks."""
    story = idle().loses_link().waits(600).says("IDLE")
    story.says("PREPARE", subtask_name="Benchy", mc_percent=0, **NO_IDS)
    began = story.now
    story.stays(200).says("RUNNING", mc_percent=1, **NEXT)
    story.reads(goes_on(NEXT, began + 100 * SECOND))

    assert story.fired == ["started"]
    assert story.memory.waiting == ()


def test_a_row_that_comes_long_after_a_gap() -> None:
    """The print before that gap has ended, though the history was behind."""
    story = printing(ids=NO_IDS).loses_link().waits(600)
    story.says("RUNNING", mc_percent=60, layer_num=20).reads().stays(60)
    story.says(mc_percent=61, **NEXT)
    story.reads(goes_on(NEXT, NOON + 5 * MINUTE))
    assert story.fired == []
    assert story.memory.open_run
    assert story.memory.open_run.ids[0] == NEXT["task_id"]
    story.reads(goes_on(NEXT, NOON + 5 * MINUTE), row(NOON))

    assert story.fired == ["finished", "started"]


def test_the_second_print_fails_before_the_history_is_read() -> None:
    """The first one has finished, as its row says; the second does not start again."""
    story = printing(ids=NO_IDS).loses_link().waits(3600)
    story.says("RUNNING", mc_percent=60, layer_num=20, **NEXT)
    began = story.now - 20 * MINUTE
    story.says("FAILED", mc_percent=60)
    failed = row(began, ids=NEXT, status=TaskStatus.FAILED, ended_at=story.now)
    story.reads(failed, row(NOON)).stays(120)

    assert story.fired == ["finished", "failed"]
    assert [event.task_id for event in story.events] == [
        CLOUD["task_id"],
        NEXT["task_id"],
    ]
    assert all(event.late for event in story.events)


def test_a_first_print_whose_name_was_that_of_the_second() -> None:
    """The name came in the gap, so it is not that of the first."""
    story = printing("P1S", NO_IDS, progress=99).says("FINISH", mc_percent=100)
    story.stays(90).says("PREPARE", mc_percent=0, layer_num=0)
    began = story.now
    story.says("RUNNING").forgets().loses_link().waits(3600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, **NEXT)
    second = goes_on(NEXT, story.now - 20 * MINUTE)
    story.reads(second, row(began)).stays(10)

    assert [
        event.task_id for event in story.events if event.type != "first_layer_finished"
    ] == [
        CLOUD["task_id"],
        NEXT["task_id"],
    ]
    assert story.memory.waiting == ()


def test_a_row_without_a_start() -> None:
    """It says nothing about the gap."""
    story = printing(ids=NO_IDS).loses_link().waits(3600)
    story.says("RUNNING", mc_percent=60, layer_num=20, **NEXT)
    nameless = row(NOON, ids=NEXT, status=TaskStatus.PRINTING)
    story.reads(PrintTask(id=nameless.id, serial=SERIAL, status=TaskStatus.PRINTING))

    assert story.fired == []


def test_a_history_that_answers_when_the_end_has_fired() -> None:
    """What it has beside that end is another print, once."""
    story = printing(ids=LOCAL).loses_link().waits(3600)
    story.says("FINISH", mc_percent=100, **LOCAL).stays(70)
    story.reads(row(NOON + 20 * MINUTE, ids=NEXT)).stays(70)

    assert [(event.type.value, event.task_id) for event in story.events] == [
        ("finished", None),
        ("finished", NEXT["task_id"]),
    ]


def test_a_local_print_like_the_one_that_ended_with_the_last_report() -> None:
    """The history has a print between them, so there were two."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).forgets()
    story.loses_link().waits(3600).says("FINISH").stays(10)
    story.reads(row(NOON + 20 * MINUTE, ids=NEXT)).stays(70)

    assert [event.task_id for event in story.events] == [NEXT["task_id"], None]


def test_a_print_in_the_gap_before_the_one_at_work() -> None:
    """It ended unseen, and what is at work began after it."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).stays(60).forgets()
    story.loses_link().waits(3600)
    story.says("RUNNING", mc_percent=10, layer_num=2, subtask_name="Vase", **LOCAL)
    story.reads(row(NOON + 20 * MINUTE, ids=NEXT)).stays(70)

    assert story.fired == ["finished", "started"]
