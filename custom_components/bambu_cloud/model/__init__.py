"""What a printer is: frozen values, parsing, merging, catalog."""

from .account_spool import (
    AccountSpool,
    SpoolPlace,
    find_spool,
    low_spools,
    read_spool,
    spool_names,
)
from .attention import AttentionReason, attention
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
    FileStorage,
    LiveviewMenu,
    PrinterModel,
    identify,
    identify_modules,
)
from .drying import drying_program
from .health_events import HealthEvent, HealthEventType, observe_health
from .lifecycle.event import PrintEvent, PrintEventType
from .lifecycle.observer import Lifecycle, observe, reconcile, suspended
from .lifecycle.timing import CANCEL_WITHIN
from .listed_codes import ALL_CODES, ListedCodes
from .modules import Module
from .plate import MOST_OBJECTS, Plate, PlateObject, read_plate
from .poll import PolledPrinter, with_poll
from .printer import SECTIONS, PrinterState, restored, with_listed_codes
from .release_notes import readable_notes
from .report import Report, changed, fold, with_link_lost
from .sections.address import Address
from .sections.ams import (
    EXTERNAL_DEPUTY,
    EXTERNAL_MAIN,
    Ams,
    AmsActivity,
    Loaded,
    TrayLocation,
)
from .sections.ams_numbers import unit_name
from .sections.ams_unit import AmsKind, AmsUnit, DryStatus
from .sections.camera import Camera
from .sections.control import Control
from .sections.door import Door
from .sections.external_spools import ExternalSpools
from .sections.fans import AirDuctMode, Fans
from .sections.firmware import Firmware, ModuleUpdate, UpgradeFailure, UpgradeStatus
from .sections.hms import ErrorKind, Hms, HmsMessage, PrintError, Severity
from .sections.hotend_rack import (
    RACK_ACTIVITIES,
    RACK_POSITIONS,
    RackSlot,
    RackSlotState,
)
from .sections.job import Job
from .sections.job_status import PrintStatus, PrintType, SpeedLevel
from .sections.lights import Light, Lights
from .sections.network import Network
from .sections.nozzle import Nozzle, NozzleFlow, NozzleMaterial
from .sections.nozzles import LEFT, RIGHT, Nozzles, ToolModule
from .sections.presence import Presence
from .sections.settings import DoorCheck, Sensitivity, Settings
from .sections.stages import STAGE_SLUGS, STAGES
from .sections.storage import Storage, StorageState
from .sections.temperatures import Temperatures
from .sections.tray import Tray, TrayStatus
from .stored_prints import read_lifecycle, write_lifecycle
from .task import PrintTask, TaskFilament, TaskStatus, read_task
from .versions import is_newer, latest

__all__ = [
    "ALL_CODES",
    "CANCEL_WITHIN",
    "EXTERNAL_DEPUTY",
    "EXTERNAL_MAIN",
    "LEFT",
    "MODELS",
    "MOST_OBJECTS",
    "RACK_ACTIVITIES",
    "RACK_POSITIONS",
    "RIGHT",
    "SECTIONS",
    "STAGES",
    "STAGE_SLUGS",
    "UNKNOWN_MODEL",
    "AccountSpool",
    "Address",
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
    "FileStorage",
    "Firmware",
    "HealthEvent",
    "HealthEventType",
    "Hms",
    "HmsMessage",
    "Job",
    "Lifecycle",
    "Light",
    "Lights",
    "ListedCodes",
    "LiveviewMenu",
    "Loaded",
    "Module",
    "ModuleUpdate",
    "Network",
    "Nozzle",
    "NozzleFlow",
    "NozzleMaterial",
    "Nozzles",
    "Plate",
    "PlateObject",
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
    "SpoolPlace",
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
    "find_spool",
    "fold",
    "identify",
    "identify_modules",
    "is_newer",
    "latest",
    "low_spools",
    "observe",
    "observe_health",
    "read_lifecycle",
    "read_plate",
    "read_spool",
    "read_task",
    "readable_notes",
    "reconcile",
    "restored",
    "spool_names",
    "suspended",
    "unit_name",
    "with_link_lost",
    "with_listed_codes",
    "with_poll",
    "write_lifecycle",
]
