"""The printers that a simulated cloud starts with (protocol H.1)."""

from .models import A1_MINI, H2D, P1S, X1C
from .printer import SimulatedPrinter

X1C_SERIAL = "00M00A000000001"
P1S_SERIAL = "01P00A000000001"
A1_MINI_SERIAL = "03000A000000001"
H2D_SERIAL = "09400A000000001"


def fleet() -> list[SimulatedPrinter]:
    """Return one printer of each kind, all switched on and idle."""
    return [
        SimulatedPrinter(X1C, serial=X1C_SERIAL, name="Workshop X1C"),
        SimulatedPrinter(P1S, serial=P1S_SERIAL, name="Workshop P1S"),
        SimulatedPrinter(A1_MINI, serial=A1_MINI_SERIAL, name="Desk A1 mini"),
        SimulatedPrinter(H2D, serial=H2D_SERIAL, name="Studio H2D"),
    ]
