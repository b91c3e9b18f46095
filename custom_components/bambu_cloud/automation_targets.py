"""The entities that triggers and conditions apply to."""

from homeassistant.const import CONF_TARGET
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.typing import ConfigType
import voluptuous as vol

from .const import DOMAIN
from .texts import async_load_text


def entities_with_key(hass: HomeAssistant, entities: set[str], *keys: str) -> set[str]:
    """Return those entities of this integration that have one of these keys."""
    registry = er.async_get(hass)
    return {
        entity_id
        for entity_id in entities
        if (entry := registry.async_get(entity_id))
        and entry.platform == DOMAIN
        and entry.translation_key in keys
    }


async def async_validate_target(
    hass: HomeAssistant, config: ConfigType, *keys: str
) -> ConfigType:
    """Return a configuration whose target may have an entity with one of these keys.

    What areas, devices, floors and labels contain may change, and so may entities
    that are not registered. One entity that works keeps an automation working that
    names others beside it. Nothing is refused while Home Assistant starts: keys are
    those of the last version then, and an automation would be gone after an update.

    Raises:
        vol.Invalid: The target names only entities that never work.
    """
    target = TargetSelection(config[CONF_TARGET])
    names = target.entity_ids
    more = target.device_ids | target.area_ids | target.floor_ids | target.label_ids
    registry = er.async_get(hass)
    registered = all(map(registry.async_get, names))
    if not hass.is_running or not names or more or not registered:
        return config
    if not entities_with_key(hass, names, *keys):
        named = ", ".join(sorted(names))
        key = "config_panel.automation.wrong_target"
        raise vol.Invalid(await async_load_text(hass, key, entities=named))
    return config
