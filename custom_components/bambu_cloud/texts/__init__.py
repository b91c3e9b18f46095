"""Read texts that this integration shows by itself, in Home Assistant's language."""

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.translation import (
    async_get_cached_translations,
    async_get_translations,
)

from ..const import DOMAIN


@callback
def async_text(hass: HomeAssistant, key: str, **values: str) -> str:
    """Return a text, once the integration is set up.

    The key begins with a category, as in `entity.todo.maintenance.name`.
    """
    language, category = hass.config.language, key.partition(".")[0]
    texts = async_get_cached_translations(hass, language, category, DOMAIN)
    return texts.get(f"component.{DOMAIN}.{key}", key).format(**values)


async def async_load_text(hass: HomeAssistant, key: str, **values: str) -> str:
    """Return a text also before the integration is set up."""
    language, category = hass.config.language, key.partition(".")[0]
    await async_get_translations(hass, language, category, {DOMAIN})
    return async_text(hass, key, **values)
