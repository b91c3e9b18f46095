"""What a printer is: frozen values, parsing, merging, catalog."""

from .catalog import (
    MODELS,
    UNKNOWN_MODEL,
    CameraKind,
    DoorSensor,
    PrinterModel,
    identify,
    identify_modules,
)
from .door import Door
from .fans import Fans
from .firmware import Firmware
from .job import Job, PrintStatus, PrintType, SpeedLevel
from .lights import Light, Lights
from .modules import Module
from .network import Network
from .poll import PolledPrinter, with_poll
from .presence import Presence
from .printer import NOUNS, PrinterState, restored
from .report import Report, changed, fold, with_link_lost
from .stages import STAGE_SLUGS, STAGES
from .storage import Storage, StorageState
from .temperatures import Temperatures

__all__ = [
    "MODELS",
    "NOUNS",
    "STAGES",
    "STAGE_SLUGS",
    "UNKNOWN_MODEL",
    "CameraKind",
    "Door",
    "DoorSensor",
    "Fans",
    "Firmware",
    "Job",
    "Light",
    "Lights",
    "Module",
    "Network",
    "PolledPrinter",
    "Presence",
    "PrintStatus",
    "PrintType",
    "PrinterModel",
    "PrinterState",
    "Report",
    "SpeedLevel",
    "Storage",
    "StorageState",
    "Temperatures",
    "changed",
    "fold",
    "identify",
    "identify_modules",
    "restored",
    "with_link_lost",
    "with_poll",
]
