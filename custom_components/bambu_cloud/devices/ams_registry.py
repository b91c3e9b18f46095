"""The AMS units of an account, and the printers that they are plugged into."""

from collections.abc import Callable, Mapping

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr

from ..account.service_devices import is_service
from ..const import DOMAIN
from ..model import AmsUnit
from .ams import AmsCoordinator
from .link import Link
from .printer import PrinterCoordinator

_SERIAL_END = 4
"""Characters of a serial in which equal printers differ."""


class AmsDevices:
    """Hold all AMS units; a serial stays the same wherever a unit is plugged in."""

    def __init__(
        self,
        hass: HomeAssistant,
        link: Link,
        printers: Mapping[str, PrinterCoordinator],
        on_new: Callable[[], None],
    ) -> None:
        """Start without units.

        Args:
            hass: Home Assistant.
            link: The account's.
            printers: All printers of the account, by serial, as they come and go.
            on_new: Called after a new unit turned up.
        """
        self.units: dict[str, AmsCoordinator] = {}
        self._hass = hass
        self._link = link
        self._printers = printers
        self._on_new = on_new

    @callback
    def async_apply(self, printer: PrinterCoordinator) -> None:
        """Apply what a printer reports about its units."""
        for unit in printer.data.ams.units:
            if unit.serial is not None:
                self._async_apply_unit(printer, unit.serial, unit)
        for serial, coordinator in tuple(self.units.items()):
            if coordinator.printer is printer and not printer.data.ams.unit(serial):
                self._async_handle_missing(serial, coordinator)
        if _lists_all(printer):
            self.async_remove_old_devices(printer.data.serial)
        for coordinator in self.units.values():
            if coordinator.printer is not printer:
                coordinator.async_update_device()  # its name may be unique no more

    @callback
    def async_remove_of(self, printer: PrinterCoordinator) -> None:
        """Remove the units of a printer that left the account."""
        for serial, coordinator in tuple(self.units.items()):
            if coordinator.printer is printer:
                self._async_move(serial, coordinator)

    @callback
    def async_notify_all(self) -> None:
        """Notify all listeners of all units."""
        for coordinator in self.units.values():
            coordinator.async_update_listeners()

    @callback
    def _async_apply_unit(
        self, printer: PrinterCoordinator, serial: str, unit: AmsUnit
    ) -> None:
        """Apply a report about a unit, unless that is at another printer by now."""
        coordinator = self.units.get(serial)
        if coordinator is None:
            coordinator = AmsCoordinator(printer, serial, self._name_of)
            coordinator.async_apply(printer, unit)
            self.units[serial] = coordinator
            self._on_new()
        elif coordinator.printer is printer or (
            not coordinator.is_reachable() and printer.is_reachable() and unit.connected
        ):
            coordinator.async_apply(printer, unit)

    def _name_of(self, printer: PrinterCoordinator) -> str:
        """Return a printer's name, with its model where another has the same name."""
        name, model = printer.display_name, printer.data.model
        others = [
            other
            for other in self._printers.values()
            if other is not printer and other.display_name == name
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
                coordinator.async_apply(printer, unit)
                return
        del self.units[serial]
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
