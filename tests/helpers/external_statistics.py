"""What the recorder has of the prints of the P1S."""

import asyncio
from datetime import UTC, datetime
from functools import partial
from typing import Literal

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.statistics import (
    get_metadata,
    statistics_during_period,
)
import pytest
from pytest_homeassistant_custom_component.components.recorder.common import (
    async_wait_recording_done,
)

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.prints.external_statistics import id_of

from .home import P1S, Home
from .print_history import LONG_AGO, is_adding_up


async def by_hour(
    house: Home, key: str, kind: Literal["state", "sum"] = "sum"
) -> dict[datetime, float]:
    """Return a statistic by hour."""
    await async_wait_recording_done(house.hass)
    statistic_id = id_of(P1S, key)
    found = await get_instance(house.hass).async_add_executor_job(
        partial(
            statistics_during_period,
            house.hass,
            LONG_AGO,
            None,
            {statistic_id},
            "hour",
            None,
            {kind},
        )
    )
    return {
        datetime.fromtimestamp(row["start"], UTC): row[kind] or 0
        for row in found.get(statistic_id, [])
    }


async def until_sum(house: Home, key: str, total: float) -> None:
    """Wait until a statistic has come to a sum."""
    for _ in range(200):
        sums = await by_hour(house, key)
        if sums and list(sums.values())[-1] == pytest.approx(total, abs=0.01):
            return
        await asyncio.sleep(0.02)
    pytest.fail(f"{key} has not come to {total}: {list(sums.values())[-3:]}")


async def numbers(house: Home) -> dict[str, int]:
    """Return the recorder's number of each statistic, another one if it was cleared."""
    await house.until(lambda: not is_adding_up())
    await async_wait_recording_done(house.hass)
    found = await get_instance(house.hass).async_add_executor_job(
        partial(get_metadata, house.hass, statistic_source=DOMAIN)
    )
    return {key: number for key, (number, _) in found.items()}
