"""The simulated cloud remembers prints, and has pictures of them."""

from typing import Any

import aiohttp
import pytest
from yarl import URL

from tests.simulator import SimulatedCloud
from tests.simulator.cloud_side.covers import CoverFault
from tests.simulator.cloud_side.past import ABSURD, past
from tests.simulator.default_printers import P1S_SERIAL, X1C_SERIAL

TASKS = "/v1/user-service/my/tasks"
PNG = b"\x89PNG\r\n\x1a\n"


def remember(cloud: SimulatedCloud, count: int) -> list[dict[str, Any]]:
    """Give the owner a past."""
    rows = list(past([P1S_SERIAL, X1C_SERIAL], count, last_id=500_000, until=cloud.now))
    cloud.history.remember(rows)
    return rows


async def listed(owner: aiohttp.ClientSession, **query: str) -> list[dict[str, Any]]:
    """Return a page of tasks."""
    async with owner.get(TASKS, params=query) as response:
        body = await response.json()
    hits: list[dict[str, Any]] = body["hits"]
    return hits


async def test_paging(cloud: SimulatedCloud, owner: aiohttp.ClientSession) -> None:
    """A page goes on after a task, newest first, of one printer or of all."""
    rows = remember(cloud, 120)
    pages: list[list[int]] = []
    after: dict[str, str] = {}
    while page := await listed(owner, limit="50", **after):
        pages.append([hit["id"] for hit in page])
        after = {"after": str(page[-1]["id"])}

    assert [len(page) for page in pages] == [50, 50, 20]
    assert [number for page in pages for number in page] == [row["id"] for row in rows]
    assert len(await listed(owner)) == 20
    of_printer = await listed(owner, deviceId=P1S_SERIAL, limit="200")
    assert {hit["deviceId"] for hit in of_printer} == {P1S_SERIAL}
    assert 0 < len(of_printer) < 120


async def test_the_past_is_always_the_same(cloud: SimulatedCloud) -> None:
    """Two clouds with the same past agree on it."""
    assert remember(cloud, 30) == remember(cloud, 30)


async def test_running_print_comes_first(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """The current print is the newest task, and has its filament."""
    remember(cloud, 3)
    await cloud.scenario(P1S_SERIAL, "print_ok", 300)

    hit = (await listed(owner))[0]

    assert hit["status"] == 4
    assert [each["filamentType"] for each in hit["amsDetailMapping"]] == ["PLA"]


async def test_cover(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession, http: aiohttp.ClientSession
) -> None:
    """Anybody with the address sees the picture, for ten minutes."""
    remember(cloud, 1)
    (hit,) = await listed(owner)
    async with http.get(hit["cover"].split("&")[0]) as unsigned:
        assert unsigned.status == 403

    address = URL(hit["cover"], encoded=True)
    async with http.get(address) as picture:
        assert (await picture.read()).startswith(PNG)
    await cloud.advance(601)
    async with http.get(address) as expired:
        assert expired.status == 403


@pytest.mark.parametrize("fault", [each for each in CoverFault if each != "slow"])
async def test_cover_faults(
    cloud: SimulatedCloud,
    owner: aiohttp.ClientSession,
    http: aiohttp.ClientSession,
    fault: CoverFault,
) -> None:
    """A picture may fail to come in many ways."""
    remember(cloud, 1)
    (hit,) = await listed(owner)
    cloud.history.covers.fault = fault

    async with http.get(hit["cover"], allow_redirects=False) as response:
        content = await response.read()

    assert response.status != 200 or not content.startswith(PNG) or len(content) > 5e6


async def test_absurd_rows(cloud: SimulatedCloud, owner: aiohttp.ClientSession) -> None:
    """Rows come as absurd as they were remembered."""
    cloud.history.remember({"deviceId": P1S_SERIAL, "id": 7} | row for row in ABSURD)

    hits = await listed(owner, limit="100")

    assert len(hits) == len(ABSURD)
