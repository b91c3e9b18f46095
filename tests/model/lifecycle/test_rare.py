"""What happens seldom: second ends, old rows, states without a name."""

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from custom_components.bambu_cloud.model.lifecycle.observer import Lifecycle
from tests.helpers.print_stories import LOCAL, MINUTE, idle, printing
from tests.helpers.printer_reports import NOON, SERIAL


def test_a_second_end_of_a_file_after_a_gap() -> None:
    """It must have been printed again, as the first end was another one."""
    story = printing(ids=LOCAL, progress=99).says("FINISH", mc_percent=100).stays(90)
    story.loses_link().says("FAILED", mc_percent=40, after=3600).stays(90)

    assert story.fired == ["finished", "started", "failed"]


def test_a_row_that_is_older_than_the_last_run() -> None:
    """An unseen print before the last run does not replace that."""
    story = printing().stays(120).says(mc_percent=99)
    story.says("FINISH", mc_percent=100).stays(120)
    before = PrintTask(
        id="9",
        serial=SERIAL,
        title="Vase",
        status=TaskStatus.FINISHED,
        started_at=NOON,
        ended_at=NOON + MINUTE,
    )
    story.reads(before)

    assert story.fired == ["finished", "finished"]
    assert story.memory.run is not None
    assert not story.memory.run.was_reset


def test_a_state_without_a_name() -> None:
    """It decides nothing about the run."""
    story = printing().says("NEW").stays(60)

    assert story.fired == []
    assert story.memory.is_open
    assert story.memory.pending is None


def test_a_pause_that_flickers() -> None:
    """The second change has to stand for a while."""
    story = printing().says("PAUSE").says("RUNNING", after=5)
    assert story.fired == ["paused"]
    story.stays(5)
    assert story.fired == ["paused"]
    story.stays(10)
    assert story.fired == ["paused", "resumed"]


def test_a_history_that_never_answers() -> None:
    """The end that the printer has reported waits for twenty minutes."""
    story = printing().loses_link().says("FINISH", mc_percent=100, after=3600)
    story.stays(19 * 60, every=60)
    assert story.fired == []
    story.stays(120, every=60)
    assert story.fired == ["finished"]


def test_the_history_of_a_printer_that_is_away() -> None:
    """It is asked for now and then, as only it can have the end of the run."""
    story = printing().reads().event("disconnected")
    assert not story.memory.wants_history
    story.checks(after=300)
    assert story.memory.wants_history


def test_an_error_that_stays() -> None:
    """It fires once, with what it is."""
    story = idle().says(print_error=0x0300_8004).stays(60)

    assert story.fired == ["error_raised"]
    assert story.last.error == "0300_8004"


def test_a_damaged_file() -> None:
    """What cannot be read costs only itself."""
    stored = {"since": NOON.isoformat(), "primed": True, "run": "x", "is_open": True}

    assert Lifecycle.from_dict([]) == Lifecycle()
    assert Lifecycle.from_dict(stored) == Lifecycle(since=NOON, primed=True)
