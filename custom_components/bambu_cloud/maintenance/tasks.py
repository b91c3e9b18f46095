"""List the maintenance of each family of printers (docs/maintenance.md)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Self

from ..model.values import number


class Unit(StrEnum):
    """What an interval is counted in."""

    DAYS = "days"
    MONTHS = "months"
    """30 days each, as in docs/maintenance.md 2."""
    HOURS = "hours"
    """Of printing."""
    PRINTS = "prints"
    """Whether they finished or failed."""
    ROLLS = "rolls"
    """Of filament, 1 kg each."""


_MONTH, _QUARTER = 30, 91
"""Days."""


class Task(StrEnum):
    """Something that a person does to a printer."""

    CLEAN_CARBON_RODS = "clean_carbon_rods"
    CLEAN_RODS = "clean_rods"
    OIL_RODS = "oil_rods"
    OIL_RAILS = "oil_rails"
    OIL_Y_RAIL = "oil_y_rail"
    GREASE_LEAD_SCREWS = "grease_lead_screws"
    OIL_IDLERS = "oil_idlers"
    CLEAN_HOTEND = "clean_hotend"
    CLEAN_HOTEND_RACK = "clean_hotend_rack"
    CLEAN_HEATBED = "clean_heatbed"
    CLEAN_FANS = "clean_fans"
    CLEAN_EXTRUDER = "clean_extruder"
    CHECK_CUTTER = "check_cutter"
    REPLACE_TUBE = "replace_tube"
    REPLACE_AIR_FILTER = "replace_air_filter"
    CLEAN_CAMERA = "clean_camera"
    CLEAN_LASER = "clean_laser"
    TENSION_BELTS = "tension_belts"
    CHECK_DESICCANT = "check_desiccant"


_ANY = (Unit.HOURS, Unit.PRINTS, Unit.MONTHS)
"""What a person may count the interval of any task in."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval that a person chose; 0 is never."""

    length: float
    unit: Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Intervals of a task: it is due when the first of them is over."""

    days: float | None = None
    days_by_use: tuple[float, float, float] | None = None
    """At 5 hours of printing a day and more, at 1 to 5, and below."""
    hours: float | None = None
    prints: float | None = None
    rolls: float | None = None
    abrasive_rolls: float | None = None
    """The same for filament that wears parts down."""
    optional: bool = False
    """Whether it is so frequent that only those who chose it want to be reminded."""

    @property
    def unit(self) -> Unit:
        """Return what its first interval is counted in."""
        if self.days is not None or self.days_by_use:
            return Unit.DAYS
        return Unit.HOURS if self.hours is not None else Unit.ROLLS

    @property
    def interval(self) -> Interval:
        """Return its first interval."""
        used = self.days_by_use[1] if self.days_by_use else None
        length = self.days or used or self.hours or self.rolls or 0
        return Interval(length, self.unit)

    @property
    def recommended(self) -> Interval:
        """Return the interval that counts unless a person chooses another one."""
        return Interval(0, self.unit) if self.optional else self.interval

    def units(self, first: Unit) -> tuple[Unit, ...]:
        """Return what a person may count it in, each unit once."""
        return tuple(dict.fromkeys((first, self.unit, *_ANY)))

    @classmethod
    def every(cls, chosen: Interval) -> Self:
        """Return a rule with one interval that a person chose."""
        length = chosen.length
        match chosen.unit:
            case Unit.DAYS:
                return cls(days=length)
            case Unit.MONTHS:
                return cls(days=length * _MONTH)
            case Unit.HOURS:
                return cls(hours=length)
            case Unit.PRINTS:
                return cls(prints=length)
            case Unit.ROLLS:
                return cls(rolls=length)


REMINDERS: Mapping[str, Task] = {
    "0300_1000_0002_0001": Task.TENSION_BELTS,
    "0300_1000_0002_0002": Task.CLEAN_RODS,
    "0300_1100_0002_0001": Task.TENSION_BELTS,
    "0300_1100_0002_0002": Task.CLEAN_RODS,
    "0501_0400_0003_0001": Task.CLEAN_CARBON_RODS,
    "0501_0400_0003_0002": Task.GREASE_LEAD_SCREWS,
    "0501_0400_0003_0003": Task.OIL_RODS,
    "0501_0400_0003_0004": Task.OIL_RAILS,
    "0501_0400_0003_0007": Task.REPLACE_AIR_FILTER,
    "0501_0400_0003_0010": Task.CLEAN_LASER,
}
"""Health messages by which a printer itself asks for a task (protocol C.7.1)."""

_WEEKLY = Rule(days=7, optional=True)
_MONTHLY = Rule(days=_MONTH)
_QUARTERLY = Rule(days=_QUARTER)
_FILTER = Rule(hours=1440)

_CARBON_RODS: Mapping[Task, Rule] = {
    Task.CLEAN_CARBON_RODS: _MONTHLY,
    Task.CLEAN_RODS: _MONTHLY,
    Task.OIL_RODS: _QUARTERLY,
    Task.GREASE_LEAD_SCREWS: _QUARTERLY,
    Task.CHECK_CUTTER: Rule(rolls=5, abrasive_rolls=2),
    Task.CLEAN_EXTRUDER: _WEEKLY,
    Task.CLEAN_FANS: _WEEKLY,
}
_X1 = {
    **_CARBON_RODS,
    Task.REPLACE_TUBE: Rule(rolls=10),
    Task.REPLACE_AIR_FILTER: Rule(days=_QUARTER, hours=1440),
}
_P1P = {**_CARBON_RODS, Task.REPLACE_TUBE: Rule(rolls=10, abrasive_rolls=5)}
_P1S = {**_P1P, Task.REPLACE_AIR_FILTER: Rule(days=_QUARTER, hours=1440)}
_A1 = {
    Task.OIL_RAILS: _MONTHLY,
    Task.GREASE_LEAD_SCREWS: _QUARTERLY,
    Task.OIL_IDLERS: _QUARTERLY,
    Task.CLEAN_HOTEND: _MONTHLY,
    Task.CLEAN_EXTRUDER: Rule(rolls=5, abrasive_rolls=2),
    Task.CHECK_CUTTER: Rule(rolls=3),
    Task.REPLACE_TUBE: Rule(rolls=6, abrasive_rolls=2),
    Task.CLEAN_FANS: _WEEKLY,
}
_A2L = {
    Task.OIL_RAILS: _MONTHLY,
    Task.OIL_Y_RAIL: Rule(hours=200),
    Task.GREASE_LEAD_SCREWS: _QUARTERLY,
    Task.CLEAN_FANS: _MONTHLY,
    Task.CHECK_CUTTER: Rule(rolls=3),
    Task.REPLACE_TUBE: Rule(rolls=6),
}
_P2S = {
    Task.OIL_RAILS: Rule(days_by_use=(_MONTH, 2 * _MONTH, _QUARTER)),
    Task.GREASE_LEAD_SCREWS: Rule(days_by_use=(_QUARTER, 4 * _MONTH, 5 * _MONTH)),
    Task.REPLACE_AIR_FILTER: _FILTER,
    Task.CLEAN_CAMERA: Rule(days=2 * _QUARTER),
    Task.CHECK_CUTTER: Rule(rolls=8, abrasive_rolls=4),
}
_H2S = {
    Task.OIL_RAILS: _MONTHLY,
    Task.OIL_Y_RAIL: _QUARTERLY,
    Task.GREASE_LEAD_SCREWS: _QUARTERLY,
    Task.CLEAN_HEATBED: _QUARTERLY,
    Task.CLEAN_FANS: _QUARTERLY,
    Task.CLEAN_EXTRUDER: _WEEKLY,
}
_H2D = {
    Task.OIL_RAILS: _MONTHLY,
    Task.GREASE_LEAD_SCREWS: _MONTHLY,
    Task.CLEAN_HEATBED: _QUARTERLY,
    Task.CLEAN_FANS: _QUARTERLY,
    Task.REPLACE_AIR_FILTER: _FILTER,
    Task.CHECK_CUTTER: Rule(rolls=3),
    Task.CLEAN_EXTRUDER: _WEEKLY,
}
_H2C = {
    Task.OIL_RAILS: _MONTHLY,
    Task.OIL_Y_RAIL: _QUARTERLY,
    Task.CLEAN_HOTEND_RACK: _MONTHLY,
    Task.GREASE_LEAD_SCREWS: _QUARTERLY,
    Task.CLEAN_HEATBED: _QUARTERLY,
    Task.CLEAN_FANS: _QUARTERLY,
    Task.REPLACE_AIR_FILTER: _FILTER,
}
_DESICCANT = {Task.CHECK_DESICCANT: Rule(days=14, optional=True)}

FAMILIES: Mapping[str, Mapping[Task, Rule]] = {
    "X1": _X1,
    "X1C": _X1,
    "X1E": _X1,
    "P1P": _P1P,
    "P1S": _P1S,
    "P2S": _P2S,
    "X2D": _P2S,
    "A1": _A1,
    "A1MINI": _A1,
    "A2L": _A2L,
    "H2S": _H2S,
    "H2D": _H2D,
    "H2DPRO": _H2D,
    "H2C": _H2C,
}
"""What is recommended, by the key of the model (docs/maintenance.md 2)."""


def rules_of(model: str, stored: Mapping[str, Any]) -> dict[Task, Rule]:
    """Return what a model needs, with the intervals that a person chose.

    Args:
        model: The key of the model; one that is not listed needs nothing regularly.
        stored: What the options hold, by task.
    """
    rules: dict[Task, Rule] = {}
    for task, rule in choices_of(model).items():
        chosen = interval_of(rule, stored.get(task))
        if chosen is None and not rule.optional:
            rules[task] = rule
        elif chosen and chosen.length:
            rules[task] = rule.every(chosen)
    return rules


def interval_of(rule: Rule, stored: Any) -> Interval | None:
    """Return an interval of the options, None for anything else.

    A number alone is in the unit of the task's rule.
    """
    length, unit = number(stored), rule.unit
    match stored:
        case {"interval": raw, "unit": str() as key} if key in Unit:
            length, unit = number(raw), Unit(key)
    return None if length is None or length < 0 else Interval(length, unit)


def stored_interval(rule: Rule, chosen: Interval) -> Any:
    """Return what the options hold of an interval."""
    if chosen.unit is rule.unit or not chosen.length:
        return chosen.length
    return {"interval": chosen.length, "unit": chosen.unit.value}


def choices_of(model: str) -> dict[Task, Rule]:
    """Return everything that a person can choose for a model."""
    return {**FAMILIES.get(model, {}), **_DESICCANT}
