"""The least that any integration costs: parse the JSON, write the states."""

from collections.abc import Sequence
from itertools import cycle

from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity import Entity
import orjson
from pytest_homeassistant_custom_component.common import MockEntityPlatform

from .traffic import Sent


class _Number(Entity):
    """An entity that shows a number, and nothing around it."""

    _attr_should_poll = False
    _attr_has_entity_name = True

    def __init__(self, number: int) -> None:
        """Register the entity, as all are that a person can rename."""
        self._attr_unique_id = f"bare_{number}"
        self._attr_name = f"Bare {number}"
        self._attr_state = number

    def show(self, number: int) -> None:
        """Show another number."""
        self._attr_state = number
        self.async_write_ha_state()


class Floor:
    """Bare entities, written as often as those of the integration."""

    def __init__(self, hass: HomeAssistant, entities: int = 50) -> None:
        """Create so many entities."""
        self._platform = MockEntityPlatform(hass, domain="sensor", platform_name="bare")
        self._bare = [_Number(number) for number in range(entities)]
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
