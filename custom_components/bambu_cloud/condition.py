"""The conditions of automations."""

from collections.abc import Mapping
from functools import partial
from typing import Any, ClassVar, override

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    CONF_OPTIONS,
    STATE_ON,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    UnitOfTemperature,
)
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.condition import (
    ATTR_BEHAVIOR,
    BEHAVIOR_ALL,
    BEHAVIOR_ANY,
    ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL,
    Condition,
    ConditionConfig,
    EntityConditionBase,
    EntityStateConditionBase,
)
from homeassistant.helpers.typing import ConfigType
from homeassistant.util.unit_conversion import TemperatureConverter
import voluptuous as vol

from .automation_targets import async_validate_target, entities_with_key
from .model import PrintStatus

CONF_PERCENTAGE, CONF_TEMPERATURE = "percentage", "temperature"

_SENSORS: Mapping[str, DomainSpec] = {SENSOR_DOMAIN: DomainSpec()}


class PrinterCondition(EntityConditionBase):
    """Test entities of printers; without any, it is false.

    An entity that is unavailable or unknown fulfills nothing, so that "all" of the
    printers are idle only if each of them is known to be.
    """

    _keys: ClassVar[tuple[str, ...]]
    """The translation keys of the entities that it tests."""

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate the options, and that the target may work."""
        config = await super().async_validate_config(hass, config)
        return await async_validate_target(hass, config, *cls._keys)

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the entities of printers with the keys."""
        found = super().entity_filter(entities)
        return entities_with_key(self._hass, found, *self._keys)

    @override
    def _should_include(self, _state: State) -> bool:
        """Return whether an entity counts; here, each does."""
        return True

    @override
    def _check_all_match_state(self, states: list[State]) -> bool:
        """Return whether there are entities, and all of them match."""
        return bool(states) and super()._check_all_match_state(states)


class FilamentCondition(PrinterCondition):
    """Test whether a spool has a given percentage left."""

    _keys = ("remaining_filament",)
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
    def _should_include(self, _state: State) -> bool:
        """Return whether a spool counts: an empty slot shows an unknown rest."""
        return _state.state != STATE_UNKNOWN

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return whether enough is left."""
        if entity_state.state == STATE_UNAVAILABLE:
            return False
        return float(entity_state.state) >= self._percentage


class NozzleCondition(PrinterCondition):
    """Test whether nozzles are cooler than a temperature.

    With two nozzles, both have to be, unless "any" is chosen.
    """

    _keys = (
        "nozzle_temperature",
        "left_nozzle_temperature",
        "right_nozzle_temperature",
    )
    _domain_specs = _SENSORS
    _schema = ENTITY_STATE_CONDITION_SCHEMA_ANY_ALL.extend(
        {
            vol.Required(CONF_OPTIONS): {
                vol.Required(ATTR_BEHAVIOR, default=BEHAVIOR_ALL): vol.In(
                    [BEHAVIOR_ANY, BEHAVIOR_ALL]
                ),
                vol.Required(CONF_TEMPERATURE): vol.Coerce(float),
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        """Store the temperature in °C."""
        super().__init__(hass, config)
        options: dict[str, Any] = config.options or {}
        self._temperature: float = options[CONF_TEMPERATURE]

    @override
    def is_valid_state(self, entity_state: State) -> bool:
        """Return whether a nozzle is cooler, as far as it shows."""
        if entity_state.state in {STATE_UNAVAILABLE, STATE_UNKNOWN}:
            return False
        unit = entity_state.attributes.get(ATTR_UNIT_OF_MEASUREMENT)
        celsius = TemperatureConverter.convert(
            float(entity_state.state),
            unit or UnitOfTemperature.CELSIUS,
            UnitOfTemperature.CELSIUS,
        )
        return celsius < self._temperature


def _while(domain: str, key: str, *shown: str) -> type[Condition]:
    """Return the condition that an entity of a printer is in one of these states."""
    specs, states = {domain: DomainSpec()}, set[str | bool](shown)

    class CustomCondition(PrinterCondition, EntityStateConditionBase):
        """Test the state of an entity of a printer."""

        _keys = (key,)
        _domain_specs = specs
        _states = states

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
    "plate_is_clear": _while(BINARY_SENSOR_DOMAIN, "plate_clear", STATE_ON),
    "filament_at_least": FilamentCondition,
    "nozzle_below": NozzleCondition,
}


async def async_get_conditions(hass: HomeAssistant) -> dict[str, type[Condition]]:
    """Return the conditions of this integration."""
    return CONDITIONS
