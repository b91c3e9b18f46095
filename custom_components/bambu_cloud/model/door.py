"""Describe the front door of a printer (protocol C.4)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from .catalog import DoorSensor, PrinterModel
from .noun import Noun, at, wire
from .values import hexadecimal, integer

_OPEN = 1 << 23


def _signed(word: Any) -> bool | None:
    """Read the door's bit of `home_flag`, a signed number."""
    flags = integer(word)
    return None if flags is None else bool(flags & _OPEN)


def _hexadecimal(word: Any) -> bool | None:
    """Read the door's bit of `stat`, a word of hexadecimal digits."""
    flags = hexadecimal(word)
    return None if flags is None else bool(flags & _OPEN)


def _reported_in(sensor: DoorSensor) -> Callable[[PrinterModel], bool]:
    """Return the condition that a model reports its door in this place."""
    return lambda model: model.door is sensor


@dataclass(frozen=True, slots=True, kw_only=True)
class Door(Noun):
    """The front door."""

    open: bool | None = wire(
        at("home_flag", _signed, when=_reported_in(DoorSensor.HOME_FLAG)),
        at("stat", _hexadecimal, when=_reported_in(DoorSensor.STAT)),
    )
    """None without sensor. A closed X1 was recorded with the bit of `stat` set."""
