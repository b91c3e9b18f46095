"""How printers react to requests (protocol B.4, H.5)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import print_commands
from .state import Payload, acknowledgement

if TYPE_CHECKING:
    from .printer import SimulatedPrinter

type Action = Callable[[], list[Payload]]
type _Handler = Callable[[SimulatedPrinter, Payload], list[Payload]]

_LAG = 5.0
_PATIENCE = 60.0
_SOON = 1.0


def handle(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Answer a request; what a printer does not know it ignores."""
    for root, body in request.items():
        handler = _ROOTS.get(root)
        if handler is not None and isinstance(body, dict) and "command" in body:
            return handler(printer, body)
    return []


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
    """Answer with everything, late if a small firmware is asked again too soon."""
    impatient = printer.elapsed - printer.last_pushall < _PATIENCE
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


def _system(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Switch a light; other settings are just acknowledged."""
    if request["command"] == "ledctrl":
        for light in printer.state["lights_report"]:
            if light["node"] == request.get("led_node"):
                light["mode"] = request.get("led_mode")
        printer.later(_SOON, lambda: [printer.push()])
    return [acknowledgement("system", request)]


def _camera(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Change a camera setting (protocol D.6)."""
    camera = printer.state["ipcam"]
    match request:
        case {"command": "ipcam_record_set", "control": value}:
            camera["ipcam_record"] = value
        case {"command": "ipcam_timelapse", "control": value}:
            camera["timelapse"] = value
        case {"command": "ipcam_resolution_set", "resolution": value}:
            camera["resolution"] = value
    printer.later(_SOON, lambda: [printer.push()])
    return [acknowledgement("camera", request)]


def _xcam(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Change a detector that this model has (protocol D.6)."""
    detectors = printer.state.get("xcam", {})
    if request.get("module_name") in detectors:
        detectors[request["module_name"]] = request.get("control")
    if "halt_print_sensitivity" in request and "halt_print_sensitivity" in detectors:
        detectors["halt_print_sensitivity"] = request["halt_print_sensitivity"]
    printer.later(_SOON, lambda: [printer.push()])
    return [acknowledgement("xcam", request)]


_ROOTS: dict[str, _Handler] = {
    "pushing": _pushing,
    "info": _info,
    "system": _system,
    "camera": _camera,
    "xcam": _xcam,
    "print": print_commands.handle,
}
