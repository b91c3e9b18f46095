"""Time, waiting and chance in one object, which tests replace."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
import random
import time


def utc_now() -> datetime:
    """Return the time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """Measure time, wait, and draw random numbers."""

    now: Callable[[], datetime] = utc_now
    """The time of day in UTC, which may jump."""
    monotonic: Callable[[], float] = time.monotonic
    """Seconds since some moment, which never go back."""
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    """Waits so many seconds."""
    random: Callable[[], float] = random.random
    """A number from 0 to 1, for jitter."""


SYSTEM_CLOCK = Clock()
