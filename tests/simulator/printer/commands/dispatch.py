"""Reactions of printers to requests by their roots (protocol B.4, H.5)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.simulator.printer import firmware
from tests.simulator.printer.command_policy import CommandBehavior, answered
from tests.simulator.printer.state import Payload, acknowledgement

from . import print_commands, signing, system as system_commands

if TYPE_CHECKING:
    from tests.simulator.printer.printer import SimulatedPrinter

type Action = Callable[[], list[Payload]]
type _Handler = Callable[[SimulatedPrinter, Payload], list[Payload]]

_LAG = 5.0
_TIMEOUT = 60.0
_BROKEN = (KeyError, TypeError, ValueError, AttributeError)
"""What comes of fields that are missing or are something else."""


def handle(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Answer a request; unknown ones are ignored."""
    for root, body in request.items():
        handler = _ROOTS.get(root)
        if handler is not None and isinstance(body, dict) and "command" in body:
            return _handle_command(printer, root, handler, body)
    return []


def _handle_command(
    printer: SimulatedPrinter, root: str, handler: _Handler, body: Payload
) -> list[Payload]:
    """Answer a command by the printer's policy."""
    if printer.command_policy.of(str(body["command"])) is CommandBehavior.SILENT:
        return []
    try:
        answers = handler(printer, body)
    except _BROKEN:
        return []
    return answered(printer, root, body, answers)


def _pushing(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Answer `pushing` (protocol B.4)."""
    match request["command"]:
        case "pushall":
            return _pushall(printer)
        case "start":
            printer.pushing = True
            return [printer.push()]
        case "stop":
            printer.pushing = False
    return []


def _pushall(printer: SimulatedPrinter) -> list[Payload]:
    """Answer with a full report, late if a small firmware is asked again too soon."""
    impatient = printer.elapsed - printer.last_pushall < _TIMEOUT
    printer.last_pushall = printer.elapsed
    if printer.model.fine and impatient:
        printer.later(_LAG, lambda: [printer.full()])
        return []
    return [printer.full()]


def _info(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Answer `get_version`."""
    if request["command"] != "get_version":
        return []
    return [printer.answer_version(str(request.get("sequence_id", "0")))]


def _upgrade(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Report the offered firmware, or install it (protocol D.8, H.5)."""
    match request["command"]:
        case "get_history":
            offers = {"firmware_optional": printer.offers}
            return [acknowledgement("upgrade", request, **offers)]
        case "upgrade_confirm" | "consistency_confirm" | "start":
            if signing.wants_signature(printer):
                return [signing.refuse(printer, "upgrade", request)]
            if printer.active or firmware.offered(printer) is None:
                return [acknowledgement("upgrade", request, result="fail")]
            printer.install_wanted = True
            return [acknowledgement("upgrade", request)]
    return []


def _security(_printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Return whose signatures are accepted (protocol B.8)."""
    if request["command"] != "app_cert_list":
        return []
    return [acknowledgement("security", request, cert_ids=[])]


_ROOTS: dict[str, _Handler] = {
    "pushing": _pushing,
    "info": _info,
    "system": system_commands.system,
    "camera": system_commands.camera,
    "xcam": system_commands.xcam,
    "upgrade": _upgrade,
    "security": _security,
    "print": print_commands.handle,
}
