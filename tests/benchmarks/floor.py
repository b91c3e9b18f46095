"""The least that any integration costs: parse the JSON, write the states."""

from collections.abc import Iterable, Sequence
from itertools import cycle
from typing import NamedTuple

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity import Entity
import orjson
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockEntityPlatform,
)

from .traffic import Sent


class BareEntity(NamedTuple):
    """An entity to imitate."""

    device: str
    enabled: bool


def bare_entities(hass: HomeAssistant, domain: str) -> list[BareEntity]:
    """Return what imitates the entities of an integration."""
    return [
        BareEntity(entry.device_id or "", entry.disabled_by is None)
        for entry in er.async_get(hass).entities.values()
        if entry.platform == domain
    ]


class _Bare(Entity):
    """An entity that shows a number, and nothing around it."""

    _attr_should_poll = False
    _attr_has_entity_name = True

    def __init__(self, number: int, like: BareEntity | None = None) -> None:
        """Register the entity, as all are that a person can rename."""
        self._attr_unique_id = f"bare_{number}"
        self._attr_name = f"Bare {number}"
        self._attr_state = number
        if like:
            self._attr_device_info = DeviceInfo(
                identifiers={("bare", like.device)}, name=like.device
            )
            self._attr_entity_registry_enabled_default = like.enabled

    def show(self, number: int) -> None:
        """Show another number."""
        self._attr_state = number
        self.async_write_ha_state()


class Floor:
    """Bare entities, written as often as those of the integration."""

    def __init__(self, hass: HomeAssistant, entities: int = 50) -> None:
        """Create so many entities."""
        self._platform = MockEntityPlatform(hass, domain="sensor", platform_name="bare")
        self._bare = [_Bare(number) for number in range(entities)]
        self._next = cycle(self._bare)
        self._shown = 1000

    async def set_up(self) -> None:
        """Add them to Home Assistant."""
        await self._platform.async_add_entities(self._bare)

    def work(self, messages: Sequence[Sent], states: int) -> None:
        """Parse these messages and write so many states."""
        for sent in messages:
            orjson.loads(sent.payload)
        for _ in range(states):
            self._shown += 1
            next(self._next).show(self._shown)


async def set_up_bare(hass: HomeAssistant, entities: Iterable[BareEntity]) -> None:
    """Add bare entities of devices, as Home Assistant does for any integration."""
    platform = MockEntityPlatform(hass, domain="sensor", platform_name="bare")
    platform.config_entry = MockConfigEntry(domain="bare")
    platform.config_entry.add_to_hass(hass)
    await platform.async_add_entities(
        [_Bare(number, like) for number, like in enumerate(entities)]
    )
