"""Sensors of the account's spools: how much is left of each."""

from collections.abc import Iterator
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
    SensorStateClass,
)
from homeassistant.const import UnitOfMass

from ..entity.base import Attributes
from ..entity.place import place_attributes
from ..entity.spool import BambuSpoolEntity
from ..filament.spools import AccountSpools
from ..model import AccountSpool
from .spool_picture import spool_picture

REMAINING = SensorEntityDescription(
    key="spool_remaining",
    translation_key="spool_remaining",
    device_class=SensorDeviceClass.WEIGHT,
    native_unit_of_measurement=UnitOfMass.GRAMS,
    state_class=SensorStateClass.MEASUREMENT,
    suggested_display_precision=0,
)


def account_spool_sensors(
    spools: AccountSpools, spool_id: str
) -> Iterator[BambuSpoolEntity]:
    """Yield the sensors of a spool."""
    yield SpoolWeightSensor(spools, spool_id, REMAINING)


class SpoolWeightSensor(BambuSpoolEntity, SensorEntity):
    """Show how much is left of a spool."""

    _unrecorded_attributes = frozenset(
        {"colors", "entity_picture", "filament_id", "note", "tray_uuid"}
    )

    @property
    @override
    def native_value(self) -> int | None:
        """Return the g that are left."""
        return self.remaining

    @property
    @override
    def entity_picture(self) -> str | None:
        """Return a picture of the filament."""
        return spool_picture(self.spool.colors) if self.spool else None

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return what the spool is, and where."""
        return self._attributes(self.spool) if self.spool else None

    def _attributes(self, spool: AccountSpool) -> Attributes:
        """Return what a spool is, and where."""
        place = self.coordinator.place_of(spool)
        return {
            "name": spool.title,
            "vendor": spool.vendor,
            "type": spool.material,
            "product": spool.name,
            "color": spool.colors[0] if spool.colors else None,
            "colors": list(spool.colors),
            "total": spool.total,
            "manual": spool.is_manual,
            "filament_id": spool.filament_id,
            "tray_uuid": spool.tray_uuid,
            "note": spool.note,
            "printer": place.printer if place else None,
            **place_attributes(place.location if place else None),
        }
