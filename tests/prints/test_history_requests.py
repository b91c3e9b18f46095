"""The account's history is requested when something is missing, and not more often."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from homeassistant.const import STATE_UNKNOWN
import pytest

from tests.helpers.home import P1S, Home
from tests.helpers.task_requests import asked, history, start
from tests.simulator.cloud_side.past import past

pytestmark = pytest.mark.usefixtures("entity_registry_enabled_by_default")


async def pass_time_until(
    home: Home, seconds: float, condition: Callable[[], object]
) -> None:
    """Let time pass, again and again, until something is true."""
    for _ in range(500):  # a timeout would come early: its time passes, too
        await home.pass_time(seconds)
        if condition():
            return
        await asyncio.sleep(0.01)
    pytest.fail("It does not happen")


async def ask_again(home: Home, seconds: float) -> None:
    """Let time pass, once the last answer is there, until the cloud is asked again."""
    before = asked(home)
    await pass_time_until(home, seconds, lambda: asked(home) > before)


async def start_without_task(home: Home, monkeypatch: pytest.MonkeyPatch) -> int:
    """Begin a print that the cloud does not have; return the requests before it."""
    monkeypatch.setattr(home.cloud.history, "hits", lambda *_: [])
    before = asked(home)
    await start(home, speed=60)  # its end would be a reason to ask again
    await home.until(lambda: asked(home) > before)
    return before


async def test_task_that_comes_late(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task that the cloud did not have at the start is requested again."""
    hits = home.cloud.history.hits
    await start_without_task(home, monkeypatch)
    assert home.shows(P1S, "print_weight") == STATE_UNKNOWN

    monkeypatch.setattr(home.cloud.history, "hits", hits)
    await ask_again(home, 61)
    await home.until_shown(P1S, "print_weight", "34.62")
    await home.hass.async_block_till_done()
    before = asked(home)
    for _ in range(5):
        await home.pass_time(61)
    assert asked(home) <= before + 1  # what had been scheduled before, not each minute


async def test_task_that_never_comes(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A task that the cloud never has is not requested for ever."""
    before = await start_without_task(home, monkeypatch)
    for seconds in (61, 301, 901):
        await ask_again(home, seconds)

    for _ in range(20):
        await home.pass_time(1000)

    assert asked(home) <= before + 20  # for ever would be once in each step, and more


async def test_reports_while_a_task_is_missing(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are no reason to ask for it again: its time comes by itself."""
    await start_without_task(home, monkeypatch)
    await home.hass.async_block_till_done()
    before, progress = asked(home), home.shows(P1S, "progress")
    await home.until_happened(lambda: home.shows(P1S, "progress") != progress)
    await home.hass.async_block_till_done()
    assert asked(home) == before


async def test_as_many_as_are_there(home: Home) -> None:
    """Nothing older is requested for as many prints as there are already."""
    home.cloud.history.remember(past([P1S], 60, last_id=500_000, until=home.cloud.now))
    await history(home).async_refresh(P1S)
    oldest = history(home).tasks(P1S)[-1].started_at
    assert oldest
    long_ago = oldest - timedelta(days=365)
    before = asked(home)
    assert len(await history(home).async_since(P1S, long_ago, 20)) == 20
    assert asked(home) == before
    assert len(await history(home).async_since(P1S, long_ago, 21)) == 21
    assert asked(home) == before + 1


async def test_only_print(home: Home) -> None:
    """One print is a history as well, of which there is no older one."""
    home.cloud.history.remember([{"id": 7, "deviceId": P1S}])
    await history(home).async_refresh(P1S)
    long_ago = datetime(2025, 1, 1, tzinfo=UTC)
    for _ in range(2):
        (only,) = await history(home).async_since(P1S, long_ago)
        assert only.id == "7"
