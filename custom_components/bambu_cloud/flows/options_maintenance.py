"""How often a printer needs what, as a person chooses it."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.helpers.selector import (
    ChooseSelector,
    ChooseSelectorChoiceConfig,
    ChooseSelectorConfig,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
)
import voluptuous as vol

from ..maintenance.tasks import (
    Interval,
    Rule,
    Unit,
    choices_of,
    interval_of,
    stored_interval,
)

_LONGEST = {
    Unit.DAYS: 730,
    Unit.MONTHS: 24,
    Unit.HOURS: 5000,
    Unit.PRINTS: 5000,
    Unit.ROLLS: 100,
}
"""Further apart, a reminder is none."""


class _IntervalSelector(ChooseSelector):
    """Ask for a number in one of several units; return it with its unit."""

    def __init__(self, units: tuple[Unit, ...]) -> None:
        """Offer these units; the first of them is chosen."""
        self._first = units[0].value
        choices = {
            unit.value: ChooseSelectorChoiceConfig(selector=_number(unit))
            for unit in units
        }
        super().__init__(
            ChooseSelectorConfig(choices=choices, translation_key="maintenance")
        )

    @override
    def __call__(self, data: Any) -> Interval:
        """Return what was entered.

        Raises:
            vol.Invalid: It is no number, or too large for its unit.
        """
        if not isinstance(data, dict):  # as who does not choose a unit sends it
            data = {"active_choice": self._first, self._first: data}
        return Interval(super().__call__(data), Unit(data["active_choice"]))


def maintenance_schema(model: str, stored: Mapping[str, Any]) -> vol.Schema:
    """Return the form for a model: an interval for each task.

    The unit that counts comes first, as the frontend shows that one.
    """
    return vol.Schema(
        {
            vol.Optional(task.value): _IntervalSelector(
                rule.units(_current(rule, stored.get(task)).unit)
            )
            for task, rule in choices_of(model).items()
        }
    )


def maintenance_values(model: str, stored: Mapping[str, Any]) -> dict[str, float]:
    """Return the values of the form: what was chosen, else what is recommended."""
    return {
        task.value: _current(rule, stored.get(task)).length
        for task, rule in choices_of(model).items()
    }


def maintenance_options(model: str, user_input: Mapping[str, Any]) -> dict[str, Any]:
    """Return the options for a form, without what is recommended anyway."""
    return {
        task.value: interval
        for task, rule in choices_of(model).items()
        if (
            interval := stored_interval(
                rule, user_input.get(task.value) or Interval(0, rule.unit)
            )
        )
        != stored_interval(rule, rule.recommended)
    }


def _current(rule: Rule, stored: Any) -> Interval:
    """Return the interval that counts."""
    return interval_of(rule, stored) or rule.recommended


def _number(unit: Unit) -> dict[str, Any]:
    """Return the field for a number of these, in the form that a choice validates."""
    field = NumberSelector(
        NumberSelectorConfig(
            min=0, max=_LONGEST[unit], step=1, mode=NumberSelectorMode.BOX
        )
    )
    return dict(field.serialize()["selector"])
