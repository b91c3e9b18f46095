"""What all entities of a printer have in common."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity, EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from .const import DOMAIN, MANUFACTURER
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
        self._shown: tuple[bool, ValueT | None] | None = None
        printer = coordinator.data
        self._attr_unique_id = f"{printer.serial}_{description.key}"
        self._attr_device_info = DeviceInfo(
            identifiers={(DOMAIN, printer.serial)},
            manufacturer=MANUFACTURER,
            model=printer.model.name or None,
            name=printer.name or printer.model.name,
            serial_number=printer.serial,
            sw_version=printer.firmware.installed,
        )

    @property
    def printer(self) -> PrinterState:
        """Return the printer as it is known now."""
        return self.coordinator.data

    @property
    def value(self) -> ValueT | None:
        """Return what the entity shows."""
        return self.entity_description.value_fn(self.printer)

    @property
    @override
    def available(self) -> bool:
        """Return whether the value is up to date: heard, or at least polled."""
        account = self.coordinator.account
        if account.link_up:
            told = self.printer.complete or self.entity_description.polled
        else:
            told = self.entity_description.polled and account.last_update_success
        online = self.printer.presence.online is True
        return told and (online or not self.entity_description.needs_printer)

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Write the state only if it shows something else than before."""
        shown = (self.available, self.value)
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
    account = entry.runtime_data
    known: set[str] = set()

    @callback
    def add_printers() -> None:
        """Begin with printers that are new, forget those that left."""
        known.intersection_update(account.printers)
        for serial in account.printers.keys() - known:
            known.add(serial)
            begin(account.printers[serial])

    @callback
    def begin(coordinator: PrinterCoordinator) -> None:
        """Create what the printer has, and the rest when it turns up."""
        missing = list(descriptions)

        @callback
        def add_entities() -> None:
            """Create what was missing until now."""
            found = [item for item in missing if item.exists(coordinator.data)]
            missing[:] = [item for item in missing if item not in found]
            async_add_entities(factory(coordinator, item) for item in found)

        entry.async_on_unload(
            coordinator.async_add_listener(add_entities, frozenset(NOUNS))
        )
        add_entities()

    entry.async_on_unload(account.async_add_listener(add_printers))
    add_printers()
