"""Which entities the triggers and conditions of printers look at."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er

from .const import DOMAIN


def ours(hass: HomeAssistant, entities: set[str], key: str) -> set[str]:
    """Return those entities that show this of a printer, or of something in it."""
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entities
        if (entry := registry.async_get(entity_id))
        and entry.platform == DOMAIN
        and entry.translation_key == key
    }
