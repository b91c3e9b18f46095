"""Sensors of spools: in the slots of an AMS, outside, and the one in use."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import override

from homeassistant.components.sensor import (
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfRatio

from ..devices.ams import AmsCoordinator
from ..devices.printer import PrinterCoordinator
from ..entity.base import Attributes, BambuEntity, sections_of
from ..model import EXTERNAL_DEPUTY, EXTERNAL_MAIN, PrinterState, Tray, TrayStatus
from ..runtime_data import BambuConfigEntry
from .base import BambuSensor, BambuSensorDescription, shortened
from .spool_picture import spool_picture

_UNRECORDED = frozenset(
    {
        *{"bed_temperature", "color_code", "colors", "diameter", "drying_hours"},
        *{"drying_temperature", "entity_picture", "filament_id", "gradient", "k_value"},
        *{"length", "nozzle_temperature_max", "nozzle_temperature_min", "product"},
        *{"tag_uid", "tray_uuid", "weight"},
    }
)
"""What follows from the kind of filament, and what tells spools apart."""
EMPTY, UNIDENTIFIED, NOTHING = "empty", "unidentified", "nothing"


@dataclass(frozen=True, kw_only=True)
class SpoolSensorDescription(SensorEntityDescription):
    """Describe a sensor of the filament of a spool of a printer."""

    tray_fn: Callable[[PrinterState], Tray | None]
    attributes_fn: Callable[[PrinterState], Attributes]
    always: bool = False
    """Whether every printer has it, with or without a spool."""


def _attributes(tray: Tray | None) -> Attributes:
    """Return the details of the filament in a tray."""
    if tray is None:
        return {}
    return {
        "type": tray.material,
        "color": tray.colors[0] if tray.colors else None,
        "colors": list(tray.colors),
        "gradient": tray.is_gradient,
        "product": tray.product,
        "color_code": tray.color_code,
        "filament_id": tray.filament_id,
        "weight": tray.weight,
        "length": tray.length,
        "diameter": tray.diameter,
        "nozzle_temperature_min": tray.nozzle_min,
        "nozzle_temperature_max": tray.nozzle_max,
        "bed_temperature": tray.bed_temperature,
        "drying_temperature": tray.drying_temperature,
        "drying_hours": tray.drying_hours,
        "k_value": tray.k,
        "tag_uid": tray.tag_uid,
        "tray_uuid": tray.tray_uuid,
    }


def _remaining_weight(tray: Tray) -> Attributes:
    """Return the weight of the rest of a spool in g."""
    if tray.remaining_weight is None:
        return {}
    return {"weight": tray.remaining_weight}


def _active_attributes(printer: PrinterState) -> Attributes:
    """Return the place and the details of the spool in use."""
    active = printer.ams.active
    in_ams = active is not None and active.unit not in {EXTERNAL_DEPUTY, EXTERNAL_MAIN}
    return {
        "ams": active.unit if active and in_ams else None,
        "slot": active.slot + 1 if active and in_ams else None,
        **_attributes(printer.active_tray),
    }


def _external(number: int, count: int) -> Callable[[PrinterState], Tray | None]:
    """Return the reader of a spool holder on printers with so many of them."""

    def find(printer: PrinterState) -> Tray | None:
        spools = printer.external_spools
        return spools.tray(number) if len(spools.trays) == count else None

    return find


def _external_attributes(
    number: int, count: int
) -> Callable[[PrinterState], Attributes]:
    """Return the reader of the details of the spool on a holder."""
    find = _external(number, count)
    return lambda printer: _attributes(find(printer))


TRAY_SENSORS: tuple[BambuSensorDescription[Tray], ...] = (
    BambuSensorDescription(
        key="remaining_filament",
        translation_key="remaining_filament",
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda tray: tray.remaining,
        attributes_fn=_remaining_weight,
    ),
)
FILAMENT = SensorEntityDescription(key="filament", translation_key="filament")
ACTIVE_FILAMENT = SpoolSensorDescription(
    key="active_filament",
    translation_key="active_filament",
    always=True,
    tray_fn=lambda printer: printer.active_tray,
    attributes_fn=_active_attributes,
)
EXTERNAL_SPOOLS: tuple[SpoolSensorDescription, ...] = (
    SpoolSensorDescription(
        key="external_spool",
        translation_key="external_spool",
        tray_fn=_external(EXTERNAL_MAIN, 1),
        attributes_fn=_external_attributes(EXTERNAL_MAIN, 1),
    ),
    SpoolSensorDescription(
        key="left_external_spool",
        translation_key="left_external_spool",
        tray_fn=_external(EXTERNAL_DEPUTY, 2),
        attributes_fn=_external_attributes(EXTERNAL_DEPUTY, 2),
    ),
    SpoolSensorDescription(
        key="right_external_spool",
        translation_key="right_external_spool",
        tray_fn=_external(EXTERNAL_MAIN, 2),
        attributes_fn=_external_attributes(EXTERNAL_MAIN, 2),
    ),
)


def tray_sensors(ams: AmsCoordinator) -> Iterator[BambuEntity]:
    """Return all sensors that the slots of an AMS might have."""
    for slot in range(ams.data.unit.slots):
        yield TrayFilamentSensor(ams, FILAMENT, slot=slot)
        yield from (TraySensor(ams, item, slot=slot) for item in TRAY_SENSORS)


def spool_sensors(printer: PrinterCoordinator) -> Iterable[BambuEntity]:
    """Return all sensors of spools that a printer might have."""
    sections = sections_of("ams", "external_spools")
    yield SpoolSensor(printer, ACTIVE_FILAMENT, sections=sections)
    for description in EXTERNAL_SPOOLS:
        sections = sections_of("external_spools")
        yield SpoolSensor(printer, description, sections=sections)


def filament_name(entry: BambuConfigEntry, tray: Tray) -> str:
    """Return the name of the filament in a tray."""
    if tray.status is TrayStatus.EMPTY:
        return EMPTY
    name = entry.runtime_data.filament_names.name_of(tray.filament_id) or tray.product
    if name is None and tray.material:
        name = " ".join((tray.material, *tray.colors[:1]))
    return shortened(name) or UNIDENTIFIED


class TraySensor(BambuSensor[Tray]):
    """Show a number of one slot."""

    coordinator: AmsCoordinator
    slot: int

    @property
    @override
    def subject(self) -> Tray | None:
        """Return the tray in this slot."""
        return self.coordinator.data.unit.tray(self.slot)

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return the place of the slot, from 1, beside the details."""
        return {"slot": self.slot + 1, **(super().extra_state_attributes or {})}

    @property
    @override
    def is_gone(self) -> bool:
        """Return whether the AMS never finds out how much is left."""
        return not self.coordinator.data.unit.estimates_remaining


class TrayFilamentSensor(BambuEntity, SensorEntity):
    """Show the filament in one slot."""

    _unrecorded_attributes = _UNRECORDED
    coordinator: AmsCoordinator
    slot: int

    @property
    def tray(self) -> Tray | None:
        """Return the tray in this slot."""
        return self.coordinator.data.unit.tray(self.slot)

    @property
    @override
    def current_value(self) -> str | None:
        """Return the name of the filament."""
        return filament_name(self.entry, self.tray) if self.tray else None

    @property
    @override
    def native_value(self) -> str | None:
        """Return the name of the filament."""
        return self.current_value

    @property
    @override
    def exists(self) -> bool:
        """Return whether there is such a slot."""
        return self.tray is not None

    @property
    @override
    def entity_picture(self) -> str | None:
        """Return a picture of the filament."""
        return spool_picture(self.tray.colors) if self.tray else None

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return the details of the filament, its place, and whether it is in use."""
        if self.tray is None:
            return None
        is_active = self.coordinator.data.active_slot == self.slot
        return {
            **_attributes(self.tray),
            "slot": self.slot + 1,
            "active": is_active,
        }


class SpoolSensor(BambuEntity, SensorEntity):
    """Show the filament of one spool of a printer."""

    _unrecorded_attributes = _UNRECORDED
    entity_description: SpoolSensorDescription

    @property
    def tray(self) -> Tray | None:
        """Return the tray that holds the spool."""
        return self.entity_description.tray_fn(self.printer.data)

    @property
    @override
    def current_value(self) -> str | None:
        """Return the name of the filament, None without a spool."""
        return filament_name(self.entry, self.tray) if self.tray else None

    @property
    @override
    def native_value(self) -> str:
        """Return the name of the filament."""
        return self.current_value or NOTHING

    @property
    @override
    def exists(self) -> bool:
        """Return whether the printer has such a spool."""
        return self.entity_description.always or self.tray is not None

    @property
    @override
    def entity_picture(self) -> str | None:
        """Return a picture of the filament."""
        return spool_picture(self.tray.colors) if self.tray else None

    @property
    @override
    def extra_state_attributes(self) -> Attributes:
        """Return the details of the filament."""
        return self.entity_description.attributes_fn(self.printer.data)
