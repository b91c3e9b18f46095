"""What a printer can be told to do, and the limits of what it is told."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
import math
import re
from typing import Any

from ..errors import Argument, BambuInputError


@dataclass(frozen=True, slots=True)
class Command:
    """One command, complete but for its number (protocol B.3)."""

    root: str
    """The part of the printer that it is for, such as "print"."""
    name: str
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Not shown: addresses that the cloud has signed are secrets."""

    @property
    def is_answered(self) -> bool:
        """Tell whether printers acknowledge it; they report instead (protocol B.3)."""
        return self.root != "pushing"


def number_within(
    argument: Argument, value: float, low: float, high: float, unit: str
) -> float:
    """Return a number that lies between two others, or is one of them.

    Raises:
        BambuInputError: it does not, or is no number at all.
    """
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not low <= value <= high
    ):
        raise BambuInputError(argument, low=low, high=high, unit=unit)
    return value


def whole_within(
    argument: Argument, value: float, low: int, high: int, unit: str = ""
) -> int:
    """Return a whole number that lies between two others, or is one of them.

    Raises:
        BambuInputError: it does not, or has a fraction.
    """
    checked = number_within(argument, value, low, high, unit)
    if checked != int(checked):
        raise BambuInputError(argument, low=low, high=high, unit=unit)
    return int(checked)


def one_of[T](argument: Argument, value: T, choices: Collection[T]) -> T:
    """Return a value that is one of these.

    Raises:
        BambuInputError: it is none of them.
    """
    if value not in choices:
        raise BambuInputError(argument)
    return value


def matching(argument: Argument, value: str, pattern: re.Pattern[str]) -> str:
    """Return a text that follows a pattern from its first letter to its last.

    Raises:
        BambuInputError: it does not.
    """
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BambuInputError(argument)
    return value


def print_command(name: str, **fields: Any) -> Command:
    """Return a command for the root that most are for; they want a signature."""
    return Command("print", name, fields)
