"""Measure how an account's whole print history is read."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
import time
from typing import Any, cast

import orjson
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_test_home_assistant,
)

from custom_components.bambu_cloud.api import SYSTEM_CLOCK, BambuCloud, TaskPage
from custom_components.bambu_cloud.api.rest.services.history import all_pages, task_page
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.prints.history import PrintHistory
from custom_components.bambu_cloud.prints.statistics import PrintStatistics
from tests.simulator.cloud_side.past import past

from .loop import TimedLoop, longest_callback
from .table import say

PRINTS, COST_TARGET, CALLBACK_TARGET = 20_000, 3.0, 20.0
"""s of CPU time, ms."""
_SERIALS = [f"01P00A{number:09}" for number in range(1, 6)]


class _Archive:
    """A cloud whose responses are already here."""

    def __init__(self, count: int) -> None:
        """Generate so many prints."""
        now = datetime(2026, 3, 1, tzinfo=UTC)
        self._rows = list(past(_SERIALS, count, last_id=count, until=now))

    def task_pages(
        self, *, size: int, after: str | None = None
    ) -> AsyncIterator[TaskPage]:
        """Return all prints page by page, each decoded from its JSON."""

        async def fetch(before: str | None) -> TaskPage:
            begin = 0 if before is None else len(self._rows) - int(before) + 1
            hits = orjson.dumps({"hits": self._rows[begin : begin + size]})
            await asyncio.sleep(0)
            return task_page(orjson.loads(hits), None)

        return all_pages(fetch, after)


async def _no_pause(_: float) -> None:
    """Let other tasks run."""
    await asyncio.sleep(0)


def measure_past() -> None:
    """Print what reading a long history costs."""
    cost, longest = asyncio.run(_measure(), loop_factory=TimedLoop)
    say(
        "",
        f"Reading {PRINTS} prints: {cost:.1f} s{'*' * (cost > COST_TARGET)},"
        f" longest callback {longest:.0f} ms{'*' * (longest > CALLBACK_TARGET)};"
        f" to reach: {COST_TARGET:g} s, {CALLBACK_TARGET:g} ms",
    )


async def _measure() -> tuple[float, float]:
    """Return the s of reading, and the ms of the longest callback."""
    archive: Any = _Archive(PRINTS)
    entry = MockConfigEntry(domain=DOMAIN)
    with TemporaryDirectory() as folder:
        async with async_test_home_assistant(config_dir=folder) as hass:
            entry.add_to_hass(hass)
            cloud = cast("BambuCloud", archive)
            statistics = PrintStatistics(
                hass,
                entry,
                cloud,
                PrintHistory(hass, entry, cloud),
                clock=replace(SYSTEM_CLOCK, sleep=_no_pause),
            )
            await longest_callback()
            begin = time.process_time()
            await statistics.async_refresh()
            cost, longest = time.process_time() - begin, await longest_callback()
            assert statistics.is_complete
            await hass.async_stop(force=True)
    return cost, longest
