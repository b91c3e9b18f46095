"""What was idle goes on, or begins anew; what it reports itself counts most."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrintEvent
from tests.helpers.print_stories import CLOUD, LOCAL, Story, idle, printing

NEXT: dict[str, Any] = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
RUNOUT = 0x0700_8011


def test_idle_for_a_moment_while_a_job_begins() -> None:
    """Some printers do that, and start one job."""
    story = idle().says("PREPARE", mc_percent=0, subtask_name="Benchy", **LOCAL)
    story.says("IDLE").says("PREPARE", after=4).stays(20)

    assert story.fired == ["started"]


def test_idle_for_long_while_a_job_begins() -> None:
    """That job was given up, and another one begins."""
    story = idle().says("PREPARE", mc_percent=0, subtask_name="Benchy", **LOCAL)
    story.says("IDLE").stays(10).says("PREPARE", after=4).stays(20)

    assert story.fired == ["started", "failed", "started"]


def test_another_name_after_idle() -> None:
    """It is another job, however short the rest and far the progress."""
    story = printing(ids=LOCAL).says("IDLE")
    story.says("RUNNING", subtask_name="Vase", after=4)

    assert story.fired == ["failed", "started"]
    assert story.last.title == "Vase"


@pytest.mark.parametrize("state", ["PREPARE", "RUNNING"])
def test_nothing_printed_after_idle(state: str) -> None:
    """What had printed and has printed nothing is another job."""
    story = printing(ids=LOCAL, progress=4).says("IDLE")
    story.says(state, mc_percent=0, layer_num=0, after=4)

    assert story.fired == ["failed", "started"]


def test_preparing_behind_the_progress_of_the_last_after_idle() -> None:
    """What prepares after it had printed is another job, whatever still shows."""
    story = printing(ids=LOCAL).says("IDLE").says("PREPARE", after=4)

    assert story.fired == ["failed", "started"]


def test_another_name_after_a_reprint_was_idle() -> None:
    """That had the name of the last job, which was its own."""
    story = printing(ids=LOCAL, progress=99).says("FINISH", mc_percent=100).stays(60)
    story.says("PREPARE", mc_percent=0, layer_num=0).forgets()
    story.says("IDLE").says("PREPARE", subtask_name="Vase", after=4)

    assert story.fired == ["failed", "started"]


def test_the_same_ids_under_another_name_after_idle() -> None:
    """A job that is renamed while it begins starts once."""
    story = idle().says("PREPARE", mc_percent=0, subtask_name="Benchy", **CLOUD)
    story.says("IDLE").says("PREPARE", subtask_name="Vase", after=4)

    assert story.fired == ["started"]
    assert story.memory.waiting == ()


def test_a_name_that_changes_after_idle_with_the_same_ids() -> None:
    """Printers rename jobs; ids say that it is the same."""
    story = printing().says("IDLE").says("RUNNING", subtask_name="Vase", after=4)

    assert story.fired == []


def test_preparing_though_the_percentage_counts() -> None:
    """The report that it prints was lost, so a full report is requested."""
    story = idle("P1S").says("PREPARE", mc_percent=0, subtask_name="Benchy", **CLOUD)
    assert not story.is_undecided()
    story.says_only(mc_percent=3)
    assert story.is_undecided()
    story.says("RUNNING", mc_percent=3)
    assert not story.is_undecided()


def test_a_percentage_of_the_last_job_while_preparing() -> None:
    """It is left over, and no reason to ask."""
    story = printing("P1S").says("FAILED").stays(60)
    story.says("PREPARE", subtask_name="Vase", **NEXT).stays(20)

    assert not story.is_undecided()


def test_filament_that_ran_out_in_the_last_job() -> None:
    """What ran out in the last job did not in one that only the cloud has."""
    story = printing().says("PAUSE", print_error=RUNOUT)
    assert story.fired.count("filament_runout") == 1
    story.forgets().loses_link()
    story.polls_task("RUNNING", task_id=NEXT["task_id"], task_name="Vase")
    story.polls_task("PAUSE", task_id=NEXT["task_id"], task_name="Vase")

    assert "paused" in queued(story)
    assert "filament_runout" not in queued(story)


def test_a_layer_without_a_full_report() -> None:
    """What came before the first full report may be that of the next job."""
    story = idle().says("PREPARE", subtask_name="Benchy", mc_percent=0, **CLOUD)
    story.says("RUNNING", layer_num=1, mc_percent=1).forgets().loses_link()
    story.says_only(layer_num=12).loses_link().polls_task(progress=12)

    assert "first_layer_finished" not in queued(story)


def queued(story: Story) -> list[str]:
    """Return the types of what has fired, and of what is to fire."""
    events = [
        item.type.value for item in story.memory.queue if isinstance(item, PrintEvent)
    ]
    return [*story.fired, *events]
