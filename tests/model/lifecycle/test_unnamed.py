"""A print is the right one even if the report that names it was lost."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import TaskStatus
from tests.helpers.print_rows import NEXT, NO_IDS, goes_on, row
from tests.helpers.print_stories import (
    CLOUD,
    LOCAL,
    MINUTE,
    SECOND,
    Story,
    idle,
    printing,
)
from tests.helpers.printer_reports import NOON


def test_a_print_that_had_ended_before_the_first_start() -> None:
    """Its row came before its end did, and is no news with it."""
    story = Story().polls().reads(goes_on(CLOUD, NOON - 60 * MINUTE))
    story.says("IDLE").stays(60)
    story.reads(row(NOON - 60 * MINUTE, status=TaskStatus.FAILED)).stays(120)

    assert story.fired == []


def test_a_row_of_a_print_whose_first_reports_were_lost() -> None:
    """Neither name nor ids came, and its start was seen more than a minute late."""
    story = Story().says("IDLE", subtask_name="").reads().stays(200)
    began = story.now
    story.stays(80).says("RUNNING", mc_percent=0, layer_num=0, **NO_IDS).stays(20)
    assert story.fired == ["started"]
    story.restarts(after=7200)
    for _ in range(25):
        story.reads(row(began)).waits(60)

    assert story.fired == ["started", "finished"]
    assert story.last.task_id == CLOUD["task_id"]
    assert story.last.title == "Benchy"


def test_a_print_that_prepares_after_one_that_was_printing() -> None:
    """The report of its end was lost, and the next one has no name yet."""
    story = idle().says(
        "RUNNING", mc_percent=0, layer_num=0, subtask_name="Lid", **LOCAL
    )
    story.stays(60).says("SLICING").stays(20)
    story.says(subtask_name="Vase").stays(60)

    assert story.fired[0::2] == ["started", "started"]
    assert story.last.title == "Lid"
    assert story.memory.run is not None
    assert story.memory.run.title == "Vase"


def test_a_print_that_the_poll_has_at_work_while_it_prepares() -> None:
    """The printer reports it for the first time, and has no name for it yet."""
    story = printing().says("FINISH", mc_percent=100).stays(60).forgets().restarts()
    story.polls_task(task_id=NEXT["task_id"], task_name="Vase", progress=0, after=1)
    story.says("SLICING", mc_percent=0, layer_num=0, subtask_name="", **NO_IDS)
    story.says(subtask_name="Vase", **NEXT).reads(goes_on(NEXT, story.now)).stays(60)

    assert story.fired == ["started"]


def test_a_print_that_is_named_after_its_end_has_fired() -> None:
    """The history was faster than reports that had been held up."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).stays(300).forgets()
    story.waits(60).reads(row(story.now - MINUTE, ids=NEXT, ended_at=story.now))
    story.says("SLICING", mc_percent=0, layer_num=0, **NO_IDS)
    story.says("RUNNING", **NEXT).says("FINISH", mc_percent=100).stays(20)

    assert story.fired.count("finished") == 1


@pytest.mark.parametrize("ids", [NO_IDS, LOCAL], ids=["without ids", "local"])
def test_an_end_that_fired_by_a_clock_that_was_wrong(ids: dict[str, Any]) -> None:
    """The history has its time, which is not that of a print by the wrong clock."""
    story = printing().stays(120).says("FINISH", mc_percent=100).stays(60)
    first = row(NOON + 60 * MINUTE, ended_at=NOON + 70 * MINUTE)
    story.reads(first).stays(3360)
    story.says("RUNNING", mc_percent=0, layer_num=0, **ids)
    for _ in range(20):
        story.reads(first).stays(60)

    assert story.fired == ["finished", "started"]


def test_a_print_under_a_name_that_showed_before_it_began() -> None:
    """The name is its own, so that another one after a gap is another print's."""
    story = printing().says("FINISH", mc_percent=100).stays(30)
    story.says(subtask_name="Vase", **LOCAL).stays(60).forgets()
    story.says("PREPARE", mc_percent=0, layer_num=0).says("RUNNING")
    story.loses_link().waits(1800)
    story.says("RUNNING", mc_percent=50, layer_num=5, subtask_name="Lid").reads()
    story.stays(30)

    assert [(event.type.value, event.title) for event in story.events] == [
        ("started", "Vase"),
        ("failed", "Vase"),
        ("started", "Lid"),
    ]


def test_an_end_that_an_idle_printer_shows() -> None:
    """All before that was lost, which only the history can have."""
    story = printing().says("FINISH", mc_percent=100).says("IDLE").stays(60).reads()
    assert not story.memory.wants_history
    story.says_only(gcode_state="FAILED")

    assert story.memory.wants_history


def test_a_start_of_before_a_gap() -> None:
    """The next print of that name began later than the last one was first seen."""
    story = printing(ids=LOCAL).loses_link().waits(1800)
    story.says("RUNNING", mc_percent=16, layer_num=1, **LOCAL).reads().stays(30)

    assert story.fired == ["failed", "started"]
    assert story.last.started_at != NOON


def test_layers_count_up_while_the_printer_seems_to_be_idle() -> None:
    """The report that it works was lost, so a full one is asked for."""
    story = printing().says("FAILED", mc_percent=0, layer_num=0, stg_cur=0)
    story.stays(120).reads()
    assert not story.is_undecided()
    story.says_only(layer_num=2, mc_percent=40)

    assert story.is_undecided()


def test_stages_while_the_printer_seems_to_be_idle() -> None:
    """It shows no layers then, but what it is doing."""
    story = printing("P1S").says("IDLE", layer_num=0, stg_cur=255).stays(180).reads()
    assert not story.is_undecided()
    story.says_only(stg_cur=1)

    assert story.is_undecided()


def test_a_layer_beside_progress_that_is_left_over() -> None:
    """What the poll began shows the last print's progress, and its layer as well."""
    story = printing().says("FINISH", mc_percent=100).stays(60).forgets().restarts()
    story.polls_task(task_id=NEXT["task_id"], task_name="Vase", progress=100, after=1)
    story.says("RUNNING", mc_percent=100, layer_num=9, subtask_name="Vase", **NEXT)
    story.says(mc_percent=0, layer_num=0).reads(goes_on(NEXT, story.now)).stays(60)

    assert story.fired == ["started"]


def test_a_cancel_that_only_the_end_of_an_unseen_print_shows() -> None:
    """The history has it as a failure; the printer shows the code under its ids."""
    story = printing(ids=LOCAL).says("FAILED", print_error=0x0300_8016).stays(300)
    story.says(print_error=0).stays(60).forgets()
    began = story.now - MINUTE
    story.says(fail_reason="83902478", **NEXT)
    story.reads(row(began, ids=NEXT, status=TaskStatus.FAILED, ended_at=story.now))
    story.stays(120)

    assert story.fired == ["canceled"]


def test_a_row_beside_a_local_print_of_another_name() -> None:
    """A print from the printer's storage that began with it is not the one it has."""
    story = idle().says("PREPARE", mc_percent=0, layer_num=0, **LOCAL).stays(30)
    story.says("FINISH", mc_percent=100, subtask_name="Old").stays(60).forgets()
    story.reads(row(NOON + 30 * SECOND, title="Vase")).stays(20)

    assert [event.title for event in story.events] == ["Vase"]


def test_the_name_of_the_next_print_beside_an_end() -> None:
    """The history has the name of a print that ended in a gap."""
    story = idle().says(**CLOUD).stays(30).says("PREPARE", mc_percent=0, layer_num=0)
    began = story.now
    story.loses_link().waits(600).forgets()
    ended = story.now - MINUTE
    story.says("FAILED", subtask_name="Vase", **NO_IDS).stays(20)
    story.reads(row(began, title="Old", ended_at=ended)).stays(20)

    assert [event.title for event in story.events] == ["Old"]


def test_ids_that_showed_early_before_reports_were_held_up() -> None:
    """The history has the end of their print before its reports arrive."""
    story = printing().says("FINISH", mc_percent=100).stays(60)
    story.says(**NEXT).stays(30).forgets().waits(200)
    began = story.now - 2 * MINUTE
    story.reads(row(began, ids=NEXT, ended_at=story.now)).waits(60)
    for state in ("FINISH", "SLICING", "RUNNING", "FINISH"):
        story.says(state, after=0)
    story.stays(60)

    assert story.fired == ["finished"]


def test_an_end_beside_a_start_that_waits() -> None:
    """The history's start is a fraction of a second before the one that was seen."""
    story = printing().loses_link().waits(60)
    story.says("IDLE", **CLOUD).stays(60).reads(goes_on(CLOUD, NOON))
    story.says("SLICING", mc_percent=0, layer_num=0, subtask_name="Vase", **NEXT)
    began, started = story.now - SECOND, story.now
    assert story.fired == []
    story.restarts(after=3000)
    story.reads(
        row(began, ids=NEXT, title="Vase", ended_at=started + 20 * MINUTE), row(NOON)
    )
    story.stays(60)

    assert story.fired == ["finished", "started", "finished"]


def test_a_row_of_a_print_that_is_no_longer_remembered() -> None:
    """One of its ids was noted by a wrong clock, which makes it no news."""
    story = printing().stays(120).says("FINISH", mc_percent=100).stays(60)
    first = row(NOON + 60 * MINUTE)
    began = [NOON + (100 + number) * MINUTE for number in reversed(range(126))]
    later = [row(at, id=str(at), ended_at=at + 30 * SECOND) for at in began]
    story.reads(first).waits(18000).reads(*later, first).stays(10)
    story.says("RUNNING", mc_percent=0, layer_num=0, **NEXT).stays(300).forgets()
    story.says("FINISH", mc_percent=100).reads(*later, first).stays(10)

    assert [event.task_id for event in story.events] == [NEXT["task_id"]]


def test_a_name_that_only_the_end_shows() -> None:
    """Its own name and ids were lost before, on a connection that was whole."""
    story = printing(ids=LOCAL).says("FINISH", mc_percent=100).stays(30).forgets()
    story.says("PREPARE", mc_percent=0, layer_num=0, **NO_IDS).stays(60)
    story.says("FINISH", mc_percent=100, subtask_name="Vase", **NEXT)

    assert [event.title for event in story.events] == ["Benchy", "Vase"]
    assert story.last.task_id == NEXT["task_id"]


def test_a_failure_in_a_brief_gap_with_another_code() -> None:
    """A print of seconds has failed after one that was canceled."""
    story = printing(ids=LOCAL).says("FAILED", print_error=0x0300_400C).stays(30)
    story.says(print_error=0).stays(20).forgets().loses_link().waits(120)
    story.says("FAILED", fail_reason="50364438", subtask_name="Vase", **LOCAL)
    story.reads().stays(20)

    assert [(event.type.value, event.title) for event in story.events] == [
        ("failed", "Vase")
    ]


def test_a_start_after_a_gap_that_is_over() -> None:
    """A row that is late has the ids that still show, but began long before."""
    story = idle().loses_link().waits(7200)
    waiting = goes_on(CLOUD, story.now - 15 * MINUTE)
    story.reads(waiting).says("IDLE", subtask_name="Benchy", **CLOUD).stays(10)
    story.says("PREPARE", mc_percent=0, layer_num=0)
    story.says(subtask_name="Vase", **NEXT).reads(goes_on(NEXT, story.now)).stays(20)
    ended = row(waiting.started_at or NOON, status=TaskStatus.FAILED)
    story.reads(goes_on(NEXT, story.now), ended).stays(120)

    assert [event.type.value for event in story.events] == ["failed", "started"]
    assert story.last.task_id != CLOUD["task_id"]


def test_an_end_soon_after_the_first_view_by_two_clocks() -> None:
    """The history is ahead, so that its start is later than the end."""
    story = printing().says("FINISH", mc_percent=100).stays(10)
    story.reads(row(NOON + 30 * MINUTE)).stays(60).reads(row(NOON + 30 * MINUTE))

    assert story.fired == ["finished"]
