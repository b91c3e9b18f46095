"""Binary sensors of printers and of their AMS units."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial
from typing import override

from homeassistant.components.binary_sensor import (
    BinarySensorDeviceClass,
    BinarySensorEntity,
    BinarySensorEntityDescription,
)
from homeassistant.const import EntityCategory
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback

from .devices.ams import AmsCoordinator, PluggedAms
from .devices.printer import PrinterCoordinator
from .entity.base import (
    Attributes,
    BambuEntity,
    BambuEntityDescription,
    BambuValueEntity,
    sections_of,
)
from .entity.setup import async_add_when_found
from .entity.spool import BambuSpoolEntity, async_add_spools
from .filament.spools import AccountSpools
from .model import LEFT, RIGHT, PrinterState, PrintStatus, Severity, attention
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class BambuBinarySensorDescription[SubjectT](
    BambuEntityDescription[SubjectT, bool], BinarySensorEntityDescription
):
    """Describe a binary sensor of a printer or an AMS."""


def _is_printing(printer: PrinterState) -> bool | None:
    """Return whether a job is active, None if its status is unknown."""
    if printer.job.status is PrintStatus.UNKNOWN:
        return None
    return printer.job.is_active


def _has_problem(printer: PrinterState) -> bool:
    """Return whether there is a message that is more than information."""
    return any(item.severity is not Severity.INFO for item in printer.hms.messages)


def _has_filament(extruder: int, printer: PrinterState) -> bool | None:
    """Return whether there is filament at one nozzle of two."""
    has_two = printer.model.nozzles > 1
    return printer.nozzles.has_filament(extruder) if has_two else None


def _attention_attributes(printer: PrinterState) -> Attributes:
    """Return why the printer needs a person."""
    reason = attention(printer)
    return {"reason": reason.value if reason else None}


def _requires_authorization(printer: PrinterState) -> bool | None:
    """Return whether the printer accepts commands from Bambu Lab's own apps only."""
    allowed = printer.control.accepts_commands
    return None if allowed is None else not allowed


BINARY_SENSORS: tuple[BambuBinarySensorDescription[PrinterState], ...] = (
    BambuBinarySensorDescription(
        key="online",
        translation_key="online",
        device_class=BinarySensorDeviceClass.CONNECTIVITY,
        entity_category=EntityCategory.DIAGNOSTIC,
        section="presence",
        always=True,
        polled=True,
        needs_printer=False,
        value_fn=lambda printer: printer.presence.online,
    ),
    BambuBinarySensorDescription(
        key="printing",
        translation_key="printing",
        device_class=BinarySensorDeviceClass.RUNNING,
        section="job",
        always=True,
        polled=True,
        value_fn=_is_printing,
    ),
    BambuBinarySensorDescription(
        key="attention",
        translation_key="attention",
        device_class=BinarySensorDeviceClass.PROBLEM,
        section="job",
        more_sections=("hms",),
        always=True,
        value_fn=lambda printer: attention(printer) is not None,
        attributes_fn=_attention_attributes,
    ),
    BambuBinarySensorDescription(
        key="hms",
        translation_key="hms",
        entity_registry_enabled_default=False,
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
        section="hms",
        always=True,
        value_fn=_has_problem,
    ),
    BambuBinarySensorDescription(
        key="print_error",
        translation_key="print_error",
        entity_registry_enabled_default=False,
        device_class=BinarySensorDeviceClass.PROBLEM,
        entity_category=EntityCategory.DIAGNOSTIC,
        section="hms",
        always=True,
        value_fn=lambda printer: printer.hms.problem is not None,
    ),
    BambuBinarySensorDescription(
        key="door",
        device_class=BinarySensorDeviceClass.DOOR,
        section="door",
        value_fn=lambda printer: printer.door.open,
    ),
    BambuBinarySensorDescription(
        key="filament_present",
        translation_key="filament_present",
        entity_registry_enabled_default=False,
        entity_category=EntityCategory.DIAGNOSTIC,
        section="nozzles",
        value_fn=lambda printer: printer.nozzles.filament_present,
    ),
    *(
        BambuBinarySensorDescription(
            key=f"{side}_filament_present",
            translation_key=f"{side}_filament_present",
            entity_category=EntityCategory.DIAGNOSTIC,
            entity_registry_enabled_default=False,
            section="nozzles",
            value_fn=partial(_has_filament, extruder),
        )
        for side, extruder in (("left", LEFT), ("right", RIGHT))
    ),
    BambuBinarySensorDescription(
        key="camera_recording",
        translation_key="camera_recording",
        device_class=BinarySensorDeviceClass.RUNNING,
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        section="camera",
        value_fn=lambda printer: printer.camera.recording,
    ),
    BambuBinarySensorDescription(
        key="wired_network",
        translation_key="wired_network",
        entity_category=EntityCategory.DIAGNOSTIC,
        entity_registry_enabled_default=False,
        section="network",
        value_fn=lambda printer: printer.network.wired,
    ),
    BambuBinarySensorDescription(
        key="signature_required",
        translation_key="signature_required",
        entity_category=EntityCategory.DIAGNOSTIC,
        section="control",
        value_fn=_requires_authorization,
    ),
)
AMS_BINARY_SENSORS: tuple[BambuBinarySensorDescription[PluggedAms], ...] = (
    BambuBinarySensorDescription(
        key="active",
        translation_key="active",
        always=True,
        value_fn=lambda ams: ams.active_slot is not None,
    ),
    BambuBinarySensorDescription(
        key="drying",
        translation_key="drying",
        entity_registry_enabled_default=False,
        device_class=BinarySensorDeviceClass.RUNNING,
        value_fn=lambda ams: ams.unit.is_drying,
    ),
)

LOW_SPOOL = BinarySensorEntityDescription(
    key="spool_low",
    translation_key="spool_low",
    device_class=BinarySensorDeviceClass.PROBLEM,
)
PLATE_CLEAR = BinarySensorEntityDescription(
    key="plate_clear",
    translation_key="plate_clear",
    entity_registry_enabled_default=False,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the binary sensors of all printers and AMS units, and of the spools."""
    async_add_spools(entry, async_add_entities, _of_spool)
    await async_add_when_found(entry, async_add_entities, _of_printer, _of_ams)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuEntity]:
    """Return all binary sensors that a printer might have."""
    yield from (BambuBinarySensor(printer, item) for item in BINARY_SENSORS)
    yield PlateClearSensor(printer, PLATE_CLEAR, sections=sections_of("presence"))


def _of_ams(ams: AmsCoordinator) -> Iterable[BambuEntity]:
    """Return all binary sensors that an AMS might have."""
    return (BambuBinarySensor(ams, item) for item in AMS_BINARY_SENSORS)


def _of_spool(spools: AccountSpools, spool_id: str) -> Iterable[BambuSpoolEntity]:
    """Return the binary sensors of a spool."""
    yield LowSpoolSensor(spools, spool_id, LOW_SPOOL)


class BambuBinarySensor[SubjectT](BambuValueEntity[SubjectT, bool], BinarySensorEntity):
    """Show whether something is true of a printer or an AMS."""

    entity_description: BambuBinarySensorDescription[SubjectT]

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether it is true."""
        return self.current_value


class LowSpoolSensor(BambuSpoolEntity, BinarySensorEntity):
    """Show whether little is left of a spool."""

    @property
    @override
    def current_value(self) -> bool | None:
        """Return whether little is left, None without a weight."""
        if self.spool is None or self.spool.remaining is None:
            return None
        return self.spool_id in self.coordinator.low

    @property
    @override
    def is_on(self) -> bool | None:
        """Return whether little is left."""
        return self.current_value


class PlateClearSensor(BambuEntity, BinarySensorEntity):
    """Show whether a person has cleared the plate since the last print."""

    polled = True
    needs_printer = False

    @property
    @override
    def current_value(self) -> bool:
        """Return whether the plate is clear."""
        return self.runtime_data.clear_plates.is_clear(self.serial)

    @property
    @override
    def is_on(self) -> bool:
        """Return whether the plate is clear."""
        return self.current_value

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to the plate."""
        await super().async_added_to_hass()
        plates = self.runtime_data.clear_plates
        self.async_on_remove(
            plates.async_add_listener(self.serial, self._async_write_if_changed)
        )
