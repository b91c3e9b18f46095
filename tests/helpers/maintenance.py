"""The to-do lists of printers, as people see them."""

from typing import Any

from homeassistant.components.todo import DOMAIN as TODO_DOMAIN
from homeassistant.helpers import entity_registry as er

from custom_components.bambu_cloud.const import DOMAIN

from .home import P1S, Home


def list_of(home: Home, serial: str = P1S) -> str:
    """Return the list of a printer."""
    registry = er.async_get(home.hass)
    found = registry.async_get_entity_id(TODO_DOMAIN, DOMAIN, f"{serial}_maintenance")
    assert found
    return found


async def tasks(home: Home, serial: str = P1S) -> dict[str, dict[str, Any]]:
    """Return the items of a list by their keys."""
    entity_id = list_of(home, serial)
    answer: Any = await home.hass.services.async_call(
        TODO_DOMAIN,
        "get_items",
        {"status": ["needs_action", "completed"]},
        target={"entity_id": entity_id},
        blocking=True,
        return_response=True,
    )
    return {item["uid"]: item for item in answer[entity_id]["items"]}


async def opened(home: Home, serial: str = P1S) -> list[str]:
    """Return what is open, in its order."""
    items = await tasks(home, serial)
    return [key for key, item in items.items() if item["status"] == "needs_action"]
