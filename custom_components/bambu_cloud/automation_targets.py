"""The entities that triggers and conditions apply to."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN


def entities_with_key(hass: HomeAssistant, entities: set[str], key: str) -> set[str]:
    """Return those entities of this integration that have a translation key."""
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entities
        if (entry := registry.async_get(entity_id))
        and entry.platform == DOMAIN
        and entry.translation_key == key
    }
