"""Prints that ended unseen, more than one page of the history has."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from aiohttp import web
from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.helpers.event import async_track_state_change_event
import pytest

from tests.helpers.clock import Wall
from tests.helpers.home import P1S, Home
from tests.helpers.print_history import paced
from tests.helpers.wait import until
from tests.simulator.cloud_side.past import iso, past
from tests.simulator.cloud_side.rest import Rest
from tests.simulator.faults import HttpFault

TASKS = "/v1/user-service/my/tasks"


class Ends:
    """The ids of the prints of which an end was an event, in order."""

    def __init__(self, home: Home) -> None:
        """Listen from now on."""
        self.ids: list[int] = []
        entity_id = home.entity_id(P1S, "print_event")
        assert entity_id
        async_track_state_change_event(home.hass, entity_id, self._note)

    @callback
    def _note(self, event: Event[EventStateChangedData]) -> None:
        """Note an end; the first state after a start is no event."""
        before, state = event.data["old_state"], event.data["new_state"]
        if before is None or state is None or state.state == "unavailable":
            return
        if before.state == "unavailable" or "task_id" not in state.attributes:
            return
        assert state.attributes["late"] is True
        self.ids.append(int(state.attributes["task_id"]))


def ended(count: int, home: Home, wall: Wall) -> Iterator[dict[str, Any]]:
    """Return prints of ten minutes that ended within the last hours, newest first."""
    for number in range(count):
        end = wall() - timedelta(minutes=10 * number + 5)
        yield {
            "id": 900_000 - number,
            "deviceId": P1S,
            "title": f"Part {number}",
            "status": 3 if number % 10 == 9 else 2,
            "startTime": iso(end - timedelta(minutes=9)),
            "endTime": iso(end),
        }


async def go_off_and_on(home: Home, wall: Wall, count: int) -> Ends:
    """Print so often while Home Assistant is off; return what it reports then."""
    old = past([P1S], 200, last_id=500_000, until=wall() - timedelta(days=2))
    home.cloud.history.remember(old)
    await home.pass_time(61)
    ends = Ends(home)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    wall.ahead += timedelta(minutes=10 * count + 60)
    for row in reversed(list(ended(count, home, wall))):
        home.cloud.history.remember_first(row)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    return ends


async def wait_for(home: Home, wall: Wall, ends: Ends, count: int) -> None:
    """Let minutes pass until so many ends were events, and three more."""
    more = 3
    for _ in range(200):
        more -= len(ends.ids) >= count
        if not more:
            break
        await let_a_minute_pass(home, wall)


async def let_a_minute_pass(home: Home, wall: Wall) -> None:
    """Let what is due by then be done."""
    wall.ahead += timedelta(seconds=61)
    await home.pass_time(61)
    await asyncio.sleep(0.05)  # a timeout would come early: its time passes, too


@pytest.mark.parametrize("count", [3, 24, 60, 110])
async def test_more_than_a_page(home: Home, wall: Wall, count: int) -> None:
    """Each end is an event, once, the oldest first."""
    ends = await go_off_and_on(home, wall, count)
    await wait_for(home, wall, ends, count)
    assert ends.ids == list(range(900_001 - count, 900_001))


async def test_older_pages_that_come_late(
    home: Home, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They are used at once, not when the newest page is requested again."""
    came = asyncio.Event()
    waiting: list[str] = []
    answer = Rest._answer

    async def late(rest: Rest, request: web.Request, handler: Any) -> Any:
        """Let what is requested of the past of a printer wait."""
        if {"after", "deviceId"} <= request.query.keys():
            waiting.append(request.path_qs)
            await came.wait()
        return await answer(rest, request, handler)

    monkeypatch.setattr(Rest, "_answer", late)
    paced(monkeypatch).hold_at = 1  # new totals would lead to another look
    ends = await go_off_and_on(home, wall, 60)
    await home.until(lambda: waiting)
    came.set()
    await home.until(lambda: len(ends.ids) == 60)


async def test_older_pages_that_fail(home: Home, wall: Wall) -> None:
    """Without the older pages nothing is decided; they are requested again."""
    home.cloud.faults.targets[f"{TASKS}?limit=50"] = HttpFault.SERVER_ERROR
    ends = await go_off_and_on(home, wall, 30)

    def refused() -> bool:
        """Return whether older pages were requested again and again."""
        return sum("after" in each.query for each in home.cloud.requests) > 1

    await until(refused, meanwhile=partial(let_a_minute_pass, home, wall))
    assert ends.ids == []

    home.cloud.faults.targets.clear()
    await wait_for(home, wall, ends, 30)
    assert ends.ids == list(range(899_971, 900_001))


async def test_old_pages_are_not_read_again(home: Home, wall: Wall) -> None:
    """A start without news reads the newest page alone."""
    await go_off_and_on(home, wall, 0)
    home.cloud.requests.clear()
    await go_off_and_on(home, wall, 0)
    tasks = [each for each in home.cloud.requests if each.path == TASKS]
    own = [each for each in tasks if "deviceId" in each.query]  # not for statistics
    assert own
    assert [request.query for request in own if "after" in request.query] == []


def requests(home: Home) -> int:
    """Return how often the history of the P1S was requested."""
    return sum(
        request.path == TASKS and request.query.get("deviceId") == P1S
        for request in home.cloud.requests
    )


async def test_row_that_ends_late(
    home: Home, wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The history is requested each minute while only it has the end, and no longer.

    The printer is off by then, and the history still lists the print as active.
    """
    await home.cloud.scenario(P1S, "print_uninterrupted", 300)
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "printing")
    ends = Ends(home)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.cloud.advance(400)
    wall.ahead += timedelta(seconds=400)
    home.cloud.power_off(P1S)
    await home.cloud.advance(60)
    rows = home.cloud.history.hits

    def active(*args: Any) -> list[dict[str, Any]]:
        """Return the rows of prints that go on."""
        return [row | {"status": 4} for row in rows(*args)]

    with monkeypatch.context() as patched:
        patched.setattr(home.cloud.history, "hits", active)
        assert await home.hass.config_entries.async_setup(home.entry.entry_id)
        await home.hass.async_block_till_done()
        first = requests(home)
        for _ in range(20):
            wall.ahead += timedelta(seconds=61)
            await home.pass_time(61)
            await asyncio.sleep(0.05)
            if requests(home) > first + 1:
                break
        else:
            pytest.fail("The history is not requested again")
        assert ends.ids == []
    await wait_for(home, wall, ends, 1)
    assert len(ends.ids) == 1

    for _ in range(10):
        before = requests(home)
        for _ in range(5):
            wall.ahead += timedelta(seconds=61)
            await home.pass_time(61)
            await asyncio.sleep(0.05)
        if requests(home) == before:
            break
    else:
        pytest.fail("The history is requested for ever")
