"""The triggers of automations."""

from collections.abc import Mapping
from typing import Any, ClassVar, override

from homeassistant.components.binary_sensor import DOMAIN as BINARY_SENSOR_DOMAIN
from homeassistant.components.event import ATTR_EVENT_TYPE, DOMAIN as EVENT_DOMAIN
from homeassistant.components.sensor import DOMAIN as SENSOR_DOMAIN
from homeassistant.components.todo import DOMAIN as TODO_DOMAIN
from homeassistant.const import CONF_OPTIONS, STATE_ON, STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.automation import DomainSpec
from homeassistant.helpers.trigger import (
    ENTITY_STATE_TRIGGER_SCHEMA,
    EntityTargetStateTriggerBase,
    NotTriggeredReasonReporter,
    StatelessEntityTriggerBase,
    Trigger,
    TriggerConfig,
)
from homeassistant.helpers.typing import ConfigType
from homeassistant.util import dt as dt_util
import voluptuous as vol

from .automation_targets import async_validate_target, entities_with_key
from .model import DryStatus, Severity

CONF_SEVERITY = "severity"

SEVERITIES = [item.value for item in Severity if item is not Severity.UNKNOWN]

_EVENTS: Mapping[str, DomainSpec] = {EVENT_DOMAIN: DomainSpec()}
_BINARY_SENSORS: Mapping[str, DomainSpec] = {BINARY_SENSOR_DOMAIN: DomainSpec()}
_TO_DO_LISTS: Mapping[str, DomainSpec] = {TODO_DOMAIN: DomainSpec()}
_SENSORS: Mapping[str, DomainSpec] = {SENSOR_DOMAIN: DomainSpec()}
_ON = {STATE_ON}
_DRYING = {DryStatus.DRYING, DryStatus.COOLING, DryStatus.STOPPING}
_DRYING_ENDED = {DryStatus.OFF, DryStatus.ERROR, DryStatus.OVERHEATED}


class ProblemTrigger(EntityTargetStateTriggerBase):
    """Trigger when a binary sensor with a certain key turns on."""

    _domain_specs = _BINARY_SENSORS
    _to_states = _ON
    _key: ClassVar[str]

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate the options, and that the target may work."""
        config = await super().async_validate_config(hass, config)
        return await async_validate_target(hass, config, cls._key)

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the entities with the key."""
        return entities_with_key(self._hass, super().entity_filter(entities), self._key)


class AttentionNeededTrigger(ProblemTrigger):
    """Trigger when a printer needs a person."""

    _key = "attention"


class FilamentLowTrigger(ProblemTrigger):
    """Trigger when little is left of a spool."""

    _key = "spool_low"


class KeyedTrigger(StatelessEntityTriggerBase):
    """Trigger by entities with a certain key."""

    _key: ClassVar[str]
    """Their translation key."""

    @override
    @classmethod
    async def async_validate_config(
        cls, hass: HomeAssistant, config: ConfigType
    ) -> ConfigType:
        """Validate that the target may work."""
        config = await super().async_validate_config(hass, config)
        return await async_validate_target(hass, config, cls._key)

    @override
    def entity_filter(self, entities: set[str]) -> set[str]:
        """Return the entities with the key."""
        return entities_with_key(self._hass, super().entity_filter(entities), self._key)


class MaintenanceDueTrigger(KeyedTrigger):
    """Trigger when a printer has one more task to do."""

    _domain_specs = _TO_DO_LISTS
    _key = "maintenance"

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether more tasks are open than before."""
        before, now = from_state.state, to_state.state
        return before.isdecimal() and now.isdecimal() and int(now) > int(before)

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether a task is open."""
        return state.state != "0"


class DryingEndedTrigger(KeyedTrigger):
    """Trigger when an AMS has dried its spools, and is cool again or has failed.

    A start finds nothing new: only what was seen drying since then can end.
    """

    _domain_specs = _SENSORS
    _key = "drying_status"
    _excluded_from_states: ClassVar[frozenset[str]] = frozenset()

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Start without any that dries."""
        super().__init__(hass, config)
        self._drying: set[str] = set()

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether it was drying; it may have been out of reach meanwhile."""
        was_drying = to_state.entity_id in self._drying
        self._drying.discard(to_state.entity_id)
        return was_drying or from_state.state in _DRYING

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether it dries no more, and note whether it does."""
        if state.state in _DRYING:
            self._drying.add(state.entity_id)
        return state.state in _DRYING_ENDED


class PrinterEventTrigger(KeyedTrigger):
    """Trigger when an event entity of a printer shows a type of event."""

    _domain_specs = _EVENTS
    _excluded_from_states: ClassVar[frozenset[str]] = frozenset()
    _event_type: ClassVar[str]
    _key = "print_event"

    @override
    def is_valid_transition(self, from_state: State, to_state: State) -> bool:
        """Return whether the event is new: the last one is restored after a restart."""
        if from_state.state != STATE_UNAVAILABLE:
            return super().is_valid_transition(from_state, to_state)
        happened = dt_util.parse_datetime(to_state.state)
        return happened is not None and happened > from_state.last_changed

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the event is of this type."""
        return state.attributes.get(ATTR_EVENT_TYPE) == self._event_type


class HealthMessageTrigger(PrinterEventTrigger):
    """Trigger when a health message comes or goes, of any or of some severities."""

    _key = "health_message"
    _schema = ENTITY_STATE_TRIGGER_SCHEMA.extend(
        {
            vol.Required(CONF_OPTIONS, default={}): {
                vol.Optional(CONF_SEVERITY): vol.All(
                    cv.ensure_list, vol.Length(min=1), [vol.In(SEVERITIES)]
                )
            }
        }
    )

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        """Store the severities."""
        super().__init__(hass, config)
        options: dict[str, Any] = config.options or {}
        self._severities: list[str] | None = options.get(CONF_SEVERITY)

    @override
    def is_valid_state(
        self, state: State, report_not_triggered: NotTriggeredReasonReporter
    ) -> bool:
        """Return whether the event is of this type, and the message severe enough."""
        return super().is_valid_state(state, report_not_triggered) and (
            self._severities is None
            or state.attributes.get("severity") in self._severities
        )


class HealthMessageRaisedTrigger(HealthMessageTrigger):
    """Trigger when a health message comes."""

    _event_type = "raised"


class HealthMessageClearedTrigger(HealthMessageTrigger):
    """Trigger when a health message goes."""

    _event_type = "cleared"


def _when(event_type: str) -> type[Trigger]:
    """Return the trigger for a type of event of a print."""

    class CustomTrigger(PrinterEventTrigger):
        """Trigger on this type of event."""

        _event_type = event_type

    return CustomTrigger


TRIGGERS: dict[str, type[Trigger]] = {
    "print_started": _when("started"),
    "print_finished": _when("finished"),
    "print_failed": _when("failed"),
    "print_canceled": _when("canceled"),
    "print_paused": _when("paused"),
    "print_resumed": _when("resumed"),
    "first_layer_finished": _when("first_layer_finished"),
    "filament_ran_out": _when("filament_runout"),
    "error_raised": _when("error_raised"),
    "error_cleared": _when("error_cleared"),
    "health_message_raised": HealthMessageRaisedTrigger,
    "health_message_cleared": HealthMessageClearedTrigger,
    "attention_needed": AttentionNeededTrigger,
    "filament_low": FilamentLowTrigger,
    "maintenance_due": MaintenanceDueTrigger,
    "drying_ended": DryingEndedTrigger,
}


async def async_get_triggers(hass: HomeAssistant) -> dict[str, type[Trigger]]:
    """Return the triggers of this integration."""
    return TRIGGERS
