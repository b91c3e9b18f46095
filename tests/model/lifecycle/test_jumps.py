"""What is suddenly far ahead or behind may be an old report."""

from datetime import timedelta
from typing import Any

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from tests.helpers.print_stories import CLOUD, LOCAL, Story, printing
from tests.helpers.printer_reports import NOON, SERIAL

NEXT: dict[str, Any] = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}


def row(story: Story, ids: dict[str, Any], status: TaskStatus) -> PrintTask:
    """Return the history's word that a job has just ended."""
    return PrintTask(
        id=ids["task_id"],
        serial=SERIAL,
        title="Benchy",
        status=status,
        started_at=NOON,
        ended_at=story.now - timedelta(seconds=5),
    )


def fired_ends(story: Story) -> list[str]:
    """Return the ends that have fired."""
    return [kind for kind in story.fired if kind in {"finished", "failed", "canceled"}]


def gets_on(story: Story, *percents: int, every: float = 10) -> Story:
    """Let a print progress, with reports of nothing but that."""
    for percent in percents:
        story.says_only(mc_percent=percent, layer_num=percent, after=every)
    return story


def test_progress_that_jumps_and_goes_on() -> None:
    """A print may progress a lot between two reports; its end fires at once."""
    story = printing("P1S", LOCAL)
    gets_on(story, 95, 96, 97)
    story.says_only(gcode_state="FINISH", mc_percent=100)

    assert fired_ends(story) == ["finished"]
    assert story.last.progress == 100


def test_how_far_the_last_run_got() -> None:
    """A new job may show the progress of the last one until it has some of its own."""
    story = printing("P1S", LOCAL, progress=60).says("FAILED", mc_percent=60)
    story.stays(300).forgets()
    story.says_only(gcode_state="RUNNING", subtask_name="Vase", task_id="0", after=2)
    story.says_only(nozzle_temper=200, after=30)
    gets_on(story, 1, 2, 3, 4, 5, 6, 7, 8)

    assert fired_ends(story) == []
    assert story.fired.count("started") == 1


def test_a_layer_that_is_reported_late() -> None:
    """A run whose progress goes on is no other, whatever its layer."""
    story = printing("P1S", LOCAL, progress=29, layer=27)
    story.says_only(layer_num=25, mc_percent=27)
    for percent in range(30, 36):
        story.says_only(layer_num=25, mc_percent=percent, after=10)

    assert story.fired == []


def test_a_cloud_job_whose_first_report_is_lost() -> None:
    """Progress that begins anew asks for the name of the job."""
    story = printing("P1S", CLOUD, progress=80, layer=80)
    gets_on(story, 1, 2, 3)
    assert story.is_undecided()
    story.says("RUNNING", mc_percent=4, layer_num=4, subtask_name="Benchy", **NEXT)
    story.reads(row(story, CLOUD, TaskStatus.FAILED)).stays(120)
    gets_on(story, *range(5, 100))
    story.says_only(gcode_state="FINISH", mc_percent=100)

    ends = [event for event in story.events if event.type in fired_ends(story)]
    assert [(event.type.value, event.task_id) for event in ends] == [
        ("failed", CLOUD["task_id"]),
        ("finished", NEXT["task_id"]),
    ]


def test_an_old_report_from_behind() -> None:
    """Progress that goes back for a moment says nothing."""
    story = printing("P1S", CLOUD, progress=80, layer=80)
    gets_on(story, 70, every=2)
    gets_on(story, 81, 82)

    assert story.fired == []
    assert not story.is_undecided()


def test_an_old_end_between_two_answers() -> None:
    """Old reports do not revoke what a printer that was asked has reported."""
    story = printing("X1C", LOCAL, progress=99).says("FINISH", mc_percent=100)
    story.stays(300).forgets().loses_link()
    story.link_up = True
    vase: dict[str, Any] = {"subtask_name": "Vase", "mc_percent": 40}
    story.says("FAILED", after=200, **vase)
    story.says("FINISH", subtask_name="Benchy", mc_percent=100)
    story.says("FAILED", **vase).reads()

    assert fired_ends(story) == ["failed"]


def test_a_job_that_fails_at_once() -> None:
    """A job that was seen to begin has ended, however short it was."""
    story = printing("P1S", LOCAL, progress=30)
    story.says_only(gcode_state="PREPARE", subtask_name="Vase")
    story.says_only(gcode_state="FAILED")
    for _ in range(6):
        story.says_only(nozzle_temper=90, after=5)

    assert fired_ends(story) == ["failed", "failed"]
    assert [event.title for event in story.events][-1] == "Vase"


def test_a_printer_that_was_away_for_minutes() -> None:
    """A printer that left may have printed meanwhile; its end fires late."""
    story = printing("P1S", LOCAL, progress=99).says("FINISH", mc_percent=100)
    story.stays(300).forgets().event("disconnected")
    story.event("connected", after=360)
    story.says("FINISH", subtask_name="Vase", mc_percent=100)
    for _ in range(4):
        story.says_only(nozzle_temper=90, after=5)
    story.reads()

    assert fired_ends(story) == ["finished"]
    assert story.last.late


def test_a_cancel_that_is_never_confirmed() -> None:
    """A cancel that was reported before the next job counts most."""
    story = printing("P1S", CLOUD, progress=80, layer=80)
    story.says_only(gcode_state="FAILED", print_error=0x0300_400C, mc_percent=1)
    story.says_only(nozzle_temper=90, after=20)
    story.says("PREPARE", print_error=0, mc_percent=0, layer_num=0, **NEXT)
    story.reads(row(story, CLOUD, TaskStatus.FAILED)).stays(120)

    assert fired_ends(story) == ["canceled"]


def test_an_old_report_of_a_printer_at_rest() -> None:
    """An end that is repeated after one report of rest is no second end."""
    story = printing("P1S", LOCAL, progress=99).says("FINISH", mc_percent=100)
    story.stays(300).says_only(gcode_state="IDLE").says("FINISH", mc_percent=100)
    story.stays(900)

    assert fired_ends(story) == ["finished"]


def test_the_same_file_again_by_the_printers_own_word() -> None:
    """A printer that is asked and prepares a file has started a print."""
    story = printing("P1S", LOCAL, progress=99).says("FINISH", mc_percent=100)
    story.stays(300).forgets().says_only(gcode_state="PREPARE", mc_percent=0)
    story.says("PREPARE", mc_percent=0, layer_num=0)
    for _ in range(5):
        story.says_only(nozzle_temper=90, after=5)

    assert story.fired == ["started"]


def test_a_printer_at_rest_is_not_asked() -> None:
    """Full reports cost a printer something; a rest is no reason for one."""
    story = printing("P1S", LOCAL, progress=99).says("FINISH", mc_percent=100)
    story.stays(300).says_only(gcode_state="IDLE", after=5)

    assert not story.is_undecided()


def test_an_end_that_the_printer_answers() -> None:
    """What a printer says when it is asked needs no second opinion."""
    story = printing("P1S", LOCAL, progress=99).says("FINISH", mc_percent=100)
    story.stays(300).forgets().loses_link()
    story.link_up = True
    story.says("FAILED", subtask_name="Vase", mc_percent=40, after=60)
    for _ in range(4):
        story.says_only(nozzle_temper=90, after=5)
    story.reads()

    assert fired_ends(story) == ["failed"]
    assert story.last.title == "Vase"


def test_an_end_in_the_history_before_the_printers_is_accepted() -> None:
    """The time of the end is that of the history."""
    story = printing(progress=40).loses_link()
    story.link_up = True
    story.says("FINISH", mc_percent=100, after=600)
    ended = row(story, CLOUD, TaskStatus.FINISHED)
    story.reads(ended).stays(60)

    assert fired_ends(story) == ["finished"]
    assert story.last.late
    assert story.last.ended_at == ended.ended_at
