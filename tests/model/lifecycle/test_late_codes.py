"""A cancel that is reported late or in parts, and a start that is noticed late."""

from custom_components.bambu_cloud.model import TaskStatus
from tests.helpers.print_rows import NEXT, goes_on, row
from tests.helpers.print_stories import MINUTE, idle, printing
from tests.helpers.printer_reports import NOON

CANCELED = 0x0300_400C


def test_a_cancel_whose_code_comes_after_an_end_that_was_polled() -> None:
    """The poll has its end first, then the printer fails, then it says why."""
    story = printing().loses_link()
    story.polls_task("RUNNING", after=10).polls_task("FAIL", after=30)
    story.link_up = True
    story.says("FAILED", mc_percent=0).says(print_error=CANCELED).says(print_error=0)
    story.reads(row(NOON, status=TaskStatus.FAILED)).stays(120)

    assert story.fired == ["canceled"]


def test_a_cancel_of_which_only_the_code_arrived() -> None:
    """Nothing else was reported since, so the failure that shows later is its end."""
    story = printing("P1S").says_only(print_error=CANCELED).says_only(print_error=0)
    story.waits(240).says("FAILED", mc_percent=0)
    story.reads(row(NOON, status=TaskStatus.FAILED)).stays(30)

    assert story.fired == ["canceled"]


def test_a_failure_long_after_the_code_of_a_cancel() -> None:
    """The print went on, so the code is not about its end."""
    story = printing("P1S").says(print_error=CANCELED).says(print_error=0)
    story.stays(60).says(mc_percent=60).says("FAILED", mc_percent=0).stays(30)

    assert story.fired == ["failed"]


def test_a_late_start_after_a_restart() -> None:
    """The history is asked anew, as the end of the print before comes first."""
    story = idle().loses_link().waits(3600)
    began = story.now - 20 * MINUTE
    story.says("RUNNING", subtask_name="Vase", mc_percent=9, layer_num=1, **NEXT)
    story.restarts(after=90).polls_task(task_id=NEXT["task_id"], after=1)
    story.reads(goes_on(NEXT, began), row(began - 30 * MINUTE)).stays(60)

    assert story.fired == ["finished", "started"]
