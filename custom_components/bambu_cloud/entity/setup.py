"""Add entities as soon as a device turns out to have them."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from functools import partial
from itertools import batched, chain
from typing import Any, NamedTuple

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import entity_registry as er
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

type EntitiesOf[CoordinatorT] = Callable[[CoordinatorT], Iterable[BambuEntity]]


class Platform(NamedTuple):
    """A platform of an account."""

    hass: HomeAssistant
    entry: BambuConfigEntry
    domain: str
    async_add_entities: AddConfigEntryEntitiesCallback


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
        _sync_control(platform, coordinator, entities_of)
        return _found(platform, coordinator, entities_of(coordinator))

    @callback
    def sync() -> None:
        """Add new devices, and forget those that left: they may come back."""
        for serial in [key for key in added if key not in current]:
            del added[serial]
        for serial, coordinator in current.items():
            if added.get(serial) is not coordinator:
                _add_soon(platform, found(serial, coordinator))

    await _async_add(
        platform,
        chain.from_iterable(found(*device) for device in tuple(current.items())),
    )
    platform.entry.async_on_unload(on_change(sync))


async def _async_add(platform: Platform, entities: Iterable[BambuEntity]) -> None:
    """Add entities, a few at a time: a printer has dozens, and an account many."""
    for few in batched(entities, _AT_ONCE, strict=False):
        if platform.entry.state is not ConfigEntryState.UNLOAD_IN_PROGRESS:
            platform.async_add_entities(few)
        await asyncio.sleep(0)  # lets other tasks run
    async_check_entity_limit(platform.hass, platform.entry)


@callback
def _add_soon(platform: Platform, entities: list[BambuEntity]) -> None:
    """Add entities in a task of their own."""
    platform.entry.async_create_task(
        platform.hass,
        _async_add(platform, entities),
        f"{DOMAIN} entities",
        eager_start=False,
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
        add = partial(_add_found, platform, entities_of_context)
        platform.entry.async_on_unload(coordinator.async_add_listener(add, context))
    return found


@callback
def _sync_control[CoordinatorT: (PrinterCoordinator, AmsCoordinator)](
    platform: Platform,
    coordinator: CoordinatorT,
    entities_of: EntitiesOf[CoordinatorT],
) -> None:
    """Remove controls once a printer refuses them, and enable what showed the same.

    They come back with firmware that accepts commands.
    """
    accepted = _accepts_commands(coordinator)

    @callback
    def update() -> None:
        """Compare whether the printer accepts commands."""
        nonlocal accepted
        before, accepted = accepted, _accepts_commands(coordinator)
        if not before or accepted is not False:
            return
        entities = list(entities_of(coordinator))
        _found(platform, coordinator, [e for e in entities if _unregister(platform, e)])
        for entity in entities:
            _enable(platform, entity)

    stop = coordinator.async_add_listener(update, frozenset({"control"}))
    platform.entry.async_on_unload(stop)


def _accepts_commands(coordinator: DeviceCoordinator) -> bool | None:
    """Return whether a printer, or that of an AMS, accepts commands."""
    if isinstance(coordinator, AmsCoordinator):
        coordinator = coordinator.printer
    return coordinator.data.control.accepts_commands


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
    registry, unique_id = er.async_get(platform.hass), entity.unique_id or ""
    entity_id = registry.async_get_entity_id(platform.domain, DOMAIN, unique_id)
    return registry.async_get(entity_id) if entity_id else None


@callback
def _add_found(platform: Platform, missing: list[BambuEntity]) -> None:
    """Add those of the missing entities that exist by now."""
    if found := [entity for entity in missing if entity.exists]:
        missing[:] = [entity for entity in missing if entity not in found]
        _add_soon(platform, found)
