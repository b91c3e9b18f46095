"""What still shows of the last print is not that of the next."""

from dataclasses import replace
from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, Story, idle, printing
from tests.helpers.printer_reports import NOON, SERIAL

NEXT: dict[str, Any] = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
LAST: dict[str, Any] = CLOUD | {"task_id": "702383067", "subtask_id": "702384467"}


def unseen(status: TaskStatus = TaskStatus.FINISHED) -> PrintTask:
    """Return the row of a print that ran while the link was down."""
    return PrintTask(
        id=NEXT["task_id"],
        serial=SERIAL,
        title="Vase",
        status=status,
        started_at=NOON + 20 * MINUTE,
        ended_at=NOON + 40 * MINUTE,
    )


def finished() -> Story:
    """Return a printer whose print has ended."""
    return printing(progress=99).says("FINISH", mc_percent=100).stays(60)


@pytest.mark.parametrize("before", [idle, finished])
def test_the_name_of_a_print_that_only_the_history_has(before: Any) -> None:
    """The next print shows it for a while, and then its own."""
    story: Story = before().loses_link().waits(3600).reads(unseen()).forgets()
    story.says("PREPARE", subtask_name="Vase", mc_percent=0, layer_num=0, **LOCAL)
    story.says("RUNNING").says(subtask_name="Chair", mc_percent=50).stays(60)
    story.reads().says("FINISH", mc_percent=100)

    assert story.fired[-1] == "finished"
    assert story.last.title == "Chair"


def test_a_cancel_of_a_print_that_the_history_has_first() -> None:
    """The printer has the reason, and how far it was."""
    story = finished().loses_link().waits(3600).forgets()
    story.reads(unseen(TaskStatus.FAILED))
    story.says("FAILED", mc_percent=60, fail_reason=0x0300_400C, **NEXT)
    story.stays(20)

    assert story.fired == ["canceled"]
    assert story.last.progress == 60


def test_a_name_by_the_printer_of_a_print_that_the_history_has_first() -> None:
    """It may differ from the title, and is left over in the next print."""
    story = finished().loses_link().waits(3600).forgets()
    story.reads(unseen(TaskStatus.PRINTING))
    story.says("FAILED", subtask_name="Vase plate 2", mc_percent=60, **NEXT)
    story.says("PREPARE", mc_percent=0, layer_num=0, task_id="0", subtask_id="0")
    story.says("RUNNING", subtask_name="Chair", **LAST).says(mc_percent=50)
    story.stays(120).says("FINISH", mc_percent=100).reads(unseen(TaskStatus.FAILED))

    assert story.fired == ["failed", "started", "finished"]
    assert story.last.title == "Chair"


def test_a_print_that_is_renamed_after_its_end() -> None:
    """Its ids have fired, so the new name is its own, and not the next print's."""
    story = finished().says(subtask_name="Benchy plate 2").stays(60).forgets()
    story.says("PREPARE", mc_percent=0, layer_num=0)
    story.says("RUNNING", subtask_name="Chair", **NEXT).says(mc_percent=50)
    story.stays(60).says("FINISH", mc_percent=100)

    assert story.fired == ["started", "finished"]
    assert story.last.title == "Chair"


@pytest.mark.parametrize(
    ("ids", "rows"),
    [
        (LOCAL, ()),
        (CLOUD, (replace(unseen(TaskStatus.FAILED), id=CLOUD["task_id"]),)),
    ],
    ids=["local", "cloud"],
)
def test_a_layer_as_if_a_print_went_on(
    ids: dict[str, Any], rows: tuple[PrintTask, ...]
) -> None:
    """The first layer of its own shows that it has not gone on but started."""
    story = printing(ids=ids, progress=3).says("IDLE").stays(150)
    story.reads(*rows).stays(100)
    assert story.fired == ["failed"]
    story.forgets().says("RUNNING", mc_percent=2)
    assert story.fired == []
    story.says(mc_percent=1, layer_num=0)

    assert story.fired == ["started"]
    assert story.says("FINISH", mc_percent=100).fired == ["started", "finished"]


def test_reports_that_end_before_the_first_full_one() -> None:
    """What they add to is outdated: the last print did not begin again."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).stays(60).forgets()
    story.loses_link().says_only(gcode_state="RUNNING", after=119)
    story.says_only(gcode_state="FINISH").says("FINISH").reads().stays(70)

    assert story.fired == []


def test_a_report_before_the_first_full_one() -> None:
    """It adds to what may be outdated, so a full report is requested."""
    story = printing("P1S").loses_link().says_only(mc_percent=41)

    assert story.fired == []
    assert story.is_undecided()


def test_the_progress_of_a_print_that_heats_up_again() -> None:
    """It fails then, and had come as far as it was before."""
    story = printing().says("PREPARE").says("FAILED", mc_percent=0).stays(20)

    assert story.fired == ["failed"]
    assert story.last.progress == 40
