"""Home Assistant's frontend gets the modules, and they go with the last account."""

import asyncio

from homeassistant.components.frontend import DATA_EXTRA_MODULE_URL
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.frontend.registration import (
    ENTRY,
    FOLDER,
    PREFIX,
    async_offer_frontend,
    content_digest,
)

FOREIGN = {"res_type": "module", "url": "/local/other.js"}
OUTDATED = {"res_type": "module", "url": f"{PREFIX}00000000/entry.js"}


@pytest.fixture
async def frontend(hass: HomeAssistant) -> None:
    """Set up Home Assistant's frontend."""
    assert await async_setup_component(hass, "frontend", {})


async def _rows(hass: HomeAssistant, sockets: WebSocketGenerator) -> list[str]:
    """Return the addresses that a page loads."""
    socket = await sockets(hass)
    await socket.send_json_auto_id({"type": "lovelace/resources"})
    return [row["url"] for row in (await socket.receive_json())["result"]]


async def _add(hass: HomeAssistant, row: dict[str, str]) -> None:
    resources = hass.data[LOVELACE_DATA].resources
    assert isinstance(resources, ResourceStorageCollection)
    await resources.async_create_item(dict(row))


@pytest.mark.usefixtures("frontend")
async def test_page_loads_entry(
    hass: HomeAssistant,
    config_entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    """A page loads one module, cached for long as its address changes."""
    await hass.config_entries.async_setup(config_entry.entry_id)
    (url,) = await _rows(hass, hass_ws_client)
    assert url == f"{PREFIX}{content_digest(FOLDER)}/entry.js"
    response = await (await hass_client_no_auth()).get(url)
    assert response.status == 200
    assert response.content_type in {"text/javascript", "application/javascript"}
    assert "max-age" in response.headers["Cache-Control"]


@pytest.mark.usefixtures("frontend")
async def test_reload_changes_nothing(
    hass: HomeAssistant,
    config_entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Open pages go on with what they loaded."""
    await hass.config_entries.async_setup(config_entry.entry_id)
    before = hass.data[LOVELACE_DATA].resources.async_items()
    assert await hass.config_entries.async_reload(config_entry.entry_id)
    assert hass.data[LOVELACE_DATA].resources.async_items() == before
    assert len(await _rows(hass, hass_ws_client)) == 1


@pytest.mark.usefixtures("frontend")
async def test_update_replaces_row(
    hass: HomeAssistant,
    config_entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """After an update there is one row, the new one, and others' rows stay."""
    for row in (OUTDATED, FOREIGN, OUTDATED):
        await _add(hass, row)
    await hass.config_entries.async_setup(config_entry.entry_id)
    current = f"{PREFIX}{content_digest(FOLDER)}/entry.js"
    assert await _rows(hass, hass_ws_client) == [current, FOREIGN["url"]]


@pytest.mark.usefixtures("frontend")
async def test_accounts_set_up_at_once(
    hass: HomeAssistant,
    config_entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """Several accounts of one start register the module once."""
    entries = [config_entry]
    for number in range(3):
        more = MockConfigEntry(
            domain=DOMAIN, data=dict(config_entry.data), unique_id=f"more {number}"
        )
        more.add_to_hass(hass)
        entries.append(more)
    assert await async_setup_component(hass, DOMAIN, {})
    assert {entry.state for entry in entries} == {ConfigEntryState.LOADED}
    assert len(await _rows(hass, hass_ws_client)) == 1
    await asyncio.gather(*(async_offer_frontend(hass) for _ in range(4)))
    resources = hass.data[LOVELACE_DATA].resources
    assert isinstance(resources, ResourceStorageCollection)
    for row in resources.async_items():
        await resources.async_delete_item(row["id"])
    await asyncio.gather(*(async_offer_frontend(hass) for _ in range(4)))
    assert len(await _rows(hass, hass_ws_client)) == 1


async def test_resources_in_yaml(
    hass: HomeAssistant, config_entry: MockConfigEntry
) -> None:
    """Without rows, the frontend itself imports the module."""
    config = {"lovelace": {"resource_mode": "yaml", "resources": []}}
    assert await async_setup_component(hass, "lovelace", config)
    assert await async_setup_component(hass, "frontend", {})
    await hass.config_entries.async_setup(config_entry.entry_id)
    extra = hass.data[DATA_EXTRA_MODULE_URL]
    assert f"{PREFIX}{content_digest(FOLDER)}/entry.js" in extra.urls
    await hass.config_entries.async_remove(config_entry.entry_id)
    assert not any(url.startswith(PREFIX) for url in extra.urls)


@pytest.mark.usefixtures("frontend")
async def test_row_goes_with_last_account(
    hass: HomeAssistant,
    config_entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """The row stays while there is another account, and others' rows for ever."""
    await _add(hass, FOREIGN)
    second = MockConfigEntry(domain=DOMAIN, unique_id="another")
    second.add_to_hass(hass)
    await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.config_entries.async_remove(second.entry_id)
    assert len(await _rows(hass, hass_ws_client)) == 2
    await hass.config_entries.async_remove(config_entry.entry_id)
    assert await _rows(hass, hass_ws_client) == [FOREIGN["url"]]


@pytest.mark.usefixtures("frontend")
async def test_account_that_returns_is_offered_again(
    hass: HomeAssistant,
    config_entry: MockConfigEntry,
    hass_ws_client: WebSocketGenerator,
) -> None:
    """An account that was removed and added again needs no restart."""
    await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.config_entries.async_remove(config_entry.entry_id)
    again = MockConfigEntry(
        domain=DOMAIN, data=dict(config_entry.data), unique_id=config_entry.unique_id
    )
    again.add_to_hass(hass)
    await hass.config_entries.async_setup(again.entry_id)
    assert len(await _rows(hass, hass_ws_client)) == 1
    await hass.config_entries.async_unload(again.entry_id)


async def test_without_frontend(
    hass: HomeAssistant, config_entry: MockConfigEntry
) -> None:
    """A Home Assistant that shows no pages works all the same."""
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    assert DATA_EXTRA_MODULE_URL not in hass.data
    assert await hass.config_entries.async_remove(config_entry.entry_id)


def test_modules_are_small() -> None:
    """What a page loads is little, and what a dashboard waits for is less."""
    sizes = {path.name: path.stat().st_size for path in FOLDER.rglob("*.js")}
    assert sum(sizes.values()) <= 121_000
    assert sizes[ENTRY] <= 15_000


def test_digest_changes_with_content(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A page never loads a file of the version before."""
    folder = tmp_path_factory.mktemp("ui")
    (folder / "a.js").write_text("1")
    one = content_digest(folder)
    (folder / "a.js").write_text("2")
    two = content_digest(folder)
    (folder / "a.js").rename(folder / "b.js")
    assert len({one, two, content_digest(folder)}) == 3
