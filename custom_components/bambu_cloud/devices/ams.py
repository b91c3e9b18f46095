"""Coordinate one AMS, wherever it is plugged in."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import NamedTuple, override

from homeassistant.core import callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.typing import UNDEFINED

from ..const import DOMAIN, MANUFACTURER
from ..model import LEFT, RIGHT, AmsKind, AmsUnit
from .printer import PrinterCoordinator
from .pushed import PushedCoordinator


class PluggedAms(NamedTuple):
    """An AMS at a printer."""

    unit: AmsUnit
    active_slot: int | None
    """The slot in use; None if it is in another unit."""
    nozzle: str | None
    """The nozzle it feeds, "left" or "right"; None where there is only one."""
    has_tag_command: bool
    """Whether its printer has a command to read a tag."""


_SIDES: Mapping[int | None, str] = {RIGHT: "right", LEFT: "left"}
_AMS_NAMES = {
    AmsKind.AMS: "AMS",
    AmsKind.LITE: "AMS lite",
    AmsKind.PRO_2: "AMS 2 Pro",
    AmsKind.HT: "AMS HT",
    AmsKind.UNKNOWN: "AMS",
}


class AmsCoordinator(PushedCoordinator[PluggedAms]):
    """Hold the state of one AMS, whatever printer it is plugged into."""

    def __init__(
        self,
        printer: PrinterCoordinator,
        serial: str,
        name_of: Callable[[PrinterCoordinator], str],
    ) -> None:
        """Start at a printer, whose name `name_of` returns; apply a report next."""
        super().__init__(printer.hass, printer.link, "AMS")
        self.serial = serial
        self.printer = printer
        self._name_of = name_of
        self._device: tuple[object, ...] | None = None

    @property
    def shown(self) -> PluggedAms:
        """Return the state for people."""
        return self.data

    def is_reachable(self, *, polled: bool = False, needs_printer: bool = True) -> bool:
        """Return whether something about the AMS is up to date."""
        return self.data.unit.connected and self.printer.is_reachable(
            polled=polled, needs_printer=needs_printer
        )

    @callback
    def async_apply(self, printer: PrinterCoordinator, unit: AmsUnit) -> None:
        """Apply what a printer reports about it."""
        active = printer.data.ams.active
        slot = active.slot if active and active.unit == unit.id else None
        nozzle = _SIDES.get(unit.extruder) if printer.data.model.nozzles > 1 else None
        self.printer = printer
        has_tag_command = printer.data.model.has_tag_command(
            printer.data.firmware.installed
        )
        self.data = PluggedAms(unit, slot, nozzle, has_tag_command)
        self.async_update_listeners()
        self.async_update_device()

    @callback
    def async_unplug(self) -> None:
        """Mark it as unplugged."""
        unit = replace(self.data.unit, connected=False)
        self.data = self.data._replace(unit=unit)
        self.async_update_listeners()

    @callback
    def async_update_device(self) -> None:
        """Create or update the device, if anything about it changed."""
        printer, unit = self.printer.data, self.data.unit
        name = self._name_of(self.printer)
        hardware = printer.firmware.hardware_of(self.serial)
        device = (printer.serial, name, unit.kind, unit.id, unit.firmware, hardware)
        if device == self._device:
            return
        self._device = device
        entry_id = self.link.entry.entry_id
        registered = dr.async_get(self.hass).async_get_or_create(
            config_entry_id=entry_id,
            identifiers={(DOMAIN, self.serial)},
            manufacturer=MANUFACTURER,
            model=_AMS_NAMES[unit.kind],
            serial_number=self.serial,
            sw_version=unit.firmware,
            hw_version=hardware or UNDEFINED,
            translation_key="ams_lite" if unit.kind is AmsKind.LITE else "ams",
            translation_placeholders={
                "printer": name,
                "kind": _AMS_NAMES[unit.kind],
                "number": str(unit.number),
            },
            via_device_id=dr.async_get_device_id_by_identifier(
                self.hass, (DOMAIN, printer.serial), config_entry_id=entry_id
            ),
        )
        self.device_id = registered.id

    @override
    async def _async_update_data(self) -> PluggedAms:
        """Request a full report, which arrives when it arrives."""
        await self.link.stream.request_full_report(self.printer.data.serial)
        return self.data
