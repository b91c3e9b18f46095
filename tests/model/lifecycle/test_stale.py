"""What a printer or the poll still shows of the print before a gap."""

from custom_components.bambu_cloud.model import TaskStatus
from tests.helpers.print_rows import NEXT, NO_IDS, row, vase
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, Story, idle, printing
from tests.helpers.printer_reports import NOON


def test_the_name_of_the_next_print_over_a_restart() -> None:
    """It shows with the end of the last one, and is no print that was missed."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).forgets()
    story.says(subtask_name="Vase").stays(10).restarts(after=600)
    story.says("FINISH").reads().stays(90)
    assert story.fired == []
    story.says("PREPARE", mc_percent=0, layer_num=0)

    assert story.fired == ["started"]
    assert story.last.title == "Vase"


def test_an_id_left_over_of_an_unseen_print() -> None:
    """It ended hours ago, so what begins now is another print."""
    story = idle().loses_link().waits(7200).reads(vase()).forgets()
    story.link_up = True
    story.says("PREPARE", subtask_name="Chair", mc_percent=0, layer_num=0, **NEXT)
    story.reads(vase()).stays(60)

    assert story.fired == ["started"]
    assert story.last.title == "Chair"


def test_progress_left_over_that_is_brought_up_to_date() -> None:
    """A full report corrects the progress of the last print; that is not the next's."""
    story = printing("P1S", LOCAL, progress=87, layer=8)
    story.says_only(gcode_state="FINISH").stays(0).forgets()
    story.says_only(gcode_state="RUNNING", after=60)
    story.says(
        "RUNNING", mc_percent=100, layer_num=9, subtask_name="Benchy", after=3, **LOCAL
    )
    story.says_only(mc_percent=0, layer_num=0, after=10)

    assert story.fired == ["started"]


def test_a_failure_before_a_restart() -> None:
    """The code that makes it a cancel may show once the printer reports again."""
    story = printing(ids=LOCAL).says("FAILED", mc_percent=0, after=1)
    story.restarts(after=60).checks(after=1)
    assert story.fired == []
    story.says("FAILED", fail_reason="50348044", after=8)

    assert story.fired == ["canceled"]
    assert story.last.ended_at is not None
    assert story.last.ended_at < story.now - MINUTE


def test_a_print_with_the_ids_and_progress_of_an_earlier_one() -> None:
    """Another name says that it is not that one, which would go on."""
    story = printing().loses_link().waits(1200)
    failed = row(NOON, status=TaskStatus.FAILED, ended_at=NOON + 2 * MINUTE)
    story.reads(failed).waits(120)
    assert story.fired == ["failed"]
    story.link_up = True
    story.says("RUNNING", subtask_name="Vase").reads().stays(10)

    assert story.fired == ["failed", "started"]


def test_ids_left_over_behind_the_task_that_the_cloud_names() -> None:
    """The report still shows those of a print that is over."""
    story = printing().loses_link().waits(1200).reads(row(NOON)).forgets()
    story.polls_task("RUNNING", task_id=NEXT["task_id"], task_name="Vase", progress=0)
    story.link_up = True
    story.says("PREPARE", mc_percent=0, layer_num=0, after=5).reads().stays(20)
    story.says("RUNNING", subtask_name="Vase", **NEXT).stays(60)

    assert story.fired == ["started"]
    story.says("FINISH", mc_percent=100)
    assert story.last.task_id == NEXT["task_id"]


def test_another_name_soon_after_a_gap() -> None:
    """The first report after it shows nothing new, but it ends the gap."""
    story = printing("P1S", LOCAL, progress=99).says("FINISH", mc_percent=100)
    story.stays(60).forgets().event("disconnected").waits(400)
    story.event("connected", after=1).says("FINISH", after=1)
    story.says_only(subtask_name="Vase", after=10).says_only(after=60).reads()

    assert story.fired == []


def test_a_print_that_ended_unseen_and_is_printed_again() -> None:
    """What still shows 100 % is not that print, which would go on."""
    story = printing(ids=LOCAL, progress=99).loses_link().waits(3600)
    story.link_up = True
    story.says("IDLE", mc_percent=100).reads().stays(125)
    assert story.fired == ["finished"]
    story.says("RUNNING")

    assert story.fired == ["finished", "started"]


def test_another_name_after_a_gap() -> None:
    """It is the own name of the print, which came late."""
    story = idle().says("PREPARE", subtask_name="Old", mc_percent=0, **LOCAL)
    story.loses_link().waits(300)
    story.says("RUNNING", subtask_name="Vase", mc_percent=3, layer_num=1).reads()

    assert story.fired == ["started"]


def test_the_progress_that_the_poll_has_of_a_print() -> None:
    """It may be that of the one before, so the report is not further back."""
    story = Story().reads().polls_task("RUNNING", progress=100)
    story.says("PREPARE", mc_percent=0, subtask_name="Benchy", **CLOUD)
    story.says("RUNNING").stays(30).says(mc_percent=40)

    assert story.fired == []
    story.says("FINISH", mc_percent=100)
    assert story.fired == ["finished"]


def test_a_name_left_over_behind_the_task_that_the_cloud_names() -> None:
    """The printer shows it for a while after its start."""
    story = idle().restarts(after=600)
    story.polls_task("RUNNING", task_id=NEXT["task_id"], task_name="Vase", progress=0)
    story.reads()
    story.says("PREPARE", mc_percent=0, subtask_name="Old", after=5, **NO_IDS).stays(10)
    story.says(subtask_name="Vase", **NEXT).says("RUNNING").stays(70)

    assert story.fired == ["started"]
    story.says("FINISH", mc_percent=100)
    assert story.last.task_id == NEXT["task_id"]


def test_ids_left_over_of_a_print_that_has_just_ended_unseen() -> None:
    """It starts once its own ids show."""
    story = idle().loses_link().waits(3600)
    ended = row(story.now - 30 * MINUTE, ids=NEXT, ended_at=story.now - MINUTE / 2)
    story.reads(ended).forgets()
    story.link_up = True
    story.says("PREPARE", subtask_name="Benchy", mc_percent=0, layer_num=0, **NEXT)
    assert story.fired == []
    story.says("PREPARE", subtask_name="Vase", **CLOUD).reads(ended)

    assert story.fired == ["started"]
    assert story.last.title == "Vase"


def test_another_name_in_the_task_that_the_cloud_names() -> None:
    """It began when the print without ids did."""
    story = printing().says("FINISH", mc_percent=100).stays(60).forgets()
    story.says("PREPARE", mc_percent=0, subtask_name="Vase")
    began = story.now
    story.loses_link().polls_task(
        "RUNNING", task_id=NEXT["task_id"], task_name="Vase 0.2", started_at=began
    )
    story.reads()

    assert story.fired == ["started"]
    assert story.memory.open_run
    assert story.memory.open_run.ids == (NEXT["task_id"],)
