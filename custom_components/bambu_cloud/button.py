"""Buttons of printers and of the slots of their AMS units."""

from collections.abc import Iterable
from typing import override

from homeassistant.components.button import ButtonEntity
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .ams_coordinator import AmsCoordinator
from .buttons import (
    BUTTONS,
    REFRESH,
    SLOT_BUTTONS,
    BambuButtonDescription,
    BambuRefreshDescription,
    SlotButtonDescription,
)
from .camera_button import camera_buttons
from .const import DOMAIN
from .control import BambuAmsControl, BambuPrinterControl
from .coordinator import BambuConfigEntry
from .entity import AnyBambuEntity, BambuPrinterEntity, async_add_when_found
from .printer_coordinator import PrinterCoordinator

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the buttons of all printers and AMS units."""
    await async_add_when_found(entry, async_add_entities, _of_printer, _of_ams)


def _of_printer(printer: PrinterCoordinator) -> Iterable[AnyBambuEntity]:
    """Return all buttons that a printer might have."""
    yield BambuRefresh(printer, REFRESH)
    yield from camera_buttons(printer)
    yield from (BambuButton(printer, item) for item in BUTTONS)


def _of_ams(ams: AmsCoordinator) -> Iterable[AnyBambuEntity]:
    """Return all buttons that an AMS might have."""
    for slot in range(ams.data.unit.slots):
        yield from (SlotButton(ams, item, slot) for item in SLOT_BUTTONS)


class BambuRefresh(BambuPrinterEntity[None], ButtonEntity):
    """Have a printer tell everything, as soon as that does not slow it down."""

    entity_description: BambuRefreshDescription

    @override
    async def async_press(self) -> None:
        """Ask for a full report.

        Raises:
            HomeAssistantError: There is no link to ask over.
        """
        stream = self.coordinator.link.stream
        if not stream.connected:
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="cannot_connect"
            )
        await stream.request_full_report(self.coordinator.data.serial)


class BambuButton(BambuPrinterControl[None], ButtonEntity):
    """Tell a printer to do something."""

    entity_description: BambuButtonDescription

    @override
    async def async_press(self) -> None:
        """Tell it."""
        await self.async_command(None)


class SlotButton(BambuAmsControl[int], ButtonEntity):
    """Tell a printer to do something with one slot of an AMS."""

    entity_description: SlotButtonDescription

    def __init__(
        self, coordinator: AmsCoordinator, description: SlotButtonDescription, slot: int
    ) -> None:
        """Do it with this slot, counted from 0."""
        super().__init__(coordinator, description, prefix=f"slot_{slot + 1}_")
        self._slot = slot
        self._attr_translation_placeholders = {"slot": str(slot + 1)}

    @override
    async def async_press(self) -> None:
        """Tell it."""
        await self.async_command(self._slot)
