"""The base of all entities: identity, availability, value, and when it is written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, cast, override

from homeassistant.core import callback
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from ..devices.ams import AmsCoordinator
from ..devices.printer import PrinterCoordinator
from ..model import PrinterState
from ..runtime_data import BambuConfigEntry, RuntimeData

type Attributes = Mapping[str, Any]
type DeviceCoordinator = PrinterCoordinator | AmsCoordinator


@lru_cache
def sections_of(*sections: str) -> frozenset[str]:
    """Return sections as a listener's context, the same object for the same ones."""
    return frozenset(sections)


class BambuEntity(CoordinatorEntity[DeviceCoordinator]):
    """Show something of a printer or an AMS."""

    # What is the same for all is no `_attr_`: Home Assistant would cache it once more
    # in each of thousands of entities.
    attribution = None
    device_info = None
    entity_registry_visible_default = True
    force_update = False
    has_entity_name = True
    icon = None
    should_poll = False

    slot: int | None = None
    _shown: tuple[object, ...] | None = None

    def __init__(
        self,
        coordinator: DeviceCoordinator,
        description: EntityDescription,
        *,
        sections: frozenset[str] | None = None,
        slot: int | None = None,
    ) -> None:
        """Belong to the device of a printer or an AMS.

        Args:
            coordinator: The printer or the AMS.
            description: What is shown of it.
            sections: The parts of a printer that it depends on; None for an AMS.
            slot: The slot of the AMS that it is about, counted from 0.
        """
        super().__init__(coordinator, sections)
        self.entity_description = description
        if slot is not None:
            self.slot = slot
            self._attr_translation_placeholders = {"slot": f"{slot + 1}"}

    # What follows from the device or the description is no attribute: Python would
    # hold it once more for each of thousands of entities.

    @property
    def serial(self) -> str:
        """Return the serial number of the device."""
        return self.coordinator.serial

    @property
    @override
    def unique_id(self) -> str:
        """Return the id: the device, its slot, and what is shown of it."""
        key = self.entity_description.key
        if self.slot is not None:
            key = f"slot_{self.slot + 1}_{key}"
        return f"{self.serial}_{key}"

    @property
    def polled(self) -> bool:
        """Return whether the poll has it as well, when the printer does not report."""
        return False

    @property
    def needs_printer(self) -> bool:
        """Return whether there is nothing to show while the printer is off."""
        return True

    @property
    def entry(self) -> BambuConfigEntry:
        """Return the account."""
        return self.coordinator.link.entry

    @property
    def runtime_data(self) -> RuntimeData:
        """Return what the entities of an account share."""
        return self.entry.runtime_data

    @property
    def printer(self) -> PrinterCoordinator:
        """Return the printer, or that of the AMS."""
        return self.coordinator.printer

    @property
    def current_value(self) -> object:
        """Return the value that is shown, None if there is none."""
        return None

    @property
    def exists(self) -> bool:
        """Return whether the device has it, now or at other times."""
        return True

    @property
    def is_gone(self) -> bool:
        """Return whether the device is certain not to have it any more."""
        return False

    @property
    def is_without_twin(self) -> bool:
        """Return whether it is enabled at first, unless another shows the same."""
        return False

    @property
    @override
    def available(self) -> bool:
        """Return whether the value is up to date."""
        return self.coordinator.is_reachable(
            polled=self.polled, needs_printer=self.needs_printer
        )

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe; what Home Assistant writes next is not to be written again."""
        await super().async_added_to_hass()
        self._shown = self._current()

    @override
    async def async_update(self) -> None:
        """Poll the account and request a full report, as an automation wants."""
        await self.runtime_data.account.async_request_refresh()
        await super().async_update()

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Write the state if it differs."""
        self._async_write_if_changed()

    @callback
    def _async_write_if_changed(self) -> None:
        """Write the state if it differs from the last one."""
        shown = self._current()
        if shown != self._shown:
            self._shown = shown
            self.async_write_ha_state()

    def _current(self) -> tuple[object, ...]:
        """Return what the state is made of."""
        return self.available, self.current_value, self.extra_state_attributes


@dataclass(frozen=True, kw_only=True)
class BambuEntityDescription[SubjectT, ValueT](EntityDescription):
    """Describe an entity by how its value is read from a subject, such as a printer."""

    value_fn: Callable[[SubjectT], ValueT | None]
    attributes_fn: Callable[[SubjectT], Attributes] | None = None
    section: str | None = None
    """The part of a printer that the value is read from; None for other subjects."""
    more_sections: tuple[str, ...] = ()
    """Further parts that it is read from."""
    always: bool = False
    """Whether every subject has it, with or without a value."""
    polled: bool = False
    """Whether the poll has it as well, when the printer does not report."""
    needs_printer: bool = True
    """Whether there is nothing to show while the printer is off."""
    twin_fn: Callable[[PrinterState], bool | None] | None = None
    """Returns whether another entity shows the same; None while that is unknown."""

    @property
    def sections(self) -> frozenset[str] | None:
        """Return all parts of a printer that it depends on."""
        if self.section is None:
            return None
        twin = ("control",) if self.twin_fn else ()
        return sections_of(self.section, *self.more_sections, *twin)

    def has_twin(self, printer: PrinterState) -> bool | None:
        """Return whether another entity shows the same, None while unknown."""
        return False if self.twin_fn is None else self.twin_fn(printer)

    def value(self, subject: SubjectT | None) -> ValueT | None:
        """Return the value of a subject, None without one."""
        return None if subject is None else self.value_fn(subject)

    def attributes(self, subject: SubjectT | None) -> Attributes | None:
        """Return the attributes of a subject, None without one."""
        if self.attributes_fn is None or subject is None:
            return None
        return self.attributes_fn(subject)


class BambuValueEntity[SubjectT, ValueT](BambuEntity):
    """Show one value of a subject: of a printer, an AMS, or something in it."""

    entity_description: BambuEntityDescription[SubjectT, ValueT]

    def __init__(
        self,
        coordinator: DeviceCoordinator,
        description: BambuEntityDescription[SubjectT, ValueT],
        *,
        sections: frozenset[str] | None = None,
        slot: int | None = None,
    ) -> None:
        """Depend on these sections, or on those that the description names."""
        super().__init__(
            coordinator,
            description,
            sections=sections or description.sections,
            slot=slot,
        )

    @property
    @override
    def polled(self) -> bool:
        """Return whether the poll has it as well."""
        return self.entity_description.polled

    @property
    @override
    def needs_printer(self) -> bool:
        """Return whether there is nothing to show while the printer is off."""
        return self.entity_description.needs_printer

    @property
    def subject(self) -> SubjectT | None:
        """Return what the value is read from: the state of the printer or the AMS."""
        return cast("SubjectT", self.coordinator.shown)

    @property
    @override
    def current_value(self) -> ValueT | None:
        """Return the value that is shown."""
        return self.entity_description.value(self.subject)

    @property
    @override
    def exists(self) -> bool:
        """Return whether the subject has such a value, now or at other times."""
        description = self.entity_description
        # It is registered once: only when it is certain whether it is enabled.
        if description.has_twin(self.printer.data) is None:
            return False
        return description.always or self.current_value is not None

    @property
    @override
    def entity_registry_enabled_default(self) -> bool:
        """Return whether it is enabled at first: one of two that show the same."""
        description = self.entity_description
        return description.entity_registry_enabled_default and not description.has_twin(
            self.printer.data
        )

    @property
    @override
    def is_without_twin(self) -> bool:
        """Return whether another one could show the same, and does not."""
        has_twin = self.entity_description.twin_fn is not None
        return has_twin and self.entity_registry_enabled_default

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return the details of the value."""
        return self.entity_description.attributes(self.subject)
