"""Which print goes on, and which is another one of the same name."""

from tests.helpers.print_rows import NO_IDS
from tests.helpers.print_stories import CLOUD, LOCAL, Story, idle, printing


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


def test_a_reprint_at_once_after_a_failure_that_a_restart_hid() -> None:
    """Nothing was printed of either, but the first has shown its end."""
    story = idle().says("RUNNING", mc_percent=0, layer_num=0, subtask_name="Vase")
    story.stays(10).restarts(after=60).says("FAILED").says("RUNNING").reads().stays(70)

    assert story.fired == ["started", "failed", "started"]


def test_a_print_whose_progress_and_layer_went_back() -> None:
    """All reports between two prints of one name were lost."""
    story = printing(ids=LOCAL, progress=50, layer=4)
    story.says_only(mc_percent=28, layer_num=2)

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
