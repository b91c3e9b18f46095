"""The clock of the system, and the one that tests move."""

import asyncio
from datetime import UTC, datetime, timedelta

from custom_components.bambu_cloud.api import SYSTEM_CLOCK
from tests.helpers.clock import START, FakeClock


async def test_system_clock() -> None:
    """Times are UTC, seconds go on, and random numbers are from 0 to 1."""
    assert abs(SYSTEM_CLOCK.now() - datetime.now(UTC)) < timedelta(minutes=1)
    before = SYSTEM_CLOCK.monotonic()
    await SYSTEM_CLOCK.sleep(0)
    assert SYSTEM_CLOCK.monotonic() >= before
    assert 0 <= SYSTEM_CLOCK.random() <= 1


async def test_fake_clock_moves_by_hand() -> None:
    """A sleep ends when the clock has been moved so far, and a canceled one never."""
    fake = FakeClock(random=0.25)
    clock = fake.clock
    short, long, canceled = (
        asyncio.ensure_future(clock.sleep(seconds)) for seconds in (1, 5, 2)
    )
    await asyncio.sleep(0)
    canceled.cancel()
    fake.move(4)
    await asyncio.sleep(0)
    assert (short.done(), long.done()) == (True, False)
    assert clock.now() == START + timedelta(seconds=4)
    assert await fake.wake() == 1
    await long
    assert (clock.monotonic(), clock.random()) == (5, 0.25)
    assert fake.sleeps == [1, 5, 2]
    assert not fake.has_sleepers


async def test_fake_clock_advances_from_sleep_to_sleep() -> None:
    """Sleeps started by other sleeps end in the same move, each at its own time."""
    fake = FakeClock()
    woke: list[float] = []

    async def run() -> None:
        while True:
            await fake.clock.sleep(2)
            woke.append(fake.time)

    task = asyncio.create_task(run())
    await fake.advance(5)
    assert (woke, fake.time) == ([2, 4], 5)
    task.cancel()


async def test_fake_clock_sleeps_at_once() -> None:
    """A clock that does not wait moves by what is slept."""
    fake = FakeClock(sleeps_at_once=True)
    await fake.clock.sleep(3)
    assert (fake.time, fake.sleeps) == (3, [3])
