"""Show a printer once, although several accounts may have it.

The account that had it first owns it here, with everything that people have configured.
Another one acquires it when the first gives it up: it no longer lists the printer, its
options leave it out, it is removed or disabled, or waits for a new login.
"""

from typing import TYPE_CHECKING

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from ..const import DOMAIN

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry


@callback
def async_has_other_owner(
    hass: HomeAssistant, entry: BambuConfigEntry, serial: str
) -> bool:
    """Return whether another account shows a printer, and goes on to."""
    return any(
        _is_active(hass.config_entries.async_get_entry(device.config_entry_id))
        for device in _other_devices(hass, entry, serial)
    )


@callback
def async_acquire(hass: HomeAssistant, entry: BambuConfigEntry, serial: str) -> None:
    """Remove the devices that a printer has under accounts that gave it up."""
    registry = dr.async_get(hass)
    for device in _other_devices(hass, entry, serial):
        for unit in dr.async_entries_for_config_entry(registry, device.config_entry_id):
            if unit.via_device_id == device.id:
                registry.async_remove_device(unit.id)
        registry.async_remove_device(device.id)


def _other_devices(
    hass: HomeAssistant, entry: BambuConfigEntry, serial: str
) -> list[dr.DeviceEntry]:
    """Return the devices that a printer has under other accounts."""
    devices = dr.async_get(hass).async_get_devices(identifiers={(DOMAIN, serial)})
    return [device for device in devices if device.config_entry_id != entry.entry_id]


def _is_active(entry: BambuConfigEntry | None) -> bool:
    """Return whether an account may still show its printers."""
    if entry is None or entry.disabled_by is not None:
        return False
    return entry.state is not ConfigEntryState.SETUP_ERROR
