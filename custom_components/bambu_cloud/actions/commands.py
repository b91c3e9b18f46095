"""Send commands for actions, and return the printer's reply."""

from collections.abc import Mapping
from typing import Any

from ..api import Command
from ..devices.printer import PrinterCoordinator
from ..model.preconditions import Precondition


async def async_send(
    printer: PrinterCoordinator, command: Command, precondition: Precondition
) -> dict[str, Any]:
    """Send a command and return the response of its action.

    Raises:
        ServiceValidationError: The precondition does not hold; nothing was sent.
        HomeAssistantError: The printer does not do it.
    """
    return reply_response(await printer.async_send(command, precondition))


def reply_response(reply: Mapping[str, Any]) -> dict[str, Any]:
    """Return the part of a printer's reply that actions return."""
    return {
        "result": str(reply.get("result") or "success").lower(),
        "reason": str(reply.get("reason") or ""),
    }
