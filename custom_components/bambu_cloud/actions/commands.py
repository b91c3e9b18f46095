"""Tell a printer what an action says, and answer what it said.

What a caller wrote is checked here and not by the schema, so that whatever is wrong
with it is told in words.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from homeassistant.core import ServiceCall

from ..api import BambuError, BambuInputError, Command
from ..devices.printer import PrinterCoordinator
from ..errors import command_error
from ..model.preconditions import Precondition
from .action import target_of


def printer_of(call: ServiceCall) -> PrinterCoordinator:
    """Return the printer whose device an action names.

    Raises:
        ServiceValidationError: There is no such printer, or it is not loaded.
    """
    entry, serial = target_of(call)
    return entry.runtime_data.account.printers[serial]


async def async_order(
    printer: PrinterCoordinator, make: Callable[[], Command], precondition: Precondition
) -> dict[str, Any]:
    """Send a command, and return what the printer said.

    Raises:
        ServiceValidationError: Nothing was sent: no printer would take it, or it makes
            no sense now.
        HomeAssistantError: The printer does not do it.
    """
    answer = await printer.async_send(made(make), precondition)
    return told(answer)


def made(make: Callable[[], Command]) -> Command:
    """Return a command.

    Raises:
        ServiceValidationError: No printer would take it.
    """
    try:
        return make()
    except BambuError as err:
        raise command_error(err) from err


def told(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is worth telling of an acknowledgement."""
    return {
        "result": str(answer.get("result") or "success").lower(),
        "reason": str(answer.get("reason") or ""),
    }


def number(call: ServiceCall, key: str) -> float:
    """Return a number as it was written; commands judge it.

    Raises:
        BambuInputError: It is none.
    """
    value = call.data[key]
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise BambuInputError(_name(key))
    try:
        return float(value)
    except ValueError, OverflowError:
        raise BambuInputError(_name(key)) from None


def numbers(call: ServiceCall, key: str) -> list[int]:
    """Return whole numbers.

    Raises:
        BambuInputError: One is none.
    """
    values = call.data[key]
    listed = values if isinstance(values, list) else [values]
    for value in listed:
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise BambuInputError(_name(key))
    try:
        return [int(value) for value in listed]
    except ValueError:
        raise BambuInputError(_name(key)) from None


def choice[T: StrEnum](call: ServiceCall, key: str, kind: type[T]) -> T:
    """Return one of some choices.

    Raises:
        BambuInputError: It is none of them.
    """
    try:
        return kind(call.data[key])
    except ValueError:
        raise BambuInputError(_name(key)) from None


def _name(key: str) -> str:
    """Return what a field is called in a sentence."""
    return _NAMES.get(key, key)


_NAMES = {
    "hours": "drying time",
    "nozzle_temperature_min": "lowest nozzle temperature",
    "nozzle_temperature_max": "highest nozzle temperature",
}
"""As the commands call it, too."""
