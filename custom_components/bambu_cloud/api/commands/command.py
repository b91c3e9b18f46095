"""A command, and checks of its arguments."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
import math
import re
from typing import Any

from ..errors import Argument, BambuInputError


@dataclass(frozen=True, slots=True)
class Command:
    """A command, complete but for its number (protocol B.3)."""

    root: str
    """The part of the printer that executes it, such as "print"."""
    name: str
    fields: Mapping[str, Any] = field(default_factory=dict, repr=False)
    """Left out of texts: addresses that the cloud has signed are secrets."""

    @property
    def has_reply(self) -> bool:
        """Return whether printers reply, else they report (protocol B.3)."""
        return self.root != "pushing"


def number_within(
    argument: Argument, value: float, low: float, high: float, unit: str
) -> float:
    """Return a number that is within a range, ends included.

    Raises:
        BambuInputError: it is outside, or no finite number.
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
    """Return a whole number that is within a range, ends included.

    Raises:
        BambuInputError: it is outside, or has a fraction.
    """
    checked = number_within(argument, value, low, high, unit)
    if checked != int(checked):
        raise BambuInputError(argument, low=low, high=high, unit=unit)
    return int(checked)


def one_of[T](argument: Argument, value: T, choices: Collection[T]) -> T:
    """Return a value that is among some choices.

    Raises:
        BambuInputError: it is not.
    """
    if value not in choices:
        raise BambuInputError(argument)
    return value


def matching(argument: Argument, value: str, pattern: re.Pattern[str]) -> str:
    """Return a text that matches a pattern as a whole.

    Raises:
        BambuInputError: it does not match.
    """
    if not isinstance(value, str) or not pattern.fullmatch(value):
        raise BambuInputError(argument)
    return value


def print_command(name: str, **fields: Any) -> Command:
    """Return a command for the root "print", which needs a signature."""
    return Command("print", name, fields)
