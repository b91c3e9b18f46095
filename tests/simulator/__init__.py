"""A simulated Bambu Lab cloud with printers, for tests and demonstrations.

It encodes the protocol on its own and shares no code with the integration.
"""

from .cloud import SimulatedCloud
from .cloud_side.accounts import Region
from .default_printers import (
    A1_MINI_SERIAL,
    H2D_SERIAL,
    N99_SERIAL,
    P1S_SERIAL,
    P2S_SERIAL,
    X1C_SERIAL,
    another,
    make_default_printers,
)
from .faults import HttpFault, Junk
from .printer.ams import AMS, AMS_2_PRO, AMS_HT, AMS_LITE, AMS_NEW, AmsKind, AmsUnit
from .printer.job import BusyError, Job
from .printer.models import A1_MINI, H2D, N99, P1S, P2S, X1C, Model
from .printer.printer import Printer, SimulatedPrinter
from .printer.recorded import RecordedPrinter
from .printer.spools import Spool
from .scenarios.printer import SCENARIOS
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
    "make_default_printers",
]
