"""What all entities of a printer have in common."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN
from .coordinator import BambuConfigEntry, PrinterCoordinator
from .model import NOUNS, PrinterState


@dataclass(frozen=True, kw_only=True)
class BambuEntityDescription[ValueT](EntityDescription):
    """Describe an entity that shows one value of a printer."""

    noun: str
    """The part of the printer's state that the value is read from."""
    value_fn: Callable[[PrinterState], ValueT | None]
    always: bool = False
    """Every printer has it, whether it shows a value or not."""
    polled: bool = False
    """The poll knows it too, when the printer cannot be heard."""
    needs_printer: bool = True
    """There is nothing to show while the printer is off."""

    def exists(self, printer: PrinterState) -> bool:
        """Return whether the printer has what the entity shows."""
        return self.always or self.value_fn(printer) is not None


class BambuPrinterEntity[ValueT](CoordinatorEntity[PrinterCoordinator]):
    """Show one value of a printer."""

    _attr_has_entity_name = True
    entity_description: BambuEntityDescription[ValueT]

    def __init__(
        self,
        coordinator: PrinterCoordinator,
        description: BambuEntityDescription[ValueT],
    ) -> None:
        """Listen to the noun that the value is read from."""
        super().__init__(coordinator, frozenset({description.noun}))
        self.entity_description = description
        serial = coordinator.data.serial
        self._attr_unique_id = f"{serial}_{description.key}"
        # Its coordinator registers the device, and keeps it up to date.
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, serial)})
        self._shown: tuple[Any, ...] | None = None

    @property
    def value(self) -> ValueT | None:
        """Return what the entity shows."""
        return self.entity_description.value_fn(self.coordinator.data)

    @property
    @override
    def available(self) -> bool:
        """Return whether the value is up to date: pushed, or at least polled."""
        description = self.entity_description
        printer, account = self.coordinator.data, self.coordinator.account
        if not (account.link_up or account.last_update_success):
            return False
        if not (printer.presence.online or not description.needs_printer):
            return False
        return description.polled or printer.complete

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Write the state only if it shows something else than before."""
        shown = (self.available, self.value, self.extra_state_attributes)
        if shown != self._shown:
            self._shown = shown
            self.async_write_ha_state()


@callback
def async_add_printer_entities[DescriptionT: BambuEntityDescription[Any]](
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    descriptions: Iterable[DescriptionT],
    factory: Callable[[PrinterCoordinator, DescriptionT], Entity],
) -> None:
    """Create entities for every printer, now and as soon as there is something new."""
    account = entry.runtime_data.account
    followed: dict[str, PrinterCoordinator] = {}

    @callback
    def follow_printers() -> None:
        """Begin with printers that are new, forget those that left."""
        for serial in followed.keys() - account.printers.keys():
            del followed[serial]
        for serial, printer in account.printers.items():
            if serial not in followed:
                followed[serial] = printer
                follow(printer)

    @callback
    def follow(printer: PrinterCoordinator) -> None:
        """Create what the printer has, and the rest when it turns up."""
        missing = list(descriptions)

        @callback
        def add_found() -> None:
            """Create what was missing until now."""
            found = [item for item in missing if item.exists(printer.data)]
            if found:
                missing[:] = [item for item in missing if item not in found]
                async_add_entities(factory(printer, item) for item in found)

        add_found()
        entry.async_on_unload(printer.async_add_listener(add_found, frozenset(NOUNS)))

    follow_printers()
    entry.async_on_unload(account.async_add_listener(follow_printers))
