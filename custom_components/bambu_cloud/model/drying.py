"""Choose how to dry the spools in an AMS when nobody says how (protocol D.4)."""

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
    """The material that bears the least heat; "" if nothing is known."""
    limit: int
    """°C that this kind of unit reaches."""


def drying_program(unit: AmsUnit) -> DryingProgram:
    """Return what no spool in a unit melts at, for as long as any of them needs."""
    limit = _HOTTEST if unit.kind is AmsKind.HT else _HOTTEST_OF_PRO
    known = [tray for tray in unit.trays if tray.material]
    told = [(tray.drying_temperature or _COOLEST, tray.material) for tray in known]
    temperature, material = min(told, key=lambda each: each[0], default=(_COOLEST, ""))
    hours = max((tray.drying_hours or _HOURS for tray in known), default=_HOURS)
    return DryingProgram(
        temperature=min(max(temperature, _COOLEST), limit),
        hours=min(hours, _LONGEST),
        filament=material or "",
        limit=limit,
    )
