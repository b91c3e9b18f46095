"""Settings of printers and of their AMS units that are on or off."""

from collections.abc import Iterable

from homeassistant.components.switch import SwitchEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .ams_coordinator import AmsCoordinator, PluggedAms
from .control import BambuAmsControl, BambuPrinterControl, BambuToggle
from .coordinator import BambuConfigEntry
from .entity import AnyBambuEntity, async_add_when_found
from .model import PrinterState
from .printer_coordinator import PrinterCoordinator
from .switches import (
    AMS_SWITCHES,
    SWITCHES,
    AmsSwitchDescription,
    BambuSwitchDescription,
)

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the switches of all printers and AMS units."""
    await async_add_when_found(entry, async_add_entities, _of_printer, _of_ams)


def _of_printer(printer: PrinterCoordinator) -> Iterable[AnyBambuEntity]:
    """Return all switches that a printer might have."""
    return (BambuSwitch(printer, item) for item in SWITCHES)


def _of_ams(ams: AmsCoordinator) -> Iterable[AnyBambuEntity]:
    """Return all switches that an AMS might have."""
    return (AmsSwitch(ams, item) for item in AMS_SWITCHES)


class BambuSwitch(
    BambuToggle[PrinterCoordinator, PrinterState],
    BambuPrinterControl[bool],
    SwitchEntity,
):
    """Switch a setting of a printer."""

    entity_description: BambuSwitchDescription


class AmsSwitch(
    BambuToggle[AmsCoordinator, PluggedAms],
    BambuAmsControl[bool],
    SwitchEntity,
):
    """Switch something of an AMS."""

    entity_description: AmsSwitchDescription
