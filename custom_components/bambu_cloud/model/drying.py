"""Choose how to dry the spools in an AMS by default (protocol D.4)."""

from operator import itemgetter
from typing import NamedTuple

from .sections.ams_unit import AmsKind, AmsUnit

_COOLEST, _HOTTEST_OF_PRO, _HOTTEST = 45, 65, 85
_HOURS, _LONGEST = 8, 24


class DryingProgram(NamedTuple):
    """How to dry."""

    temperature: int
    """°C."""
    hours: int
    filament: str
    """The material that bears the least heat; "" if none is identified."""
    limit: int
    """°C that this kind of unit reaches."""


def drying_program(unit: AmsUnit) -> DryingProgram:
    """Return a program that melts no spool in a unit and dries all of them."""
    limit = _HOTTEST if unit.kind is AmsKind.HT else _HOTTEST_OF_PRO
    trays = [tray for tray in unit.trays if tray.material]
    limits = [(tray.drying_temperature or _COOLEST, tray.material) for tray in trays]
    temperature, material = min(limits, key=itemgetter(0), default=(_COOLEST, ""))
    hours = max((tray.drying_hours or _HOURS for tray in trays), default=_HOURS)
    return DryingProgram(
        temperature=min(max(temperature, _COOLEST), limit),
        hours=min(hours, _LONGEST),
        filament=material or "",
        limit=limit,
    )
