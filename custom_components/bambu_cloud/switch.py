"""Settings of printers and of their AMS units that are on or off."""

from collections.abc import Iterable
from typing import Any, override

from homeassistant.components.switch import SwitchEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .ams_coordinator import AmsCoordinator
from .control import BambuAmsControl, BambuPrinterControl
from .coordinator import BambuConfigEntry
from .entity import AnyBambuEntity, async_add_when_found
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


class BambuSwitch(BambuPrinterControl[bool], SwitchEntity):
    """Switch a setting of a printer."""

    entity_description: BambuSwitchDescription

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is on."""
        return self.current_value

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Switch it on."""
        await self.async_change(value=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Switch it off."""
        await self.async_change(value=False)


class AmsSwitch(BambuAmsControl[bool], SwitchEntity):
    """Switch something of an AMS."""

    entity_description: AmsSwitchDescription

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is on."""
        return self.current_value

    @override
    async def async_turn_on(self, **kwargs: Any) -> None:
        """Switch it on."""
        await self.async_change(value=True)

    @override
    async def async_turn_off(self, **kwargs: Any) -> None:
        """Switch it off."""
        await self.async_change(value=False)
