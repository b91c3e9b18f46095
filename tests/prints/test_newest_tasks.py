"""The account's newest pages serve all printers: others wait for no queue of theirs."""

import asyncio
from http import HTTPStatus

from aiohttp import web
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.api.rest.rate_limit import RateLimiter
from tests.helpers.home import A1_MINI, H2D, P1S, X1C, Home
from tests.helpers.print_history import paced
from tests.simulator import SimulatedCloud, another
from tests.simulator.cloud_side.past import past
from tests.simulator.cloud_side.rest import Request, Rest
from tests.simulator.faults import HttpFault

TASKS = "/v1/user-service/my/tasks"
ALL = (X1C, P1S, A1_MINI, H2D)


def requests(home: Home) -> list[Request]:
    """Return the requests for tasks."""
    return [request for request in home.cloud.requests if request.path == TASKS]


def own(home: Home) -> list[str]:
    """Return the printers whose own tasks were requested."""
    return [
        each.query["deviceId"] for each in requests(home) if "deviceId" in each.query
    ]


@pytest.fixture
def house(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> Home:
    """Return a home whose account is not set up yet."""
    return Home(hass, cloud, config_entry)


def remember(home: Home, serials: tuple[str, ...], count: int) -> None:
    """Give the account a past."""
    rows = past(serials, count, last_id=500_000, until=home.cloud.now)
    home.cloud.history.remember(rows)


async def set_up(home: Home) -> None:
    """Set the account up, and wait until every printer has tasks."""
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    history = home.entry.runtime_data.history
    await home.until(lambda: all(history.of(serial).fetches for serial in ALL))


async def test_one_page_for_all(house: Home) -> None:
    """A start requests a page of the account, and none of each printer."""
    remember(house, ALL, 200)
    await set_up(house)
    await house.until_reported()

    assert own(house) == []
    for serial in ALL:
        tasks = house.entry.runtime_data.history.tasks(serial)
        assert tasks
        assert {task.serial for task in tasks} == {serial}


@pytest.mark.parametrize(("printers", "pages"), [(4, 1), (9, 1), (10, 2), (21, 3)])
async def test_pages_of_many_printers(
    house: Home, monkeypatch: pytest.MonkeyPatch, printers: int, pages: int
) -> None:
    """For ten printers, one more page is requested, and no further one."""
    paced(monkeypatch).hold_at = 1  # the totals stop at their first page
    while len(house.cloud.printers) < printers:
        house.cloud.add_printer(another("P1S", house.cloud.printers))
    remember(house, tuple(house.cloud.printers), 300)
    await set_up(house)

    of_all = [each for each in requests(house) if "deviceId" not in each.query]
    assert len(of_all) == pages + 1


async def test_printer_that_is_not_on_the_page(house: Home) -> None:
    """What a printer has printed long before the others is requested, once."""
    remember(house, ALL[:-1], 60)
    remember(house, (H2D,), 3)
    await set_up(house)

    assert own(house) == [H2D]
    assert len(house.entry.runtime_data.history.tasks(H2D)) == 3


async def test_page_that_fails(house: Home) -> None:
    """Without the page, the running print is requested when there is one."""
    remember(house, ALL, 200)
    house.cloud.faults.targets[f"{TASKS}?limit=50"] = HttpFault.SERVER_ERROR
    assert await house.hass.config_entries.async_setup(house.entry.entry_id)
    await house.until_reported()
    await house.cloud.scenario(P1S, "print_uninterrupted", 300)
    await house.until_happened(lambda: own(house))

    assert set(own(house)) == {P1S}


async def test_page_that_comes_late(
    house: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A print that is found at work before the page came is requested after it."""
    came = asyncio.Event()

    async def hang(_: Rest) -> web.Response:
        """Answer late, and with an error."""
        await came.wait()
        return web.Response(status=HTTPStatus.INTERNAL_SERVER_ERROR)

    monkeypatch.setattr(Rest, "_hang", hang)
    house.cloud.faults.targets[f"{TASKS}?limit=50"] = HttpFault.HANG
    await house.cloud.scenario(P1S, "print_uninterrupted", 3000)
    await house.cloud.advance(60)
    assert await house.hass.config_entries.async_setup(house.entry.entry_id)
    await house.until_reported()
    await house.until_shown(P1S, "task_name", "Benchy")
    assert own(house) == []
    came.set()
    await house.until(lambda: own(house))

    assert set(own(house)) == {P1S}


async def test_one_after_the_other(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """Printers that want their tasks at the same time request them in turn."""
    waiting: list[int] = [0]

    async def wait(_: RateLimiter, host: str) -> None:
        waiting.append(waiting[-1] + 1)
        await asyncio.sleep(0)
        waiting.append(waiting[-1] - 1)

    monkeypatch.setattr(RateLimiter, "wait", wait)
    home.cloud.requests.clear()
    history = home.entry.runtime_data.history
    await asyncio.gather(*(history.async_refresh(serial) for serial in ALL))

    assert set(own(home)) == set(ALL)
    assert max(waiting) == 1
