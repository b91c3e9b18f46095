"""The account's history of a print is shown for the right one, or not at all."""

from datetime import timedelta
import logging
from typing import Any

from homeassistant.const import STATE_UNKNOWN
import pytest

from custom_components.bambu_cloud.model import Job as Wanted
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.task_requests import TASKS, asked, history, start
from tests.helpers.wait import until
from tests.simulator.cloud_side.past import ABSURD, past
from tests.simulator.faults import HttpFault
from tests.simulator.printer.job import Job

pytestmark = pytest.mark.usefixtures("entity_registry_enabled_by_default")

KEYS = ("print_weight", "print_length", "bed_type", "print_filaments")


def pages(home: Home) -> int:
    """Return how often a page of the account was asked for."""
    tasks = (request for request in home.cloud.requests if request.path == TASKS)
    return sum("deviceId" not in request.query for request in tasks)


def shown(home: Home, serial: str = P1S) -> list[str | None]:
    """Return what the sensors of a print show."""
    return [home.shows(serial, key) for key in KEYS]


async def test_never_printed(home: Home) -> None:
    """A printer without a past has no values to show."""
    assert shown(home) == [STATE_UNKNOWN] * 4


async def test_print_of_the_cloud(home: Home) -> None:
    """The running print shows weight, length, plate and filaments, with their slots."""
    await start(home)
    await home.until_shown(P1S, "print_weight", "34.62")

    assert shown(home) == ["34.62", "11.61", "textured_plate", "PLA"]
    attributes = home.attributes(P1S, "print_filaments")
    (filament,) = attributes["filaments"]
    assert filament["material"] == "PLA"
    assert filament["weight"] == 34.62
    assert filament["ams"] == "AMS 1"
    assert filament["slot"] in {1, 2, 3, 4}
    assert attributes["weight_by_material"] == {"PLA": 34.62}
    assert shown(home, X1C) == [STATE_UNKNOWN] * 4


async def test_last_print_stays(home: Home) -> None:
    """The last print is shown until the next one, also when the printer is off."""
    await start(home)
    await home.until_shown(P1S, "print_weight", "34.62")
    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")
    await home.until(lambda: history(home).tasks(P1S)[0].is_over)
    home.cloud.power_off(P1S)
    await home.until_happened(lambda: home.shows(P1S, "progress") == "unavailable")

    assert shown(home) == ["34.62", "11.61", "textured_plate", "PLA"]


async def test_print_of_the_local_network(home: Home) -> None:
    """A print that is not the account's is unknown: the newest is another one."""
    rows = past([P1S], 5, last_id=500_000, until=home.cloud.now)
    home.cloud.history.remember(rows)
    await history(home).async_refresh(P1S)
    await start(home)
    await home.until_shown(P1S, "print_weight", "34.62")
    home.cloud.simulated(P1S).printing.end("cancel")
    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")

    printer = home.cloud.simulated(P1S)
    home.cloud.send_report(P1S, printer.printing.start(Job(task_id=0, title="SD card")))
    await home.until_happened(lambda: home.shows(P1S, "task_name") == "SD card")
    await home.until_happened(lambda: home.shows(P1S, "print_weight") == STATE_UNKNOWN)

    assert shown(home) == [STATE_UNKNOWN] * 4


@pytest.mark.parametrize(
    ("job", "task_id"),
    [
        (Wanted(task_id="500000"), "500000"),
        (Wanted(task_id="1", subtask_id="500000"), "500000"),
        (Wanted(task_id="499999", subtask_id="500000"), "499999"),
        (Wanted(task_id="1", subtask_id="2"), None),
        (Wanted(name="Benchy"), None),
    ],
)
async def test_identity(home: Home, job: Wanted, task_id: str | None) -> None:
    """A job is a task by its number, or by its number as a subtask; not by its name."""
    home.cloud.history.remember(past([P1S], 5, last_id=500_000, until=home.cloud.now))
    await history(home).async_refresh(P1S)

    task = history(home).task_of(P1S, job)

    assert (task.id if task else None) == task_id
    assert history(home).task_of(X1C, job) is None


async def test_since_the_end_of_a_print(home: Home) -> None:
    """What ended at that very moment belongs to what is newer."""
    home.cloud.history.remember(past([P1S], 5, last_id=500_000, until=home.cloud.now))
    await history(home).async_refresh(P1S)
    third = history(home).tasks(P1S)[2]
    assert third.ended_at

    since = await history(home).async_since(P1S, third.ended_at)
    later = await history(home).async_since(P1S, third.ended_at + timedelta(seconds=1))

    assert [task.id for task in since] == ["500000", "499999", "499998"]
    assert len(later) == 2
    newest = later[0].ended_at
    assert newest
    assert not await history(home).async_since(P1S, newest + timedelta(seconds=1))
    assert not await history(home).async_since(X1C, newest)


async def test_refused(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    """While the cloud does not answer, everything stays as it was, in one line."""
    await start(home)
    await home.until_shown(P1S, "print_weight", "34.62")
    caplog.set_level(logging.DEBUG)
    caplog.clear()

    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    await history(home).async_refresh(P1S)

    assert shown(home) == ["34.62", "11.61", "textured_plate", "PLA"]
    lines = [r for r in caplog.records if r.name.endswith(".printer_history")]
    assert [(r.levelno, r.getMessage()[:33]) for r in lines] == [
        (logging.DEBUG, "Going on with the known prints: G")
    ]


async def test_every_six_hours(home: Home) -> None:
    """The newest prints are asked for again after six hours, and those for totals."""
    await home.until(lambda: pages(home) == 2)

    await home.pass_time(6.6 * 3600 + 1)

    await home.until(lambda: pages(home) == 4)


@pytest.mark.parametrize("row", ABSURD, ids=range(len(ABSURD)))
async def test_absurd_task(home: Home, row: dict[str, Any]) -> None:
    """Whatever the account says of the print, sensors show it or are unknown."""
    await start(home)
    await home.until_shown(P1S, "print_weight", "34.62")
    current = history(home).current(P1S)
    assert current is not None
    mine = {"deviceId": P1S, "id": int(current.id)} | row
    home.cloud.history.remember([mine])
    home.cloud.history._tasks.clear()

    await history(home).async_refresh(P1S)

    assert home.shows(P1S, "print_weight") in {"34.62", STATE_UNKNOWN}
    assert home.shows(P1S, "print_length") in {"11.61", STATE_UNKNOWN}
    assert home.shows(P1S, "bed_type") in {"textured_plate", STATE_UNKNOWN}
    assert home.shows(P1S, "print_filaments") in {"PLA", STATE_UNKNOWN}


async def test_printer_that_leaves_the_account(home: Home) -> None:
    """Tasks of a printer that is gone are not requested."""
    found = history(home).of(P1S)
    assert found
    await home.until(lambda: found.is_released and pages(home) == 2)
    home.cloud.remove_printer(P1S)
    # A poll may end with one that had begun before.
    await until(lambda: history(home).of(P1S) is None, meanwhile=home.poll)
    home.cloud.requests.clear()

    await home.pass_time(6.6 * 3600 + 1)

    await home.until(lambda: pages(home) == 2)
    tasks = [each for each in home.cloud.requests if each.path == TASKS]
    assert P1S not in [request.query.get("deviceId") for request in tasks]


async def test_new_printer(home: Home) -> None:
    """What a new printer has printed is asked for at once."""
    new = "00M00A000000009"
    home.cloud.add_printer(
        type(home.cloud.simulated(X1C))(
            home.cloud.simulated(X1C).model, serial=new, name="New"
        )
    )

    await home.poll()

    await home.until(
        lambda: new in [each.query.get("deviceId") for each in home.cloud.requests]
    )


async def test_account_that_is_unloaded(home: Home) -> None:
    """Nothing is asked for an account that is not loaded any more."""
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    await start(home)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.cloud.requests.clear()

    await home.pass_time(7 * 3600)

    assert not asked(home)
