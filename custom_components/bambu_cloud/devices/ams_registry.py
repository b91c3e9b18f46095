"""The AMS units of an account, and the printers that they are plugged into."""

from collections import defaultdict
from collections.abc import Mapping

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from ..account.service_devices import is_service
from ..const import DOMAIN
from ..listeners import Listeners
from ..model import AmsUnit, PrinterModel
from .ams import AmsCoordinator
from .link import Link
from .printer import PrinterCoordinator

_SERIAL_END = 4
"""Characters of a serial in which equal printers differ."""


class AmsDevices:
    """Hold all AMS units; a serial stays the same wherever a unit is plugged in.

    A report concerns the units of its printer only, however many others there are.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        link: Link,
        printers: Mapping[str, PrinterCoordinator],
    ) -> None:
        """Start without units.

        Args:
            hass: Home Assistant.
            link: The account's.
            printers: All printers of the account, by serial, as they come and go.
        """
        self.units: dict[str, AmsCoordinator] = {}
        self._hass = hass
        self._link = link
        self._printers = printers
        self._listeners = Listeners()
        self._units_of: defaultdict[str, set[str]] = defaultdict(set)
        """Serials of the units at each printer."""
        self._called: dict[str, tuple[str, PrinterModel]] = {}
        self._by_name: defaultdict[str, set[str]] = defaultdict(set)
        """Name and model of each printer, and the printers of each name."""
        self._is_checked: set[str] = set()
        """Printers at which there is no device of a unit that left before."""

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Notify a listener when a new unit turns up; return what removes it."""
        return self._listeners.async_add(listener)

    @callback
    def async_apply(self, printer: PrinterCoordinator) -> None:
        """Apply what a printer reports about its units."""
        self._async_apply_name(printer)
        for unit in printer.data.ams.units:
            if unit.serial is not None:
                self._async_apply_unit(printer, unit.serial, unit)
        serial = printer.data.serial
        for unit_serial in tuple(self._units_of[serial]):
            if not printer.data.ams.unit(unit_serial):
                self._async_handle_missing(unit_serial, self.units[unit_serial])
        if _lists_all(printer) and serial not in self._is_checked:
            self._is_checked.add(serial)
            self.async_remove_old_devices(serial)

    @callback
    def async_remove_of(self, printer: PrinterCoordinator) -> None:
        """Remove the units of a printer that left the account."""
        serial = printer.data.serial
        for unit_serial in self._units_of.pop(serial, ()):
            self._async_move(unit_serial, self.units[unit_serial])
        self._is_checked.discard(serial)
        if called := self._called.pop(serial, None):
            self._by_name[called[0]].discard(serial)
            self._async_rename(called[0])

    @callback
    def _async_apply_name(self, printer: PrinterCoordinator) -> None:
        """Name units anew if a name has become unique, or is unique no more."""
        serial = printer.data.serial
        before = self._called.get(serial)
        called = self._called[serial] = (printer.display_name, printer.data.model)
        if called == before:
            return
        self._by_name[called[0]].add(serial)
        if before and before[0] != called[0]:
            self._by_name[before[0]].discard(serial)
            self._async_rename(before[0])
        self._async_rename(called[0])

    @callback
    def _async_rename(self, name: str) -> None:
        """Update the devices of all units at printers of this name."""
        for printer in self._by_name[name]:
            for serial in self._units_of[printer]:
                self.units[serial].async_update_device()

    @callback
    def _async_apply_unit(
        self, printer: PrinterCoordinator, serial: str, unit: AmsUnit
    ) -> None:
        """Apply a report about a unit, unless that is at another printer by now."""
        coordinator = self.units.get(serial)
        if coordinator is None:
            coordinator = AmsCoordinator(printer, serial, self._name_of)
            self.units[serial] = coordinator
            self._async_plug(coordinator, printer, unit)
            self._listeners.async_notify()
        elif coordinator.printer is printer or (
            not coordinator.is_reachable() and printer.is_reachable() and unit.connected
        ):
            self._async_plug(coordinator, printer, unit)

    @callback
    def _async_plug(
        self, coordinator: AmsCoordinator, printer: PrinterCoordinator, unit: AmsUnit
    ) -> None:
        """Apply that a unit is at a printer."""
        self._units_of[coordinator.printer.data.serial].discard(coordinator.serial)
        self._units_of[printer.data.serial].add(coordinator.serial)
        coordinator.async_apply(printer, unit)

    def _name_of(self, printer: PrinterCoordinator) -> str:
        """Return a printer's name, with its model where another has the same name."""
        name, model = printer.display_name, printer.data.model
        others = [
            other
            for serial in self._by_name[name]
            if (other := self._printers.get(serial)) and other is not printer
        ]
        if not others:
            return name
        if model.name and all(other.data.model is not model for other in others):
            return f"{name} {model.name}"
        return f"{name} {printer.data.serial[-_SERIAL_END:]}"

    @callback
    def _async_handle_missing(self, serial: str, coordinator: AmsCoordinator) -> None:
        """Handle that a printer does not list a unit; only a full report is proof."""
        if _lists_all(coordinator.printer):
            self._async_move(serial, coordinator)
        else:
            coordinator.async_unplug()

    @callback
    def _async_move(self, serial: str, coordinator: AmsCoordinator) -> None:
        """Move a unit to the printer that lists it by now, or remove it."""
        for printer in self._printers.values():
            unit = printer.data.ams.unit(serial)
            if unit and printer is not coordinator.printer:
                self._async_plug(coordinator, printer, unit)
                return
        del self.units[serial]
        self._units_of[coordinator.printer.data.serial].discard(serial)
        remove_device(self._hass, self._link.entry.entry_id, serial)

    @callback
    def async_remove_old_devices(self, printer: str) -> None:
        """Remove devices at a printer whose units left while Home Assistant was off."""
        registry = dr.async_get(self._hass)
        entry_id = self._link.entry.entry_id
        owner = registry.async_get_device_by_identifier((DOMAIN, printer), entry_id)
        for device in dr.async_entries_for_config_entry(registry, entry_id):
            if owner is None or device.via_device_id != owner.id:
                continue
            if _serials(device).isdisjoint(self.units):
                registry.async_remove_device(device.id)

    def registered_printers(self) -> set[str]:
        """Return the serials of devices that are at no other device.

        Those are printers, and units whose printer was removed without them, but not
        what the account itself has a device for.
        """
        devices = dr.async_entries_for_config_entry(
            dr.async_get(self._hass), self._link.entry.entry_id
        )
        alone = [
            _serials(each)
            for each in devices
            if each.via_device_id is None and not is_service(each)
        ]
        return set().union(*alone)


@callback
def remove_device(hass: HomeAssistant, entry_id: str, serial: str) -> None:
    """Remove the device of a printer or unit, if it has one."""
    registry = dr.async_get(hass)
    if device := registry.async_get_device_by_identifier((DOMAIN, serial), entry_id):
        registry.async_remove_device(device.id)


def _serials(device: dr.AnyDeviceEntry) -> set[str]:
    """Return the serials that a device is registered with."""
    return {serial for _domain, serial in device.identifiers}


def _lists_all(printer: PrinterCoordinator) -> bool:
    """Return whether a unit that the printer does not list is not there."""
    return printer.data.complete and printer.data.ams.complete
