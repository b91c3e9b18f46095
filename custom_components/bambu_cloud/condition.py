"""The conditions of automations."""

from collections.abc import Mapping
from functools import partial
from typing import Any, override

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import CONF_OPTIONS, STATE_ON
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL,
    Condition,
    ConditionConfig,
    EntityConditionBase,
    EntityStateConditionBase,
)
import voluptuous as vol

from .automation_targets import entities_with_key
from .model import PrintStatus

CONF_PERCENTAGE = "percentage"

_SENSORS: Mapping[str, DomainSpec] = {SENSOR_DOMAIN: DomainSpec()}


class FilamentCondition(EntityConditionBase):
    """Test whether a spool has a given percentage left."""

    _domain_specs = _SENSORS
    _schema = ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL.extend(
        {
            vol.Required(CONF_OPTIONS): {
                vol.Required(CONF_PERCENTAGE): vol.All(
                    vol.Coerce(float), vol.Range(min=0, max=100)
                )
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Store the required percentage."""
        super().__init__(hass, config)
        options: dict[str, Any] = config.options or {}
        self._percentage: float = options[CONF_PERCENTAGE]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the entities of the rest on spools in an AMS."""
        found = super().entity_filter(entities)
        return entities_with_key(self._hass, found, "remaining_filament")

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return whether enough is left."""
        return float(entity_state.state) >= self._percentage


def _while(domain: str, key: str, *shown: str) -> type[Condition]:
    """Return the condition that an entity of a printer is in one of these states."""
    specs, states = {domain: DomainSpec()}, set[str | bool](shown)

    class CustomCondition(EntityStateConditionBase):
        """Test the state of an entity of a printer."""

        _domain_specs = specs
        _states = states

        @override
        def entity_filter(self, entities: set[str]) -> set[str]:
            """Return the entities of printers with this key."""
            return entities_with_key(self._hass, super().entity_filter(entities), key)

    return CustomCondition


_while_status = partial(_while, SENSOR_DOMAIN, "print_status")
CONDITIONS: dict[str, type[Condition]] = {
    "is_printing": _while_status(
        PrintStatus.SLICING, PrintStatus.PREPARING, PrintStatus.PRINTING
    ),
    "is_paused": _while_status(PrintStatus.PAUSED),
    "is_idle": _while_status(
        PrintStatus.IDLE,
        PrintStatus.FINISHED,
        PrintStatus.FAILED,
        PrintStatus.CANCELED,
    ),
    "needs_attention": _while(BINARY_SENSOR_DOMAIN, "attention", STATE_ON),
    "filament_at_least": FilamentCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions of this integration."""
    return CONDITIONS
