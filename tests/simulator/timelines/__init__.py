"""Tables of what happens during a print, by model.

A change names a field of the report by its dotted path, something physical by a
path that begins with `physics.`, or with `do` one of the turns that a print takes:
`prepare` or `begin`, `run`, `print`, `pause`, `resume`, `fail`, `cancel`, `finish`.
Times are seconds of a print that takes ten minutes; a player stretches them.
"""

from . import a1_mini, h2d, n99, p1s, p2s, x1c
from .turns import (
    Changes,
    Table,
    Timeline,
    at_once,
    ending,
    given_up,
    runs_out,
    runs_out_outside,
    without_pause,
)

__all__ = ["PRINTS", "Changes", "Table", "Timeline", "at_once", "timeline"]

PRINTS = (
    "print_ok",
    "print_fails",
    "print_canceled",
    "filament_runout",
    "filament_runout_canceled",
    "external_runout",
)

_MODELS: dict[str, Timeline] = {
    "x1c": x1c.PRINT,
    "p1s": p1s.PRINT,
    "a1_mini": a1_mini.PRINT,
    "h2d": h2d.PRINT,
    "p2s": p2s.PRINT,
    "n99": n99.PRINT,
}

_EXTERNAL_RUNOUT = frozenset({"p1s", "a1_mini"})
"""Of others, nobody has recorded it."""


def timeline(profile: str, name: str) -> Timeline:
    """Return the timeline of a model.

    Raises:
        KeyError: There is no such print.
    """
    good = _MODELS[profile]
    endings = {
        "print_ok": lambda: good,
        "print_uninterrupted": lambda: without_pause(good),
        "print_fails": lambda: ending(good, "fail"),
        "print_canceled": lambda: ending(good, "cancel"),
        "filament_runout": lambda: runs_out(good),
        "filament_runout_canceled": lambda: given_up(good),
    }
    if profile in _EXTERNAL_RUNOUT:
        endings["external_runout"] = lambda: runs_out_outside(good)
    return endings[name]()
