"""A printer does one job at a time: prints of the history bound those around them."""

from custom_components.bambu_cloud.model import TaskStatus, suspended
from tests.helpers.print_rows import NEXT, NO_IDS, goes_on, row, vase
from tests.helpers.print_stories import CLOUD, LOCAL, MINUTE, Story, printing
from tests.helpers.printer_reports import NOON


def offline(minutes: float = 90) -> Story:
    """Return a printer with a print of its own, which lost its link."""
    return printing(ids=LOCAL).loses_link().waits(60 * minutes)


def test_the_same_file_printed_again() -> None:
    """It is another print, as one from the cloud was printed between the two."""
    story = offline().says("RUNNING", mc_percent=60, layer_num=20).stays(10)
    assert story.fired == []
    story.reads(vase())

    assert story.fired == ["finished", "finished", "started"]
    titles = [event.title for event in story.events]
    assert titles == ["Benchy", "Vase", "Benchy"]
    story.says("FINISH", mc_percent=100)
    assert story.fired[3:] == ["finished"]
    assert not story.last.late


def test_the_end_of_the_same_file_printed_again() -> None:
    """The end that shows is that of the last of three prints."""
    story = offline().says("FINISH", mc_percent=100).stays(5)
    assert story.fired == []
    story.reads(vase(status=TaskStatus.FAILED)).stays(10).reads(
        vase(status=TaskStatus.FAILED)
    )
    story.stays(120)

    assert [event.title for event in story.events] == ["Benchy", "Vase", "Benchy"]
    assert story.fired[1:] == ["failed", "finished"]


def test_a_history_that_comes_after_the_end_has_fired() -> None:
    """What has fired stays; the print that was not seen fires as well."""
    story = offline().says("FINISH", mc_percent=100).stays(90)
    assert story.fired == ["finished"]
    story.reads(vase()).stays(10)

    assert story.fired == ["finished", "finished"]


def test_a_pause_that_shows_after_a_gap() -> None:
    """It is of the print at work, which the history has to name first."""
    story = offline().says("PAUSE", mc_percent=60, layer_num=20).stays(10)
    assert story.fired == []
    story.reads(vase()).stays(10)

    assert story.fired == ["finished", "finished", "started", "paused"]


def test_a_print_that_ends_an_earlier_one_while_the_link_is_down() -> None:
    """The end of what was open comes first."""
    story = offline().reads(vase())

    assert story.fired == ["finished", "finished"]
    story.link_up = True
    story.says("IDLE", subtask_name="Vase", **NEXT).stays(130)
    assert story.fired == ["finished", "finished"]


def test_reports_that_are_held_up() -> None:
    """They are waited for, as they show more than the history."""
    story = printing(ids=LOCAL).waits(180)
    began = story.now - MINUTE
    story.reads(row(began, ids=NEXT, status=TaskStatus.PRINTING, ended_at=None))
    assert story.fired == []
    story.says("FAILED", mc_percent=0, print_error=0x0300_800B).reads()

    assert story.fired[:1] == ["failed"]
    assert story.events[0].title == "Benchy"


def test_a_cancel_that_is_held_up_behind_the_history() -> None:
    """To the history, it is a failure; the report says more, for 90 s."""
    story = printing().waits(240)
    failed = row(NOON, status=TaskStatus.FAILED, ended_at=story.now - 200 * MINUTE / 60)
    story.reads(failed).says("RUNNING", mc_percent=41)
    story.says("FAILED", mc_percent=0, print_error=0x0300_400C).stays(120)

    assert story.fired == ["canceled"]


def test_a_printer_that_is_not_observed_for_an_hour() -> None:
    """Time has passed meanwhile, as its clock shows; that was not set."""
    story = printing(ids=LOCAL)
    story.memory = suspended(story.memory)
    story.says("RUNNING", mc_percent=80, after=3600).says("FINISH", mc_percent=100)
    story.reads()

    assert story.fired == ["finished"]
    assert story.last.started_at is not None
    assert story.last.started_at < NOON + MINUTE


def test_the_id_of_the_next_print_seen_first_with_an_end() -> None:
    """The history finds the print by its start, although its id had been shown."""
    story = Story().says("FAILED", subtask_name="Benchy", **CLOUD).reads().stays(20)
    story.says("PREPARE", mc_percent=0).says("RUNNING", mc_percent=10).stays(60)
    story.loses_link().waits(1800)
    story.reads(row(NOON + MINUTE / 2)).waits(60).reads(row(NOON + MINUTE / 2))

    assert story.fired == ["started", "finished"]
    assert story.last.task_id == CLOUD["task_id"]


def test_a_local_print_beside_a_row_that_has_not_ended() -> None:
    """The row is that of the print before it, whose end the history has not yet."""
    story = offline().says("RUNNING", mc_percent=60, layer_num=20).stays(10)
    story.reads(goes_on(NEXT, NOON + 30 * MINUTE)).stays(60)
    story.reads(vase(status=TaskStatus.FAILED)).stays(100)
    story.says("FINISH", mc_percent=100)

    assert story.fired == ["finished", "failed", "started", "finished"]
    assert [event.task_id for event in story.events] == [
        None,
        NEXT["task_id"],
        None,
        None,
    ]


def test_a_row_of_long_ago_beside_a_print_without_ids() -> None:
    """Its end has fired, so it is not that of the print at work."""
    story = printing().says("FINISH", mc_percent=100).stays(60)
    story.loses_link().waits(7200).forgets()
    story.link_up = True
    story.says("RUNNING", mc_percent=20, layer_num=3, **NO_IDS)
    story.reads(row(NOON)).stays(60).reads(row(NOON))

    assert story.fired == ["started"]


def test_a_resumed_print_that_is_seen_first_without_power() -> None:
    """The history has it under a shorter name; it starts and ends once."""
    going = goes_on(CLOUD, NOON - 10 * MINUTE)
    story = Story().polls(online=False).reads(going)
    shown = CLOUD | {"mc_percent": 33, "layer_num": 4, "subtask_name": "Benchy 0.2 mm"}
    story.says("IDLE", **shown).reads(going).stays(60)
    story.says("RUNNING").stays(60).says(mc_percent=50)
    story.says("FINISH", mc_percent=100)

    assert story.fired == ["started", "finished"]
    assert not story.last.late


def test_an_end_under_another_name() -> None:
    """By the history, it is the end of the print that had no ids before the gap."""
    story = printing(ids=NO_IDS).loses_link().waits(3600)
    story.link_up = True
    story.says(
        "FAILED", subtask_name="Vase", mc_percent=0, print_error=0x0300_400C, **CLOUD
    )
    story.reads(row(NOON, status=TaskStatus.FAILED)).stays(5)

    assert story.fired == ["canceled"]
    assert story.last.task_id == CLOUD["task_id"]
    story.says("PREPARE", mc_percent=0, subtask_name="Chair", print_error=0, **NEXT)
    assert story.fired == ["canceled", "started"]


def test_a_link_that_is_lost_again_before_the_history_is_read() -> None:
    """What showed in between may be over by now."""
    story = offline().says("RUNNING", mc_percent=60, layer_num=20).loses_link()
    story.reads(vase())
    assert story.fired == ["finished", "finished"]
    story.link_up = True
    story.says("RUNNING", mc_percent=70, layer_num=24, after=20).reads()

    assert story.fired == ["finished", "finished", "started"]


def test_the_row_of_an_older_print_with_the_start_of_a_local_one() -> None:
    """That was over long ago, while the local one is at work."""
    local = LOCAL | {"gcode_start_time": f"{int(NOON.timestamp()) - 86400}"}
    story = Story().says("RUNNING", subtask_name="Benchy", mc_percent=20, **local)
    story.reads(row(NOON - 1440 * MINUTE, ended_at=NOON - 1430 * MINUTE)).waits(600)
    story.reads(row(NOON - 1440 * MINUTE, ended_at=NOON - 1430 * MINUTE))
    assert story.fired == []
    story.says("FINISH", mc_percent=100).reads()

    assert story.fired == ["finished"]
