"""What all entities of printers and of AMS units have in common."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, NamedTuple, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import (
    AddConfigEntryEntitiesCallback,
    async_get_current_platform,
)
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from ..const import DOMAIN
from ..devices.ams import AmsCoordinator, PluggedAms
from ..devices.printer import PrinterCoordinator
from ..model import PrinterState
from ..runtime_data import BambuConfigEntry

type Attributes = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class BambuEntityDescription[SubjectT, ValueT](EntityDescription):
    """Describe an entity that shows one value of a subject, such as a printer."""

    value_fn: Callable[[SubjectT], ValueT | None]
    attributes_fn: Callable[[SubjectT], Attributes] | None = None
    always: bool = False
    """Every subject has it, whether it shows a value or not."""


@dataclass(frozen=True, kw_only=True)
class BambuPrinterEntityDescription[ValueT](
    BambuEntityDescription[PrinterState, ValueT]
):
    """Describe an entity that shows one value of a printer."""

    section: str
    """The part of the printer's state that the value is read from."""
    more_sections: tuple[str, ...] = ()
    """Other parts that it is read from, too."""
    polled: bool = False
    """The poll knows it too, when the printer cannot be heard."""
    needs_printer: bool = True
    """There is nothing to show while the printer is off."""


class BambuEntity[
    CoordinatorT: PrinterCoordinator | AmsCoordinator,
    SubjectT,
    ValueT,
](CoordinatorEntity[CoordinatorT]):
    """Show one value of a subject."""

    _attr_has_entity_name = True
    entity_description: BambuEntityDescription[SubjectT, ValueT]
    _shown: tuple[Any, ...] | None = None

    @property
    def subject(self) -> SubjectT | None:
        """Return what the value is read from, if it is there."""
        raise NotImplementedError

    @property
    def current_value(self) -> ValueT | None:
        """Return what the entity shows."""
        if (subject := self.subject) is None:
            return None
        return self.entity_description.value_fn(subject)

    @property
    def exists(self) -> bool:
        """Return whether there is anything to show, now or at other times."""
        if self.entity_description.always:
            return self.subject is not None
        return self.current_value is not None

    @property
    def is_gone(self) -> bool:
        """Return whether there will be nothing to show, as far as anybody knows."""
        return False

    @property
    @override
    def extra_state_attributes(self) -> Attributes | None:
        """Return what else there is to know."""
        attributes_fn = self.entity_description.attributes_fn
        if attributes_fn is None or (subject := self.subject) is None:
            return None
        return attributes_fn(subject)

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Write the state if that is news."""
        self._async_write_if_changed()

    @callback
    def _async_write_if_changed(self) -> None:
        """Write the state only if it shows something else than before."""
        shown = (self.available, self.current_value, self.extra_state_attributes)
        if shown != self._shown:
            self._shown = shown
            self.async_write_ha_state()


@lru_cache
def sections_of(*sections: str) -> frozenset[str]:
    """Return sections to listen to; the same ones are the same object."""
    return frozenset(sections)


class BambuPrinterEntity[ValueT](BambuEntity[PrinterCoordinator, PrinterState, ValueT]):
    """Show one value of a printer."""

    entity_description: BambuPrinterEntityDescription[ValueT]

    def __init__(
        self,
        coordinator: PrinterCoordinator,
        description: BambuPrinterEntityDescription[ValueT],
    ) -> None:
        """Listen to the sections that the value is read from."""
        super().__init__(
            coordinator, sections_of(description.section, *description.more_sections)
        )
        self.entity_description = description
        serial = coordinator.data.serial
        self._attr_unique_id = f"{serial}_{description.key}"
        # Its coordinator registers the device, and keeps it up to date.
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, serial)})

    @property
    @override
    def subject(self) -> PrinterState:
        """Return the printer."""
        return self.coordinator.data

    @property
    @override
    def available(self) -> bool:
        """Return whether the value is up to date: pushed, or at least polled."""
        description = self.entity_description
        return self.coordinator.is_reachable(
            polled=description.polled, needs_printer=description.needs_printer
        )


class BambuAmsEntity[SubjectT, ValueT](BambuEntity[AmsCoordinator, SubjectT, ValueT]):
    """Show one value of an AMS, or of something in it."""

    def __init__(
        self,
        coordinator: AmsCoordinator,
        description: BambuEntityDescription[SubjectT, ValueT],
        prefix: str = "",
    ) -> None:
        """Listen to the AMS; the prefix tells apart things of which it has many."""
        super().__init__(coordinator)
        self.entity_description = description
        serial = coordinator.serial
        self._attr_unique_id = f"{serial}_{prefix}{description.key}"
        # Its coordinator registers the device, and keeps it up to date.
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, serial)})

    @property
    @override
    def available(self) -> bool:
        """Return whether the value is up to date."""
        return self.coordinator.is_reachable()


class BambuAmsUnitEntity[ValueT](BambuAmsEntity[PluggedAms, ValueT]):
    """Show one value of an AMS."""

    @property
    @override
    def subject(self) -> PluggedAms:
        """Return the AMS."""
        return self.coordinator.data


type AnyBambuEntity = BambuEntity[Any, Any, Any]


class Platform(NamedTuple):
    """Where entities of one kind go."""

    entry: BambuConfigEntry
    domain: str
    async_add_entities: AddConfigEntryEntitiesCallback


type EntitiesOf[CoordinatorT] = Callable[[CoordinatorT], Iterable[AnyBambuEntity]]


async def async_add_when_found(
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    of_printer: EntitiesOf[PrinterCoordinator],
    of_ams: EntitiesOf[AmsCoordinator] | None = None,
) -> None:
    """Create entities for every printer and AMS, now and as soon as something is new.

    Args:
        entry: The account.
        async_add_entities: Adds entities of the platform.
        of_printer: Returns all entities that a printer might have.
        of_ams: Returns all entities that an AMS might have.
    """
    account = entry.runtime_data.account
    platform = Platform(entry, async_get_current_platform().domain, async_add_entities)
    await _follow_all(platform, account.printers, of_printer)
    if of_ams:
        await _follow_all(platform, account.ams.units, of_ams)


async def _follow_all[CoordinatorT: (PrinterCoordinator, AmsCoordinator)](
    platform: Platform,
    current: Mapping[str, CoordinatorT],
    entities_of: EntitiesOf[CoordinatorT],
) -> None:
    """Create the entities of what there is, and of what the account learns about."""
    followed: dict[str, CoordinatorT] = {}

    @callback
    def follow(serial: str, coordinator: CoordinatorT) -> None:
        """Begin with one."""
        followed[serial] = coordinator
        _follow(platform, coordinator, entities_of(coordinator))

    @callback
    def follow_new() -> None:
        """Begin with what is new, forget what left: it may come back."""
        for serial in [key for key in followed if key not in current]:
            del followed[serial]
        for serial, coordinator in current.items():
            if followed.get(serial) is not coordinator:
                follow(serial, coordinator)

    for serial, coordinator in tuple(current.items()):
        follow(serial, coordinator)
        await asyncio.sleep(0)  # dozens of entities each: others want their turn
    entry = platform.entry
    entry.async_on_unload(entry.runtime_data.account.async_add_listener(follow_new))


@callback
def _follow(
    platform: Platform,
    coordinator: PrinterCoordinator | AmsCoordinator,
    entities: Iterable[AnyBambuEntity],
) -> None:
    """Add the entities that have something to show, and the others when they do."""
    found: list[AnyBambuEntity] = []
    missing: defaultdict[Any, list[AnyBambuEntity]] = defaultdict(list)
    for entity in entities:
        if entity.exists:
            found.append(entity)
        else:
            missing[entity.coordinator_context].append(entity)
            if entity.is_gone:
                _forget(coordinator.hass, platform.domain, entity)
    if found:
        platform.async_add_entities(found)
    for context, waiting in missing.items():
        add = partial(_add_found, waiting, platform.async_add_entities)
        platform.entry.async_on_unload(coordinator.async_add_listener(add, context))


@callback
def _forget(hass: HomeAssistant, domain: str, entity: AnyBambuEntity) -> None:
    """Remove what is left of an entity of earlier times."""
    registry, unique_id = er.async_get(hass), entity.unique_id or ""
    if entity_id := registry.async_get_entity_id(domain, DOMAIN, unique_id):
        registry.async_remove(entity_id)


@callback
def _add_found(
    missing: list[AnyBambuEntity], async_add_entities: AddConfigEntryEntitiesCallback
) -> None:
    """Add what was missing until now."""
    if found := [entity for entity in missing if entity.exists]:
        missing[:] = [entity for entity in missing if entity not in found]
        async_add_entities(found)
