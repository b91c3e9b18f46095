"""The printers that a simulated cloud starts with (protocol H.1)."""

from collections.abc import Container

from .printer.models import (
    A1_MINI,
    A1_MINI_BEFORE,
    H2D,
    H2D_BEFORE,
    N99,
    P1S,
    P2S,
    X1C,
    X1C_BEFORE,
    Model,
)
from .printer.printer import SimulatedPrinter

X1C_SERIAL = "00M00A000000001"
P1S_SERIAL = "01P00A000000001"
A1_MINI_SERIAL = "03000A000000001"
H2D_SERIAL = "09400A000000001"
P2S_SERIAL = "22E00A000000001"
N99_SERIAL = "77Z00A000000001"

MODELS: dict[str, tuple[Model, str]] = {
    "X1C": (X1C, "00M"),
    "P1S": (P1S, "01P"),
    "A1 mini": (A1_MINI, "030"),
    "H2D": (H2D, "094"),
    "P2S": (P2S, "22E"),
    "N99": (N99, "77Z"),
    "X1C 01.08": (X1C_BEFORE, "00M"),
    "A1 mini 01.04": (A1_MINI_BEFORE, "030"),
    "H2D 01.00": (H2D_BEFORE, "094"),
}
"""The models by name, each with the prefix of its serials (protocol E.1).

Those with a version in their name obey everybody (protocol B.10).
"""


def another(model: str, used: Container[str], name: str = "") -> SimulatedPrinter:
    """Return one more printer, with the next unused serial number.

    Raises:
        KeyError: There is no such model.
    """
    kind, prefix = MODELS[model]
    number = 1
    while (serial := f"{prefix}00A{number:09}") in used:
        number += 1
    return SimulatedPrinter(kind, serial=serial, name=name or f"{model} {number}")


def make_default_printers() -> list[SimulatedPrinter]:
    """Return four printers, all switched on and idle."""
    return [
        SimulatedPrinter(X1C, serial=X1C_SERIAL, name="Workshop X1C"),
        SimulatedPrinter(P1S, serial=P1S_SERIAL, name="Workshop P1S"),
        SimulatedPrinter(A1_MINI, serial=A1_MINI_SERIAL, name="Desk A1 mini"),
        SimulatedPrinter(H2D, serial=H2D_SERIAL, name="Studio H2D"),
    ]
