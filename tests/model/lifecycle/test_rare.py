"""What happens seldom: second ends, old rows, states without a name."""

from custom_components.bambu_cloud.model import (
    Lifecycle,
    PrintTask,
    TaskStatus,
    read_lifecycle,
)
from tests.helpers.print_stories import (
    CLOUD,
    LOCAL,
    MINUTE,
    SYSTEM,
    Story,
    idle,
    printing,
)
from tests.helpers.printer_reports import NOON, SERIAL


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
    assert story.memory.run.title == "Benchy"


def test_a_state_without_a_name() -> None:
    """It decides nothing about the run."""
    story = printing().says("NEW").stays(60)

    assert story.fired == []
    assert story.memory.is_open


def test_a_history_that_never_answers() -> None:
    """The end that the printer has reported waits for twenty minutes."""
    story = printing().loses_link().says("FINISH", mc_percent=100, after=3600)
    story.stays(19 * 60, every=60)
    assert story.fired == []
    story.stays(120, every=60)
    assert story.fired == ["finished"]


def test_the_history_of_a_printer_that_is_away() -> None:
    """It is asked for now and then, as only it can have the end of the run."""
    story = printing().event("disconnected").reads()
    assert not story.memory.wants_history
    story.waits(300)
    assert story.memory.wants_history


def test_the_history_of_a_printer_that_reports() -> None:
    """It is asked for once nothing has changed for so long that an end may be lost."""
    story = idle().stays(1200)
    assert not story.memory.wants_history
    story = printing().reads().stays(540)
    assert not story.memory.wants_history
    story.stays(300)
    assert story.memory.wants_history


def test_an_error_that_stays() -> None:
    """It fires once, with what it is."""
    story = idle().says(print_error=0x0300_8004).stays(60)

    assert story.fired == ["error_raised"]
    assert story.last.error == "0300_8004"


def test_a_damaged_file() -> None:
    """What cannot be read costs only itself."""
    stored = {"since": NOON.isoformat(), "primed": True, "run": "x", "is_open": True}

    assert read_lifecycle([]) == Lifecycle()
    assert read_lifecycle(stored) == Lifecycle(since=NOON, primed=True)


def test_a_cancel_whose_code_showed_ten_seconds_before() -> None:
    """That is how long before the state it may come."""
    story = printing().says(print_error=0x0300_400C)
    story.says("FAILED", mc_percent=0, print_error=0, after=10)

    assert story.fired[-1:] == ["canceled"]


def test_a_failure_before_a_rest() -> None:
    """The printer is idle before the code of a cancel could have come."""
    story = printing().says("FAILED", mc_percent=0).says("IDLE", after=3)

    assert story.fired == ["failed"]
    assert not story.last.late


def test_a_failure_before_the_link_is_lost() -> None:
    """What makes it a cancel may still show once the link is back, within a minute."""
    story = printing().says("FAILED", mc_percent=0).loses_link().checks(after=15)
    assert story.fired == []
    story.checks(after=50)

    assert story.fired == ["failed"]
    assert not story.last.late


def test_an_ended_job_that_the_cloud_still_lists() -> None:
    """The list of the cloud is behind its history: the job does not start again."""
    ended = PrintTask(
        id=CLOUD["task_id"],
        serial=SERIAL,
        title="Benchy",
        status=TaskStatus.FINISHED,
        started_at=NOON,
        ended_at=NOON + MINUTE,
    )
    story = idle().reads(ended).forgets()
    story.loses_link().polls_task("RUNNING")

    assert story.fired == []


def test_a_job_that_the_history_has_failed_and_the_printer_prints() -> None:
    """The printer itself is right: its end is the one that fires."""
    failed = PrintTask(
        id=CLOUD["task_id"],
        serial=SERIAL,
        title="Benchy",
        status=TaskStatus.FAILED,
        started_at=NOON,
        ended_at=NOON + MINUTE,
    )
    story = Story().reads(failed).says("RUNNING", mc_percent=98, **CLOUD)
    story.says("FINISH", mc_percent=100)

    assert story.fired == ["finished"]


def test_a_damaged_event() -> None:
    """An event that was held and cannot be read does not fire."""
    stored = {"since": NOON.isoformat(), "held": [{"at": "noon"}, {"type": "started"}]}

    assert read_lifecycle(stored).queue == ()


def test_a_local_job_with_ids_while_the_link_is_down() -> None:
    """The cloud does not see it: the same job does not start again and again."""
    story = printing(ids=LOCAL | {"task_id": "2147483647"}).loses_link()
    for _ in range(10):
        story.checks(after=60)
        story.polls()

    assert story.fired == []


def test_a_calibration_is_no_print() -> None:
    """A calibration fires nothing but its errors, also one that is seen first."""
    story = Story("H2D")
    name = "auto_cali_for_user.gcode"
    story.says("RUNNING", mc_percent=1, subtask_name=name, **SYSTEM).stays(60)
    story.says("PAUSE", print_error=0x0300_8016).says("RUNNING", print_error=0)
    assert story.fired == ["error_raised", "error_cleared"]
    story.says("FINISH", mc_percent=100).stays(60).forgets()
    story.says("PREPARE", subtask_name="Benchy", mc_percent=0, layer_num=0, **CLOUD)
    assert story.fired == ["started"]
