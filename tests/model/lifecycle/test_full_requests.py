"""A full report is asked for while what shows of a job may be left over."""

from tests.helpers.print_rows import NEXT
from tests.helpers.print_stories import LOCAL, idle, printing

BEGINS = {"mc_percent": 0, "layer_num": 0}


def test_a_job_that_begins_under_a_name_of_its_own() -> None:
    """Its other fields may be left over until a full report arrives."""
    story = idle()
    story.says_only(gcode_state="PREPARE", subtask_name="Vase", **BEGINS, **NEXT)
    assert story.is_undecided()
    story.says_only(mc_percent=1)
    assert story.is_undecided()
    story.says("PREPARE", subtask_name="Vase", **BEGINS, **NEXT)

    assert not story.is_undecided()


def test_a_name_that_comes_minutes_after_the_start() -> None:
    """The full report that came at once had the name of the last print."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).stays(60).forgets()
    story.says("RUNNING", **BEGINS).stays(300)
    assert story.is_undecided()
    story.says(subtask_name="Vase")
    assert not story.is_undecided()
    story.stays(100).says("FINISH", mc_percent=100)

    assert [(event.type.value, event.title) for event in story.events] == [
        ("started", "Benchy"),
        ("finished", "Vase"),
    ]


def test_a_name_that_was_the_last_print_s_for_six_minutes() -> None:
    """It is a reprint, and nothing else is to be asked for."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).stays(60).forgets()
    story.says("RUNNING", **BEGINS).stays(350)
    assert story.is_undecided()
    story.stays(40)

    assert not story.is_undecided()


def test_the_history_while_a_job_has_no_name_of_its_own() -> None:
    """It is the printer that will say more, so the history is left alone."""
    story = printing().says("FINISH", mc_percent=100).stays(60).reads()
    story.says_only(gcode_state="PREPARE", mc_percent=0).reads()
    for _ in range(16):
        story.says_only(wifi_signal="-40dBm", after=20)
        assert story.is_undecided()
        assert not story.memory.wants_history
    story.says_only(after=40)

    assert story.memory.wants_history
