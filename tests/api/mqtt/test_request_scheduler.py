"""When queries are sent to printers, and when none are."""

from typing import Any

import pytest

from custom_components.bambu_cloud.api.mqtt.request_scheduler import (
    Query,
    RequestScheduler,
)

SERIAL = "01P00A000000001"
OTHER = "00M00A000000001"

FULL: dict[str, Any] = {"print": {"command": "push_status", "msg": 0}}
DELTA: dict[str, Any] = {"print": {"command": "push_status", "msg": 1}}
VERSION: dict[str, Any] = {"info": {"command": "get_version", "module": []}}
CONNECTED: dict[str, Any] = {"event": {"event": "client.connected"}}
DISCONNECTED: dict[str, Any] = {"event": {"event": "client.disconnected"}}

GREETING = ((SERIAL, Query.VERSION), (SERIAL, Query.FULL))


@pytest.fixture
def scheduler() -> RequestScheduler:
    """Return a scheduler that has greeted one printer at second 0, and got replies."""
    scheduler = RequestScheduler()
    scheduler.add(SERIAL)
    assert scheduler.due(0) == GREETING
    scheduler.note_report(SERIAL, FULL, 0)
    scheduler.note_report(SERIAL, VERSION, 0)
    return scheduler


def sent(scheduler: RequestScheduler, start: int, end: int) -> list[tuple[int, Query]]:
    """Return the queries from one second to another, with their seconds."""
    return [
        (second, query)
        for second in range(start, end)
        for _, query in scheduler.due(float(second))
    ]


def test_printers_are_greeted_one_at_a_time() -> None:
    """Each call greets one printer more, so that requests are spread."""
    scheduler = RequestScheduler()
    scheduler.add(SERIAL)
    scheduler.add(OTHER)
    assert scheduler.due(0) == GREETING
    assert scheduler.due(1) == ((OTHER, Query.VERSION), (OTHER, Query.FULL))
    assert scheduler.due(2) == ()


def test_silent_printer_is_nudged_and_then_left_alone(
    scheduler: RequestScheduler,
) -> None:
    """After 60 s comes `start`, then a full report within the limit, then nothing."""
    assert sent(scheduler, 1, 2000) == [(60, Query.START), (300, Query.FULL)]


def test_full_report_is_requested_at_120_seconds_where_the_limit_allows(
    scheduler: RequestScheduler,
) -> None:
    """A printer that falls silent long after its last full report gets a query soon."""
    scheduler.note_report(SERIAL, DELTA, 1000)
    assert sent(scheduler, 1000, 2000) == [(1060, Query.START), (1120, Query.FULL)]


def test_talking_printer_is_left_alone(scheduler: RequestScheduler) -> None:
    """A report every minute needs no query."""
    for minute in range(10):
        scheduler.note_report(SERIAL, DELTA, minute * 60)
        assert not sent(scheduler, minute * 60, minute * 60 + 60)


def test_each_silence_is_nudged_anew(scheduler: RequestScheduler) -> None:
    """What was sent in one silence may be sent in the next."""
    assert sent(scheduler, 1, 100) == [(60, Query.START)]
    scheduler.note_report(SERIAL, DELTA, 100)
    assert sent(scheduler, 100, 200) == [(160, Query.START)]


def test_printer_that_left_is_not_nudged(scheduler: RequestScheduler) -> None:
    """After `client.disconnected` there are no queries."""
    scheduler.note_report(SERIAL, DISCONNECTED, 1)
    assert not sent(scheduler, 1, 2000)
    scheduler.note_report(SERIAL, DELTA, 2000)
    assert sent(scheduler, 2000, 2061) == [(2060, Query.START)]


def test_printer_that_comes_back_is_greeted_despite_the_limit(
    scheduler: RequestScheduler,
) -> None:
    """`client.connected` requests everything, five minutes or not."""
    scheduler.note_report(SERIAL, CONNECTED, 30)
    assert scheduler.due(30) == GREETING


def test_flapping_printer_is_greeted_every_three_seconds_at_most(
    scheduler: RequestScheduler,
) -> None:
    """The slicer's hard minimum holds even for reconnects."""
    seconds = []
    for second in range(1, 10):
        scheduler.note_report(SERIAL, CONNECTED, second)
        seconds += [at for at, _ in sent(scheduler, second, second + 1)][:1]
    assert seconds == [3, 6, 9]


def test_limit_outlives_the_link(scheduler: RequestScheduler) -> None:
    """A link that breaks and returns within a second does not double the request.

    Without the link, nothing is due.
    """
    scheduler.clear()
    assert sent(scheduler, 1, 400) == []
    scheduler.add(SERIAL)
    assert sent(scheduler, 1, 5) == [(3, Query.VERSION), (3, Query.FULL)]


def test_wanted_full_report_waits_for_the_limit(scheduler: RequestScheduler) -> None:
    """However often it is requested, one query goes out in five minutes."""
    for second in (1, 2, 200):
        scheduler.request_full(SERIAL)
        scheduler.note_report(SERIAL, DELTA, second)
        assert not sent(scheduler, second, second + 50)
    scheduler.note_report(SERIAL, DELTA, 299)
    assert sent(scheduler, 250, 320) == [(300, Query.FULL)]


def test_wanted_full_report_that_came_by_itself_is_not_requested(
    scheduler: RequestScheduler,
) -> None:
    """Any full report will do."""
    scheduler.request_full(SERIAL)
    scheduler.note_report(SERIAL, FULL, 290)
    assert not sent(scheduler, 290, 340)


def test_greeting_without_reply_is_repeated_once() -> None:
    """What a printer that reports left out of its reply is requested again."""
    scheduler = RequestScheduler()
    scheduler.add(SERIAL)
    scheduler.due(0)
    scheduler.note_report(SERIAL, VERSION, 1)
    scheduler.note_report(SERIAL, DELTA, 2)
    assert sent(scheduler, 1, 60) == [(10, Query.FULL)]


def test_silent_printer_gets_no_repetition() -> None:
    """A printer that is off is greeted once."""
    scheduler = RequestScheduler()
    scheduler.add(SERIAL)
    scheduler.due(0)
    assert sent(scheduler, 1, 60) == []


def test_removed_printers_get_no_queries(scheduler: RequestScheduler) -> None:
    """A printer that was removed gets no queries, whatever it reports."""
    scheduler.remove(SERIAL)
    scheduler.request_full(SERIAL)
    scheduler.note_report(SERIAL, CONNECTED, 1)
    assert not sent(scheduler, 1, 2000)


@pytest.mark.parametrize(
    "payload",
    [
        {"print": None, "info": 3, "event": []},
        {"event": {"event": ["client.connected"]}},
        {"info": {"command": None}},
    ],
)
def test_strange_reports_end_the_silence(
    scheduler: RequestScheduler, payload: dict[str, Any]
) -> None:
    """Any report ends the silence."""
    scheduler.note_report(SERIAL, payload, 50)
    assert sent(scheduler, 50, 111) == [(110, Query.START)]


def with_modules(version: int) -> dict[str, Any]:
    """Return a delta of a printer that numbers the set of its modules."""
    report = DELTA["print"] | {"online": {"ahb": True, "version": version}}
    return {"print": report}


def test_changed_modules_are_requested(scheduler: RequestScheduler) -> None:
    """An AMS that is plugged in makes the printer renumber its modules."""
    scheduler.note_report(SERIAL, with_modules(7), 20)
    assert sent(scheduler, 20, 30) == []
    scheduler.note_report(SERIAL, with_modules(8), 30)
    assert sent(scheduler, 30, 40) == [(30, Query.VERSION)]
    scheduler.note_report(SERIAL, with_modules(8), 40)
    assert sent(scheduler, 40, 50) == []


def test_modules_that_change_all_the_time_are_requested_at_intervals(
    scheduler: RequestScheduler,
) -> None:
    """A printer that renumbers its modules with each report is not flooded."""
    queries = []
    for second in range(20, 60):
        scheduler.note_report(SERIAL, with_modules(second), second)
        queries += sent(scheduler, second, second + 1)
    assert queries == [(second, Query.VERSION) for second in (21, 31, 41, 51)]
