"""What printers have ever printed is added up, each print once."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
import logging
from typing import Any

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.statistics import PrintStatistics
from tests.simulator import SimulatedCloud
from tests.simulator.faults import HttpFault
from tests.simulator.past import ABSURD, past

from .conftest import P1S, X1C, Home

TASKS = "/v1/user-service/my/tasks"
LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)
NEWEST = 500_000


class Pace:
    """What the walk does between two pages."""

    def __init__(self) -> None:
        """Never wait."""
        self.pauses: list[float] = []
        self.hold_at = 0
        self.held = asyncio.Event()
        self.on_hold: Callable[[], None] | None = None

    async def __call__(self, seconds: float) -> None:
        """Take note of a pause; in one of them stay, or do what a test wants."""
        self.pauses.append(seconds)
        if len(self.pauses) == self.hold_at:
            self.held.set()
            if self.on_hold is None:
                await asyncio.Event().wait()
            else:
                self.on_hold()


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Return the pace of the walk through the past."""
    pace = Pace()
    monkeypatch.setattr(
        "custom_components.bambu_cloud.PrintStatistics",
        partial(PrintStatistics, sleep=pace),
    )
    return pace


@pytest.fixture
def house(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    pace: Pace,
) -> Home:
    """Return a home whose account is not set up yet."""
    return Home(hass, cloud, config_entry)


def remember(house: Home, count: int) -> list[dict[str, Any]]:
    """Give the account a past with two printers."""
    rows = list(past([P1S, X1C], count, last_id=NEWEST, until=house.cloud.now))
    house.cloud.history.remember(rows)
    return rows


async def set_up(house: Home) -> None:
    """Set the account up."""
    assert await house.hass.config_entries.async_setup(house.entry.entry_id)


async def unload(house: Home) -> None:
    """Unload the account, as when Home Assistant stops."""
    assert await house.hass.config_entries.async_unload(house.entry.entry_id)


async def complete(house: Home) -> None:
    """Wait until the whole past is known."""
    await house.until(lambda: house.entry.runtime_data.statistics.is_complete)
    await house.until(lambda: house.shows(P1S, "prints_finished") != STATE_UNKNOWN)


def asked(house: Home) -> int:
    """Return how often the history was asked for."""
    return sum(request.path == TASKS for request in house.cloud.requests)


def expected(rows: list[dict[str, Any]], serial: str = P1S) -> tuple[int, int, float]:
    """Return how many prints finished and failed, and their weight."""
    own = [row for row in rows if row["deviceId"] == serial]
    finished = sum(row["status"] == 2 for row in own)
    return finished, len(own) - finished, sum(row["weight"] for row in own)


def shown(house: Home, serial: str = P1S) -> tuple[int, int, float]:
    """Return what the sensors show of the same."""
    return (
        int(house.shows(serial, "prints_finished") or ""),
        int(house.shows(serial, "prints_failed") or ""),
        float(house.shows(serial, "filament_used") or ""),
    )


async def test_account_that_never_printed(house: Home) -> None:
    """Nothing printed is known, not unknown; only a rate there cannot be."""
    await set_up(house)
    await complete(house)

    assert shown(house) == (0, 0, 0)
    assert house.shows(P1S, "success_rate") == STATE_UNKNOWN
    assert house.shows(P1S, "print_time") == "0.0"


async def test_whole_past(
    house: Home, pace: Pace, caplog: pytest.LogCaptureFixture
) -> None:
    """Two thousand prints are read gently, and the log tells how far."""
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
    """The walk goes on where Home Assistant stopped; until its end nothing is told."""
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
    await house.hass.async_block_till_done()

    assert shown(house) == pytest.approx(expected(rows))
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
    await house.until_heard()
    finished, failed, weight = expected(rows)

    await house.cloud.scenario(P1S, "print_uninterrupted", 300)
    await house.until_happened(lambda: house.shows(P1S, "printing") == "on")
    await house.until_happened(lambda: house.shows(P1S, "printing") == "off")

    await house.until(
        lambda: shown(house) == pytest.approx((finished + 1, failed, weight + 34.62))
    )


async def test_success_rate(house: Home) -> None:
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

    assert float(house.shows(P1S, "success_rate") or "") == pytest.approx(200 / 3)
    assert shown(house)[:2] == (2, 2)


async def test_failed_prints_use_less(house: Home) -> None:
    """Of a print that failed, only the share of its time counts as used."""
    row = {"deviceId": P1S, "status": 3, "costTime": 7200}
    house.cloud.history.remember(
        [
            row | {"id": 9},
            row | {"id": 8, "costTime": 60},
            row | {"id": 7, "costTime": 0},
        ]
    )
    await set_up(house)
    await complete(house)

    assert shown(house) == pytest.approx((0, 3, 34.62 * 2.5))


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
    rows = remember(house, 300)
    pace.hold_at = 2
    await set_up(house)
    await house.until(pace.held.is_set)
    await unload(house)
    del house.cloud.history.past[99]

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


@pytest.mark.parametrize(
    "tasks",
    [
        None,
        [],
        {P1S: {"1": None}},
        {P1S: {"1": ["now", 1, 0, {}]}},
        {P1S: {"1": [0, 2, 0, {}]}},
    ],
)
async def test_damaged_file(
    house: Home, hass_storage: dict[str, Any], tasks: Any
) -> None:
    """A file that makes no sense is replaced by another walk."""
    rows = remember(house, 60)
    key = f"{DOMAIN}.prints.{house.entry.entry_id}"
    data = {"done": NEWEST, "top": None, "after": None, "tasks": tasks}
    hass_storage[key] = {"version": 1, "minor_version": 1, "key": key, "data": data}
    await set_up(house)

    await complete(house)

    assert shown(house) == pytest.approx(expected(rows))


async def test_account_that_is_removed(
    house: Home, hass_storage: dict[str, Any]
) -> None:
    """Nothing is kept of an account that is removed."""
    remember(house, 60)
    await set_up(house)
    await complete(house)
    assert any("prints" in key for key in hass_storage)

    await house.hass.config_entries.async_remove(house.entry.entry_id)

    assert not any("prints" in key for key in hass_storage)


async def test_cheap_to_ask(house: Home) -> None:
    """Reports of a print do not add everything up again."""
    remember(house, 60)
    await set_up(house)
    await complete(house)
    statistics = house.entry.runtime_data.statistics

    assert statistics.totals(P1S) is statistics.totals(P1S)
    assert statistics.recent(P1S) is statistics.recent(P1S)


@pytest.mark.usefixtures("recorder_mock")
class TestRecorder:
    """Long-term statistics, with a recorder."""

    @pytest.fixture
    def mock_recorder_before_hass(
        self, async_test_recorder: Callable[..., Any]
    ) -> None:
        """Have a recorder's database before Home Assistant."""

    async def sums(self, house: Home, key: str) -> dict[datetime, float]:
        """Return a statistic by hour."""
        await async_wait_recording_done(house.hass)
        statistic_id = f"{DOMAIN}:{P1S.lower()}_{key}"
        found = await get_instance(house.hass).async_add_executor_job(
            partial(
                statistics_during_period,
                house.hass,
                LONG_AGO,
                None,
                {statistic_id},
                "hour",
                None,
                {"sum"},
            )
        )
        return {
            datetime.fromtimestamp(row["start"], UTC): row["sum"] or 0
            for row in found.get(statistic_id, [])
        }

    async def until_sum(self, house: Home, key: str, total: float) -> None:
        """Wait until a statistic has come to a sum."""
        for _ in range(200):
            sums = await self.sums(house, key)
            if sums and list(sums.values())[-1] == pytest.approx(total, abs=0.01):
                return
            await asyncio.sleep(0.02)
        pytest.fail(f"{key} has not come to {total}: {list(sums.values())[-3:]}")

    async def test_back_filled(self, house: Home) -> None:
        """The past is in the statistics, each print in the hour in which it ended."""
        rows = remember(house, 400)
        await set_up(house)
        await complete(house)
        finished, failed, weight = expected(rows)

        await self.until_sum(house, "filament_used", weight)
        await self.until_sum(house, "prints_finished", finished)
        await self.until_sum(house, "prints_failed", failed)

        own = sorted(row["endTime"] for row in rows if row["deviceId"] == P1S)
        sums = await self.sums(house, "prints_finished")
        hours = sorted({f"{end[:13]}:00:00Z" for end in own})
        assert [hour.strftime("%Y-%m-%dT%H:%M:%SZ") for hour in sums] == hours
        assert list(sums.values()) == sorted(sums.values())
        pla = sum(
            each["weight"]
            for row in rows
            for each in row["amsDetailMapping"]
            if row["deviceId"] == P1S and each["filamentType"] == "PLA"
        )
        await self.until_sum(house, "filament_used_pla", pla)
        seconds = sum(row["costTime"] for row in rows if row["deviceId"] == P1S)
        await self.until_sum(house, "print_time", seconds / 3600)

    async def test_restart_and_new_print(self, house: Home) -> None:
        """A restart changes nothing; a new print adds its own weight to its hour."""
        rows = remember(house, 100)
        await set_up(house)
        await complete(house)
        weight = expected(rows)[2]
        await self.until_sum(house, "filament_used", weight)
        before = await self.sums(house, "filament_used")
        await unload(house)
        await set_up(house)
        await complete(house)
        await self.until_sum(house, "filament_used", weight)
        assert await self.sums(house, "filament_used") == before

        await house.until_heard()
        await house.cloud.scenario(P1S, "print_uninterrupted", 300)
        await house.until_happened(lambda: house.shows(P1S, "printing") == "on")
        await house.until_happened(lambda: house.shows(P1S, "printing") == "off")

        await self.until_sum(house, "filament_used", weight + 34.62)
        after = await self.sums(house, "filament_used")
        assert {hour: after[hour] for hour in before} == before
        assert len(after) == len(before) + 1

    async def test_late_print(self, house: Home) -> None:
        """A print that becomes known late counts in its own hour, also afterward."""
        rows = remember(house, 50)
        last = house.cloud.history.past.pop(30)
        await set_up(house)
        await complete(house)
        del rows[30]
        finished = sum(expected(rows)[:2])
        await self.until_sum(house, "print_time", print_hours(rows))

        house.cloud.history.past.insert(0, last | {"id": NEWEST + 1, "deviceId": P1S})
        await house.entry.runtime_data.history.async_refresh(P1S)
        rows.append(last | {"deviceId": P1S})

        await self.until_sum(house, "print_time", print_hours(rows))
        assert sum(expected(rows)[:2]) == finished + 1
        sums = await self.sums(house, "print_time")
        assert list(sums.values()) == sorted(sums.values())

    async def test_new_database(self, house: Home) -> None:
        """A database that was deleted is filled again at the next start."""
        rows = remember(house, 50)
        await set_up(house)
        await complete(house)
        weight = expected(rows)[2]
        await self.until_sum(house, "filament_used", weight)
        await unload(house)
        ids = [f"{DOMAIN}:{P1S.lower()}_filament_used"]
        get_instance(house.hass).async_clear_statistics(ids)
        assert not await self.sums(house, "filament_used")

        await set_up(house)
        await complete(house)

        await self.until_sum(house, "filament_used", weight)

    async def test_odd_materials(self, house: Home) -> None:
        """Materials spelled alike share a statistic; absurd ones have none."""
        names = ("PLA-CF", "pla cf", "", "x" * 300, "木")
        house.cloud.history.remember(
            {
                "id": 9 - number,
                "deviceId": P1S,
                "amsDetailMapping": [{"filamentType": name, "weight": 10}],
            }
            for number, name in enumerate(names)
        )
        never = {"id": 1, "deviceId": P1S, "startTime": None, "endTime": None}
        house.cloud.history.remember([never])
        await set_up(house)
        await complete(house)

        await self.until_sum(house, "filament_used", 84.62)
        await self.until_sum(house, "filament_used_pla_cf", 20)


def print_hours(rows: list[dict[str, Any]]) -> float:
    """Return how long the P1S has printed."""
    seconds: float = sum(row["costTime"] for row in rows if row["deviceId"] == P1S)
    return seconds / 3600
