"""Prints are in the calendar of their printer, the past ones and the one in work."""

from datetime import UTC, datetime, timedelta
import logging
from typing import Any

from homeassistant.components.calendar import DOMAIN as CALENDAR, SERVICE_GET_EVENTS
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
import pytest

from custom_components.bambu_cloud.calendar import running_print
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.model import Job, PrinterState, PrintStatus
from custom_components.bambu_cloud.model.sections.presence import Presence
from tests.simulator.cloud_side.past import ABSURD, past
from tests.simulator.faults import HttpFault

from .helpers.home import P1S, X1C, Home

TASKS = "/v1/user-service/my/tasks"
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)


def remember(home: Home, count: int, **changes: Any) -> None:
    """Give the account a past of the P1S."""
    rows = past([P1S], count, last_id=500_000, until=NEW_YEAR)
    home.cloud.history.remember(row | changes for row in rows)


def entity_id(home: Home, serial: str = P1S) -> str:
    """Return the calendar of a printer."""
    found = er.async_get(home.hass).async_get_entity_id(
        CALENDAR, DOMAIN, f"{serial}_prints"
    )
    assert found
    return found


def asked(home: Home) -> int:
    """Return how often the history was asked for."""
    return sum(request.path == TASKS for request in home.cloud.requests)


async def events(
    home: Home, start: datetime, end: datetime, serial: str = P1S
) -> list[dict[str, Any]]:
    """Return what the calendar says of a time."""
    calendar = entity_id(home, serial)
    answer = await home.hass.services.async_call(
        CALENDAR,
        SERVICE_GET_EVENTS,
        {"start_date_time": start, "end_date_time": end},
        target={"entity_id": calendar},
        blocking=True,
        return_response=True,
    )
    assert answer
    listed: Any = answer[calendar]
    found: list[dict[str, Any]] = listed["events"]
    return found


async def test_past_print(home: Home) -> None:
    """A print shows what it was, its outcome, when, how long and how heavy."""
    home.cloud.history.remember(
        [
            {
                "id": 7,
                "deviceId": P1S,
                "startTime": "2026-01-01T08:00:00Z",
                "endTime": "2026-01-01T09:07:00Z",
                "amsDetailMapping": [{"filamentType": "PETG", "weight": 34.62}],
            },
            {"id": 6, "deviceId": X1C},
            {
                "id": 5,
                "deviceId": P1S,
                "status": 3,
                "title": "Hook",
                "startTime": "2026-01-01T07:00:00Z",
                "endTime": "2026-01-01T07:30:00Z",
            },
        ]
    )

    failed, benchy = await events(home, NEW_YEAR, NEW_YEAR + timedelta(days=1))

    assert failed["description"].startswith("30 min · ")
    assert failed["summary"] == "Hook · Failed"
    assert benchy["summary"] == "Benchy · Finished"
    assert dt_util.parse_datetime(benchy["start"]) == datetime(
        2026, 1, 1, 8, tzinfo=UTC
    )
    assert dt_util.parse_datetime(benchy["end"]) == datetime(
        2026, 1, 1, 9, 7, tzinfo=UTC
    )
    figures, materials = benchy["description"].splitlines()
    assert figures == "1 h 7 min · 34.6 g · 11.6 m"
    assert materials == "PETG 34.6 g"


async def test_running_print(home: Home) -> None:
    """The print in work ends when the printer thinks it will; then it is past."""
    state = home.hass.states.get(entity_id(home))
    assert state
    assert state.state == STATE_OFF

    await home.cloud.scenario(P1S, "print_uninterrupted", 6000)
    await home.until_happened(lambda: home.shows(P1S, "finish_time") != "unknown")
    state = home.hass.states.get(entity_id(home))

    assert state
    assert state.state == STATE_ON
    assert state.attributes["message"] == home.shows(P1S, "task_name")
    now = dt_util.utcnow()
    (event,) = await events(home, now, now + timedelta(minutes=1))
    finish = home.shows(P1S, "finish_time")
    assert dt_util.parse_datetime(event["end"]) == dt_util.parse_datetime(finish or "")
    assert not await events(home, now - timedelta(days=2), now - timedelta(days=1))

    home.cloud.simulated(P1S).printing.end("finish")
    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")
    state = home.hass.states.get(entity_id(home))
    assert state
    assert state.state == STATE_OFF


async def test_prediction_that_is_over(home: Home) -> None:
    """A print that is slower than predicted is still running."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 6000)
    await home.until_happened(lambda: home.shows(P1S, "finish_time") != "unknown")
    await home.cloud.advance(30)
    printer = home.cloud.simulated(P1S)
    printer.state["mc_remaining_time"] = 0
    home.cloud.send_report(P1S, {"print": {"mc_remaining_time": 0, "remain_time": 0}})
    await home.cloud.advance(1)

    state = home.hass.states.get(entity_id(home))

    assert state
    assert state.state == STATE_ON


@pytest.mark.parametrize("online", [True, False])
def test_prediction_that_has_passed(*, online: bool) -> None:
    """A print goes on longer than predicted, unless its printer is gone."""
    now = dt_util.utcnow()
    start, finish = now - timedelta(hours=2), now - timedelta(hours=1)
    printing = Job(
        status=PrintStatus.PRINTING, started_at=start, finish_at=finish, name="Benchy"
    )
    printer = PrinterState(
        serial=P1S, job=printing, presence=Presence(listed=online, reported=online)
    )

    event = running_print(printer)

    assert event
    assert event.start == start
    assert (event.end > now) is online
    assert (event.end == finish) is not online


def test_unknown_start() -> None:
    """A print without a start is not in the calendar yet."""
    printing = Job(status=PrintStatus.PRINTING, name="Benchy")

    assert running_print(PrinterState(serial=P1S, job=printing)) is None


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ({"startTime": None}, ("2026-01-01T08:00:00Z", "2026-01-01T09:00:00Z")),
        ({"endTime": None}, ("2026-01-01T08:00:00Z", "2026-01-01T09:00:00Z")),
        (
            {"startTime": None, "costTime": 0},
            ("2026-01-01T09:00:00Z", "2026-01-01T09:01:00Z"),
        ),
        ({"startTime": None, "endTime": None}, None),
    ],
)
async def test_missing_times(
    home: Home, times: dict[str, Any], expected: tuple[str, str] | None
) -> None:
    """A missing time is calculated from the other one and the estimate."""
    home.cloud.history.remember([{"id": 7, "deviceId": P1S} | times])

    found = await events(home, NEW_YEAR, NEW_YEAR + timedelta(days=1))

    assert [
        (dt_util.parse_datetime(each["start"]), dt_util.parse_datetime(each["end"]))
        for each in found
    ] == [tuple(map(dt_util.parse_datetime, expected or ()))] * bool(expected)


async def test_long_past_is_paged_as_needed(home: Home) -> None:
    """Only as much is asked for as a time needs, and nothing twice."""
    remember(home, 300)
    await home.entry.runtime_data.history.async_refresh(P1S)
    before = asked(home)

    recent = await events(home, NEW_YEAR - timedelta(days=2), NEW_YEAR)
    assert recent
    assert asked(home) == before

    month = await events(home, NEW_YEAR - timedelta(days=30), NEW_YEAR)
    assert 20 < len(month) < 300
    assert 1 <= asked(home) - before <= 2

    before = asked(home)
    everything = await events(home, NEW_YEAR - timedelta(days=900), NEW_YEAR)
    assert len(everything) == 300
    assert asked(home) - before <= 7
    before = asked(home)
    assert await events(home, NEW_YEAR - timedelta(days=30), NEW_YEAR) == month
    assert len(await events(home, NEW_YEAR - timedelta(days=900), NEW_YEAR)) == 300
    assert asked(home) == before


async def test_very_long_past(home: Home) -> None:
    """A request from the start of time ends."""
    remember(home, 2300)

    found = await events(home, NEW_YEAR - timedelta(days=9000), NEW_YEAR)

    assert 2000 <= len(found) < 2100
    assert asked(home) <= 50


async def test_refused(home: Home, caplog: pytest.LogCaptureFixture) -> None:
    """While the cloud does not answer, the stored prints are shown."""
    remember(home, 100)
    await home.entry.runtime_data.history.async_refresh(P1S)
    caplog.set_level(logging.DEBUG)
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR

    found = await events(home, NEW_YEAR - timedelta(days=900), NEW_YEAR)

    assert len(found) == 20
    assert caplog.text.count("Going on with the known prints") == 1


async def test_absurd_rows(home: Home) -> None:
    """What has a time is shown at that time; the rest does no harm."""
    home.cloud.history.remember(
        {"deviceId": P1S, "id": 600_000 - number} | row
        for number, row in enumerate(ABSURD)
    )

    found = await events(home, NEW_YEAR, NEW_YEAR + timedelta(days=30_000))

    assert 5 < len(found) < len(ABSURD)
    assert all(event["start"] < event["end"] for event in found)


async def test_gap_in_the_history(home: Home) -> None:
    """Prints of a long time without connection are not missing."""
    remember(home, 60)
    await home.entry.runtime_data.history.async_refresh(P1S)
    await events(home, NEW_YEAR - timedelta(days=900), NEW_YEAR)
    newer = past(
        [P1S], 50, last_id=600_000, until=NEW_YEAR + timedelta(days=60), seed=1
    )
    home.cloud.history.past[:0] = [home.cloud.history.past[0] | row for row in newer]

    await home.entry.runtime_data.history.async_refresh(P1S)
    end = NEW_YEAR + timedelta(days=60)
    found = await events(home, NEW_YEAR - timedelta(days=900), end)

    assert len(found) == 110
