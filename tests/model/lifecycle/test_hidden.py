"""A gap hides where one print ended and the next of its kind began."""

from datetime import datetime
from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, Story, idle, printing
from tests.helpers.printer_reports import NOON, SERIAL

NO_IDS: dict[str, Any] = {"task_id": "0", "subtask_id": "0", "print_type": "cloud"}
NEXT: dict[str, Any] = CLOUD | {"task_id": "702383066", "subtask_id": "702384466"}


def row(
    started_at: datetime, *, ids: dict[str, Any] = CLOUD, **fields: Any
) -> PrintTask:
    """Return the row of a print of twenty minutes that went well."""
    usual: dict[str, Any] = {
        "id": ids["task_id"],
        "serial": SERIAL,
        "title": "Benchy",
        "status": TaskStatus.FINISHED,
        "started_at": started_at,
        "ended_at": started_at + 20 * MINUTE,
    }
    return PrintTask(**usual | fields)


def goes_on(ids: dict[str, Any], started_at: datetime) -> PrintTask:
    """Return the row of a print that has not ended."""
    return row(started_at, ids=ids, status=TaskStatus.PRINTING, ended_at=None)


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


def test_an_unseen_start_of_a_cloud_print_without_ids() -> None:
    """It began after the printer was seen at rest, and so did its row."""
    story = idle().loses_link().waits(1200)
    story.says("RUNNING", subtask_name="Benchy", mc_percent=30, **NO_IDS)
    story.reads().forgets().loses_link().waits(3600)
    story.says("IDLE", subtask_name="Vase").stays(20)
    story.reads(row(NOON + 10 * MINUTE))

    assert story.fired == ["finished"]
    assert story.last.task_id == CLOUD["task_id"]


def test_a_row_from_before_an_unseen_start() -> None:
    """A print that began before the printer was seen at rest is another one."""
    story = idle().loses_link().waits(1200)
    story.says("RUNNING", subtask_name="Benchy", mc_percent=30, **NO_IDS)
    story.reads().forgets().loses_link().waits(3600)
    story.says("IDLE", subtask_name="Vase").stays(20)
    story.reads(row(NOON - 10 * MINUTE))

    assert [event.task_id for event in story.events] == [CLOUD["task_id"]]
    assert len(story.memory.waiting) == 1


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


@pytest.mark.parametrize("layers", [{"total_layer_num": 120}, {}])
def test_the_same_number_of_layers_after_a_gap(layers: dict[str, Any]) -> None:
    """The name may have come in the gap, if nothing else speaks against it."""
    story = begins_again(total_layer_num=80).says(total_layer_num=120).forgets()
    story.loses_link().waits(600)
    story.says("RUNNING", subtask_name="Vase", mc_percent=50, **layers)
    story.stays(60)

    assert story.fired == []


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


def test_two_prints_of_one_name_around_a_gap() -> None:
    """By the history, the job at work began in the gap."""
    story = printing(ids=NO_IDS).loses_link().waits(3600)
    story.says("RUNNING", mc_percent=60, layer_num=20, **NEXT).stays(10)
    assert story.fired == []
    began = story.now - 20 * MINUTE
    story.reads(goes_on(NEXT, began), row(NOON))

    assert story.fired == ["finished", "started"]
    assert [event.task_id for event in story.events] == [
        CLOUD["task_id"],
        NEXT["task_id"],
    ]
    assert all(event.late for event in story.events)
    assert story.last.started_at == began

    story.says("FINISH", mc_percent=100)
    assert story.fired == ["finished", "started", "finished"]
    assert not story.last.late


def test_the_second_print_of_one_name_is_over_already() -> None:
    """Both ends fire, each with its own time."""
    story = printing(ids=NO_IDS).loses_link().waits(3600)
    story.says("FINISH", mc_percent=100, **NEXT).stays(10)
    second = row(story.now - 25 * MINUTE, ids=NEXT)
    story.reads(second, row(NOON)).stays(30)

    assert [(event.type.value, event.ended_at) for event in story.events] == [
        ("finished", NOON + 20 * MINUTE),
        ("finished", second.ended_at),
    ]


@pytest.mark.parametrize(
    "minutes",
    [
        pytest.param(5, id="later than now, as the clock differs"),
        pytest.param(-60, id="at its own start"),
        pytest.param(-500, id="long ago"),
    ],
)
def test_a_row_that_did_not_begin_in_the_gap(minutes: int) -> None:
    """It is that of the run, whatever the clock of Home Assistant says."""
    story = printing(ids=NO_IDS).loses_link().waits(3600)
    story.says("RUNNING", mc_percent=60, layer_num=20, **NEXT).stays(10)
    story.reads(goes_on(NEXT, story.now + minutes * MINUTE)).stays(60)

    assert story.fired == []


def test_a_row_without_a_start() -> None:
    """It says nothing about the gap."""
    story = printing(ids=NO_IDS).loses_link().waits(3600)
    story.says("RUNNING", mc_percent=60, layer_num=20, **NEXT)
    nameless = row(NOON, ids=NEXT, status=TaskStatus.PRINTING)
    story.reads(PrintTask(id=nameless.id, serial=SERIAL, status=TaskStatus.PRINTING))

    assert story.fired == []


def test_a_job_that_the_history_ended_and_that_still_shows() -> None:
    """The report of its end was lost: nothing starts, and the printer is asked."""
    story = printing("P1S", progress=97).stays(600, every=30)
    story.reads(row(NOON, ended_at=NOON + MINUTE)).forgets()
    story.says_only(mc_percent=98)
    assert story.fired == []
    assert story.is_undecided()
    story.says("FINISH", mc_percent=100).stays(30)

    assert story.fired == []
    assert not story.is_undecided()


def test_a_reprint_of_a_job_that_the_history_ended() -> None:
    """It went back, so it is another run, whatever ids it shows."""
    story = printing("P1S", progress=97).stays(600, every=30)
    story.reads(row(NOON, ended_at=NOON + MINUTE)).forgets()
    story.says("PREPARE", mc_percent=0, layer_num=0)

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
