"""Validate fields of actions, with errors in the user's language.

Ranges are checked by the commands, which have the limits of each printer.
"""

from dataclasses import dataclass
from typing import Any

from homeassistant.helpers import config_validation as cv
import voluptuous as vol

from ..api import Argument, BambuInputError
from ..api.commands.filament import MATERIAL
from ..errors import command_error
from ..model.color import COLOR

_RGB = 3


@dataclass(frozen=True, slots=True)
class Checked:
    """Validate a value; an error names the argument that it is for."""

    argument: Argument
    validator: Any
    """For `voluptuous`."""

    def __call__(self, value: Any) -> Any:
        """Return the validated value.

        Raises:
            ServiceValidationError: The value is not possible.
        """
        try:
            return vol.Schema(self.validator)(value)
        except vol.Invalid as err:
            raise command_error(BambuInputError(self.argument)) from err


def number(value: object) -> float:
    """Return a number, which templates may write as text.

    Raises:
        vol.Invalid: The value is no number.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise vol.Invalid("expected a number")
    try:
        return float(value)
    except (ValueError, OverflowError) as err:
        raise vol.Invalid("expected a number") from err


def whole_number(value: object) -> int:
    """Return a whole number, which templates may write as text.

    Raises:
        vol.Invalid: The value is no whole number.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        raise vol.Invalid("expected a whole number")
    try:
        return int(value)
    except ValueError as err:
        raise vol.Invalid("expected a whole number") from err


def material(value: object) -> str:
    """Return the name of a material.

    Raises:
        vol.Invalid: No printer shows such a name.
    """
    if not isinstance(value, str) or not MATERIAL.fullmatch(value):
        raise vol.Invalid("expected the name of a material")
    return value


def color(value: object) -> str:
    """Return "RRGGBB" of "#RRGGBB", or of the color picker's three numbers.

    Raises:
        vol.Invalid: The value is no color.
    """
    if isinstance(value, list) and len(value) == _RGB:
        try:
            return bytes(value).hex().upper()
        except (TypeError, ValueError) as err:
            raise vol.Invalid("expected three numbers from 0 to 255") from err
    found = COLOR.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        raise vol.Invalid("expected a color")
    return found[1].upper()


def color_or_none(value: object) -> str | None:
    """Return a color as it was written, None for an empty text.

    Raises:
        vol.Invalid: The value is no color.
    """
    text = cv.string(value)
    if text and not COLOR.fullmatch(text):
        raise vol.Invalid("expected a color")
    return text or None
