"""Clocks that tests move."""

import asyncio
from datetime import UTC, datetime, timedelta
import heapq
from itertools import count
import time

from homeassistant.util import dt as dt_util

from custom_components.bambu_cloud.api import Clock
from tests.helpers.wait import until

START = datetime(2026, 1, 1, 10, tzinfo=UTC)
"""A Thursday morning."""


class FakeClock:
    """A clock that stands still until a test moves it.

    Attributes:
        clock: What the code under test gets.
        time: Seconds since the start; tests may add to it while nothing sleeps.
        sleeps: Every sleep that was asked for, in seconds.
        random: The number that is drawn for jitter.
    """

    def __init__(
        self,
        start: datetime = START,
        *,
        random: float = 0.5,
        sleeps_at_once: bool = False,
    ) -> None:
        """Start at zero; with `sleeps_at_once`, each sleep moves the clock itself."""
        self.time = 0.0
        self.sleeps: list[float] = []
        self.random = random
        self.clock = Clock(
            now=self.now,
            monotonic=self.monotonic,
            sleep=self.sleep,
            random=lambda: self.random,
        )
        self._start = start
        self._sleeps_at_once = sleeps_at_once
        self._order = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """Return the time in UTC."""
        return self._start + timedelta(seconds=self.time)

    def monotonic(self) -> float:
        """Return the seconds since the start."""
        return self.time

    async def sleep(self, seconds: float) -> None:
        """Sleep until the clock has moved so far."""
        self.sleeps.append(seconds)
        if self._sleeps_at_once:
            self.time += seconds
            return
        wake = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (self.time + seconds, next(self._order), wake))
        await wake

    @property
    def has_sleepers(self) -> bool:
        """Return whether anything sleeps; canceled sleeps do not count."""
        while self._sleepers and self._sleepers[0][2].done():
            heapq.heappop(self._sleepers)
        return bool(self._sleepers)

    def move(self, seconds: float) -> None:
        """Move the clock and end all sleeps that are due, without waiting."""
        end = self.time + seconds
        while self.has_sleepers and self._sleepers[0][0] <= end:
            self._wake_first()
        self.time = end

    async def wake(self) -> float:
        """End the next sleep at its time; return how far away that was, in seconds."""
        await until(lambda: self.has_sleepers)
        before = self.time
        self._wake_first()
        return self.time - before

    async def advance(self, seconds: float) -> None:
        """Move the clock from sleep to sleep, each of which may lead to others.

        Waits until something sleeps beyond the end.
        """
        end = self.time + seconds
        while True:
            await until(lambda: self.has_sleepers)
            if self._sleepers[0][0] > end:
                break
            self._wake_first()
        self.time = end

    def _wake_first(self) -> None:
        """Move to the end of the first sleep, and end it."""
        due, _, wake = self._sleepers[0]
        self.time = max(self.time, due)
        wake.set_result(None)


class Wall:
    """A clock that runs ahead of the real one as far as a test wants."""

    def __init__(self) -> None:
        """Start at the real time."""
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        """Return the time."""
        return dt_util.utcnow() + self.ahead

    @property
    def clock(self) -> Clock:
        """Return the clock of the integration."""
        return Clock(now=self, monotonic=self.steady, sleep=nap, random=lambda: 0.1)

    def steady(self) -> float:
        """Return seconds that run ahead as well."""
        return time.monotonic() + self.ahead.total_seconds()


async def nap(seconds: float) -> None:
    """Sleep a hundredth of the time, 0.1 s at most."""
    await asyncio.sleep(min(seconds / 100, 0.1))
