"""An account with a long past, and what is shown of it."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from homeassistant.const import STATE_UNKNOWN
import pytest

from custom_components.bambu_cloud.api import Clock
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.prints.statistics import PrintStatistics
from tests.simulator.cloud_side.past import past

from .home import P1S, X1C, Home

LONG_AGO = datetime(2015, 1, 1, tzinfo=UTC)
NEWEST = 500_000


class Pace:
    """What reading does between two pages."""

    def __init__(self) -> None:
        """Never wait."""
        self.pauses: list[float] = []
        self.hold_at = 0
        self.held = asyncio.Event()
        self.on_hold: Callable[[], None] | None = None

    async def __call__(self, seconds: float) -> None:
        """Note a pause; in one of them stay, or do what a test wants."""
        self.pauses.append(seconds)
        if len(self.pauses) == self.hold_at:
            self.held.set()
            if self.on_hold is None:
                await asyncio.Event().wait()
            else:
                self.on_hold()


def paced(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Read the past at a pace of a test."""
    pace = Pace()

    def make(*args: Any, clock: Clock) -> PrintStatistics:
        """Return statistics with another pace."""
        return PrintStatistics(*args, clock=replace(clock, sleep=pace))

    monkeypatch.setattr("custom_components.bambu_cloud.PrintStatistics", make)
    return pace


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


def is_adding_up() -> bool:
    """Return whether totals of an account are added up or written."""
    tasks = asyncio.all_tasks()
    return any(task.get_name().startswith(f"{DOMAIN} statistics") for task in tasks)


async def complete(house: Home) -> None:
    """Wait until the whole past was read."""
    await house.until(lambda: house.entry.runtime_data.statistics.is_complete)
    await house.until(lambda: house.shows(P1S, "prints_finished") != STATE_UNKNOWN)


def expected(rows: list[dict[str, Any]], serial: str = P1S) -> tuple[int, int, float]:
    """Return how many prints finished and failed, and their weight."""
    own = [row for row in rows if row["deviceId"] == serial]
    finished = sum(row["status"] == 2 for row in own)
    return finished, len(own) - finished, sum(row["weight"] for row in own)


def shown(house: Home, serial: str = P1S) -> tuple[int, int, float]:
    """Return what the sensors show of the same, -1 for what they do not show yet."""
    keys = ("prints_finished", "prints_failed", "filament_used")
    texts = [house.shows(serial, key) for key in keys]
    finished, failed, used = (
        -1.0 if text in {None, "unknown", "unavailable"} else float(text or "")
        for text in texts
    )
    return int(finished), int(failed), used


def print_hours(rows: list[dict[str, Any]]) -> float:
    """Return how long the P1S has printed."""
    seconds: float = sum(row["costTime"] for row in rows if row["deviceId"] == P1S)
    return seconds / 3600
