"""System health, for all accounts together."""

import asyncio
from collections.abc import Mapping
from typing import Any

from homeassistant.components.system_health import (
    SystemHealthRegistration,
    async_check_can_reach_url,
)
from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import async_get_translations
from homeassistant.util import dt as dt_util

from .account.token_expiry import token_expiry
from .api import ENDPOINTS, Region
from .const import CONF_REGION, DOMAIN
from .runtime_data import BambuConfigEntry

_TIMEOUT = 4  # seconds; the page itself waits five
_NO_NUMBER = "?"
_TEXTS = f"component.{DOMAIN}.system_health.info"


@callback
def async_register(hass: HomeAssistant, register: SystemHealthRegistration) -> None:
    """Register the information."""
    register.async_register_info(_async_info)


async def _async_info(hass: HomeAssistant) -> dict[str, Any]:
    """Return the state of cloud, accounts and printers.

    Several accounts are told apart by their titles, which never are addresses.
    """
    entries: list[BambuConfigEntry] = hass.config_entries.async_entries(DOMAIN)
    regions = sorted({Region(entry.data[CONF_REGION]) for entry in entries})
    info: dict[str, Any] = {}
    for region in regions:
        address = str(ENDPOINTS[region].api)
        info[f"api_{region}"] = async_check_can_reach_url(hass, address)
        info[f"broker_{region}"] = _async_check_broker(region)
    texts = await async_get_translations(
        hass, hass.config.language, "system_health", {DOMAIN}
    )
    states = {entry: _state(hass, entry) for entry in entries}
    info["accounts"] = _titled(
        {entry: texts.get(f"{_TEXTS}.{key}", key) for entry, key in states.items()}
    )
    info["token_days_left"] = _titled({entry: _days_left(entry) for entry in entries})
    info["printers"] = _titled({entry: _printers(entry) for entry in entries})
    return info


def _titled(values: Mapping[BambuConfigEntry, str]) -> str:
    """Return the values of all accounts, with titles if there are several."""
    if len(values) == 1:
        return "".join(values.values())
    return ", ".join(f"{entry.title}: {value}" for entry, value in values.items())


async def _async_check_broker(region: Region) -> str | dict[str, str]:
    """Return whether the broker of a region can be reached."""
    endpoints = ENDPOINTS[region]
    try:
        async with asyncio.timeout(_TIMEOUT):
            _, writer = await asyncio.open_connection(
                endpoints.broker_host, endpoints.broker_port
            )
    except TimeoutError:
        return {"type": "failed", "error": "timeout"}
    except OSError:
        return {"type": "failed", "error": "unreachable"}
    writer.close()
    return "ok"


def _state(hass: HomeAssistant, entry: BambuConfigEntry) -> str:
    """Return the translation key of an account's state."""
    if any(entry.async_get_active_flows(hass, {SOURCE_REAUTH})):
        return "login_ended"
    if entry.state is ConfigEntryState.SETUP_RETRY:
        return "not_connected"
    if entry.state is not ConfigEntryState.LOADED:
        return "not_loaded"
    link = entry.runtime_data.account.link
    if link.pushed:
        return "connected"
    return "polled" if link.polled else "not_connected"


def _days_left(entry: BambuConfigEntry) -> str:
    """Return for how many more days the token is valid."""
    expiry = token_expiry(entry)
    if expiry is None:
        return _NO_NUMBER
    return str(max(0, (expiry - dt_util.utcnow()).days))


def _printers(entry: BambuConfigEntry) -> str:
    """Return how many printers are on, and how many there are."""
    if entry.state is not ConfigEntryState.LOADED:
        return _NO_NUMBER
    printers = entry.runtime_data.account.printers.values()
    online = sum(bool(printer.data.presence.online) for printer in printers)
    return f"{online}/{len(printers)}"
