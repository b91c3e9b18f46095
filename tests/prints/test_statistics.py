"""What printers have ever printed is added up, each print once."""

import asyncio
from collections import defaultdict
from datetime import UTC, datetime, timedelta
from functools import partial
import logging
from typing import Any

from homeassistant.const import STATE_UNKNOWN
import pytest

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.print_history import (
    NEWEST,
    Pace,
    complete,
    expected,
    remember,
    set_up,
    shown,
    unload,
)
from tests.simulator.cloud_side.past import ABSURD, past
from tests.simulator.faults import HttpFault

pytestmark = pytest.mark.usefixtures("entity_registry_enabled_by_default")


async def test_account_that_never_printed(
    house: Home, entity_registry_enabled_by_default: None
) -> None:
    """Nothing printed is a zero, not unknown; only a rate there cannot be."""
    await set_up(house)
    await complete(house)

    assert shown(house) == (0, 0, 0)
    assert house.shows(P1S, "success_rate") == STATE_UNKNOWN
    assert house.shows(P1S, "print_time") == "0.0"


async def test_whole_past(
    house: Home, pace: Pace, caplog: pytest.LogCaptureFixture
) -> None:
    """Two thousand prints are read gently, and the log says how far."""
    caplog.set_level(logging.INFO)
    rows = remember(house, 2000)
    await set_up(house)
    await complete(house)

    for serial in (P1S, X1C):
        assert shown(house, serial) == pytest.approx(expected(rows, serial))
    seconds = sum(row["costTime"] for row in rows if row["deviceId"] == P1S)
    assert float(house.shows(P1S, "print_time") or "") == pytest.approx(seconds / 3600)
    weights: defaultdict[str, float] = defaultdict(float)
    for row in rows:
        for each in row["amsDetailMapping"]:
            weights[each["filamentType"]] += each["weight"] * (row["deviceId"] == P1S)
    by_material = house.attributes(P1S, "filament_used")["by_material"]
    assert by_material == pytest.approx(weights)
    assert pace.pauses == [2.0] * 40
    lines = [r.getMessage() for r in caplog.records if r.name.endswith(".statistics")]
    assert lines[1:3] == ["Read 500 prints so far", "Read 1000 prints so far"]
    assert lines[-1] == "Read all 2000 prints"


async def test_interrupted_half_way(house: Home, pace: Pace) -> None:
    """The walk goes on where Home Assistant stopped; until its end nothing is shown."""
    rows = remember(house, 2000)
    pace.hold_at = 20
    await set_up(house)
    await house.until(pace.held.is_set)
    assert house.shows(P1S, "prints_finished") == STATE_UNKNOWN
    await unload(house)
    before = len(house.cloud.requests)

    await set_up(house)
    await complete(house)

    pages = len(pace.pauses) - 20
    assert pages == 20
    assert len(house.cloud.requests) - before <= 35
    for serial in (P1S, X1C):
        assert shown(house, serial) == pytest.approx(expected(rows, serial))


async def test_restart(house: Home, pace: Pace) -> None:
    """After a restart everything is shown at once, and nothing counts twice."""
    rows = remember(house, 300)
    await set_up(house)
    await complete(house)
    await unload(house)
    pace.pauses.clear()

    await set_up(house)
    await house.until(lambda: shown(house) == pytest.approx(expected(rows)))
    await house.until(lambda: not house.entry.runtime_data.statistics._after)
    assert not pace.pauses


async def test_prints_while_home_assistant_was_off(house: Home) -> None:
    """However many prints were missed, they are found at the next start."""
    rows = remember(house, 100)
    await set_up(house)
    await complete(house)
    await unload(house)
    more = list(past([P1S], 130, last_id=NEWEST + 130, until=house.cloud.now, seed=1))
    history = house.cloud.history
    history.past[:0] = [history.past[0] | row for row in more]

    await set_up(house)

    await house.until(lambda: shown(house) == pytest.approx(expected([*more, *rows])))


async def test_print_that_ends_now(house: Home) -> None:
    """A print counts once it is over, with its weight, time and outcome."""
    rows = remember(house, 10)
    await set_up(house)
    await complete(house)
    await house.until_reported()
    finished, failed, weight = expected(rows)

    await house.cloud.scenario(P1S, "print_uninterrupted", 300)
    await house.until_happened(lambda: house.shows(P1S, "printing") == "on")
    await house.until_happened(lambda: house.shows(P1S, "printing") == "off")

    await house.until(
        lambda: shown(house) == pytest.approx((finished + 1, failed, weight + 34.62))
    )


async def test_success_rate(
    house: Home, entity_registry_enabled_by_default: None
) -> None:
    """The rate is that of the last 30 days."""
    now = datetime.now(UTC)
    house.cloud.history.remember(
        {
            "id": number,
            "deviceId": P1S,
            "status": status,
            "startTime": (now - timedelta(days=days, hours=1)).isoformat(),
            "endTime": (now - timedelta(days=days)).isoformat(),
        }
        for number, status, days in ((9, 2, 1), (8, 3, 2), (7, 2, 29), (6, 3, 40))
    )
    await set_up(house)
    await complete(house)

    assert float(house.shows(P1S, "success_rate") or "") == 67
    assert shown(house)[:2] == (2, 2)


async def test_absurd_rows(house: Home) -> None:
    """Rows that make no sense count as far as they do, and stop nothing."""
    rows = [
        {"deviceId": P1S, "id": NEWEST + 100 - number} | row
        for number, row in enumerate(ABSURD)
    ]
    house.cloud.history.remember(rows)
    good = remember(house, 100)
    await set_up(house)
    await complete(house)

    finished, failed, weight = shown(house)

    usual = expected(good)
    assert usual[0] < finished <= usual[0] + len(ABSURD)
    assert failed == usual[1]
    assert usual[2] < weight <= usual[2] + 34.62 * len(ABSURD) + 1


async def test_refused(
    house: Home, pace: Pace, caplog: pytest.LogCaptureFixture
) -> None:
    """After an error the walk waits and goes on from there."""
    caplog.set_level(logging.DEBUG)
    rows = remember(house, 500)
    faults = house.cloud.faults
    pace.hold_at = 3
    pace.on_hold = partial(setattr, faults, "every_request", HttpFault.SERVER_ERROR)
    await set_up(house)
    await house.until(lambda: "has to wait" in caplog.text)
    assert house.shows(P1S, "prints_finished") == STATE_UNKNOWN
    faults.every_request = None

    await walk_on(house, 3961)
    await complete(house)

    assert shown(house) == pytest.approx(expected(rows))
    assert caplog.text.count("has to wait") == 1
    assert len(pace.pauses) == 10


async def walk_on(house: Home, seconds: float) -> None:
    """Let the time come for the next attempt."""
    await asyncio.sleep(0.05)
    await house.pass_time(seconds)


async def test_print_that_was_deleted(house: Home, pace: Pace) -> None:
    """Where the print to go on after is gone, the walk begins anew."""
    rows = remember(house, 800)
    pace.hold_at = 10
    await set_up(house)
    await house.until(pace.held.is_set)
    await unload(house)
    del house.cloud.history.past[499]

    await set_up(house)
    await house.until(lambda: house.entry.runtime_data.statistics._after is None)
    await walk_on(house, 3961)
    await complete(house)

    assert shown(house) == pytest.approx(expected(rows))


async def test_print_in_work_at_the_first_start(house: Home, pace: Pace) -> None:
    """A print that was in work during the walk counts when it has ended."""
    rows = remember(house, 120)
    now = datetime.now(UTC)
    for row in house.cloud.history.past[60:62]:
        row |= {"status": 4, "startTime": now.isoformat(), "deviceId": P1S}
    house.cloud.history.past[62] |= {"status": 4}  # stuck for ever
    await set_up(house)
    await complete(house)
    await unload(house)
    for number in (60, 61):
        rows[number]["deviceId"] = P1S
        house.cloud.history.past[number] |= rows[number]
    del rows[62]

    pace.pauses.clear()
    await set_up(house)

    await house.until(lambda: shown(house) == pytest.approx(expected(rows)))
    assert len(pace.pauses) <= 1


@pytest.mark.parametrize(("days", "done"), [(13, NEWEST - 111), (15, NEWEST)])
async def test_print_in_work_for_weeks(
    house: Home, hass_storage: dict[str, Any], days: int, done: int
) -> None:
    """The totals wait two weeks for its end, and no longer."""
    remember(house, 120)
    started = datetime.now(UTC) - timedelta(days=days)
    house.cloud.history.past[110] |= {"status": 4, "startTime": started.isoformat()}
    await set_up(house)
    await complete(house)
    key = f"{DOMAIN}.{house.entry.entry_id}.statistics"
    assert hass_storage[key]["data"]["done"] == done
