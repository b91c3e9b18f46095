"""Costs that are in a recorder, or come from it."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.db_schema import StatisticsShortTerm
from homeassistant.components.recorder.models import (
    StatisticData,
    StatisticMeanType,
    StatisticMetaData,
)
from homeassistant.components.recorder.statistics import (
    get_metadata,
)
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.bambu_cloud.prints.external_statistics import id_of
from tests.helpers.clock import Wall
from tests.helpers.costs import METER, Plug, begin, configured, end
from tests.helpers.external_statistics import by_hour
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import P1S, Home
from tests.simulator.cloud_side.past import iso

pytestmark = pytest.mark.usefixtures("recorder_mock")

FIVE = timedelta(minutes=5)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Callable[..., Any]) -> None:
    """Have a recorder's database before Home Assistant."""


async def record(home: Home, start: datetime, *energies: float) -> None:
    """Let the recorder have what the meter counted, five minutes after another."""
    first = datetime.fromtimestamp(
        start.timestamp() // FIVE.total_seconds() * FIVE.total_seconds(), UTC
    )
    rows = [StatisticData(start=first - FIVE, state=0.0, sum=0.0)]
    for number, energy in enumerate(energies):
        total = (rows[-1]["sum"] or 0.0) + energy
        rows.append(StatisticData(start=first + number * FIVE, state=total, sum=total))
    metadata = StatisticMetaData(
        has_sum=True,
        mean_type=StatisticMeanType.NONE,
        name=None,
        source="recorder",
        statistic_id=METER,
        unit_class="energy",
        unit_of_measurement="kWh",
    )
    get_instance(home.hass).async_import_statistics(metadata, rows, StatisticsShortTerm)
    await async_wait_recording_done(home.hass)


async def print_unseen(home: Home, wall: Wall, *, number: int = 900_000) -> datetime:
    """Let a print begin and end while the account is not loaded; return its start."""
    await async_wait_recording_done(home.hass)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    wall.ahead += HOUR
    ended_at = wall().replace(microsecond=0) - 10 * MINUTE
    started_at = ended_at - 20 * MINUTE
    home.cloud.history.remember_first(
        {
            "id": number,
            "deviceId": P1S,
            "title": "Unseen",
            "status": 2,
            "startTime": iso(started_at),
            "endTime": iso(ended_at),
        }
    )
    return started_at


async def come_back(home: Home, wall: Wall) -> None:
    """Load the account again, and wait until the print has its cost."""
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    await until_retraced(home, wall)


async def until_retraced(home: Home, wall: Wall) -> None:
    """Let minutes pass until the recorder was asked for the energy of the print."""
    costs = home.entry.runtime_data.costs
    for _ in range(100):
        cost = costs.current(P1S)
        if cost is not None and not cost.wants_energy:
            return
        wall.ahead += MINUTE
        await home.pass_time(61)
        await asyncio.sleep(0.05)  # the recorder answers in a thread
    pytest.fail("The print has no cost")


async def test_print_that_ended_unseen(home: Home, plug: Plug, wall: Wall) -> None:
    """Its energy is that of its time in the statistics, at the price of then."""
    started_at = await print_unseen(home, wall)
    await record(home, started_at - FIVE, *[0.05] * 12)
    await come_back(home, wall)
    assert plug.cost.task_id == "900000"
    assert plug.cost.energy == pytest.approx(0.2)
    assert plug.cost.energy_cost == pytest.approx(0.06)
    assert not plug.cost.is_energy_partial
    await home.until_shown(P1S, "print_energy", "0.2")


async def test_two_prints_that_ended_unseen(home: Home, plug: Plug, wall: Wall) -> None:
    """The recorder is asked for the second one as soon as the first has its cost."""
    started_at = await print_unseen(home, wall)
    await print_unseen(home, wall, number=900_001)
    await record(home, started_at - FIVE, *[0.05] * 24)
    await come_back(home, wall)
    first, second = home.entry.runtime_data.costs._records.of(P1S)
    assert (first.task_id, second.task_id) == ("900000", "900001")
    assert first.energy == pytest.approx(0.2)
    assert second.energy == pytest.approx(0.2)
    assert not second.is_energy_partial


async def test_restart_before_the_recorder_is_asked(
    home: Home, plug: Plug, wall: Wall
) -> None:
    """What was still to be asked is asked after the restart."""
    started_at = await print_unseen(home, wall)
    await record(home, started_at - FIVE, *[0.05] * 12)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until(lambda: home.entry.runtime_data.costs.current(P1S))
    assert plug.cost.wants_energy
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await until_retraced(home, wall)
    assert plug.cost.energy == pytest.approx(0.2)


async def test_fixed_price(home: Home, plug: Plug, wall: Wall) -> None:
    """A fixed price is that of then, too; an earlier print stays as it is."""
    await configured(home, meter=METER, price=0.5)
    earlier = await print_unseen(home, wall)
    await record(home, earlier - FIVE, *[0.05] * 12)
    await come_back(home, wall)
    first = plug.cost
    started_at = await print_unseen(home, wall, number=900_001)
    await record(home, started_at - FIVE, *[0.1] * 12)
    await come_back(home, wall)
    assert plug.cost.energy_cost == pytest.approx(0.2)
    assert first.energy_cost == pytest.approx(0.1)


async def test_recorder_without_the_end(home: Home, plug: Plug, wall: Wall) -> None:
    """What was not recorded is missing."""
    started_at = await print_unseen(home, wall)
    await record(home, started_at - FIVE, *[0.05] * 3)
    await come_back(home, wall)
    assert plug.cost.energy
    assert plug.cost.is_energy_partial


async def test_recorder_without_the_meter(home: Home, plug: Plug, wall: Wall) -> None:
    """Without statistics there is no energy."""
    await print_unseen(home, wall)
    await come_back(home, wall)
    assert (plug.cost.energy, plug.cost.is_energy_partial) == (None, True)


async def until_total(home: Home, key: str, total: float) -> None:
    """Wait until a statistic has come to a sum."""
    found: list[float] = []
    for _ in range(100):
        found = [*(await by_hour(home, key)).values()]
        if found and found[-1] == pytest.approx(total, abs=0.01):
            return
        await asyncio.sleep(0.05)  # the recorder writes in a thread
    pytest.fail(f"{key} has not come to {total}: {found}")


async def test_statistics(home: Home, plug: Plug) -> None:
    """Energy and cost are added up beside the other statistics of prints."""
    fired = FiredEvents(home, P1S)
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: "started" in fired.types)
    await plug.shows(11.0)
    await home.until_happened(lambda: "finished" in fired.types)
    cost = fired.events[-1]["cost"]

    await until_total(home, "cost", cost)
    await until_total(home, "energy", 1.0)
    metadata = await get_instance(home.hass).async_add_executor_job(
        partial(
            get_metadata,
            home.hass,
            statistic_ids={id_of(P1S, "cost"), id_of(P1S, "energy")},
        )
    )
    units = {each["unit_of_measurement"] for _, each in metadata.values()}
    names = {each["name"] for _, each in metadata.values()}
    assert units == {"EUR", "kWh"}
    assert names == {
        "Workshop P1S: energy of prints (history)",
        "Workshop P1S: cost of prints (history)",
    }


async def test_new_database(home: Home, plug: Plug) -> None:
    """A database that was deleted is filled again at the next start."""
    fired = await begin(home)
    await plug.shows(11.0)
    await end(home, fired)
    await until_total(home, "energy", 1.0)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    get_instance(home.hass).async_clear_statistics([id_of(P1S, "energy")])
    assert not await by_hour(home, "energy")
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await until_total(home, "energy", 1.0)
