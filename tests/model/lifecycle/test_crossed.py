"""What was left over at the edge of a gap is not the next print's."""

from dataclasses import replace

from custom_components.bambu_cloud.model import TaskStatus
from tests.helpers.print_rows import NEXT, goes_on, row
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

LEFT = CLOUD | {"print_type": "local"}


def test_a_print_that_seems_to_go_on_under_the_next_one() -> None:
    """What has failed in a gap does not fail again when the next one is named."""
    story = printing().loses_link().waits(3600)
    story.says("IDLE").reads(row(NOON, status=TaskStatus.FAILED)).stays(120)
    assert story.fired == ["failed"]

    story.says("RUNNING")
    going = goes_on(NEXT, story.now - SECOND)
    story.reads(going).stays(20)
    story.says(subtask_name="Vase", mc_percent=0, layer_num=0, **NEXT)
    story.reads(going).stays(1300).reads(going)

    assert story.fired == ["failed", "started"]
    assert story.last.title == "Vase"


def test_another_end_under_the_name_of_the_next_print() -> None:
    """The name showed before the gap; after it, that print has failed."""
    story = printing().says("FINISH", mc_percent=100).says("IDLE").stays(60)
    story.says(subtask_name="Vase").stays(60).forgets()
    story.loses_link().waits(390)
    story.says("FAILED", mc_percent=0, **LOCAL).reads(row(NOON)).stays(20)

    assert [(event.type.value, event.title) for event in story.events] == [
        ("failed", "Vase")
    ]


def test_an_end_that_an_idle_printer_shows_after_a_gap() -> None:
    """It would not show the last one again."""
    story = printing().says("FINISH", mc_percent=100).says("IDLE").stays(60)
    story.says(subtask_name="Vase", **LOCAL).stays(60).forgets()
    story.loses_link().waits(3600)
    story.says("FINISH").reads(row(NOON)).stays(20)

    assert [(event.type.value, event.title) for event in story.events] == [
        ("finished", "Vase")
    ]


def test_a_failure_after_a_loss_of_power_that_nothing_explains() -> None:
    """It waits longer than usual for a history that cannot be reached."""
    story = printing().stays(60).event("disconnected").waits(180)
    story.event("connected").says("FAILED").stays(1500)
    assert story.fired == []

    story.says("RUNNING").stays(60)
    story.says("FINISH", mc_percent=100)

    assert story.fired == ["finished"]


def test_a_reported_start_in_a_gap() -> None:
    """It says that the next print of that name is at work."""
    story = printing(ids=LOCAL | {"gcode_start_time": f"{NOON.timestamp():.0f}"})
    story.loses_link().waits(7200)
    began = story.now - 50 * MINUTE
    story.says("RUNNING", mc_percent=60, gcode_start_time=f"{began.timestamp():.0f}")
    story.reads().stays(70)

    assert story.fired[1:] == ["started"]
    assert story.last.started_at == began


def test_a_printer_that_is_first_seen_with_progress_left_over() -> None:
    """Its print is the one that was met, which neither ended nor started."""
    story = Story().says("RUNNING", mc_percent=100, layer_num=12, **CLOUD).reads()
    story.says(mc_percent=0, layer_num=0).stays(1300).reads().stays(10)

    assert story.fired == []


def test_a_local_print_that_ended_after_an_unseen_one() -> None:
    """It resembles the last one that was seen, but the history has one between."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).stays(60).forgets()
    story.loses_link().waits(5400)
    story.says("FINISH", **LEFT).reads(row(NOON + 20 * MINUTE)).stays(10)

    assert [(event.type.value, event.task_id) for event in story.events] == [
        ("finished", CLOUD["task_id"]),
        ("finished", None),
    ]


def test_a_row_beside_an_end_that_was_seen() -> None:
    """The cloud's print is the last one; nothing came after it."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).stays(60).forgets()
    story.loses_link().waits(5400)
    story.says("FINISH", **CLOUD).reads(row(NOON + 20 * MINUTE)).stays(10)

    assert [event.task_id for event in story.events] == [CLOUD["task_id"]]


def test_a_layer_that_only_seems_to_be_left_over() -> None:
    """The next print has come to the layer at which the last one ended."""
    story = printing(ids=LOCAL, layer=6, progress=99)
    story.says("FINISH", mc_percent=100, total_layer_num=6).stays(20)
    story.says("PREPARE", subtask_name="Vase").says(total_layer_num=7, mc_percent=0)
    story.forgets().loses_link().waits(900)
    story.says("RUNNING", mc_percent=85, layer_num=6).reads().stays(10)

    assert story.fired == ["first_layer_finished"]


def test_a_reported_start_that_is_left_over() -> None:
    """A print a minute later is not the one that the history has under that start."""
    began = f"{(NOON + 1 * MINUTE).timestamp():.0f}"
    story = idle().says("FINISH", subtask_name="Benchy", gcode_start_time=began)
    story.loses_link().waits(300)
    story.says("FAILED", mc_percent=0, **LOCAL | {"print_type": "cloud"})
    waiting = goes_on(CLOUD, NOON + MINUTE)
    story.reads(waiting).says("RUNNING", **LOCAL).stays(60).reads(waiting)
    failed = row(NOON + MINUTE, status=TaskStatus.FAILED, ended_at=NOON + 5 * MINUTE)
    story.reads(failed).stays(120).says("FINISH", mc_percent=100)

    assert story.fired == ["failed", "started", "finished"]


def test_an_end_after_a_brief_gap_under_the_next_name() -> None:
    """A minute is too brief for another print."""
    story = printing(ids=LOCAL).stays(60).restarts(after=70)
    story.says("FINISH", mc_percent=100, subtask_name="Vase", **LEFT).reads().stays(60)

    assert [(event.type.value, event.title) for event in story.events] == [
        ("finished", "Benchy")
    ]


def test_a_name_that_comes_with_the_next_full_report() -> None:
    """Such a report is asked for every five minutes; until then, no delta has it."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).stays(30).forgets()
    story.says("PREPARE", mc_percent=0, layer_num=0).stays(120)
    story.says("RUNNING", mc_percent=1, layer_num=1).stays(180)
    story.says(subtask_name="Vase").says("FINISH", mc_percent=100)

    assert [event.title for event in story.events] == ["Benchy", "Vase"]


def test_a_crash_before_a_print_whose_ids_showed_early() -> None:
    """What was stored of the printer is an end, but the cloud has the print at work."""
    story = printing().says("FINISH", mc_percent=100).stays(30)
    story.says(subtask_name="Vase", **NEXT).stays(30).forgets()
    raw = story.printer.raw
    story.says("PREPARE", mc_percent=0, layer_num=0)
    story.printer = replace(story.printer, raw=raw)
    story.restarts().polls_task(task_id=NEXT["task_id"], task_name="Vase", after=1)
    story.says("RUNNING").reads(goes_on(NEXT, story.now)).stays(60)
    story.says("FINISH", mc_percent=100)

    assert story.fired == ["started", "finished"]


def test_ids_that_show_early_when_a_printer_is_first_seen() -> None:
    """The history has a print of theirs that began after that."""
    story = Story().says("FINISH", mc_percent=100, **CLOUD).reads().stays(10)
    story.restarts(after=3600).says("FINISH").reads(row(NOON + 10 * MINUTE)).stays(10)
    story.reads(row(NOON + 10 * MINUTE)).stays(10)

    assert [event.task_id for event in story.events] == [CLOUD["task_id"]]


def test_a_cancel_whose_code_is_gone_after_a_restart() -> None:
    """Under the name of the next print, the failure is still that cancel."""
    story = printing(ids=LOCAL).says("FAILED", print_error=0x0300_400C).stays(30)
    story.says(subtask_name="Vase", print_error=0).forgets()
    story.restarts(after=60).says("FAILED").reads().stays(60)

    assert story.fired == []


def test_a_reported_start_after_the_printer_was_idle() -> None:
    """What ended unseen does not go on under a start of minutes ago."""
    story = printing(ids=LOCAL, progress=10).loses_link().waits(600)
    story.says("IDLE").reads().stays(600)
    began = story.now + 2 * MINUTE
    story.restarts(after=300).says(
        "RUNNING", mc_percent=20, gcode_start_time=f"{began.timestamp():.0f}"
    )
    story.reads().stays(20)

    assert story.fired[1:] == ["started"]
