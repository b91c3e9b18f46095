"""What a printer is: frozen values, parsing, merging, catalog."""

from .ams import (
    EXTERNAL_DEPUTY,
    EXTERNAL_MAIN,
    Ams,
    AmsActivity,
    Loaded,
    TrayLocation,
)
from .ams_unit import AmsKind, AmsUnit, DryStatus
from .attention import AttentionReason, attention
from .camera import Camera
from .camera_source import (
    CameraChoice,
    CameraOptions,
    CameraSource,
    CameraStatus,
    CameraTime,
    CameraTransport,
    StreamType,
    camera_source,
)
from .catalog import (
    MODELS,
    UNKNOWN_MODEL,
    CameraKind,
    DoorSensor,
    PrinterModel,
    identify,
    identify_modules,
)
from .control import Control
from .door import Door
from .drying import drying_program
from .external_spools import ExternalSpools
from .fans import AirDuctMode, Fans
from .firmware import Firmware, Offer, UpgradeFailure, UpgradeStatus
from .hms import ErrorKind, Hms, HmsMessage, PrintError, Severity
from .job import Job, PrintStatus, PrintType, SpeedLevel
from .lifecycle import Lifecycle, observe, settle
from .lights import Light, Lights
from .modules import Module
from .network import Network
from .nozzle import Nozzle, NozzleFlow, NozzleMaterial
from .nozzles import (
    LEFT,
    RACK_ACTIVITIES,
    RACK_POSITIONS,
    RIGHT,
    Nozzles,
    RackSlot,
    RackSlotState,
    ToolModule,
)
from .poll import PolledPrinter, with_poll
from .presence import Presence
from .print_event import PrintEvent, PrintEventType
from .printer import NOUNS, PrinterState, restored
from .release_notes import readable_notes
from .report import Report, changed, fold, with_link_lost
from .settings import DoorCheck, Sensitivity, Settings
from .stages import STAGE_SLUGS, STAGES
from .storage import Storage, StorageState
from .task import PrintTask, TaskFilament, TaskStatus, read_task
from .temperatures import Temperatures
from .tray import Tray, TrayStatus
from .versions import is_newer, latest

__all__ = [
    "EXTERNAL_DEPUTY",
    "EXTERNAL_MAIN",
    "LEFT",
    "MODELS",
    "NOUNS",
    "RACK_ACTIVITIES",
    "RACK_POSITIONS",
    "RIGHT",
    "STAGES",
    "STAGE_SLUGS",
    "UNKNOWN_MODEL",
    "AirDuctMode",
    "Ams",
    "AmsActivity",
    "AmsKind",
    "AmsUnit",
    "AttentionReason",
    "Camera",
    "CameraChoice",
    "CameraKind",
    "CameraOptions",
    "CameraSource",
    "CameraStatus",
    "CameraTime",
    "CameraTransport",
    "Control",
    "Door",
    "DoorCheck",
    "DoorSensor",
    "DryStatus",
    "ErrorKind",
    "ExternalSpools",
    "Fans",
    "Firmware",
    "Hms",
    "HmsMessage",
    "Job",
    "Lifecycle",
    "Light",
    "Lights",
    "Loaded",
    "Module",
    "Network",
    "Nozzle",
    "NozzleFlow",
    "NozzleMaterial",
    "Nozzles",
    "Offer",
    "PolledPrinter",
    "Presence",
    "PrintError",
    "PrintEvent",
    "PrintEventType",
    "PrintStatus",
    "PrintTask",
    "PrintType",
    "PrinterModel",
    "PrinterState",
    "RackSlot",
    "RackSlotState",
    "Report",
    "Sensitivity",
    "Settings",
    "Severity",
    "SpeedLevel",
    "Storage",
    "StorageState",
    "StreamType",
    "TaskFilament",
    "TaskStatus",
    "Temperatures",
    "ToolModule",
    "Tray",
    "TrayLocation",
    "TrayStatus",
    "UpgradeFailure",
    "UpgradeStatus",
    "attention",
    "camera_source",
    "changed",
    "drying_program",
    "fold",
    "identify",
    "identify_modules",
    "is_newer",
    "latest",
    "observe",
    "read_task",
    "readable_notes",
    "restored",
    "settle",
    "with_link_lost",
    "with_poll",
]
