"""How printers react to `print` commands, which newer firmware wants signed."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from . import gcode
from .state import Payload, acknowledgement

if TYPE_CHECKING:
    from .printer import SimulatedPrinter

_UNSIGNED = 84_033_543
_BUSY = 0x0500_4004
_VERIFICATION_FAILED = {"attr": 83_887_360, "code": 65_543}
_VERIFICATION_SHOWN = 30.0
_SPEEDS = {"1": 50, "2": 100, "3": 124, "4": 166}


def handle(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Obey, if the firmware takes commands that nobody signed (protocol B.10)."""
    if printer.model.signed_only:
        return [_refusal(printer, request)]
    action = _PRINT.get(request["command"])
    if action is None:
        return []
    error = action(printer, request)
    if error is not None:
        more: Payload = {"result": "fail"} | ({"err_code": error} if error else {})
        return [acknowledgement("print", request, **more)]
    return [acknowledgement("print", request), printer.push()]


def _refusal(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Refuse an unsigned command, and complain about it for a while."""
    hms = printer.state["hms"]
    if _VERIFICATION_FAILED not in hms:
        printer.state["hms"] = [*hms, _VERIFICATION_FAILED]
        printer.later(_VERIFICATION_SHOWN, lambda: _forgive(printer))
    if printer.model.curt:
        return {"print": {"command": request["command"], "err_code": _UNSIGNED}}
    why = {"result": "failed", "reason": "mqtt message verify failed"}
    return {"print": request | why | {"err_code": _UNSIGNED}}


def _forgive(printer: SimulatedPrinter) -> list[Payload]:
    """Stop complaining."""
    printer.state["hms"] = [
        message for message in printer.state["hms"] if message != _VERIFICATION_FAILED
    ]
    return []


type _Action = Callable[[SimulatedPrinter, Payload], int | None]
"""Does something; returns an error number if it could not, 0 for a nameless one."""


def _pause(printer: SimulatedPrinter, _: Payload) -> int | None:
    """Pause what is printing."""
    if printer.gcode_state != "RUNNING":
        return 0
    printer.printing.pause()
    return None


def _resume(printer: SimulatedPrinter, _: Payload) -> int | None:
    """Go on with what is paused."""
    if printer.gcode_state != "PAUSE":
        return 0
    printer.printing.resume()
    return None


def _stop(printer: SimulatedPrinter, _: Payload) -> int | None:
    """Cancel the job."""
    if not printer.active:
        return 0
    printer.printing.end("cancel")
    return None


def _speed(printer: SimulatedPrinter, request: Payload) -> int | None:
    """Choose one of the four speeds."""
    magnitude = _SPEEDS.get(str(request.get("param")))
    if magnitude is None:
        return 0
    printer.state["spd_lvl"] = int(request["param"])
    printer.state["spd_mag"] = magnitude
    return None


def _project_file(printer: SimulatedPrinter, request: Payload) -> int | None:
    """Print a file, unless there is something else to do."""
    if printer.active:
        return _BUSY
    printer.printing.start_from_lan(str(request.get("subtask_name", "")))
    return None


def _gcode_line(printer: SimulatedPrinter, request: Payload) -> int | None:
    """Run a few lines of G-code."""
    gcode.run(printer, str(request.get("param", "")))
    return None


def _clear_error(printer: SimulatedPrinter, _: Payload) -> int | None:
    """Close the printer's error dialog."""
    printer.state["print_error"] = 0
    return None


_PRINT: dict[str, _Action] = {
    "pause": _pause,
    "resume": _resume,
    "stop": _stop,
    "print_speed": _speed,
    "project_file": _project_file,
    "gcode_line": _gcode_line,
    "clean_print_error": _clear_error,
}
