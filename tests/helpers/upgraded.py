"""Home Assistant on the files of version 0.1.0, started as often as a test wants."""

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

from freezegun.api import TickingDateTimeFactory
from homeassistant.bootstrap import async_load_base_functionality
from homeassistant.config_entries import ConfigEntry
from homeassistant.const import (
    ATTR_RESTORED,
    EVENT_HOMEASSISTANT_STARTED,
    EVENT_STATE_CHANGED,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import (
    CoreState,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import (
    device_registry as dr,
    entity_registry as er,
    issue_registry as ir,
)
from homeassistant.loader import DATA_CUSTOM_COMPONENTS
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_test_home_assistant,
)

from custom_components.bambu_cloud.account.service_devices import is_service
from tests.simulator import P1S_SERIAL, SimulatedCloud

from .first_version import DOMAIN, STATES, Facts, install
from .wait import until

TOTALS = {
    *{"prints_finished", "prints_failed", "success_rate"},
    *{"print_time", "filament_used"},
}
"""What a printer has printed in all its life."""
_OF_A_JOB = ("_start_time", "_finish_time", "_remaining_time", "_total_layers")
"""Ends of entities that have no value after a print."""
_NO_VALUE = {STATE_UNKNOWN, STATE_UNAVAILABLE, None}

type Fired = tuple[str, str, str | None, bool | None]
"""Entity, type of the event, task, and whether it came late."""


class Upgraded:
    """One run of Home Assistant on the recorded files.

    Attributes:
        fired: Events of prints that were not there before.
    """

    def __init__(
        self, hass: HomeAssistant, cloud: SimulatedCloud, seen: dict[str, set[str]]
    ) -> None:
        """Collect events; `seen` has the times of earlier ones, by entity."""
        self.hass = hass
        self.fired: list[Fired] = []
        self._cloud = cloud
        self._seen = seen
        hass.bus.async_listen(EVENT_STATE_CHANGED, self._collect)

    @callback
    def _collect(self, event: Event[EventStateChangedData]) -> None:
        """Add an event; the state of its entity is the time at which it was fired."""
        entity_id, state = event.data["entity_id"], event.data["new_state"]
        if state is None or state.domain != "event" or state.state in _NO_VALUE:
            return
        if state.state not in (seen := self._seen.setdefault(entity_id, set())):
            seen.add(state.state)
            attributes = state.attributes
            kind, task = attributes["event_type"], attributes.get("task_id")
            self.fired.append((entity_id, kind, task, attributes.get("late")))

    @property
    def entry(self) -> ConfigEntry[Any]:
        """Return the config entry of the account."""
        (entry,) = self.hass.config_entries.async_entries(DOMAIN)
        return entry

    def entities(self) -> Facts:
        """Return the entities."""
        registry = er.async_get(self.hass)
        return {
            entity.id: (
                *(entity.entity_id, entity.unique_id, entity.device_id),
                *(entity.disabled_by, entity.name, entity.translation_key),
            )
            for entity in er.async_entries_for_config_entry(
                registry, self.entry.entry_id
            )
        }

    def devices(self) -> Facts:
        """Return the devices of printers and AMS units."""
        registry = dr.async_get(self.hass)
        return {
            device.id: (
                set(device.identifiers),
                *(device.name, device.name_by_user),
                *(device.model, device.via_device_id),
            )
            for device in dr.async_entries_for_config_entry(
                registry, self.entry.entry_id
            )
            if not is_service(device)
        }

    def issues(self) -> set[str]:
        """Return the issues of the integration, also those that are only stored."""
        issues = ir.async_get(self.hass).issues
        return {issue for domain, issue in issues if domain == DOMAIN}

    def entity_id(self, key: str, platform: str = "sensor") -> str:
        """Return the entity that shows this of the P1S."""
        unique_id = f"{P1S_SERIAL}_{key}"
        found = er.async_get(self.hass).async_get_entity_id(platform, DOMAIN, unique_id)
        assert found
        return found

    def shows(self, entity_id: str) -> str | None:
        """Return the state of an entity, None if it has none."""
        state = self.hass.states.get(entity_id)
        return state.state if state else None

    def totals(self) -> dict[str, str | None]:
        """Return what all printers have ever printed."""
        return {
            entity.entity_id: self.shows(entity.entity_id)
            for entity in er.async_get(self.hass).entities.values()
            if entity.platform == DOMAIN and entity.translation_key in TOTALS
        }

    def orphans(self) -> set[str]:
        """Return the entities that were there, and that nothing provides any more."""
        return {
            entity_id
            for entity_id, before in STATES.items()
            if before != STATE_UNAVAILABLE
            and (
                (state := self.hass.states.get(entity_id)) is None
                or state.attributes.get(ATTR_RESTORED)
            )
        }

    def without_value(self) -> set[str]:
        """Return the entities that had a value, and have none now."""
        return {
            entity_id
            for entity_id, before in STATES.items()
            if before not in _NO_VALUE
            and self.shows(entity_id) in _NO_VALUE
            and not entity_id.endswith(_OF_A_JOB)
        }

    async def until_happened(self, condition: Callable[[], object]) -> None:
        """Let the cloud's time pass until something is true."""
        await until(condition, meanwhile=partial(self._cloud.advance, 1))

    async def until_live(self) -> None:
        """Let the cloud's time pass until all entities have values as before."""
        await self.until_happened(lambda: not self.without_value())

    async def pass_minutes(self, clock: TickingDateTimeFactory) -> None:
        """Let some minutes pass, after which no more events are to be expected."""
        for _ in range(5):
            clock.tick(61)
            await self._cloud.advance(61)
            async_fire_time_changed(self.hass)
            await self.hass.async_block_till_done()


class Installation:
    """The recorded files, and each Home Assistant that starts on them."""

    def __init__(self, folder: Path, cloud: SimulatedCloud) -> None:
        """Begin where the recording ended."""
        self.folder = folder
        self._cloud = cloud
        self._seen = {
            entity_id: {state}
            for entity_id, state in STATES.items()
            if entity_id.startswith("event.")
        }
        install(folder)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[Upgraded]:
        """Run Home Assistant from its start to its stop, which unloads nothing."""
        async with async_test_home_assistant(
            load_registries=False,
            config_dir=str(self.folder),
            initial_state=CoreState.not_running,
        ) as hass:
            hass.data.pop(DATA_CUSTOM_COMPONENTS)
            assert await async_load_base_functionality(hass)
            upgraded = Upgraded(hass, self._cloud, self._seen)
            try:
                assert await async_setup_component(hass, DOMAIN, {})
                # The event before this one would start a web server.
                hass.set_state(CoreState.running)
                hass.bus.async_fire(EVENT_HOMEASSISTANT_STARTED)
                await hass.async_block_till_done()
                yield upgraded
            finally:
                await hass.async_stop(force=True)
