"""Devices of an account itself, beside its printers and their AMS units.

Home Assistant calls them services. They have no serial number and no printer, so
whatever goes through the devices of an account has to tell them apart.
"""

from enum import StrEnum
from typing import TYPE_CHECKING

from homeassistant.helpers import device_registry as dr

from ..const import CONF_UID, DOMAIN, MANUFACTURER

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry


class ServiceDevice(StrEnum):
    """What an account may have a device for; the name is that of its translation."""

    FILAMENT = "filament"
    """The spools of the filament manager."""
    FLEET = "fleet"
    """All printers together."""


def service_name(entry: BambuConfigEntry, device: ServiceDevice) -> str:
    """Return the name of a device of an account, unique as serials are."""
    return f"{entry.data[CONF_UID]}_{device}"


def service_info(entry: BambuConfigEntry, device: ServiceDevice) -> dr.DeviceInfo:
    """Return how entities register their device."""
    return dr.DeviceInfo(
        identifiers={(DOMAIN, service_name(entry, device))},
        entry_type=dr.DeviceEntryType.SERVICE,
        manufacturer=MANUFACTURER,
        translation_key=device.value,
    )


def is_service(device: dr.AnyDeviceEntry) -> bool:
    """Return whether a device is neither a printer nor an AMS."""
    return (
        isinstance(device, dr.DeviceEntry)
        and device.entry_type is dr.DeviceEntryType.SERVICE
    )
