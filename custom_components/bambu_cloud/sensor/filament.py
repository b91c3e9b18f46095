"""Sensors of filament: what is said of a spool, and of those in an AMS."""

from collections.abc import Iterator
from typing import cast, override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfRatio

from ..const import DOMAIN
from ..devices.ams import AmsCoordinator
from ..entity.base import Attributes, BambuEntity
from ..model import Tray, TrayLocation, TrayStatus
from ..runtime_data import BambuConfigEntry
from .base import BambuSensor, BambuSensorDescription, shortened
from .spool_picture import spool_picture

UNRECORDED = frozenset(
    {
        *{"bed_temperature", "color_code", "colors", "diameter", "drying_hours"},
        *{"drying_temperature", "entity_picture", "filament_id", "gradient", "k_value"},
        *{"length", "nozzle_temperature_max", "nozzle_temperature_min", "product"},
        *{"tag_uid", "tray_uuid", "weight"},
    }
)
"""What follows from the kind of filament, and what tells spools apart."""
SPOOL = cast("SensorDeviceClass", f"{DOMAIN}__spool")
EXTERNAL_SPOOL = cast("SensorDeviceClass", f"{DOMAIN}__external_spool")
"""Device classes of our own, as none of Home Assistant's fits.

Pickers filter by nothing else that sets spools apart from other sensors. Those outside
of an AMS have no reader of tags.
"""
EMPTY, UNIDENTIFIED = "empty", "unidentified"


def details_of(tray: Tray | None) -> Attributes:
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
FILAMENT = SensorEntityDescription(
    key="filament", translation_key="filament", device_class=SPOOL
)


def tray_sensors(ams: AmsCoordinator) -> Iterator[BambuEntity]:
    """Return all sensors that the slots of an AMS might have."""
    for slot in range(ams.data.unit.slots):
        yield TrayFilamentSensor(ams, FILAMENT, slot=slot)
        yield from (TraySensor(ams, item, slot=slot) for item in TRAY_SENSORS)


def name_of_spool(
    entity: BambuEntity, tray: Tray | None, location: TrayLocation | None
) -> Attributes:
    """Return what the owner calls the spool in a tray, nothing for others."""
    if tray is None or location is None:
        return {}
    coordinator, spools = entity.coordinator, entity.runtime_data.spools
    ams = coordinator.serial if isinstance(coordinator, AmsCoordinator) else None
    spool = spools.spool_in(entity.printer.data, ams, tray, location)
    return {"spool": spools.names[spool.id]} if spool else {}


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

    _unrecorded_attributes = UNRECORDED
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
        ams = self.coordinator.data
        is_active = ams.active_slot == self.slot
        place = TrayLocation(ams.unit.id, self.slot)
        return {
            **details_of(self.tray),
            **name_of_spool(self, self.tray, place),
            "slot": self.slot + 1,
            "active": is_active,
        }
