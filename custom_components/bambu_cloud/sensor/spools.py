"""Sensors of the spools of a printer: outside of an AMS, and the one in use."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import override

from homeassistant.components.sensor import SensorEntity, SensorEntityDescription

from ..devices.printer import PrinterCoordinator
from ..entity.base import Attributes, BambuEntity, sections_of
from ..entity.place import place_attributes
from ..model import EXTERNAL_DEPUTY, EXTERNAL_MAIN, PrinterState, Tray, TrayLocation
from .filament import (
    EXTERNAL_SPOOL,
    UNRECORDED,
    details_of,
    filament_name,
    name_of_spool,
)
from .spool_picture import spool_picture

NOTHING = "nothing"


@dataclass(frozen=True, kw_only=True)
class SpoolSensorDescription(SensorEntityDescription):
    """Describe a sensor of the filament of a spool of a printer."""

    tray_fn: Callable[[PrinterState], Tray | None]
    attributes_fn: Callable[[PrinterState], Attributes]
    always: bool = False
    """Whether every printer has it, with or without a spool."""


def _active_attributes(printer: PrinterState) -> Attributes:
    """Return the place and the details of the spool in use."""
    return {
        **place_attributes(printer.ams.active),
        **details_of(printer.active_tray),
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
    place = TrayLocation(number, 0)

    def read(printer: PrinterState) -> Attributes:
        tray = find(printer)
        return {**details_of(tray), "active": printer.ams.active == place}

    return read


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
        device_class=EXTERNAL_SPOOL,
        tray_fn=_external(EXTERNAL_MAIN, 1),
        attributes_fn=_external_attributes(EXTERNAL_MAIN, 1),
    ),
    SpoolSensorDescription(
        key="left_external_spool",
        translation_key="left_external_spool",
        device_class=EXTERNAL_SPOOL,
        tray_fn=_external(EXTERNAL_DEPUTY, 2),
        attributes_fn=_external_attributes(EXTERNAL_DEPUTY, 2),
    ),
    SpoolSensorDescription(
        key="right_external_spool",
        translation_key="right_external_spool",
        device_class=EXTERNAL_SPOOL,
        tray_fn=_external(EXTERNAL_MAIN, 2),
        attributes_fn=_external_attributes(EXTERNAL_MAIN, 2),
    ),
)


def spool_sensors(printer: PrinterCoordinator) -> Iterable[BambuEntity]:
    """Return all sensors of spools that a printer might have."""
    sections = sections_of("ams", "external_spools")
    for description in (ACTIVE_FILAMENT, *EXTERNAL_SPOOLS):
        yield SpoolSensor(printer, description, sections=sections)


class SpoolSensor(BambuEntity, SensorEntity):
    """Show the filament of one spool of a printer."""

    _unrecorded_attributes = UNRECORDED
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
        return {
            **self.entity_description.attributes_fn(self.printer.data),
            **name_of_spool(self, self.tray, self._location),
        }

    @property
    def _location(self) -> TrayLocation | None:
        """Return where the spool is."""
        if self.entity_description is ACTIVE_FILAMENT:
            return self.printer.data.ams.active
        return TrayLocation(self.tray.id, 0) if self.tray else None
