"""Add entities as soon as a device turns out to have them."""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import batched, chain, starmap
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.helpers.entity_platform import (
    AddConfigEntryEntitiesCallback,
    async_get_current_platform,
)

from ..account.entity_limit import async_check_entity_limit
from ..const import DOMAIN
from ..devices.ams import AmsCoordinator
from ..devices.printer import PrinterCoordinator
from ..runtime_data import BambuConfigEntry
from .base import BambuEntity, DeviceCoordinator

_AT_ONCE = 8
"""Entities that are added before other tasks run: 2 to 4 ms."""

_IS_SET_UP = frozenset({ConfigEntryState.LOADED, ConfigEntryState.SETUP_IN_PROGRESS})

type EntitiesOf[CoordinatorT] = Callable[[CoordinatorT], Iterable[BambuEntity]]


class Platform:
    """A platform of an account, to which entities are added a few at a time."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        domain: str,
        async_add_entities: AddConfigEntryEntitiesCallback,
    ) -> None:
        """Start without entities."""
        self.hass = hass
        self.entry = entry
        self.domain = domain
        self._async_add_entities = async_add_entities
        self._found: deque[BambuEntity] = deque()

    async def async_add(self, entities: Iterable[BambuEntity]) -> None:
        """Add entities; a printer has dozens, and an account many."""
        devices = dr.async_get(self.hass)
        for few in batched(entities, _AT_ONCE, strict=False):
            for entity in few:
                # For `device_info`, Home Assistant would register it once for each.
                entity.device_entry = devices.async_get(entity.coordinator.device_id)
            if self.entry.state in _IS_SET_UP:  # and what has not left meanwhile
                self._async_add_entities(each for each in few if self._is_to_add(each))
            await asyncio.sleep(0)  # lets other tasks run
        async_check_entity_limit(self.hass, self.entry)

    def _is_to_add(self, entity: BambuEntity) -> bool:
        """Return whether Home Assistant needs an entity.

        It does nothing with one that is disabled but update what is registered of it,
        and reloads the account once it is enabled.
        """
        if entity.device_entry is None:
            return False
        if not self.entry.runtime_data.registered.are_current:
            return True
        entry = _entry(self, entity)
        return (
            entry is None
            or not entry.disabled
            or entry.config_entry_id != self.entry.entry_id  # the printer moved here
        )

    @callback
    def async_add_soon(self, entities: Iterable[BambuEntity]) -> None:
        """Add entities in a task, with all that others find before it runs."""
        is_scheduled = bool(self._found)
        self._found.extend(entities)
        if self._found and not is_scheduled:
            self.entry.async_create_task(
                self.hass,
                self.async_add(self._drain()),
                f"{DOMAIN} entities",
                eager_start=False,
            )

    def _drain(self) -> Iterator[BambuEntity]:
        """Yield what was found, until there is nothing more."""
        while self._found:
            yield self._found.popleft()


async def async_add_when_found(
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    of_printer: EntitiesOf[PrinterCoordinator],
    of_ams: EntitiesOf[AmsCoordinator] | None = None,
) -> None:
    """Add the entities of all printers and AMS units, now and whenever some appear.

    Args:
        entry: The account.
        async_add_entities: Adds entities to the platform.
        of_printer: Returns all entities that a printer might have.
        of_ams: Returns all entities that an AMS might have.
    """
    account = entry.runtime_data.account
    current = async_get_current_platform()
    platform = Platform(current.hass, entry, current.domain, async_add_entities)
    await _sync_devices(
        platform, account.printers, of_printer, account.async_add_listener
    )
    if of_ams:
        await _sync_devices(
            platform, account.ams.units, of_ams, account.ams.async_add_listener
        )


async def _sync_devices[CoordinatorT: (PrinterCoordinator, AmsCoordinator)](
    platform: Platform,
    current: Mapping[str, CoordinatorT],
    entities_of: EntitiesOf[CoordinatorT],
    on_change: Callable[[CALLBACK_TYPE], CALLBACK_TYPE],
) -> None:
    """Add the entities of the devices of an account, now and whenever that changes."""
    added: dict[str, CoordinatorT] = {}

    @callback
    def found(serial: str, coordinator: CoordinatorT) -> list[BambuEntity]:
        """Return the entities of a device to add."""
        added[serial] = coordinator
        return _found(platform, coordinator, entities_of(coordinator))

    @callback
    def sync() -> None:
        """Add new devices, and forget those that left: they may come back."""
        for serial in [key for key in added if key not in current]:
            del added[serial]
        for serial, coordinator in current.items():
            if added.get(serial) is not coordinator:
                platform.async_add_soon(found(serial, coordinator))

    @callback
    def refuse(printer: PrinterCoordinator) -> None:
        """Remove the controls of a printer, and of what is plugged into it."""
        for coordinator in current.values():
            if coordinator.printer is printer:
                entities = list(entities_of(coordinator))
                _remove_controls(platform, coordinator, entities)

    for few in batched(tuple(current.items()), _AT_ONCE, strict=False):
        await asyncio.sleep(0)  # all platforms begin at once
        await platform.async_add(chain.from_iterable(starmap(found, few)))
    platform.entry.async_on_unload(on_change(sync))
    platform.entry.async_on_unload(
        platform.entry.runtime_data.account.link.async_on_refusal(refuse)
    )


@callback
def _found(
    platform: Platform,
    coordinator: DeviceCoordinator,
    entities: Iterable[BambuEntity],
) -> list[BambuEntity]:
    """Return the entities that exist; add the others as soon as they do."""
    found: list[BambuEntity] = []
    missing: defaultdict[Any, list[BambuEntity]] = defaultdict(list)
    for entity in entities:
        if entity.exists:
            found.append(entity)
        else:
            missing[entity.coordinator_context].append(entity)
            _unregister(platform, entity)
    for context, entities_of_context in missing.items():
        _Missing(platform, entities_of_context).async_start(coordinator, context)
    return found


class _Missing:
    """Entities that a device does not have yet, of the same sections."""

    def __init__(self, platform: Platform, entities: list[BambuEntity]) -> None:
        """Wait for these."""
        self._platform = platform
        self._entities = entities
        self._stop: CALLBACK_TYPE | None = None

    @callback
    def async_start(
        self, coordinator: DeviceCoordinator, context: frozenset[str] | None
    ) -> None:
        """Wait as long as the device is there, or until nothing is missing."""
        self._stop = coordinator.async_add_listener(self._async_add_found, context)

    @callback
    def _async_add_found(self) -> None:
        """Add those that exist by now."""
        found = [entity for entity in self._entities if entity.exists]
        if found:
            self._entities = [each for each in self._entities if each not in found]
            self._platform.async_add_soon(found)
        if not self._entities and self._stop:
            self._stop()
            self._stop = None  # a notification under way may still come here


@callback
def _remove_controls(
    platform: Platform, coordinator: DeviceCoordinator, entities: Iterable[BambuEntity]
) -> None:
    """Remove controls that a printer refuses, and enable what showed the same.

    They come back with firmware that accepts commands.
    """
    _found(platform, coordinator, [e for e in entities if _unregister(platform, e)])
    for entity in entities:
        _enable(platform, entity)


@callback
def _unregister(platform: Platform, entity: BambuEntity) -> bool:
    """Remove an entity that the device lost, return whether it was registered."""
    entry = _entry(platform, entity) if entity.is_gone else None
    if entry:
        er.async_get(platform.hass).async_remove(entry.entity_id)
    return entry is not None


@callback
def _enable(platform: Platform, entity: BambuEntity) -> None:
    """Enable an entity that was disabled because a control showed the same."""
    entry = _entry(platform, entity) if entity.is_without_twin else None
    if (
        entry
        and entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION
        and not platform.entry.pref_disable_new_entities
    ):
        registry = er.async_get(platform.hass)
        registry.async_update_entity(entry.entity_id, disabled_by=None)


def _entry(platform: Platform, entity: BambuEntity) -> er.RegistryEntry | None:
    """Return what is registered of an entity."""
    registry = er.async_get(platform.hass)
    entity_id = registry.async_get_entity_id(platform.domain, DOMAIN, entity.unique_id)
    return registry.async_get(entity_id) if entity_id else None
