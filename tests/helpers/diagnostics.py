"""Download diagnostics as a person would."""

from typing import Any

from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
    get_diagnostics_for_device,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from .home import Home


async def diagnostics(home: Home, client: ClientSessionGenerator) -> dict[str, Any]:
    """Download the diagnostics of the account."""
    assert await async_setup_component(home.hass, "diagnostics", {})
    downloaded: Any = await get_diagnostics_for_config_entry(
        home.hass, client, home.entry
    )
    assert isinstance(downloaded, dict)
    return downloaded


async def diagnostics_of(
    home: Home, client: ClientSessionGenerator, serial: str
) -> dict[str, Any]:
    """Download the diagnostics of one device."""
    assert await async_setup_component(home.hass, "diagnostics", {})
    device = home.device(serial)
    assert device
    downloaded: Any = await get_diagnostics_for_device(
        home.hass, client, home.entry, device
    )
    assert isinstance(downloaded, dict)
    return downloaded
