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
from homeassistant.util import dt as dt_util

from .account.token_expiry import token_expiry
from .api import ENDPOINTS, Region
from .const import CONF_REGION, DOMAIN
from .runtime_data import BambuConfigEntry

_TIMEOUT = 4  # seconds; the page itself waits five


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
    info["accounts"] = _titled({entry: _state(hass, entry) for entry in entries})
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
    """Return the state of an account."""
    if any(entry.async_get_active_flows(hass, {SOURCE_REAUTH})):
        return "login ended"
    if entry.state is not ConfigEntryState.LOADED:
        return str(entry.state.value).replace("_", " ")
    link = entry.runtime_data.account.link
    if link.pushed:
        return "connected"
    return "polled" if link.polled else "not connected"


def _days_left(entry: BambuConfigEntry) -> str:
    """Return for how many more days the token is valid."""
    expiry = token_expiry(entry)
    if expiry is None:
        return "unknown"
    return str(max(0, (expiry - dt_util.utcnow()).days))


def _printers(entry: BambuConfigEntry) -> str:
    """Return the number of printers, and of those that are on."""
    if entry.state is not ConfigEntryState.LOADED:
        return "unknown"
    printers = entry.runtime_data.account.printers.values()
    online = sum(bool(printer.data.presence.online) for printer in printers)
    return f"{len(printers)} ({online} online)"
