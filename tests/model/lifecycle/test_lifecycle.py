"""What happens to prints fires, each thing once."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    ALL_CODES,
    ListedCodes,
    with_listed_codes,
)
from tests.helpers.print_rows import noon_row
from tests.helpers.print_stories import (
    CLOUD,
    LOCAL,
    MINUTE,
    SYSTEM,
    Story,
    idle,
    printing,
)
from tests.helpers.printer_reports import NOON

CANCELED = 0x0300_400C
KINDS = [CLOUD, LOCAL, SYSTEM]


@pytest.mark.parametrize("ids", KINDS)
@pytest.mark.parametrize("model", ["X1C", "P1S", "H2D"])
def test_a_print_from_start_to_end(model: str, ids: dict[str, Any]) -> None:
    """All that happens to a print fires at once, in order, and once."""
    story = idle(model)
    story.says("PREPARE", mc_percent=0, layer_num=0, subtask_name="Benchy", **ids)
    assert story.fired == ["started"]
    assert (story.last.title, story.last.late) == ("Benchy", False)
    story.says("RUNNING").says(layer_num=1, mc_percent=2).says(layer_num=2)
    assert story.fired[1:] == ["first_layer_finished"]
    story.stays(120).says("PAUSE", stg_cur=16).stays(120)
    assert story.fired[2:] == ["paused"]
    story.says("RUNNING", stg_cur=0).says(mc_percent=98, layer_num=8)
    story.says(mc_percent=99, layer_num=9).stays(60)
    assert story.fired[3:] == ["resumed"]
    story.says("FINISH", mc_percent=100).stays(600)

    assert story.fired[4:] == ["finished"]
    end = story.last
    assert end.task_id == (ids["task_id"] if ids is CLOUD else None)
    assert (end.title, end.progress, end.layer) == ("Benchy", 100, 9)
    assert end.started_at == story.events[0].at
    assert end.ended_at == end.at
    assert not end.late


def test_what_is_seen_first_is_no_news() -> None:
    """Whatever a printer says first, nothing happened."""
    for state in ("IDLE", "FINISH", "FAILED", "RUNNING", "PAUSE", "PREPARE", "NEW"):
        story = Story().says(state, print_error=0x0300_8004, layer_num=7, **CLOUD)
        assert story.stays(60).fired == []


def test_finish_seen_at_first_start_is_no_news() -> None:
    """A print that ended before the integration was installed is none of its own."""
    story = Story().polls(after=0)
    story.says("FINISH", mc_percent=100, subtask_name="Benchy", **CLOUD).stays(60)
    story.reads(noon_row(ended_at=NOON - MINUTE)).stays(600)

    assert story.fired == []


def test_a_print_seen_first_is_adopted() -> None:
    """The end of a print fires, even if its start was not observed."""
    story = Story().says("RUNNING", mc_percent=97, layer_num=50, **CLOUD).stays(20)
    story.says("FINISH", mc_percent=100)

    assert story.fired == ["finished"]


def test_idle_between_two_jobs() -> None:
    """A printer that rests between two jobs has not lost one."""
    story = printing(progress=99).says("FINISH", mc_percent=100).says("IDLE").stays(900)
    next_ids = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
    story.says("PREPARE", mc_percent=0, layer_num=0, **next_ids)

    assert story.fired == ["finished", "started"]


def test_all_progress_is_no_end() -> None:
    """A print at 100 % still has to retract its filament."""
    story = printing().says(mc_percent=100, mc_remaining_time=0).stays(300)
    assert story.fired == []
    assert story.says("FINISH").fired == ["finished"]


@pytest.mark.parametrize("ids", KINDS)
def test_a_canceled_job_shows_its_reason_briefly(ids: dict[str, Any]) -> None:
    """Canceled is not failed, also when the printer forgets why (protocol H.4.3)."""
    story = printing("P1S", ids).says("FAILED", print_error=CANCELED).stays(10)
    story.says(print_error=0).stays(600)

    assert story.fired == ["canceled"]
    assert story.last.error is None


def test_the_reason_of_a_cancel_comes_after_the_state() -> None:
    """A printer may say that a job is over a moment before it says why."""
    story = printing("P1S").says_only(gcode_state="FAILED")
    story.says_only(print_error=CANCELED).stays(0).says("FAILED", fail_reason=CANCELED)

    assert story.stays(600).fired == ["canceled"]


@pytest.mark.parametrize("ids", KINDS)
def test_a_failed_job_says_why(ids: dict[str, Any]) -> None:
    """The code of what stopped a job comes with its end."""
    story = printing(ids=ids).says("FAILED", fail_reason=str(0x0300_4000)).stays(60)

    assert story.fired == ["failed"]
    assert story.last.error == "0300_4000"


def test_an_error_on_the_screen_is_raised_and_cleared() -> None:
    """Each error comes and goes once, also without a print."""
    story = idle().says(print_error=0x0500_4001).stays(120).says(print_error=0)

    assert story.stays(120).fired == ["error_raised", "error_cleared"]
    assert {event.error for event in story.events} == {"0500_4001"}


def test_a_code_without_a_text_is_neither_raised_nor_cleared() -> None:
    """What the slicer shows no dialog for is no event (protocol C.7.2)."""
    story = idle()
    story.printer = with_listed_codes(story.printer, ListedCodes.of(["0300_8003"]))
    story.says(print_error=0x0500_803C).stays(30).says(print_error=0).stays(30)
    story.says(print_error=0x0300_0001).stays(30).says(print_error=-5).stays(30)
    assert story.fired == []
    story.says(print_error=0x0500_803C).stays(30).says(print_error=0x0300_8003)
    story.stays(30).says(print_error=0x0500_803C).stays(30)
    assert story.fired == ["error_raised", "error_cleared"]


def test_a_list_of_codes_that_comes_late_is_no_event() -> None:
    """Neither what it makes internal nor what it leaves fires again."""
    story = idle().says(print_error=0x0300_8003).stays(30)
    story.says(print_error=0x0500_803C).stays(30)
    assert story.fired == ["error_raised", "error_cleared", "error_raised"]
    story.forgets()
    story.printer = with_listed_codes(story.printer, ListedCodes.of(["0300_8003"]))
    story.stays(30)
    story.printer = with_listed_codes(story.printer, ALL_CODES)
    story.stays(30)
    story.printer = with_listed_codes(story.printer, ListedCodes.of(["0300_8003"]))
    story.says(print_error=0).stays(30)
    assert story.fired == []


def test_an_internal_code_explains_no_failure() -> None:
    """A failure waits for the code of a cancel, whatever else is shown."""
    story = printing().says("FAILED", print_error=0x0300_0001).stays(4)
    assert story.fired == []
    assert story.says(print_error=CANCELED).stays(30).fired == ["canceled"]


def test_an_error_gives_way_to_another() -> None:
    """The old one is cleared before the new one is raised."""
    story = idle().says(print_error=0x0500_4001).stays(120)
    story.forgets().says(print_error=0x0300_8003).stays(30)

    assert [(event.type, event.error) for event in story.events] == [
        ("error_cleared", "0500_4001"),
        ("error_raised", "0300_8003"),
    ]


@pytest.mark.parametrize("end", ["FAILED", ""])
def test_an_error_is_not_cleared_for_the_next_print(end: str) -> None:
    """A report that begins a print clears the error of the one before."""
    story = printing(ids=LOCAL).says(print_error=0x0300_8003).stays(30)
    title = story.last.title
    story.says(end).stays(30).forgets()
    story.says("PREPARE", print_error=0, mc_percent=0, subtask_name="Next")
    story.stays(60)

    cleared, started = story.events[0], story.events[-1]
    assert (cleared.type, started.type) == ("error_cleared", "started")
    assert title
    assert cleared.title == (None if end else title)
    assert started.title == "Next"


def test_filament_runout() -> None:
    """A print that waits for filament says so once, with the reason."""
    story = printing("P1S")
    story.says("PAUSE", stg_cur=6, print_error=0x0700_8011).stays(300)
    assert sorted(story.fired) == ["error_raised", "filament_runout", "paused"]
    assert {event.reason for event in story.events} == {"filament_runout"}
    story.forgets().says("RUNNING", stg_cur=0, print_error=0).stays(120)
    assert sorted(story.fired) == ["error_cleared", "resumed"]
    story.forgets().says("PAUSE", stg_cur=6, print_error=0x0700_8011)
    assert "filament_runout" in story.fired


def test_nothing_is_repeated_after_a_reconnect() -> None:
    """A pause, an error and an empty spool are no news because the link was gone."""
    story = printing("P1S")
    story.says("PAUSE", stg_cur=6, print_error=0x0700_8011).stays(120)
    story.forgets().loses_link().stays(1200).restarts().stays(600)

    assert story.fired == []


def test_first_layer_fires_once_per_job() -> None:
    """Going back to the first layer in a stale report makes no second first layer."""
    story = printing(layer=1)
    story.says(layer_num=2).says(layer_num=1).says(layer_num=2).says(layer_num=3)

    assert story.fired == ["first_layer_finished"]


@pytest.mark.parametrize("stage", [-1, 0, 255])
def test_first_layer_in_each_stage_in_which_a_printer_prints(stage: int) -> None:
    """Printers have several words for no stage at all."""
    story = printing(layer=1).says(stg_cur=stage, layer_num=2)

    assert story.fired == ["first_layer_finished"]


@pytest.mark.parametrize(
    "fields",
    [
        {"mc_percent": 41},
        {"layer_num": 13},
        {"total_layer_num": 80},
        {"mc_remaining_time": 29},
    ],
    ids=str,
)
def test_progress_is_not_stored_each_time(fields: dict[str, Any]) -> None:
    """A print of hours does not write a file with every report."""
    story = printing()
    before = story.memory

    assert story.says(**fields).memory == before


@pytest.mark.parametrize("ids", [LOCAL, SYSTEM])
def test_the_same_file_twice_in_a_row(ids: dict[str, Any]) -> None:
    """Two runs of one file are two jobs, though nothing but the progress says so."""
    story = printing(ids=ids, progress=99).says("FINISH", mc_percent=100).stays(150)
    story.says("PREPARE", mc_percent=0, layer_num=0, gcode_file_prepare_percent="0")
    for percent in range(10, 100, 10):
        story.says(gcode_file_prepare_percent=f"{percent}", after=4)
    story.says("RUNNING", mc_percent=1, layer_num=1).stays(60)
    assert story.fired == ["finished", "started"]
    story.says(mc_percent=97, layer_num=11).says(mc_percent=98, layer_num=12)
    story.says("FINISH", mc_percent=100).stays(60)

    first, *_, last = story.fired
    assert (first, last, len(story.fired)) == ("finished", "finished", 4)


def test_the_same_file_twice_as_cloud_jobs() -> None:
    """Two tasks are two jobs from the first report on."""
    next_ids = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}
    story = printing(progress=99).says("FINISH", mc_percent=100)
    story.says("PREPARE", mc_percent=0, layer_num=0, **next_ids)
    story.says("RUNNING").stays(60).says("FAILED", print_error=CANCELED)

    assert story.fired == ["finished", "started", "canceled"]
    assert [event.task_id for event in story.events] == [
        "702383065",
        "702383066",
        "702383066",
    ]


def test_a_duplicate_of_every_report() -> None:
    """What is reported twice fires once."""
    story = printing(progress=99)
    for state in ("PAUSE", "RUNNING", "FINISH"):
        story.stays(120).says(state).says(state, after=0)

    assert story.fired == ["paused", "resumed", "finished"]
