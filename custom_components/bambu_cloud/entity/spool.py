"""The base of entities of the account's spools, and how they come."""

from collections.abc import Callable, Iterable
from typing import override

from homeassistant.core import callback
from homeassistant.helpers.entity import EntityDescription
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.update_coordinator import CoordinatorEntity

from ..account.service_devices import ServiceDevice, service_info, service_name
from ..filament.spools import AccountSpools, spool_unique_id
from ..model import AccountSpool
from ..runtime_data import BambuConfigEntry

type EntitiesOfSpool = Callable[[AccountSpools, str], Iterable[BambuSpoolEntity]]


class BambuFilamentEntity(CoordinatorEntity[AccountSpools]):
    """Show something of the spools of the account."""

    _attr_has_entity_name = True

    def __init__(self, spools: AccountSpools, description: EntityDescription) -> None:
        """Belong to the device of all spools."""
        super().__init__(spools)
        entry = spools.config_entry
        self.entity_description = description
        name = service_name(entry, ServiceDevice.FILAMENT)
        self._attr_unique_id = f"{name}_{description.key}"
        self._attr_device_info = service_info(entry, ServiceDevice.FILAMENT)

    @property
    @override
    def available(self) -> bool:
        """Return true: what happened stays true without any connection."""
        return True


class BambuSpoolEntity(BambuFilamentEntity):
    """Show something of one spool of the account."""

    _shown: tuple[object, ...] | None = None

    def __init__(
        self, spools: AccountSpools, spool_id: str, description: EntityDescription
    ) -> None:
        """Belong to the device of all spools; a used-up one is disabled at first."""
        super().__init__(spools, description)
        self.spool_id = spool_id
        key = description.key
        self._attr_unique_id = spool_unique_id(spools.config_entry, spool_id, key)
        self._attr_translation_placeholders = {"spool": spools.names[spool_id]}
        if spools.data[spool_id].is_depleted:
            self._attr_entity_registry_enabled_default = False

    @property
    def spool(self) -> AccountSpool | None:
        """Return the spool, None once it is deleted."""
        return self.coordinator.data.get(self.spool_id)

    @property
    @override
    def available(self) -> bool:
        """Return whether there is such a spool."""
        return self.spool is not None

    @property
    def remaining(self) -> int | None:
        """Return the g that are left."""
        return self.spool.remaining if self.spool else None

    @property
    def current_value(self) -> object:
        """Return the value that is shown."""
        return self.remaining

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Write the state if it differs from the last one."""
        name = self.coordinator.names.get(self.spool_id)
        if name and name != self._attr_translation_placeholders["spool"]:
            self._attr_translation_placeholders = {"spool": name}
            self.__dict__.pop("name", None)  # Home Assistant caches it
        shown = (self.available, self.current_value, self.extra_state_attributes, name)
        if shown != self._shown:
            self._shown = shown
            self.async_write_ha_state()


@callback
def async_add_spools(
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    entities_of: EntitiesOfSpool,
) -> None:
    """Add the entities of all spools, now and whenever some appear."""
    spools = entry.runtime_data.spools
    added: set[str] = set()

    @callback
    def sync() -> None:
        """Add those of new spools, and forget those that are gone."""
        added.intersection_update(spools.data)
        new = [spool_id for spool_id in spools.data if spool_id not in added]
        added.update(new)
        if new:
            async_add_entities(
                entity for spool_id in new for entity in entities_of(spools, spool_id)
            )

    sync()
    entry.async_on_unload(spools.async_add_listener(sync))


@callback
def async_add_for_spools(
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
    entities_of: Callable[[AccountSpools], Iterable[BambuFilamentEntity]],
) -> None:
    """Add the entities of all spools together, whenever there are any."""
    spools = entry.runtime_data.spools
    has_any = False

    @callback
    def sync() -> None:
        """Add them with the first spool."""
        nonlocal has_any
        had_any, has_any = has_any, bool(spools.data)
        if has_any and not had_any:
            async_add_entities(entities_of(spools))

    sync()
    entry.async_on_unload(spools.async_add_listener(sync))
