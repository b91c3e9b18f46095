"""The presets of the simulated cloud."""

from typing import Any

import aiohttp
import pytest

from tests.simulator import SimulatedCloud

PATH = "/v1/iot-service/api/slicer/setting"
ANY = {"version": "1.0.0.0"}
MINE = {
    "type": "filament",
    "name": "Moor PLA @Bambu Lab P1S 0.4 nozzle",
    "version": "2.0.0.0",
    "filament_id": "Pdecade5",
    "setting": {"filament_vendor": "Moor", "filament_type": "PLA"},
}


async def listed(owner: aiohttp.ClientSession, **query: str) -> dict[str, Any]:
    """Return the list of presets."""
    async with owner.get(PATH, params=ANY | query) as response:
        body: dict[str, Any] = await response.json()
        return body


async def test_lists_what_is_public_and_private(owner: aiohttp.ClientSession) -> None:
    """Three kinds, each with Bambu Lab's presets and the user's (protocol A.9.2)."""
    body = await listed(owner)
    assert body["message"] == "success"
    assert all(body[kind]["public"] for kind in ("print", "printer", "filament"))
    names = {row["filament_id"]: row["name"] for row in body["filament"]["public"]}
    assert names["GFA01"] == "Bambu PLA Matte @BBL X1C"
    private = {row["filament_id"]: row for row in body["filament"]["private"]}
    assert private["P9816594"]["filament_vendor"] == "Nordlicht"
    assert private["P9816594"]["setting_id"].startswith("PFUS")
    assert not body["print"]["private"]


async def test_lists_only_what_is_private(owner: aiohttp.ClientSession) -> None:
    """A slicer that has Bambu Lab's presets asks for the user's alone."""
    body = await listed(owner, public="false")
    assert not body["filament"]["public"]
    assert body["filament"]["private"]


@pytest.mark.parametrize(
    ("query", "status", "content"),
    [
        ({}, 400, 'field "version" is not set'),
        ({"version": "newest"}, 422, "Invalid input parameters"),
    ],
)
async def test_version_is_needed(
    owner: aiohttp.ClientSession, query: dict[str, str], status: int, content: str
) -> None:
    """Any four numbers with dots do, nothing else (protocol A.9.2)."""
    async with owner.get(PATH, params=query) as response:
        assert response.status == status
        assert content in await response.text()


async def test_token_is_needed(http: aiohttp.ClientSession) -> None:
    """Presets are the account's."""
    async with http.get(PATH, params=ANY) as response:
        assert response.status == 401


async def test_preset_comes_and_goes(owner: aiohttp.ClientSession) -> None:
    """A preset can be stored, shown, listed and deleted, even twice."""
    async with owner.post(PATH, json=MINE) as response:
        one = f"{PATH}/{(await response.json())['setting_id']}"
    async with owner.get(one, params=ANY) as response:
        shown = await response.json()
    assert (shown["public"], shown["type"]) == (False, "filament")
    assert shown["filament_id"] == "Pdecade5"
    private = (await listed(owner))["filament"]["private"]
    assert private[-1]["name"] == MINE["name"]
    for _ in range(2):
        async with owner.delete(one) as response:
            assert response.status == 200
    async with owner.get(one, params=ANY) as response:
        assert (response.status, (await response.json())["code"]) == (400, 2)
    assert len((await listed(owner))["filament"]["private"]) == len(private) - 1


async def test_public_preset_can_be_shown(owner: aiohttp.ClientSession) -> None:
    """Bambu Lab's presets have an id, too."""
    async with owner.get(f"{PATH}/GP004", params=ANY) as response:
        shown = await response.json()
    assert (shown["public"], shown["type"]) == (True, "print")


async def test_presets_are_one_accounts(
    cloud: SimulatedCloud, owner: aiohttp.ClientSession
) -> None:
    """Presets are separate for each user."""
    async with owner.post(PATH, json=MINE) as response:
        assert response.status == 200
    headers = {"Authorization": f"Bearer {cloud.issue_token('plain@example.com')}"}
    async with aiohttp.ClientSession(cloud.api_url, headers=headers) as other:
        private = (await listed(other))["filament"]["private"]
    assert private
    assert "Pdecade5" not in {row["filament_id"] for row in private}


@pytest.mark.parametrize("missing", ["type", "name", "version"])
async def test_incomplete_preset_is_refused(
    owner: aiohttp.ClientSession, missing: str
) -> None:
    """A preset needs a kind, a name and a version."""
    body = {key: value for key, value in MINE.items() if key != missing}
    async with owner.post(PATH, json=body) as response:
        assert response.status == 422


async def test_presets_are_limited(owner: aiohttp.ClientSession) -> None:
    """Too many presets are refused with code 14 (protocol A.4)."""
    status, number = 200, 0
    while status == 200:
        number += 1
        preset = MINE | {"type": "print", "name": f"Mine {number}"}
        async with owner.post(PATH, json=preset) as response:
            status, body = response.status, await response.json()
    assert (status, body["code"]) == (400, 14)
