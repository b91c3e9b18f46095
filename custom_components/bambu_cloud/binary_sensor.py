"""Binary sensors of a printer."""

from dataclasses import dataclass
from typing import override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .coordinator import BambuConfigEntry
from .entity import (
    BambuEntityDescription,
    BambuPrinterEntity,
    async_add_printer_entities,
)
from .model import PrinterState, PrintStatus

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class BambuBinarySensorDescription(
    BambuEntityDescription[bool], BinarySensorEntityDescription
):
    """Describe a binary sensor of a printer."""


def _is_printing(printer: PrinterState) -> bool | None:
    """Return whether a job is under way, if that is known."""
    if printer.job.status is PrintStatus.UNKNOWN:
        return None
    return printer.job.is_active


BINARY_SENSORS: tuple[BambuBinarySensorDescription, ...] = (
    BambuBinarySensorDescription(
        key="online",
        translation_key="online",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        noun="presence",
        always=True,
        polled=True,
        needs_printer=False,
        value_fn=lambda printer: printer.presence.online,
    ),
    BambuBinarySensorDescription(
        key="printing",
        translation_key="printing",
        device_class=BinarySensorDeviceClass.RUNNING,
        noun="job",
        always=True,
        polled=True,
        value_fn=_is_printing,
    ),
    BambuBinarySensorDescription(
        key="door",
        device_class=BinarySensorDeviceClass.DOOR,
        noun="door",
        value_fn=lambda printer: printer.door.open,
    ),
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the binary sensors of all printers."""
    async_add_printer_entities(
        entry, async_add_entities, BINARY_SENSORS, BambuBinarySensor
    )


class BambuBinarySensor(BambuPrinterEntity[bool], BinarySensorEntity):
    """Show a condition of a printer."""

    entity_description: BambuBinarySensorDescription

    @property
    @override
    def is_on(self) -> bool | None:
        """Return the condition."""
        return self.value
