"""How often a printer needs what, as a person chooses it."""

from collections.abc import Mapping
from typing import Any

from homeassistant.helpers.selector import (
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)
import voluptuous as vol

from ..maintenance.tasks import Rule, Unit, choices_of

_LONGEST = {Unit.DAYS: 730, Unit.HOURS: 5000, Unit.ROLLS: 100}
"""Further apart, a reminder is none."""


def maintenance_schema(model: str) -> vol.Schema:
    """Return the form for a model: an interval for each task."""
    return vol.Schema(
        {
            vol.Optional(task.value): NumberSelector(
                NumberSelectorConfig(
                    min=0,
                    max=_LONGEST[rule.unit],
                    step=1,
                    mode=NumberSelectorMode.BOX,
                    translation_key="maintenance",
                    unit_of_measurement=rule.unit.value,
                )
            )
            for task, rule in choices_of(model).items()
        }
    )


def maintenance_values(model: str, stored: Mapping[str, Any]) -> dict[str, float]:
    """Return the values of the form: what was chosen, else what is recommended."""
    return {
        task.value: stored.get(task.value, _recommended(rule))
        for task, rule in choices_of(model).items()
    }


def maintenance_options(model: str, user_input: Mapping[str, Any]) -> dict[str, float]:
    """Return the options for a form, without what is recommended anyway."""
    return {
        task.value: interval
        for task, rule in choices_of(model).items()
        if (interval := user_input.get(task.value, 0)) != _recommended(rule)
    }


def _recommended(rule: Rule) -> float:
    """Return the interval that counts unless a person chooses another one."""
    return 0 if rule.optional else rule.interval
