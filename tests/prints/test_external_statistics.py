"""Long-term statistics are in a real recorder, each print once."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.statistics import (
    get_metadata,
    list_statistic_ids,
)
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.prints.external_statistics import async_export, id_of
from tests.helpers.external_statistics import by_hour, numbers, until_sum
from tests.helpers.home import P1S, Home
from tests.helpers.print_history import (
    NEWEST,
    complete,
    expected,
    print_hours,
    remember,
    set_up,
    unload,
)

pytestmark = pytest.mark.usefixtures("recorder_mock")


@pytest.fixture
def mock_recorder_before_hass(async_test_recorder: Callable[..., Any]) -> None:
    """Have a recorder's database before Home Assistant."""


async def test_back_filled(house: Home) -> None:
    """The past is in the statistics, each print in the hour in which it ended."""
    rows = remember(house, 400)
    await set_up(house)
    await complete(house)
    finished, failed, weight = expected(rows)

    await until_sum(house, "filament_used", weight)
    await until_sum(house, "prints_finished", finished)
    await until_sum(house, "prints_failed", failed)

    own = sorted(row["endTime"] for row in rows if row["deviceId"] == P1S)
    sums = await by_hour(house, "prints_finished")
    hours = sorted({f"{end[:13]}:00:00Z" for end in own})
    assert [hour.strftime("%Y-%m-%dT%H:%M:%SZ") for hour in sums] == hours
    assert list(sums.values()) == sorted(sums.values())
    pla = sum(
        each["weight"]
        for row in rows
        for each in row["amsDetailMapping"]
        if row["deviceId"] == P1S and each["filamentType"] == "PLA"
    )
    await until_sum(house, "filament_used_pla", pla)
    seconds = sum(row["costTime"] for row in rows if row["deviceId"] == P1S)
    await until_sum(house, "print_time", seconds / 3600)


async def test_restart_and_new_print(house: Home) -> None:
    """A restart changes nothing; a new print adds its own weight to its hour."""
    rows = remember(house, 100)
    await set_up(house)
    await complete(house)
    weight = expected(rows)[2]
    await until_sum(house, "filament_used", weight)
    before = await by_hour(house, "filament_used")
    await unload(house)
    await set_up(house)
    await complete(house)
    await until_sum(house, "filament_used", weight)
    assert await by_hour(house, "filament_used") == before

    await house.until_reported()
    await house.cloud.scenario(P1S, "print_uninterrupted", 300)
    await house.until_happened(lambda: house.shows(P1S, "printing") == "on")
    await house.until_happened(lambda: house.shows(P1S, "printing") == "off")

    await until_sum(house, "filament_used", weight + 34.62)
    after = await by_hour(house, "filament_used")
    assert {hour: after[hour] for hour in before} == before
    assert len(after) == len(before) + 1


async def test_nothing_new(house: Home) -> None:
    """Without a new print nothing is cleared, also where nothing was ever printed."""
    house.cloud.history.remember({"id": number, "deviceId": P1S} for number in (9, 8))
    await set_up(house)
    await complete(house)
    await until_sum(house, "prints_finished", 2)
    await until_sum(house, "prints_failed", 0)
    before = await numbers(house)
    assert before

    await unload(house)
    await set_up(house)
    await complete(house)

    assert await numbers(house) == before


async def test_two_prints_of_an_hour(house: Home) -> None:
    """The second one counts as well, although the hour is there already."""
    first = {
        "id": 8,
        "deviceId": P1S,
        "startTime": "2026-01-01T08:00:00Z",
        "endTime": "2026-01-01T08:16:40Z",
        "costTime": 1000,
        "weight": 0.7,
    }
    house.cloud.history.remember([first])
    await set_up(house)
    await complete(house)
    await until_sum(house, "prints_finished", 1)

    house.cloud.history.remember_first(first | {"id": 9})
    await house.entry.runtime_data.history.async_refresh(P1S)

    await until_sum(house, "prints_finished", 2)
    await until_sum(house, "filament_used", 1.4)
    hour = datetime(2026, 1, 1, 8, tzinfo=UTC)
    assert await by_hour(house, "print_time") == {hour: 0.556}
    assert await by_hour(house, "print_time", "state") == {hour: 0.556}


async def test_prints_that_the_cloud_forgot(
    house: Home, hass_storage: dict[str, Any]
) -> None:
    """With the totals lost, too, what the cloud still has is all there is."""
    rows = remember(house, 50)
    await set_up(house)
    await complete(house)
    await until_sum(house, "filament_used", expected(rows)[2])
    await unload(house)
    del hass_storage[f"{DOMAIN}.{house.entry.entry_id}.statistics"]
    house.cloud.history.past.clear()
    house.cloud.history.remember([{"id": NEWEST + 1, "deviceId": P1S}])

    await set_up(house)
    await complete(house)

    await until_sum(house, "filament_used", 34.62)
    assert list((await by_hour(house, "prints_finished")).values()) == [1]


async def test_late_print(house: Home) -> None:
    """A print that is listed late counts in its own hour, also afterward."""
    rows = remember(house, 50)
    last = house.cloud.history.past.pop(30)
    await set_up(house)
    await complete(house)
    del rows[30]
    finished = sum(expected(rows)[:2])
    await until_sum(house, "print_time", print_hours(rows))

    house.cloud.history.past.insert(0, last | {"id": NEWEST + 1, "deviceId": P1S})
    await house.entry.runtime_data.history.async_refresh(P1S)
    rows.append(last | {"deviceId": P1S})

    await until_sum(house, "print_time", print_hours(rows))
    assert sum(expected(rows)[:2]) == finished + 1
    await until_sum(house, "prints_finished", expected(rows)[0])
    await until_sum(house, "prints_failed", expected(rows)[1])
    sums = await by_hour(house, "print_time")
    assert list(sums.values()) == sorted(sums.values())


async def test_new_database(house: Home) -> None:
    """A database that was deleted is filled again at the next start."""
    rows = remember(house, 50)
    await set_up(house)
    await complete(house)
    weight = expected(rows)[2]
    await until_sum(house, "filament_used", weight)
    await unload(house)
    ids = [id_of(P1S, "filament_used")]
    get_instance(house.hass).async_clear_statistics(ids)
    assert not await by_hour(house, "filament_used")

    await set_up(house)
    await complete(house)

    await until_sum(house, "filament_used", weight)


async def test_odd_materials(house: Home) -> None:
    """Materials spelled alike share a statistic; absurd ones have none."""
    names = ("PLA-CF", "pla cf", "", "x" * 33, "y" * 32, "木")
    house.cloud.history.remember(
        {
            "id": 9 - number,
            "deviceId": P1S,
            "startTime": f"2026-01-01T{10 + number}:00:00Z",
            "endTime": f"2026-01-01T{11 + number}:00:00Z",
            "amsDetailMapping": [{"filamentType": name, "weight": 10}],
        }
        for number, name in enumerate(names)
    )
    never = {"id": 1, "deviceId": P1S, "startTime": None, "endTime": None}
    house.cloud.history.remember([never])
    await set_up(house)
    await complete(house)

    await until_sum(house, "filament_used", 94.62)
    sums = await by_hour(house, "filament_used_pla_cf")
    assert list(sums.values()) == [10, 20, 20, 20, 20, 20]
    assert await by_hour(house, f"filament_used_{'x' * 33}") == {}
    await until_sum(house, f"filament_used_{'y' * 32}", 10)


async def test_what_a_dashboard_offers(house: Home) -> None:
    """Each statistic is named after its printer, with the unit that it is in."""
    remember(house, 50)
    await set_up(house)
    await complete(house)
    await until_sum(house, "print_time", print_hours(house.cloud.history.past))
    found = await get_instance(house.hass).async_add_executor_job(
        partial(list_statistic_ids, house.hass, statistic_type="sum")
    )
    offered = {
        each["statistic_id"]: (
            each["name"],
            each["statistics_unit_of_measurement"],
            each["unit_class"],
            each["source"],
        )
        for each in found
    }
    name = "Workshop P1S"
    assert offered.items() >= {
        (id_of(P1S, key), (f"{name}: {words} (history)", unit, unit_class, DOMAIN))
        for key, words, unit, unit_class in (
            ("prints_finished", "finished prints", None, None),
            ("prints_failed", "failed prints", None, None),
            ("print_time", "print time", "h", "duration"),
            ("filament_used", "filament used", "g", "mass"),
            ("filament_used_pla", "PLA used", "g", "mass"),
        )
    }


async def test_another_name(house: Home) -> None:
    """A printer that is called otherwise has statistics of that name, the same ones."""
    remember(house, 50)
    await set_up(house)
    await complete(house)
    await until_sum(house, "print_time", print_hours(house.cloud.history.past))
    printer = house.entry.runtime_data.account.printers[P1S]
    totals = house.entry.runtime_data.statistics.data.by_hour(P1S)
    before = await by_hour(house, "print_time")

    await async_export(house.hass, P1S, f"{printer.display_name} 2", totals)
    await async_wait_recording_done(house.hass)

    found = await get_instance(house.hass).async_add_executor_job(
        partial(get_metadata, house.hass, statistic_ids={id_of(P1S, "print_time")})
    )
    ((_, metadata),) = found.values()
    assert metadata["name"] == "Workshop P1S 2: print time (history)"
    assert await by_hour(house, "print_time") == before
