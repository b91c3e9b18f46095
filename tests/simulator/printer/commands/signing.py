"""Whether a printer's firmware wants commands signed (protocol B.10)."""

from typing import TYPE_CHECKING

from tests.simulator.printer.state import Payload

if TYPE_CHECKING:
    from tests.simulator.printer.printer import SimulatedPrinter

UNSIGNED = 84_033_543
_BIT = 1 << 29
_FAILED = {"attr": 83_887_360, "code": 65_543}
_SHOWN = 30.0


def wants_signature(printer: SimulatedPrinter) -> bool:
    """Return whether the installed firmware requires signatures."""
    since = printer.model.signed_since
    if printer.model.requires_signature:
        return True
    return since is not None and _numbers(printer.firmware) >= _numbers(since)


def show(printer: SimulatedPrinter) -> None:
    """Report whether signatures are required, if the firmware can."""
    if "fun" not in printer.state:
        return
    functions = int(printer.state["fun"], 16)
    wanted = wants_signature(printer)
    functions = functions | _BIT if wanted else functions & ~_BIT
    printer.state["fun"] = f"{functions:X}"


def refuse(printer: SimulatedPrinter, root: str, request: Payload) -> Payload:
    """Refuse an unsigned command, and report that for a while."""
    if not printer.health.has(_FAILED):
        printer.health.add(_FAILED)
        printer.later(_SHOWN, lambda: _forgive(printer))
    if printer.model.curt:
        return {root: {"command": request["command"], "err_code": UNSIGNED}}
    why = {"result": "failed", "reason": "mqtt message verify failed"}
    return {root: request | why | {"err_code": UNSIGNED}}


def _forgive(printer: SimulatedPrinter) -> list[Payload]:
    """Stop reporting the refusal."""
    printer.health.remove(_FAILED)
    return []


def _numbers(version: str) -> list[int]:
    """Return a version as numbers, which can be compared."""
    return [int(part) for part in version.split(".") if part]
