"""Show a printer once, although several accounts may have it.

The account that had it first keeps it, with everything that people have made of it.
Another one takes it over when the first gives it up: it no longer lists the printer,
is told to leave it out, is removed or disabled, or waits for a new login.
"""

from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from ..const import DOMAIN


@callback
def async_is_claimed(hass: HomeAssistant, entry: ConfigEntry[Any], serial: str) -> bool:
    """Tell whether another account shows a printer, and goes on to."""
    return any(
        _keeps(hass.config_entries.async_get_entry(device.config_entry_id))
        for device in _others(hass, entry, serial)
    )


@callback
def async_claim(hass: HomeAssistant, entry: ConfigEntry[Any], serial: str) -> None:
    """Take a printer from an account that gave it up without saying so."""
    registry = dr.async_get(hass)
    for device in _others(hass, entry, serial):
        for unit in dr.async_entries_for_config_entry(registry, device.config_entry_id):
            if unit.via_device_id == device.id:
                registry.async_remove_device(unit.id)
        registry.async_remove_device(device.id)


def _others(
    hass: HomeAssistant, entry: ConfigEntry[Any], serial: str
) -> list[dr.DeviceEntry]:
    """Return the devices that a printer has under other accounts."""
    found = dr.async_get(hass).async_get_devices(identifiers={(DOMAIN, serial)})
    return [device for device in found if device.config_entry_id != entry.entry_id]


def _keeps(entry: ConfigEntry[Any] | None) -> bool:
    """Tell whether an account still stands for what it shows."""
    if entry is None or entry.disabled_by is not None:
        return False
    return entry.state is not ConfigEntryState.SETUP_ERROR
