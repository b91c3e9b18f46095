"""A gap hides where one print ended and the next of its kind began."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from tests.helpers.print_rows import NEXT, NO_IDS, row
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, Story, idle, printing
from tests.helpers.printer_reports import NOON


def begins_again(ids: dict[str, Any] = LOCAL, **fields: Any) -> Story:
    """Return a printer that prints the file that it has just printed."""
    story = printing("P1S", ids, progress=99).says("FINISH", mc_percent=100)
    story.stays(90).forgets()
    begins = {"mc_percent": 0, "layer_num": 0} | fields
    return story.says("PREPARE", **begins).says("RUNNING")


def test_a_cloud_print_whose_ids_never_came() -> None:
    """The history has it all the same, with the time of its end."""
    story = printing(ids=NO_IDS).loses_link().waits(3600)
    story.says("FINISH", mc_percent=100).stays(20)
    assert story.fired == []
    story.reads(row(NOON))

    assert story.fired == ["finished"]
    assert story.last.ended_at == NOON + 20 * MINUTE


@pytest.mark.parametrize(
    ("title", "is_found"), [("Benchy plate 2", True), ("Chair", False)]
)
def test_a_cloud_print_that_the_printer_renamed(*, title: str, is_found: bool) -> None:
    """Its name begins with that in the history; another name is another print."""
    story = printing(ids=NO_IDS, title=title).loses_link().waits(3600)
    story.says("FINISH", mc_percent=100).stays(20).reads(row(NOON))

    assert story.fired == ["finished"]
    assert bool(story.memory.waiting) is not is_found


def test_an_unseen_start_of_a_cloud_print_without_ids() -> None:
    """It began after the printer was seen at rest, and so did its row."""
    story = idle().loses_link().waits(1200)
    story.says("RUNNING", subtask_name="Benchy", mc_percent=30, **NO_IDS)
    story.reads().forgets().loses_link().waits(3600)
    story.says("IDLE", subtask_name="Vase").stays(20)
    story.reads(row(NOON + 10 * MINUTE))

    assert story.fired == ["finished"]
    assert story.last.task_id == CLOUD["task_id"]
    assert story.memory.waiting == ()


@pytest.mark.parametrize(
    "other",
    [row(NOON - 10 * MINUTE), row(NOON + 10 * MINUTE, title="Chair")],
    ids=["start", "title"],
)
def test_a_row_that_is_not_that_of_an_unseen_start(other: PrintTask) -> None:
    """A print of before the rest is another one, and so is one of another name."""
    story = idle().loses_link().waits(1200)
    story.says("RUNNING", subtask_name="Benchy", mc_percent=30, **NO_IDS)
    story.reads().forgets().loses_link().waits(3600)
    story.says("IDLE", subtask_name="Vase").stays(20)
    story.reads(other)

    assert [event.task_id for event in story.events] == [CLOUD["task_id"]]
    assert len(story.memory.waiting) == 1


def test_a_cloud_print_without_ids_over_a_restart() -> None:
    """When it can have started is stored, and that the history can have it."""
    story = idle().loses_link().waits(1200)
    story.says("RUNNING", subtask_name="Benchy", mc_percent=30, **NO_IDS)
    story.reads().forgets().restarts(after=3600)
    story.says("IDLE", subtask_name="Vase").stays(20)
    assert story.fired == []
    story.reads(row(NOON + 10 * MINUTE))

    assert story.fired == ["finished"]
    assert story.memory.waiting == ()


def test_a_local_print_after_one_of_the_cloud_without_ids() -> None:
    """The kind of a job shows which it is before any id does."""
    story = printing(ids=NO_IDS).loses_link().waits(600)
    story.says("RUNNING", mc_percent=60, layer_num=20, **LOCAL)
    story.reads(row(NOON, ended_at=NOON + MINUTE))

    assert story.fired == ["finished", "started"]


def test_another_name_after_a_reprint_that_was_seen_for_long() -> None:
    """What still has the name of the last after a minute has it for good."""
    story = begins_again().stays(70).forgets().loses_link().waits(600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, layer_num=20)
    story.stays(60)

    assert story.fired == ["failed", "started"]
    assert [event.title for event in story.events] == ["Benchy", "Vase"]


def test_another_name_after_a_reprint_and_a_restart() -> None:
    """That the name is its own is stored."""
    story = begins_again().stays(70).forgets().restarts(after=600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, layer_num=20)
    story.stays(60)

    assert story.fired == ["failed", "started"]


def test_a_name_that_came_in_a_gap() -> None:
    """A print that began just before may have got its own name meanwhile."""
    story = begins_again().forgets().loses_link().waits(600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, layer_num=20)
    story.says("FINISH", mc_percent=100, after=60)

    assert story.fired[-1] == "finished"
    assert "started" not in story.fired
    assert not story.last.late


def test_another_number_of_layers_after_a_gap() -> None:
    """The number of layers stays the same; with another one, it is another print."""
    story = begins_again(total_layer_num=80).says(total_layer_num=120).forgets()
    story.loses_link().waits(600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, total_layer_num=300)
    story.stays(60)

    assert story.fired == ["failed", "started"]
    assert story.last.total_layers == 300


@pytest.mark.parametrize("layers", [{"total_layer_num": 120}, {"total_layer_num": 0}])
def test_the_same_number_of_layers_after_a_gap(layers: dict[str, Any]) -> None:
    """The name may have come in the gap, if nothing else speaks against it."""
    story = begins_again(total_layer_num=80).says(total_layer_num=120).forgets()
    story.loses_link().waits(600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, **layers)
    story.stays(60)

    assert story.fired == []


def test_another_number_of_layers_after_a_restart() -> None:
    """What is stored has the number of layers that was its own."""
    story = begins_again(total_layer_num=80).says(total_layer_num=120).forgets()
    story.restarts(after=600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, total_layer_num=120)

    assert "started" not in story.stays(60).fired
    assert story.memory.run is not None
    assert story.memory.run.has_own_layers


def test_layers_that_may_be_left_over() -> None:
    """Until its number of layers has changed, it may be that of the last job."""
    story = begins_again(total_layer_num=80).forgets().loses_link().waits(600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, total_layer_num=300)

    assert "started" not in story.stays(60).fired


def test_a_name_that_nothing_was_reported_of() -> None:
    """A minute without a report does not make a name the job's own."""
    story = begins_again().forgets().waits(90).loses_link().waits(600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50)

    assert "started" not in story.stays(60).fired


def test_ids_that_change_with_the_start() -> None:
    """Ids and name come together: the name of the last is this job's, too."""
    story = begins_again(CLOUD, **LOCAL).forgets().loses_link().waits(600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, layer_num=20)
    story.stays(60)

    assert story.fired == ["failed", "started"]


def test_ids_that_come_after_the_start() -> None:
    """New ids show that the name with them is the job's own, however young it is."""
    story = (
        begins_again(CLOUD).says(**NEXT).says(**LOCAL).forgets().loses_link().waits(600)
    )
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, layer_num=20)
    story.stays(60).reads()

    assert story.fired[-1] == "started"


@pytest.mark.parametrize("status", [TaskStatus.FINISHED, TaskStatus.FAILED])
def test_a_job_that_the_history_ended_and_that_still_shows(status: TaskStatus) -> None:
    """The report of its end was lost: nothing starts, and the printer is asked."""
    story = printing("P1S", progress=97).stays(600, every=30)
    story.reads(row(NOON, status=status, ended_at=NOON + MINUTE)).forgets()
    story.says_only(mc_percent=98)
    assert story.fired == []
    assert story.is_undecided()
    story.says("FINISH", mc_percent=100).stays(30)

    assert "started" not in story.fired
    assert not story.is_undecided()


def test_a_reprint_of_a_job_that_the_history_ended() -> None:
    """It went back, so it is another run, whatever ids it shows."""
    story = printing("P1S", progress=97).stays(600, every=30)
    story.reads(row(NOON, ended_at=NOON + MINUTE)).forgets()
    story.says("PREPARE", mc_percent=0, layer_num=0)

    assert story.fired == ["started"]


def test_a_reprint_behind_the_progress_of_the_last() -> None:
    """It shows the ids and the progress of the last, which was seen to end."""
    story = printing("P1S", progress=99).says("FINISH", mc_percent=100).stays(90)
    story.forgets().says_only(gcode_state="RUNNING")

    assert story.fired == ["started"]


def test_the_history_is_right_about_a_printer_that_boots() -> None:
    """After a loss of power, printers show FAILED for what had finished."""
    story = printing(progress=99).event("disconnected").waits(3600)
    story.says("FAILED", mc_percent=0).stays(20).reads(row(NOON))

    assert story.fired == ["finished"]


def test_ids_of_the_last_job_that_come_back() -> None:
    """A printer may show no ids at an end, and those of the last in the next job."""
    story = printing(progress=99).says("FINISH", mc_percent=100)
    story.says(task_id="0", subtask_id="0").stays(60).forgets()
    story.says("PREPARE", mc_percent=0, layer_num=0, **CLOUD)
    story.says("RUNNING").says(mc_percent=50)
    story.says(**NEXT).stays(20).says("FINISH", mc_percent=100)

    assert story.fired == ["started", "finished"]
    assert story.last.task_id == NEXT["task_id"]
