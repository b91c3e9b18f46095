"""A simulated Bambu Lab cloud with printers, to test and to demonstrate against.

It encodes the protocol on its own and shares no code with the integration.
"""

from .cloud import OWNER, SimulatedCloud
from .faults import HttpFault, Junk
from .fleet import A1_MINI_SERIAL, H2D_SERIAL, P1S_SERIAL, X1C_SERIAL, fleet
from .job import Job
from .models import A1_MINI, H2D, P1S, X1C, Model
from .printer import Printer, SimulatedPrinter
from .recorded import RecordedPrinter
from .scenarios import SCENARIOS, BusyError

__all__ = [
    "A1_MINI",
    "A1_MINI_SERIAL",
    "H2D",
    "H2D_SERIAL",
    "OWNER",
    "P1S",
    "P1S_SERIAL",
    "SCENARIOS",
    "X1C",
    "X1C_SERIAL",
    "BusyError",
    "HttpFault",
    "Job",
    "Junk",
    "Model",
    "Printer",
    "RecordedPrinter",
    "SimulatedCloud",
    "SimulatedPrinter",
    "fleet",
]
