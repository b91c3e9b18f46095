"""When printers are asked, and when they are left alone."""

from typing import Any

import pytest

from custom_components.bambu_cloud.api.mqtt.request_scheduler import Ask, Watchdog

SERIAL = "01P00A000000001"
OTHER = "00M00A000000001"

FULL: dict[str, Any] = {"print": {"command": "push_status", "msg": 0}}
DELTA: dict[str, Any] = {"print": {"command": "push_status", "msg": 1}}
VERSION: dict[str, Any] = {"info": {"command": "get_version", "module": []}}
CONNECTED: dict[str, Any] = {"event": {"event": "client.connected"}}
DISCONNECTED: dict[str, Any] = {"event": {"event": "client.disconnected"}}

GREETING = ((SERIAL, Ask.VERSION), (SERIAL, Ask.FULL))


@pytest.fixture
def watchdog() -> Watchdog:
    """Return a watchdog that has greeted one printer at second 0, and got answers."""
    watchdog = Watchdog()
    watchdog.watch(SERIAL)
    assert watchdog.due(0) == GREETING
    watchdog.heard(SERIAL, FULL, 0)
    watchdog.heard(SERIAL, VERSION, 0)
    return watchdog


def asked(watchdog: Watchdog, start: int, end: int) -> list[tuple[int, Ask]]:
    """Return what is asked from one second to another, with the second."""
    return [
        (second, ask)
        for second in range(start, end)
        for _, ask in watchdog.due(float(second))
    ]


def test_printers_are_greeted_one_at_a_time() -> None:
    """Each call greets one printer more, so that requests are spread."""
    watchdog = Watchdog()
    watchdog.watch(SERIAL)
    watchdog.watch(OTHER)
    assert watchdog.due(0) == GREETING
    assert watchdog.due(1) == ((OTHER, Ask.VERSION), (OTHER, Ask.FULL))
    assert watchdog.due(2) == ()


def test_silence_is_poked_and_then_respected(watchdog: Watchdog) -> None:
    """After 60 s comes `start`, then a full report within the limit, then nothing."""
    assert asked(watchdog, 1, 2000) == [(60, Ask.START), (300, Ask.FULL)]


def test_full_report_is_asked_at_120_seconds_where_the_limit_allows(
    watchdog: Watchdog,
) -> None:
    """A printer that falls silent long after its last full report is asked soon."""
    watchdog.heard(SERIAL, DELTA, 1000)
    assert asked(watchdog, 1000, 2000) == [(1060, Ask.START), (1120, Ask.FULL)]


def test_talking_printer_is_left_alone(watchdog: Watchdog) -> None:
    """A report every minute keeps the watchdog quiet."""
    for minute in range(10):
        watchdog.heard(SERIAL, DELTA, minute * 60)
        assert not asked(watchdog, minute * 60, minute * 60 + 60)


def test_each_silence_is_poked_anew(watchdog: Watchdog) -> None:
    """What was asked in one silence may be asked in the next."""
    assert asked(watchdog, 1, 100) == [(60, Ask.START)]
    watchdog.heard(SERIAL, DELTA, 100)
    assert asked(watchdog, 100, 200) == [(160, Ask.START)]


def test_printer_that_left_is_not_poked(watchdog: Watchdog) -> None:
    """After `client.disconnected` there is nobody to ask."""
    watchdog.heard(SERIAL, DISCONNECTED, 1)
    assert not asked(watchdog, 1, 2000)
    watchdog.heard(SERIAL, DELTA, 2000)
    assert asked(watchdog, 2000, 2061) == [(2060, Ask.START)]


def test_printer_that_comes_back_is_greeted_despite_the_limit(
    watchdog: Watchdog,
) -> None:
    """`client.connected` asks for everything, five minutes or not."""
    watchdog.heard(SERIAL, CONNECTED, 30)
    assert watchdog.due(30) == GREETING


def test_flapping_printer_is_greeted_every_three_seconds_at_most(
    watchdog: Watchdog,
) -> None:
    """The slicer's hard minimum holds even for reconnects."""
    seconds = []
    for second in range(1, 10):
        watchdog.heard(SERIAL, CONNECTED, second)
        seconds += [at for at, ask in asked(watchdog, second, second + 1)][:1]
    assert seconds == [3, 6, 9]


def test_limit_outlives_the_link(watchdog: Watchdog) -> None:
    """A link that breaks and returns within a second does not double the request."""
    watchdog.clear()
    watchdog.watch(SERIAL)
    assert asked(watchdog, 1, 5) == [(3, Ask.VERSION), (3, Ask.FULL)]


def test_wanted_full_report_waits_for_the_limit(watchdog: Watchdog) -> None:
    """However often it is wanted, one request goes out, five minutes after the last."""
    for second in (1, 2, 200):
        watchdog.want_full(SERIAL)
        watchdog.heard(SERIAL, DELTA, second)
        assert not asked(watchdog, second, second + 50)
    watchdog.heard(SERIAL, DELTA, 299)
    assert asked(watchdog, 250, 320) == [(300, Ask.FULL)]


def test_wanted_full_report_that_came_by_itself_is_not_asked_for(
    watchdog: Watchdog,
) -> None:
    """Any full report will do."""
    watchdog.want_full(SERIAL)
    watchdog.heard(SERIAL, FULL, 290)
    assert not asked(watchdog, 290, 340)


def test_greeting_without_answer_is_repeated_once() -> None:
    """A printer that talks, but not about everything, is asked once more."""
    watchdog = Watchdog()
    watchdog.watch(SERIAL)
    watchdog.due(0)
    watchdog.heard(SERIAL, VERSION, 1)
    watchdog.heard(SERIAL, DELTA, 2)
    assert asked(watchdog, 1, 60) == [(10, Ask.FULL)]


def test_silent_printer_gets_no_repetition() -> None:
    """A printer that is off is not asked twice."""
    watchdog = Watchdog()
    watchdog.watch(SERIAL)
    watchdog.due(0)
    assert asked(watchdog, 1, 60) == []


def test_forgotten_printers_are_left_alone(watchdog: Watchdog) -> None:
    """Nothing is asked of a printer that is not followed, whatever it says."""
    watchdog.forget(SERIAL)
    watchdog.want_full(SERIAL)
    watchdog.heard(SERIAL, CONNECTED, 1)
    assert not asked(watchdog, 1, 2000)


@pytest.mark.parametrize(
    "payload",
    [
        {"print": None, "info": 3, "event": []},
        {"event": {"event": ["client.connected"]}},
        {"info": {"command": None}},
    ],
)
def test_strange_reports_count_as_life(
    watchdog: Watchdog, payload: dict[str, Any]
) -> None:
    """Whatever a printer says, it says something."""
    watchdog.heard(SERIAL, payload, 50)
    assert asked(watchdog, 50, 111) == [(110, Ask.START)]


def with_modules(version: int) -> dict[str, Any]:
    """Return a delta of a printer that numbers the set of its modules."""
    report = DELTA["print"] | {"online": {"ahb": True, "version": version}}
    return {"print": report}


def test_changed_modules_are_asked_for(watchdog: Watchdog) -> None:
    """An AMS that is plugged in makes the printer renumber its modules."""
    watchdog.heard(SERIAL, with_modules(7), 20)
    assert asked(watchdog, 20, 30) == []
    watchdog.heard(SERIAL, with_modules(8), 30)
    assert asked(watchdog, 30, 40) == [(30, Ask.VERSION)]
    watchdog.heard(SERIAL, with_modules(8), 40)
    assert asked(watchdog, 40, 50) == []


def test_modules_that_never_rest_are_asked_for_now_and_then(watchdog: Watchdog) -> None:
    """A printer that renumbers its modules with each report is not flooded."""
    asks = []
    for second in range(20, 60):
        watchdog.heard(SERIAL, with_modules(second), second)
        asks += asked(watchdog, second, second + 1)
    assert asks == [(second, Ask.VERSION) for second in (21, 31, 41, 51)]
