"""The history was faster than reports that were held up, which count then."""

from datetime import datetime

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from tests.helpers.print_rows import NEXT, row
from tests.helpers.print_stories import LOCAL, MINUTE, SECOND, Story, idle, printing

BEGINS = {"mc_percent": 0, "layer_num": 0}


def failed(began: datetime, seconds: float = 20) -> PrintTask:
    """Return the row of the next print, which stopped soon after its start."""
    ended_at = began + seconds * SECOND
    return row(
        began, ids=NEXT, title="Vase", status=TaskStatus.FAILED, ended_at=ended_at
    )


def works(began: datetime) -> PrintTask:
    """Return the row of the next print while that is at work."""
    return row(began, ids=NEXT, title="Vase", status=TaskStatus.PRINTING, ended_at=None)


def held_up(story: Story) -> Story:
    """Let nothing arrive while a print begins and stops, which the history has."""
    began = story.forgets().now + 100 * SECOND
    return story.waits(180).reads(failed(began)).waits(30)


def test_a_cancel_whose_reports_were_held_up() -> None:
    """It began and ended before its first report arrived."""
    story = held_up(idle())
    story.says("PREPARE", subtask_name="Vase", after=0, **BEGINS, **NEXT)
    story.says("RUNNING", after=0).says("FAILED", print_error=0x0300_400C, after=0)
    story.says(print_error=0, after=0).says("IDLE", after=0).stays(120)

    assert story.fired == ["started", "canceled"]


def test_a_failure_under_ids_that_had_shown_before() -> None:
    """Name and ids came before the print began, whose reports were held up."""
    story = held_up(idle().says(subtask_name="Vase", **NEXT).stays(60))
    story.says("RUNNING", after=0, **BEGINS)
    story.says("FAILED", print_error=0x0300_8016, after=0).stays(120)

    assert story.fired == ["started", "failed", "error_raised"]


def test_an_end_under_the_next_ids_that_was_held_up_as_well() -> None:
    """The printer names the next print while it still shows that the last is over."""
    story = printing().says("FINISH", mc_percent=100).stays(60).forgets()
    began = story.now + 60 * SECOND
    story.waits(150).reads(works(began))
    story.says(after=0, **NEXT).says("SLICING", after=0, **BEGINS)
    story.says("RUNNING", after=0).says("FAILED", print_error=0x0300_800B, after=0)
    story.reads(failed(began, 120)).stays(120)

    assert story.fired == ["started", "failed", "error_raised"]


def test_a_print_that_begins_while_the_ids_of_a_canceled_one_show() -> None:
    """The printer has shown that one's cancel, so this is another one."""
    story = idle().loses_link().waits(300)
    began = story.now - MINUTE
    story.says("FAILED", print_error=0x0300_400C, subtask_name="Vase", **NEXT)
    story.says(print_error=0).stays(20)
    story.reads(works(began)).says("PREPARE", **BEGINS).stays(20)
    story.reads(failed(began)).stays(20)

    assert story.fired == ["canceled", "started"]


def test_a_print_whose_start_was_lost() -> None:
    """It was seen at work more than a minute later; its kind shows after that."""
    story = printing(ids=LOCAL).says("FAILED", print_error=0x0300_400C).stays(60)
    story.says(print_error=0).forgets()
    began, ids = story.now, NEXT | {"print_type": "local"}
    story.says(subtask_name="Vase", **ids).reads(works(began)).stays(80)
    story.says("RUNNING", subtask_name="Vase 0.2 mm", **BEGINS).stays(60)
    story.says(**NEXT).reads(works(began)).stays(900)
    story.says("FINISH", mc_percent=100).stays(20)
    story.reads(row(began, ids=NEXT, title="Vase", ended_at=story.now)).stays(20)

    assert story.fired == ["started", "finished"]
    assert story.last.task_id == NEXT["task_id"]


def test_a_print_under_whose_ids_the_last_name_still_shows() -> None:
    """Its own name stands in its row; its start and kind were not delivered."""
    story = printing(ids=LOCAL).says("FAILED", print_error=0x0300_400C).stays(60)
    story.says(print_error=0).forgets()
    began = story.now
    story.says_only(task_id=NEXT["task_id"], subtask_id=NEXT["subtask_id"])
    story.reads(works(began)).says_only(gcode_state="RUNNING", after=40, **BEGINS)
    for _ in range(5):
        story.says_only(stg_cur=0, after=60)
    story.says("RUNNING", subtask_name="Vase", mc_percent=12, layer_num=1, **NEXT)
    story.stays(60).says("FINISH", mc_percent=100)

    assert story.fired == ["started", "finished"]
    assert story.last.title == "Vase"
