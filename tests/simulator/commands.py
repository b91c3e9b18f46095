"""How printers react to requests (protocol B.4, H.5)."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from .state import Payload

if TYPE_CHECKING:
    from .printer import SimulatedPrinter

type Action = Callable[[], list[Payload]]
type _Handler = Callable[[SimulatedPrinter, Payload], list[Payload]]

_LAG = 5.0
_PATIENCE = 60.0


def handle(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Answer a request; what a printer does not know it ignores."""
    for root, body in request.items():
        handler = _ROOTS.get(root)
        if handler is not None and isinstance(body, dict):
            return handler(printer, body)
    return []


def _pushing(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Answer `pushing`; the small firmwares lag when asked too often."""
    match request.get("command"):
        case "pushall":
            return _pushall(printer)
        case "start":
            printer.pushing = True
            return [printer.push()]
        case "stop":
            printer.pushing = False
    return []


def _pushall(printer: SimulatedPrinter) -> list[Payload]:
    """Answer with everything, late if a small firmware is asked again too soon."""
    impatient = printer.elapsed - printer.last_pushall < _PATIENCE
    printer.last_pushall = printer.elapsed
    if printer.model.fine and impatient:
        printer.later(_LAG, lambda: [printer.full()])
        return []
    return [printer.full()]


def _info(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Answer `get_version`."""
    if request.get("command") != "get_version":
        return []
    return [printer.answer_version(str(request.get("sequence_id", "0")))]


def _acknowledge(root: str, request: Payload, **more: Any) -> Payload:
    """Return the echo that acknowledges a request (protocol B.3)."""
    return {root: request | {"result": "success", "reason": ""} | more}


def _system(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Switch a light; other settings are just acknowledged."""
    if request.get("command") == "ledctrl":
        for light in printer.state["lights_report"]:
            if light["node"] == request.get("led_node"):
                light["mode"] = request.get("led_mode")
        printer.later(1.0, lambda: [printer.push()])
    return [_acknowledge("system", request)]


_ROOTS: dict[str, _Handler] = {
    "pushing": _pushing,
    "info": _info,
    "system": _system,
}
