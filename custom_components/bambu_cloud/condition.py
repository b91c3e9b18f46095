"""What automations can ask of printers and of spools."""

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

from .automation_targets import ours
from .model import PrintStatus

CONF_PERCENTAGE = "percentage"


_SENSORS: Mapping[str, DomainSpec] = {SENSOR_DOMAIN: DomainSpec()}


class FilamentCondition(EntityConditionBase):
    """Test whether there is so much left on a spool."""

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
        """Remember how much it takes."""
        super().__init__(hass, config)
        options: dict[str, Any] = config.options or {}
        self._percentage: float = options[CONF_PERCENTAGE]

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Keep what is left on spools in an AMS."""
        found = super().entity_filter(entities)
        return ours(self._hass, found, "remaining_filament")

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Tell whether there is so much left."""
        return float(entity_state.state) >= self._percentage


def _while(domain: str, key: str, *shown: str) -> type[Condition]:
    """Return a condition that holds while an entity of a printer shows one of these."""
    specs, states = {domain: DomainSpec()}, set[str | bool](shown)

    class CustomCondition(EntityStateConditionBase):
        """Test what an entity of a printer shows."""

        _domain_specs = specs
        _states = states

        @override
        def entity_filter(self, entities: set[str]) -> set[str]:
            """Keep the entities of our printers that show it."""
            return ours(self._hass, super().entity_filter(entities), key)

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
    """Return what automations can ask of printers and of spools."""
    return CONDITIONS
