"""Offer the modules in `ui/` to Home Assistant's frontend.

The folder is served under a digest of its content, so that browsers may keep the files
for a month and still load the new ones after an update. One row in the resources of
the dashboards loads `entry.js`. Where resources are written in YAML, rows cannot be
added; there the frontend itself imports the module (docs/architecture.md#frontend).
"""

from hashlib import sha256
from pathlib import Path

from homeassistant.components.frontend import add_extra_js_url, remove_extra_js_url
from homeassistant.components.http import StaticPathConfig
from homeassistant.components.lovelace.const import LOVELACE_DATA
from homeassistant.components.lovelace.resources import ResourceStorageCollection
from homeassistant.core import HomeAssistant, callback
from homeassistant.setup import async_when_setup
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN
from .pictures import CoverView, PlateView
from .websocket import async_register_commands

FOLDER = Path(__file__).parent / "ui"
PREFIX = f"/{DOMAIN}_ui/"
"""Service workers treat `static`, `api`, `auth` and `local` in their own way."""
ENTRY = "entry.js"

_ENTRY_URL: HassKey[str] = HassKey(f"{DOMAIN}_frontend_entry_url")


@callback
def async_serve_frontend(hass: HomeAssistant) -> None:
    """Serve the folder as soon as there is a frontend, once for all accounts."""
    async_register_commands(hass)
    async_when_setup(hass, "frontend", _async_serve)


async def _async_serve(hass: HomeAssistant, _component: str) -> None:
    """Serve the folder and offer its entry."""
    hass.http.register_view(CoverView())
    hass.http.register_view(PlateView())
    folder = f"{PREFIX}{await hass.async_add_executor_job(content_digest, FOLDER)}"
    await hass.http.async_register_static_paths(
        [StaticPathConfig(folder, str(FOLDER), cache_headers=True)]
    )
    hass.data[_ENTRY_URL] = f"{folder}/{ENTRY}"
    if hass.config_entries.async_entries(DOMAIN):
        await async_offer_frontend(hass)


def content_digest(folder: Path) -> str:
    """Return eight digits that change with any file of a folder."""
    digest = sha256()
    for path in sorted(folder.rglob("*.js")):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(path.read_bytes())
    return digest.hexdigest()[:8]


async def async_offer_frontend(hass: HomeAssistant) -> None:
    """Let pages load the modules, from their next load on."""
    if (url := hass.data.get(_ENTRY_URL)) is None:
        return
    if (resources := _editable_resources(hass)) is None:
        add_extra_js_url(hass, url)
        return
    new = {"res_type": "module", "url": url}
    rows = await _own_rows(resources)
    for surplus in rows[1:]:
        await resources.async_delete_item(surplus)
    if not rows:
        await resources.async_create_item(new)
    elif resources.data[rows[0]]["url"] != url:
        await resources.async_update_item(rows[0], new)


async def async_withdraw_frontend(hass: HomeAssistant) -> None:
    """Remove what was offered, because the last account is gone."""
    if (resources := _editable_resources(hass)) is not None:
        for row in await _own_rows(resources):
            await resources.async_delete_item(row)
    elif (url := hass.data.get(_ENTRY_URL)) is not None:
        remove_extra_js_url(hass, url)


def _editable_resources(hass: HomeAssistant) -> ResourceStorageCollection | None:
    """Return the resources of all dashboards, unless YAML holds them."""
    lovelace = hass.data.get(LOVELACE_DATA)
    resources = lovelace.resources if lovelace else None
    return resources if isinstance(resources, ResourceStorageCollection) else None


async def _own_rows(resources: ResourceStorageCollection) -> list[str]:
    """Return the ids of the rows that load a version of the modules."""
    await resources.async_get_info()  # loads them: items are empty before
    return [
        row["id"] for row in resources.async_items() if row["url"].startswith(PREFIX)
    ]
