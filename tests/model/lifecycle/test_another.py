"""Which print goes on, and which is another one of the same name."""

import pytest

from tests.helpers.print_rows import NEXT, NO_IDS, row
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, Story, idle, printing
from tests.helpers.printer_reports import NOON


def test_a_local_print_of_another_name_that_begins_anew() -> None:
    """The report of the end before was lost, minutes after its start."""
    story = printing(ids=LOCAL, progress=0, layer=0).stays(400)
    story.says(subtask_name="Vase", mc_percent=0, layer_num=0).reads().stays(20)

    assert story.fired[1:] == ["started"]
    assert story.last.title == "Vase"


def test_a_print_that_was_renamed_in_a_gap() -> None:
    """Its ids come then, too; its new name begins with the one that it had."""
    story = idle().says("PREPARE", mc_percent=0, subtask_name="Vase", **NO_IDS)
    story.stays(10).loses_link().waits(400)
    story.says("RUNNING", mc_percent=3, subtask_name="Vase 0.2 mm", **CLOUD).reads()
    story.stays(30)

    assert story.fired == ["started"]


@pytest.mark.parametrize("ids", [NO_IDS, LOCAL], ids=["without ids", "local"])
def test_a_print_that_is_renamed_long_after_its_start(ids: dict[str, str]) -> None:
    """No report is missing, so it is no other one."""
    story = printing(ids=ids).stays(600).says(subtask_name="Vase").stays(120)

    assert story.fired == []
    story.says("FINISH", mc_percent=100)
    assert [event.title for event in story.events] == ["Benchy"]


def test_a_print_that_prepares_after_a_gap() -> None:
    """What had printed before does not begin anew under its name: it is a reprint."""
    story = printing(ids=LOCAL).loses_link().waits(3600)
    story.says("PREPARE", mc_percent=0, layer_num=0).reads().stays(70)

    assert story.fired == ["finished", "started"]


def test_a_print_that_the_cloud_names_before_the_printer_does() -> None:
    """The printer still shows the name of the last one when it reports again."""
    story = printing().says("FINISH", mc_percent=100).stays(60).forgets()
    story.loses_link().polls_task(task_id=NEXT["task_id"], task_name="Vase")
    story.link_up = True
    story.says("PREPARE", mc_percent=0, layer_num=0, after=600, **NO_IDS).reads()
    story.says("RUNNING", subtask_name="Vase", **NEXT).stays(70)

    assert story.fired == ["started"]


def test_a_print_of_another_name_than_the_one_that_the_cloud_named() -> None:
    """That one has ended unseen, as the printer shows neither its name nor its ids."""
    story = printing().says("FINISH", mc_percent=100).stays(60).forgets()
    story.loses_link().polls_task(task_id=NEXT["task_id"], task_name="Vase")
    story.link_up = True
    story.says("RUNNING", mc_percent=9, subtask_name="Lid", after=600, **NO_IDS)
    story.reads(row(story.now - MINUTE, ids=NEXT, title="Vase", ended_at=story.now))
    story.stays(70)

    assert story.fired == ["started", "finished", "started"]
    assert story.last.title == "Lid"


def test_a_reprint_at_once_after_a_failure_that_a_restart_hid() -> None:
    """Nothing was printed of either, but the first has shown its end."""
    story = idle().says("RUNNING", mc_percent=0, layer_num=0, subtask_name="Vase")
    story.stays(10).restarts(after=60).says("FAILED").says("RUNNING").reads().stays(70)

    assert story.fired == ["started", "failed", "started"]


@pytest.mark.parametrize("layers", [(4, 2), (1, 0)])
def test_a_print_whose_progress_and_layer_went_back(layers: tuple[int, int]) -> None:
    """All reports between two prints of one name were lost."""
    before, after = layers
    story = printing(ids=LOCAL, progress=50, layer=before)
    story.says_only(mc_percent=28, layer_num=after)

    assert story.fired == ["failed", "started"]


def test_a_print_that_was_met_and_went_back_in_a_gap() -> None:
    """It is another one, however short the first was seen."""
    story = Story().says("RUNNING", mc_percent=33, layer_num=1, **LOCAL).reads()
    story.stays(10).loses_link().waits(3600)
    story.says("RUNNING", mc_percent=10, layer_num=1).reads().stays(70)

    assert story.fired[1:] == ["started"]


def test_a_print_with_another_number_of_layers_after_one_that_ended_unseen() -> None:
    """What goes on after a loss of power has as many layers as before."""
    story = printing(ids=LOCAL, progress=20, layer=1).says(total_layer_num=5)
    story.loses_link().waits(600).says("IDLE").reads().stays(200)
    story.loses_link().waits(400)
    story.says("RUNNING", mc_percent=20, layer_num=2, total_layer_num=10).reads()
    story.stays(70)

    assert story.fired[1:] == ["started"]


def test_a_local_print_with_another_number_of_layers_after_a_gap() -> None:
    """All else is as it was before."""
    story = idle().says("RUNNING", mc_percent=0, subtask_name="Vase", **LOCAL)
    story.says(total_layer_num=9).says(total_layer_num=7).stays(200)
    story.loses_link().waits(400)
    story.says("RUNNING", mc_percent=11, layer_num=1, total_layer_num=9).reads()
    story.stays(70)

    assert story.fired == ["started", "failed", "started"]


def test_a_print_that_was_over_when_its_printer_was_met() -> None:
    """Its end was shown on a whole connection, so what is at work then is a reprint."""
    story = Story().says("FAILED", mc_percent=40, layer_num=12, **LOCAL).reads()
    story.stays(20).says("RUNNING", mc_percent=41)

    assert story.fired == ["started"]


def test_a_print_under_the_name_of_the_one_before_the_last() -> None:
    """The last one was reported under its own name, and has ended in the gap."""
    story = printing().says(total_layer_num=20).stays(60).loses_link().waits(3600)
    story.says("RUNNING", mc_percent=60, layer_num=15, subtask_name="Old", **NO_IDS)
    story.reads(row(NOON, ended_at=NOON + 40 * MINUTE)).stays(70)

    assert story.fired == ["finished", "started"]
    assert story.last.title == "Old"


def test_a_print_that_the_cloud_has_paused() -> None:
    """Its ids say that it is the same, whatever its name is there."""
    story = printing().loses_link()
    story.polls_task("PAUSE", task_name="Vase", after=5)

    assert story.fired == ["paused"]
