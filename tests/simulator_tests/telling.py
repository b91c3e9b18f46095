"""Tell simulated printers what to do, and see what they report."""

from typing import Any

from tests.simulator import SimulatedPrinter

type Payload = dict[str, Any]


def order(printer: SimulatedPrinter, name: str, **fields: Any) -> Payload:
    """Send a command and return the acknowledgement."""
    return answer(printer, "print", name, **fields)


def answer(
    printer: SimulatedPrinter, root: str, name: str, /, **fields: Any
) -> Payload:
    """Send a command under a root and return the acknowledgement."""
    request = {root: {"sequence_id": "7", "command": name, **fields}}
    acks = [each[root] for each in printer.handle(request) if root in each]
    told: Payload = acks[0]
    return told


def report(printer: SimulatedPrinter) -> Payload:
    """Return everything that a printer tells."""
    told: Payload = printer.full()["print"]
    return told


def bit(printer: SimulatedPrinter, place: int, width: int = 1) -> int:
    """Return bits of `cfg`."""
    return int(report(printer)["cfg"], 16) >> place & ((1 << width) - 1)


def home_flag(printer: SimulatedPrinter, place: int) -> int:
    """Return a bit of `home_flag`."""
    return int(report(printer)["home_flag"] & 0xFFFFFFFF) >> place & 1
