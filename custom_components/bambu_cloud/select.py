"""Settings of printers that are one of a few."""

from collections.abc import Iterable
from typing import override

from homeassistant.components.select import SelectEntity
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .control import BambuPrinterControl
from .coordinator import BambuConfigEntry
from .entity import async_add_when_found
from .printer_coordinator import PrinterCoordinator
from .selects import SELECTS, BambuSelectDescription

PARALLEL_UPDATES = 0


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the selects of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuSelect]:
    """Return all selects that a printer might have."""
    return (BambuSelect(printer, item) for item in SELECTS)


class BambuSelect(BambuPrinterControl[str], SelectEntity):
    """Choose one of a few for a printer."""

    entity_description: BambuSelectDescription

    @property
    @override
    def options(self) -> list[str]:
        """Return what can be chosen."""
        description = self.entity_description
        if description.options_fn is None:
            return description.options or []
        return list(description.options_fn(self.subject))

    @property
    @override
    def current_option(self) -> str | None:
        """Return what is chosen."""
        return self.current_value

    @override
    async def async_select_option(self, option: str) -> None:
        """Choose."""
        await self.async_change(option)
