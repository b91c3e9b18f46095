"""The sensors of a hotend rack, as a table."""

from collections.abc import Iterable, Mapping
from functools import partial
from typing import override

from homeassistant.components.sensor import SensorDeviceClass
from homeassistant.const import EntityCategory

from ..devices.printer import PrinterCoordinator
from ..entity.base import Attributes, BambuEntity
from ..model import (
    RACK_ACTIVITIES,
    RACK_POSITIONS,
    PrinterState,
    RackSlot,
    RackSlotState,
)
from .base import BambuSensor, BambuSensorDescription, named, names

_FIRST_SLOT, _SLOTS = 16, 6
_STATUSES: Mapping[bool | None, str] = {False: "normal", True: "abnormal"}

_of_rack = partial(
    BambuSensorDescription,
    section="nozzles",
    device_class=SensorDeviceClass.ENUM,
    entity_category=EntityCategory.DIAGNOSTIC,
)


def _slot(printer: PrinterState, number: int) -> RackSlot | None:
    """Return a place of the rack, counted from 1."""
    slot_id = _FIRST_SLOT + number - 1
    return next((slot for slot in printer.nozzles.rack if slot.id == slot_id), None)


def _state(number: int, printer: PrinterState) -> RackSlotState | None:
    """Return what a place of the rack holds."""
    slot = _slot(printer, number)
    return slot.state if slot else None


def _attributes(number: int, printer: PrinterState) -> Attributes:
    """Return the details of the nozzle in a place."""
    slot = _slot(printer, number)
    if slot is None or (nozzle := slot.nozzle) is None:
        return {"slot": number}
    return {
        "slot": number,
        "type": named(nozzle.material),
        "flow": named(nozzle.flow),
        "diameter": nozzle.diameter,
        "serial_number": nozzle.serial,
        "wear": nozzle.wear,
        "max_temperature": nozzle.max_temperature,
        "status": _STATUSES.get(nozzle.is_abnormal),
        "filament_id": nozzle.filament_id,
        "color": nozzle.color,
    }


class RackSensor(BambuSensor[PrinterState]):
    """Show the rack, and the filament of a hotend by its name."""

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return the details of the hotend, with the name of its filament."""
        details = super().extra_state_attributes
        if not details or "filament_id" not in details:
            return details
        filaments = self.entry.runtime_data.filament_names
        return {**details, "filament": filaments.name_of(details["filament_id"])}


RACK_SENSORS: tuple[BambuSensorDescription[PrinterState], ...] = (
    _of_rack(
        key="rack_position",
        translation_key="rack_position",
        entity_registry_enabled_default=False,
        options=[name for name in RACK_POSITIONS if name != "unknown"],
        value_fn=lambda printer: named(printer.nozzles.rack_position),
    ),
    _of_rack(
        key="rack_activity",
        translation_key="rack_activity",
        entity_registry_enabled_default=False,
        options=[name for name in RACK_ACTIVITIES if name != "unknown"],
        value_fn=lambda printer: named(printer.nozzles.rack_activity),
    ),
    *(
        _of_rack(
            key=f"hotend_{number}",
            translation_key=f"hotend_{number}",
            options=names(RackSlotState),
            value_fn=partial(_state, number),
            attributes_fn=partial(_attributes, number),
        )
        for number in range(1, _SLOTS + 1)
    ),
)


def rack_sensors(printer: PrinterCoordinator) -> Iterable[BambuEntity]:
    """Return all sensors of a rack that a printer might have."""
    yield from (RackSensor(printer, description) for description in RACK_SENSORS)
