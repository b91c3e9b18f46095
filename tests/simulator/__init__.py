"""A simulated Bambu Lab cloud with printers, to test and to demonstrate against.

It encodes the protocol on its own and shares no code with the integration.
"""

from .accounts import Region
from .ams import AMS, AMS_2_PRO, AMS_HT, AMS_LITE, AMS_NEW, AmsKind, AmsUnit
from .cloud import SimulatedCloud
from .faults import HttpFault, Junk
from .fleet import (
    A1_MINI_SERIAL,
    H2D_SERIAL,
    N99_SERIAL,
    P1S_SERIAL,
    P2S_SERIAL,
    X1C_SERIAL,
    another,
    fleet,
)
from .job import BusyError, Job
from .models import A1_MINI, H2D, N99, P1S, P2S, X1C, Model
from .printer import Printer, SimulatedPrinter
from .recorded import RecordedPrinter
from .scenarios import SCENARIOS
from .spools import Spool
from .world import OWNER

__all__ = [
    "A1_MINI",
    "A1_MINI_SERIAL",
    "AMS",
    "AMS_2_PRO",
    "AMS_HT",
    "AMS_LITE",
    "AMS_NEW",
    "H2D",
    "H2D_SERIAL",
    "N99",
    "N99_SERIAL",
    "OWNER",
    "P1S",
    "P1S_SERIAL",
    "P2S",
    "P2S_SERIAL",
    "SCENARIOS",
    "X1C",
    "X1C_SERIAL",
    "AmsKind",
    "AmsUnit",
    "BusyError",
    "HttpFault",
    "Job",
    "Junk",
    "Model",
    "Printer",
    "RecordedPrinter",
    "Region",
    "SimulatedCloud",
    "SimulatedPrinter",
    "Spool",
    "another",
    "fleet",
]
