"""Sensors of spools: in the slots of an AMS, outside, and the one in use."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, override

from homeassistant.components.sensor import (
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfRatio

from ..devices.ams import AmsCoordinator
from ..devices.printer import PrinterCoordinator
from ..entity.base import (
    AnyBambuEntity,
    Attributes,
    BambuAmsEntity,
    BambuEntityDescription,
    BambuPrinterEntity,
    BambuPrinterEntityDescription,
)
from ..model import EXTERNAL_DEPUTY, EXTERNAL_MAIN, PrinterState, Tray, TrayStatus
from ..runtime_data import BambuConfigEntry
from .printer import shortened
from .spool_picture import swatch

EMPTY, UNIDENTIFIED, NOTHING = "empty", "unidentified", "nothing"


@dataclass(frozen=True, kw_only=True)
class TraySensorDescription[ValueT](
    BambuEntityDescription[Tray, ValueT], SensorEntityDescription
):
    """Describe a sensor of a slot."""


@dataclass(frozen=True, kw_only=True)
class SpoolSensorDescription(
    BambuPrinterEntityDescription[Tray], SensorEntityDescription
):
    """Describe a sensor that shows the filament of one spool of a printer."""


def _attributes(tray: Tray | None) -> Attributes:
    """Return what else there is to know about the filament in a tray."""
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
        "remaining": tray.remaining,
        "tag_uid": tray.tag_uid,
        "tray_uuid": tray.tray_uuid,
    }


def _remaining_weight(tray: Tray) -> Attributes:
    """Return how much the rest of a spool weighs, in g."""
    if tray.weight is None or tray.remaining is None:
        return {}
    return {"weight": round(tray.weight * tray.remaining / 100)}


def _active_tray(printer: PrinterState) -> Tray | None:
    """Return the tray that the printer prints from."""
    if (active := printer.ams.active) is None:
        return None
    for unit in printer.ams.units:
        if unit.id == active.unit:
            return next((tray for tray in unit.trays if tray.id == active.slot), None)
    return printer.external_spools.tray(active.unit)


def _active_attributes(printer: PrinterState) -> Attributes:
    """Return which spool the printer prints from, and what it is."""
    active = printer.ams.active
    in_ams = active is not None and active.unit not in {EXTERNAL_DEPUTY, EXTERNAL_MAIN}
    return {
        "ams": active.unit if active and in_ams else None,
        "slot": active.slot + 1 if active and in_ams else None,
        **_attributes(_active_tray(printer)),
    }


def _external(number: int, count: int) -> Callable[[PrinterState], Tray | None]:
    """Return what finds a spool holder on printers with so many of them."""

    def find(printer: PrinterState) -> Tray | None:
        spools = printer.external_spools
        return spools.tray(number) if len(spools.trays) == count else None

    return find


def _external_attributes(
    number: int, count: int
) -> Callable[[PrinterState], Attributes]:
    """Return what describes the spool on a holder."""
    find = _external(number, count)
    return lambda printer: _attributes(find(printer))


TRAY_SENSORS: tuple[TraySensorDescription[int], ...] = (
    TraySensorDescription(
        key="remaining_filament",
        translation_key="remaining_filament",
        native_unit_of_measurement=UnitOfRatio.PERCENTAGE,
        state_class=SensorStateClass.MEASUREMENT,
        value_fn=lambda tray: tray.remaining,
        attributes_fn=_remaining_weight,
    ),
)
FILAMENT = TraySensorDescription[Tray](
    key="filament",
    translation_key="filament",
    value_fn=lambda tray: tray,
    attributes_fn=_attributes,
)
ACTIVE_FILAMENT = SpoolSensorDescription(
    key="active_filament",
    translation_key="active_filament",
    section="ams",
    more_sections=("external_spools",),
    always=True,
    value_fn=_active_tray,
    attributes_fn=_active_attributes,
)
EXTERNAL_SPOOLS: tuple[SpoolSensorDescription, ...] = (
    SpoolSensorDescription(
        key="external_spool",
        translation_key="external_spool",
        section="external_spools",
        value_fn=_external(EXTERNAL_MAIN, 1),
        attributes_fn=_external_attributes(EXTERNAL_MAIN, 1),
    ),
    SpoolSensorDescription(
        key="left_external_spool",
        translation_key="left_external_spool",
        section="external_spools",
        value_fn=_external(EXTERNAL_DEPUTY, 2),
        attributes_fn=_external_attributes(EXTERNAL_DEPUTY, 2),
    ),
    SpoolSensorDescription(
        key="right_external_spool",
        translation_key="right_external_spool",
        section="external_spools",
        value_fn=_external(EXTERNAL_MAIN, 2),
        attributes_fn=_external_attributes(EXTERNAL_MAIN, 2),
    ),
)


def tray_sensors(ams: AmsCoordinator) -> Iterator[AnyBambuEntity]:
    """Return all sensors that the slots of an AMS might have."""
    for slot in range(ams.data.unit.slots):
        yield TrayFilamentSensor(ams, FILAMENT, slot)
        for description in TRAY_SENSORS:
            yield TraySensor(ams, description, slot)


def spool_sensors(printer: PrinterCoordinator) -> Iterable[AnyBambuEntity]:
    """Return all sensors of spools that a printer might have."""
    for description in (ACTIVE_FILAMENT, *EXTERNAL_SPOOLS):
        yield SpoolSensor(printer, description)


def filament_name(entry: BambuConfigEntry, tray: Tray) -> str:
    """Return what a person calls the filament in a tray."""
    if tray.status is TrayStatus.EMPTY:
        return EMPTY
    name = entry.runtime_data.filament_names.name(tray.filament_id) or tray.product
    if name is None and tray.material:
        name = " ".join((tray.material, *tray.colors[:1]))
    return shortened(name) or UNIDENTIFIED


class _TrayEntity[ValueT](BambuAmsEntity[Tray, ValueT], SensorEntity):
    """Show something of one slot."""

    entity_description: TraySensorDescription[ValueT]

    def __init__(
        self,
        coordinator: AmsCoordinator,
        description: TraySensorDescription[ValueT],
        slot: int,
    ) -> None:
        """Show it of this slot, counted from 0."""
        super().__init__(coordinator, description, prefix=f"slot_{slot + 1}_")
        self._slot = slot
        self._attr_translation_placeholders = {"slot": str(slot + 1)}

    @property
    @override
    def subject(self) -> Tray | None:
        """Return the tray in this slot."""
        trays = self.coordinator.data.unit.trays
        return next((tray for tray in trays if tray.id == self._slot), None)


class TraySensor(_TrayEntity[int]):
    """Show a number of one slot."""

    @property
    @override
    def native_value(self) -> int | None:
        """Return the number."""
        return self.current_value


class TrayFilamentSensor(_TrayEntity[Any]):
    """Show the filament in one slot."""

    _unrecorded_attributes = frozenset({"entity_picture"})

    @property
    @override
    def current_value(self) -> str | None:
        """Return the name of the filament."""
        if (tray := self.subject) is None:
            return None
        return filament_name(self.coordinator.link.entry, tray)

    @property
    @override
    def native_value(self) -> str | None:
        """Return the name of the filament."""
        return self.current_value

    @property
    @override
    def entity_picture(self) -> str | None:
        """Return the colors of the filament."""
        return swatch(tray.colors) if (tray := self.subject) else None

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return what else there is to know, and whether it is in use."""
        attributes = super().extra_state_attributes
        if attributes is None:
            return None
        return {**attributes, "active": self.coordinator.data.active_slot == self._slot}


class SpoolSensor(BambuPrinterEntity[Any], SensorEntity):
    """Show the filament of one spool of a printer."""

    _unrecorded_attributes = frozenset({"entity_picture"})
    entity_description: SpoolSensorDescription

    @property
    @override
    def current_value(self) -> str | None:
        """Return the name of the filament."""
        if (tray := self.entity_description.value_fn(self.subject)) is None:
            return None
        return filament_name(self.coordinator.link.entry, tray)

    @property
    @override
    def native_value(self) -> str:
        """Return the name of the filament."""
        return self.current_value or NOTHING

    @property
    @override
    def entity_picture(self) -> str | None:
        """Return the colors of the filament."""
        tray = self.entity_description.value_fn(self.subject)
        return swatch(tray.colors) if tray else None
