"""What resembles the end or start of another print and is not, and the reverse."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from custom_components.bambu_cloud.model import TaskStatus
from tests.helpers.print_rows import NEXT, NO_IDS, goes_on, row
from tests.helpers.print_stories import (
    CLOUD,
    LOCAL,
    MINUTE,
    SECOND,
    Story,
    idle,
    printing,
)
from tests.helpers.printer_reports import NOON

HOUR = timedelta(hours=1)
BEGINS = {"mc_percent": 0, "layer_num": 0}


def sets_clock(story: Story, by: timedelta) -> Story:
    """Set the clock, and observe the printer again."""
    story.now += by
    return story.checks(after=1)


def seconds_of(moment: datetime) -> str:
    """Return a moment as printers report it."""
    return f"{moment.timestamp():.0f}"


def test_a_clock_that_is_set_back_just_after_a_start() -> None:
    """By its row, the print begins in an hour; it is that which is at work."""
    story = idle().waits(7200).stays(60)
    story.says("SLICING", subtask_name="Benchy", **BEGINS, **NO_IDS)
    began = story.now
    story.stays(20).loses_link()
    sets_clock(story, -HOUR).reads(goes_on(CLOUD, began))
    story.says("RUNNING", **CLOUD).stays(60).says("FINISH", mc_percent=100)

    assert story.fired == ["started", "finished"]


def test_a_clock_that_is_set_after_the_row_of_a_print_without_ids() -> None:
    """By the new clock, its start is not that of the row any more."""
    story = printing(ids=NO_IDS).reads(goes_on(CLOUD, NOON))
    sets_clock(story, HOUR).reads(goes_on(CLOUD, NOON)).stays(900)
    story.says("FINISH", mc_percent=100).stays(60).reads(row(NOON)).stays(60)

    assert [(event.type.value, event.task_id) for event in story.events] == [
        ("finished", CLOUD["task_id"])
    ]


@pytest.mark.parametrize(
    ("fields", "end"),
    [
        ({"print_error": 0x0300_400C}, "canceled"),
        ({"fail_reason": "50348044"}, "canceled"),
        ({"print_error": 0x0300_8016}, "failed"),
    ],
)
def test_an_end_under_the_next_ids_after_a_crash(
    fields: dict[str, Any], end: str
) -> None:
    """The poll has its end before the printer says how it ended."""
    story = printing().restarts().polls_task("FAILED", after=1)
    failed = row(NOON, status=TaskStatus.FAILED, ended_at=story.now - MINUTE)
    story.reads(failed).says("FAILED", mc_percent=0, **NEXT, **fields).stays(20)
    story.reads(failed).stays(120)
    ends = [event for event in story.events if event.type == end]
    assert [event.task_id for event in ends] == [CLOUD["task_id"]]
    story.forgets().says("PREPARE", print_error=0, fail_reason="0", **BEGINS)
    story.says("RUNNING").stays(20).reads(goes_on(NEXT, story.now - 20 * SECOND))

    assert [event.task_id for event in story.events if event.type == "started"] == [
        NEXT["task_id"]
    ]


def test_an_end_like_the_last_one_that_began_later() -> None:
    """The reported start is another one, so that print was missed."""
    local = LOCAL | {"gcode_start_time": seconds_of(NOON)}
    story = printing(ids=local).says("FINISH", mc_percent=100).stays(60).forgets()
    story.loses_link().waits(7200)
    began = seconds_of(story.now - HOUR)
    story.says("FINISH", gcode_start_time=began).reads().stays(20)

    assert story.fired == ["finished"]
    assert story.last.late


def test_a_local_print_whose_name_showed_before_hours_offline() -> None:
    """The last one was the cloud's, so the end under that name is its own."""
    story = printing().says("FINISH", mc_percent=100).says(subtask_name="Vase")
    story.stays(10).forgets().loses_link().waits(7200)
    story.says("FINISH", print_type="local").reads(row(NOON)).stays(20)

    assert [(event.type.value, event.title) for event in story.events] == [
        ("finished", "Vase")
    ]


def test_layers_that_changed_with_the_start_and_again_in_a_gap() -> None:
    """The first was a reprint of another file, and so is the second."""
    story = printing().says(total_layer_num=6).says("FINISH", mc_percent=100).stays(60)
    local: dict[str, Any] = {"print_type": "local", "total_layer_num": 10}
    story.forgets().says("PREPARE", **BEGINS, **local).says("RUNNING").stays(80)
    story.restarts(after=400)
    story.says("RUNNING", layer_num=1, total_layer_num=8).reads().stays(70)

    assert story.fired == ["started", "failed", "started"]


def test_a_start_of_which_the_progress_arrives_first() -> None:
    """All else shows with the full report after that, as it is asked for."""
    story = printing(ids=LOCAL, progress=99).says(mc_remaining_time=1).waits(110)
    story.says_only(**BEGINS)
    story.says("PREPARE", subtask_name="Vase", **BEGINS).stays(60)

    assert story.fired == ["finished", "started"]


def test_a_row_that_by_a_clock_set_back_seems_to_begin_in_a_gap() -> None:
    """Its end has fired the day before, so it is no print that the gap has hidden."""
    story = printing().says("FINISH", mc_percent=100).stays(60)
    done = row(NOON, ended_at=story.now)
    story.reads(done).waits(23 * 3600).stays(60).reads(done)
    story.says("PREPARE", **BEGINS, **LOCAL).says("RUNNING").stays(60)
    story.says(mc_percent=28, layer_num=2).stays(60).forgets()
    sets_clock(story, -24 * HOUR).stays(20).reads(done)
    story.event("disconnected").waits(7200).event("connected")
    story.says("PAUSE").reads(done).stays(70)

    assert story.fired == ["paused"]


@pytest.mark.parametrize("reported", [MINUTE, timedelta()])
def test_the_end_of_a_brief_print_before_the_start_of_the_next(
    reported: timedelta,
) -> None:
    """They began within a minute, which clocks may differ by; their ids say more.

    So they do if the printer still reports the start of the first.
    """
    story = printing().loses_link().waits(3600)
    began = story.now - 20 * MINUTE
    brief = row(began, ids=NEXT, status=TaskStatus.FAILED, ended_at=began + 20 * SECOND)
    other = {"task_id": "702383067", "subtask_id": "702384467"}
    ids = CLOUD | other | {"gcode_start_time": seconds_of(began + reported)}
    story.says("RUNNING", subtask_name="Vase", mc_percent=83, layer_num=5, **ids)
    story.reads(goes_on(ids, began + MINUTE), brief, row(NOON)).stays(60)

    assert [(event.type.value, event.task_id) for event in story.events] == [
        ("finished", CLOUD["task_id"]),
        ("failed", NEXT["task_id"]),
        ("started", other["task_id"]),
    ]


def test_a_layer_of_an_unseen_print_under_the_name_of_the_next() -> None:
    """It is where that one failed, so it does not go on."""
    story = idle("P1S").loses_link().waits(600)
    began = story.now - 8 * MINUTE
    story.reads(goes_on(NEXT, began))
    story.says("FAILED", subtask_name="Benchy", mc_percent=0, layer_num=2, **NEXT)
    story.stays(30).says("IDLE").stays(30).says("RUNNING").stays(10)
    story.says(subtask_name="Lid", task_id="702383067", subtask_id="702384467")
    story.says(layer_num=0).reads(row(began, ids=NEXT, status=TaskStatus.FAILED))
    story.stays(120)

    assert story.fired == ["failed", "started"]
    assert story.events[0].task_id == NEXT["task_id"]


def test_a_layer_that_the_last_print_ended_with() -> None:
    """It is printed again, as its number was not shown with the start."""
    story = printing("P1S", LOCAL).says("FINISH", mc_percent=100, layer_num=20)
    story.says("PREPARE", mc_percent=0, layer_num=0).stays(10).forgets()
    story.restarts(after=3000).says("RUNNING", mc_percent=99, layer_num=20)
    story.reads().stays(30)

    assert story.fired == ["first_layer_finished"]


def test_ids_of_the_last_print_though_the_history_has_those_of_this_one() -> None:
    """They show all the time, so they say nothing of another print."""
    story = printing("P1S").says("FINISH", mc_percent=100).stays(60)
    story.says("PREPARE", mc_percent=0, layer_num=0, total_layer_num=8).forgets()
    began = story.now
    story.stays(400).reads(goes_on(NEXT, began)).stays(60).says(**NEXT).stays(20)
    story.says("FINISH", mc_percent=100)

    assert story.fired == ["finished"]
