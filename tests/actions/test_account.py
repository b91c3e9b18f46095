"""Automations read an account, and rename printers."""

from datetime import datetime
from typing import Any

import aiohttp
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryDisabler
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
import voluptuous as vol

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.actions import failed
from tests.helpers.home import OWNER, P1S, X1C, Home
from tests.helpers.translations import ENGLISH
from tests.simulator.cloud_side.messages import message
from tests.simulator.cloud_side.past import past
from tests.simulator.faults import HttpFault

PROJECT = "/v1/iot-service/api/user/project"


async def call(home: Home, name: str, **data: Any) -> dict[str, Any]:
    """Return the response of an action."""
    response: Any = await home.hass.services.async_call(
        DOMAIN, name, data, blocking=True, return_response=True
    )
    found: dict[str, Any] = response
    return found


async def rename(home: Home, name: str, serial: str = P1S) -> None:
    """Rename a printer."""
    device = home.device(serial)
    assert device
    await home.hass.services.async_call(
        DOMAIN,
        "rename_printer",
        {"device_id": device.id, "name": name},
        blocking=True,
    )


async def add_project(home: Home) -> str:
    """Have the owner send a file with another application, and return its id."""
    headers = {"Authorization": f"Bearer {home.cloud.issue_token(OWNER)}"}
    async with aiohttp.ClientSession(home.cloud.api_url, headers=headers) as session:
        async with session.post(PROJECT, json={"name": "box.3mf"}) as response:
            body = await response.json()
        project_id: str = body["project_id"]
    return project_id


async def test_messages(home: Home) -> None:
    """Prints that ended and whatever else there is, newest first."""
    rows = list(past([P1S], 30, last_id=900, until=home.cloud.now))
    home.cloud.history.remember(rows)
    home.cloud.letters[OWNER] = [
        message(77, 1, "2026-01-01T02:54:12Z"),
        message(76, 99, None),
    ]

    found = (await call(home, "get_messages"))["messages"]

    assert len(found) == 20
    letter, unknown, ended = found[:3]
    assert (letter["id"], letter["type"], letter["from"]) == (
        "77",
        "system",
        "Bambu Lab",
    )
    assert datetime.fromisoformat(letter["created"]).hour == 2
    assert letter["title"] is letter["outcome"] is letter["cover"] is None
    assert (unknown["type"], unknown["created"]) == (None, None)
    assert ended["type"] == "print_ended"
    assert (ended["task_id"], ended["title"]) == ("900", rows[0]["title"])
    assert ended["outcome"] == {2: "finished", 3: "failed"}[rows[0]["status"]]

    assert len((await call(home, "get_messages", limit=50))["messages"]) == 32
    entry_id = home.entry.entry_id
    (only,) = (
        await call(home, "get_messages", config_entry_id=entry_id, type="system")
    )["messages"]
    assert only["id"] == "77"


async def test_projects(home: Home) -> None:
    """What was sent to the cloud is listed, and shown with its plates."""
    assert await call(home, "get_projects") == {"projects": []}
    project_id = await add_project(home)

    (row,) = (await call(home, "get_projects"))["projects"]
    assert (row["id"], row["name"], row["status"]) == (project_id, "box.3mf", "ACTIVE")
    assert datetime.fromisoformat(row["created"])

    found = (await call(home, "get_project", project_id=project_id))["project"]
    assert row.items() <= found.items()
    (profile,) = found["profiles"]
    assert (profile["printer"], profile["nozzle_diameter"]) == ("X1 Carbon", 0.4)
    (plate,) = profile["plates"]
    assert (plate["plate"], plate["estimate"], plate["weight"]) == (1, 3348, 12.6)
    assert plate["thumbnail"].startswith(home.cloud.api_url)
    assert plate["filaments"] == [
        {"material": "PLA", "color": "#00AE42", "length": 4.16, "weight": 12.6}
    ]


@pytest.mark.parametrize("project_id", ["1", "../bind", " "])
async def test_unknown_project(home: Home, project_id: str) -> None:
    """An id that leads nowhere is reported as such."""
    with pytest.raises(ServiceValidationError) as raised:
        await call(home, "get_project", project_id=project_id)
    assert raised.value.translation_key == "not_found"


async def test_filament_presets(home: Home) -> None:
    """All filaments by name, or only the owner's."""
    found = (await call(home, "get_filament_presets"))["filaments"]
    names = {each["id"]: each["name"] for each in found}
    assert names["GFA00"] == "Bambu PLA Basic"
    own = (await call(home, "get_filament_presets", own=True))["filaments"]
    assert {each["id"] for each in own} == {"P9816594", "P2c0ffee"}
    assert all(each["own"] for each in own)
    described = {each["id"]: each for each in found}
    assert described["P9816594"] == {
        "id": "P9816594",
        "name": "Nordlicht PLA Tough",
        "own": True,
        "vendor": "Nordlicht",
        "material": "PLA",
        "support": False,
        "nozzle_temperature_min": 190,
        "nozzle_temperature_max": 240,
    }
    assert described["GFA00"]["material"] is None


async def test_slicer_release(home: Home) -> None:
    """The newest Bambu Studio, with what is new."""
    found = await call(home, "get_slicer_release")
    assert found["version"] == "02.06.00.51"
    assert "Improvements" in found["notes"]
    assert found["mandatory"] is False
    assert found["url"].startswith("https://")


async def test_rename(home: Home) -> None:
    """The new name is the account's, and shows here at once."""
    await rename(home, "  Cube ")
    assert home.cloud.printers[P1S].identity.name == "Cube"
    await home.until(lambda: (d := home.device(P1S)) and d.name == "Cube")


async def test_name_that_the_user_gave_here_stays(home: Home) -> None:
    """A name that the user gave in Home Assistant stays."""
    device = home.device(P1S)
    assert device
    registry = dr.async_get(home.hass)
    registry.async_update_device(device.id, name_by_user="Mine")

    await rename(home, "Cube")

    await home.until(lambda: (d := home.device(P1S)) and d.name == "Cube")
    device = home.device(P1S)
    assert device
    assert device.name_by_user == "Mine"


@pytest.mark.parametrize("name", ["", "   ", "x" * 65])
async def test_impossible_name(home: Home, name: str) -> None:
    """A name that is not readable is refused before any request."""
    before = home.cloud.printers[P1S].identity.name
    with pytest.raises(ServiceValidationError) as raised:
        await rename(home, name)
    assert raised.value.translation_key == "impossible_name"
    assert home.cloud.printers[P1S].identity.name == before


FAULTS = {
    HttpFault.FORBIDDEN: "not_yours",
    HttpFault.RATE_LIMITED: "rate_limited",
    HttpFault.CLOUDFLARE: "blocked",
    HttpFault.SERVER_ERROR: "server_error",
    HttpFault.CUT: "cannot_connect",
    HttpFault.NOT_JSON: "unexpected_answer",
}


@pytest.mark.parametrize(("fault", "key"), FAULTS.items())
async def test_refused(home: Home, fault: HttpFault, key: str) -> None:
    """An action that the cloud does not do has a message."""
    home.cloud.faults.every_request = fault
    with pytest.raises(HomeAssistantError) as raised:
        await rename(home, "Cube", X1C)
    assert raised.value.translation_key == key
    assert not isinstance(raised.value, ServiceValidationError)
    with pytest.raises(HomeAssistantError) as raised:
        await call(home, "get_projects")
    assert raised.value.translation_key == key


async def test_dead_token(home: Home) -> None:
    """A login that is over starts a new one, once."""
    home.cloud.revoke_tokens()
    for _ in range(2):
        with pytest.raises(HomeAssistantError) as raised:
            await call(home, "get_projects")
        assert raised.value.translation_key == "login_expired"
    await home.hass.async_block_till_done()
    flows = home.hass.config_entries.flow.async_progress()
    assert [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("get_messages", {"limit": 0}),
        ("get_messages", {"limit": 1001}),
        ("get_messages", {"type": "rumor"}),
        ("get_project", {}),
        ("get_projects", {"limit": 3}),
        ("get_filament_presets", {"own": "perhaps"}),
    ],
)
async def test_impossible_data(home: Home, name: str, data: dict[str, Any]) -> None:
    """Impossible data is refused."""
    with pytest.raises(vol.Invalid):
        await call(home, name, **data)


async def test_which_account(home: Home) -> None:
    """With more than one, the field that names it has to be filled in."""
    other = MockConfigEntry(domain=DOMAIN, title="Club", disabled_by=None)
    other.add_to_hass(home.hass)
    words = await failed(home, "get_projects")
    titles = f"{home.entry.title}, Club"
    field = ENGLISH["services"]["get_projects"]["fields"]["config_entry_id"]["name"]
    assert words == (
        f"There is more than one Bambu Lab account: {titles}. "
        f"Choose one of them in the field {field}."
    )
    entry_id = home.entry.entry_id
    assert await call(home, "get_projects", config_entry_id=entry_id)

    unloaded = await failed(home, "get_projects", config_entry_id=other.entry_id)
    assert unloaded == "The account Club is not set up at the moment."
    unknown = await failed(home, "get_projects", config_entry_id="nothing")
    assert unknown == "There is no such Bambu Lab account."


async def test_disabled_account(home: Home) -> None:
    """An account that is disabled leaves nothing to choose."""
    other = MockConfigEntry(domain=DOMAIN, disabled_by=ConfigEntryDisabler.USER)
    other.add_to_hass(home.hass)
    assert await call(home, "get_projects") == {"projects": []}
