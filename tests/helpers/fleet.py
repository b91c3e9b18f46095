"""What is shown of all printers of an account together."""

from typing import Any

from homeassistant.core import State
from homeassistant.helpers import entity_registry as er

from custom_components.bambu_cloud.const import CONF_UID, DOMAIN

from .home import Home


def entry_of(home: Home, key: str) -> er.RegistryEntry:
    """Return the registry entry of a sensor of all printers."""
    registry = er.async_get(home.hass)
    unique_id = f"{home.entry.data[CONF_UID]}_fleet_{key}"
    entity_id = registry.async_get_entity_id("sensor", DOMAIN, unique_id)
    assert entity_id
    found = registry.async_get(entity_id)
    assert found
    return found


def state_of(home: Home, key: str) -> State:
    """Return what a sensor of all printers shows."""
    state = home.hass.states.get(entry_of(home, key).entity_id)
    assert state
    return state


def shown(home: Home, key: str) -> tuple[str, Any]:
    """Return a number of printers, and which they are."""
    state = state_of(home, key)
    return state.state, state.attributes["printers"]
