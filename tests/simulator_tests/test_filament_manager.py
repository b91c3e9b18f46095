"""The simulated filament manager is as strict as the cloud (protocol A.10)."""

from typing import Any

import aiohttp
import pytest

from tests.simulator import SimulatedCloud

UUID = "0123456789ABCDEF0123456789ABCDEF"
NEW = {"filamentName": "PLA", "colorType": 2, "filamentId": ""}
TAGGED = NEW | {"createType": "ams", "RFID": UUID, "rolls": 1}


async def ask(
    owner: aiohttp.ClientSession,
    method: str,
    body: Any = None,
    path: str = "",
    **query: str,
) -> tuple[int, Any]:
    """Send a request of the owner; return status and content."""
    url = f"/v1/design-user-service/my/filament/v2{path}"
    async with owner.request(method, url, json=body, params=query) as response:
        return response.status, await response.json()


async def test_page(cloud: SimulatedCloud, owner: aiohttp.ClientSession) -> None:
    """Spools come 100 per page, with their number; an empty list has none."""
    page = {"offset": "0", "limit": "500"}
    assert await ask(owner, "GET", **page) == (200, {"hits": []})
    for _ in range(120):
        cloud.spools_of().put(filamentName="PLA")
    _, content = await ask(owner, "GET", **page)
    assert (content["total"], len(content["hits"])) == (120, 100)
    _, content = await ask(owner, "GET", offset="100", limit="100")
    assert len(content["hits"]) == 20
    first = content["hits"][0]["id"]
    _, content = await ask(owner, "GET", **page, ids=f"{first},{first + 1}")
    assert len(content["hits"]) == 2
    assert (await ask(owner, "GET"))[0] == 400


@pytest.mark.parametrize("status", [403, 404])
async def test_never_opened(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession, status: int
) -> None:
    """An account may have no filament manager at all."""
    cloud.policy.spools_refused = status
    assert (await ask(owner, "GET", offset="0", limit="1"))[0] == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (NEW, 200),
        (TAGGED, 200),
        (NEW | {"devId": "01S", "inPrinter": True}, 200),
        (NEW | {"filamentName": ""}, 400),
        ({"filamentName": "PLA", "colorType": 2}, 400),
        ({"filamentName": "PLA", "filamentId": ""}, 400),
        (NEW | {"netWeight": 1.5}, 400),
        (NEW | {"note": "shelf"}, 400),
        (NEW | {"status": 0}, 400),
        (NEW | {"colors": ["#FFFFFF"]}, 400),
        (TAGGED | {"RFID": "0" * 32}, 400),
        (NEW | {"RFID": UUID}, 400),
        (NEW | {"rolls": 1}, 400),
    ],
)
async def test_add(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession, body: Any, status: int
) -> None:
    """A new spool has name, colorType and filamentId, and a tag only from an AMS."""
    assert (await ask(owner, "POST", body))[0] == status
    rows = list(cloud.spools_of().rows.values())
    assert len(rows) == (status == 200)
    assert not any(row["inPrinter"] or row.get("devId") for row in rows)


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"netWeight": 5, "note": "shelf"}, 200),
        ({"colors": ["#FFFFFF"], "amsId": 1, "slotId": "2"}, 200),
        ({"id": 1}, 404),
        ({"id": "4900001"}, 400),
        ({"RFID": UUID}, 400),
        ({"createType": "manual"}, 400),
        ({"rolls": 1}, 400),
        ({"status": 0}, 400),
        ({"note": "x" * 51}, 400),
        ({"filamentName": ""}, 400),
    ],
)
async def test_change(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession, changes: Any, status: int
) -> None:
    """A change has a number as id, the name, and nothing of a creation."""
    number = cloud.spools_of().put(filamentName="PLA", netWeight=7)
    body = {"id": number, "filamentName": "PLA"} | changes
    assert (await ask(owner, "PUT", body))[0] == status
    row = cloud.spools_of().rows[number]
    assert row["netWeight"] == (5 if "netWeight" in changes else 7)


async def test_colors(cloud: SimulatedCloud, owner: aiohttp.ClientSession) -> None:
    """An empty list of colors is none that was given."""
    number = cloud.spools_of().put(filamentName="PLA", colors=["#FFFFFF"])
    await ask(owner, "PUT", {"id": number, "filamentName": "PLA", "colors": []})
    assert cloud.spools_of().rows[number]["colors"] == ["#FFFFFF"]


async def test_delete(cloud: SimulatedCloud, owner: aiohttp.ClientSession) -> None:
    """Spools are deleted by number, as text too, or by tag; once more is no error."""
    shelf = cloud.spools_of()
    first, second = shelf.put(), shelf.put()
    shelf.put(RFID=UUID)
    last = shelf.put()
    body = {"ids": [first, str(second)], "RFIDs": [UUID, ""]}
    for _ in range(2):
        assert await ask(owner, "DELETE", body, "/batch") == (200, {})
        assert list(shelf.rows) == [last]
