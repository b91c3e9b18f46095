"""Check conditions of automations."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.condition import (
    async_from_config,
    async_validate_condition_config,
)

from custom_components.bambu_cloud.const import DOMAIN


async def checker(
    hass: HomeAssistant, condition: str, target: dict[str, Any], **options: Any
) -> Any:
    """Return what checks a condition."""
    config = await async_validate_condition_config(
        hass,
        {"condition": f"{DOMAIN}.{condition}", "target": target, "options": options},
    )
    return await async_from_config(hass, config)
