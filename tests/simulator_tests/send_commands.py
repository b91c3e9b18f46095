"""Send commands to simulated printers, and read their reports."""

from typing import Any

from tests.simulator import SimulatedPrinter

type Payload = dict[str, Any]


def send_print_command(printer: SimulatedPrinter, name: str, **fields: Any) -> Payload:
    """Send a command under `print`; return the acknowledgement."""
    return send_command(printer, "print", name, **fields)


def send_command(
    printer: SimulatedPrinter, root: str, name: str, /, **fields: Any
) -> Payload:
    """Send a command under a root; return the acknowledgement."""
    request = {root: {"sequence_id": "7", "command": name, **fields}}
    replies = printer.handle(request)
    acks: list[Payload] = [reply[root] for reply in replies if root in reply]
    return acks[0]


def full_report(printer: SimulatedPrinter) -> Payload:
    """Return the `print` object of a full report."""
    report: Payload = printer.full()["print"]
    return report


def bit(printer: SimulatedPrinter, place: int, width: int = 1) -> int:
    """Return bits of `cfg`."""
    return int(full_report(printer)["cfg"], 16) >> place & ((1 << width) - 1)


def home_flag(printer: SimulatedPrinter, place: int) -> int:
    """Return a bit of `home_flag`."""
    return int(full_report(printer)["home_flag"] & 0xFFFFFFFF) >> place & 1
