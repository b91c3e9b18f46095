"""Decide whether a person has to act at a printer, and why (protocol C.2, C.7).

The reasons are scattered: the stage of a paused job, the error on its screen, the
messages of its health management. The most specific of them wins.
"""

from collections.abc import Mapping
from enum import StrEnum

from .printer import PrinterState
from .sections.hms import (
    AMS_MODULES,
    PAUSED_BY_USER,
    ErrorKind,
    Hms,
    HmsMessage,
    PrintError,
    Severity,
)
from .sections.job import Job
from .sections.job_status import PrintStatus
from .sections.stages import IDLE_IDS, STAGES


class AttentionReason(StrEnum):
    """Why a person has to act at a printer."""

    FILAMENT_RUNOUT = "filament_runout"
    AMS_PROBLEM = "ams_problem"
    FRONT_COVER_OFF = "front_cover_off"
    DOOR_OPEN = "door_open"
    BUILD_PLATE = "build_plate"
    FOREIGN_OBJECT = "foreign_object"
    FIRST_LAYER = "first_layer"
    SPAGHETTI = "spaghetti"
    NOZZLE_CLOGGED = "nozzle_clogged"
    NOZZLE_COVERED = "nozzle_covered"
    CUTTER = "cutter"
    TOOLHEAD = "toolhead"
    TEMPERATURE_FAULT = "temperature_fault"
    FAN_FAULT = "fan_fault"
    STEP_LOSS = "step_loss"
    STORAGE = "storage"
    PAUSED_BY_GCODE = "paused_by_gcode"
    ERROR_ON_SCREEN = "error_on_screen"
    UNKNOWN = "unknown"


_PAUSED_STAGE = "paused_by_user"
_STAGES: Mapping[str, AttentionReason] = {
    "m400_pause": AttentionReason.PAUSED_BY_GCODE,
    "paused_filament_runout": AttentionReason.FILAMENT_RUNOUT,
    "first_layer_inspection": AttentionReason.FIRST_LAYER,
    "build_plate_identification": AttentionReason.BUILD_PLATE,
    "paused_front_cover_off": AttentionReason.FRONT_COVER_OFF,
    "paused_nozzle_temp_fault": AttentionReason.TEMPERATURE_FAULT,
    "paused_bed_temp_fault": AttentionReason.TEMPERATURE_FAULT,
    "paused_step_loss": AttentionReason.STEP_LOSS,
    "paused_ams_lost": AttentionReason.AMS_PROBLEM,
    "paused_heatbreak_fan_slow": AttentionReason.FAN_FAULT,
    "paused_chamber_temp_error": AttentionReason.TEMPERATURE_FAULT,
    "paused_by_gcode": AttentionReason.PAUSED_BY_GCODE,
    "paused_nozzle_covered": AttentionReason.NOZZLE_COVERED,
    "paused_cutter_error": AttentionReason.CUTTER,
    "paused_first_layer_error": AttentionReason.FIRST_LAYER,
    "paused_nozzle_clog": AttentionReason.NOZZLE_CLOGGED,
    "door_and_cover_check": AttentionReason.DOOR_OPEN,
    "platform_check": AttentionReason.BUILD_PLATE,
    "build_plate_alignment_check": AttentionReason.BUILD_PLATE,
    "bed_top_foreign_object_check": AttentionReason.FOREIGN_OBJECT,
    "bed_underside_foreign_object_check": AttentionReason.FOREIGN_OBJECT,
}
"""Stages that pause a job: pauses, and checks that end in one."""
_NAMED_STAGES = frozenset({None, *IDLE_IDS, *STAGES})
_ERRORS: Mapping[str, AttentionReason] = {
    "0300_4006": AttentionReason.NOZZLE_CLOGGED,
    "0300_404B": AttentionReason.DOOR_OPEN,
    "0300_8002": AttentionReason.FIRST_LAYER,
    "0300_8003": AttentionReason.SPAGHETTI,
    "0300_8004": AttentionReason.FILAMENT_RUNOUT,
    "0300_8005": AttentionReason.FRONT_COVER_OFF,
    "0300_8008": AttentionReason.TEMPERATURE_FAULT,
    "0300_800B": AttentionReason.CUTTER,
    "0300_800F": AttentionReason.DOOR_OPEN,
    "0300_8014": AttentionReason.NOZZLE_COVERED,
    "0300_8015": AttentionReason.FILAMENT_RUNOUT,
    "0300_8016": AttentionReason.NOZZLE_CLOGGED,
    "0300_8017": AttentionReason.FOREIGN_OBJECT,
    "0300_8019": AttentionReason.BUILD_PLATE,
    "0300_801C": AttentionReason.NOZZLE_CLOGGED,
    "0300_8022": AttentionReason.FOREIGN_OBJECT,
    "0300_802C": AttentionReason.NOZZLE_COVERED,
    "0300_8042": AttentionReason.DOOR_OPEN,
    "0500_8013": AttentionReason.STORAGE,
    "0500_8051": AttentionReason.BUILD_PLATE,
    "0500_8062": AttentionReason.BUILD_PLATE,
    "0500_806E": AttentionReason.FOREIGN_OBJECT,
    "0500_808C": AttentionReason.BUILD_PLATE,
    "0500_809B": AttentionReason.BUILD_PLATE,
    "0500_C010": AttentionReason.STORAGE,
    "07FE_8030": AttentionReason.FILAMENT_RUNOUT,
    "07FF_8030": AttentionReason.FILAMENT_RUNOUT,
    "0C00_8001": AttentionReason.FIRST_LAYER,
    "0C00_8009": AttentionReason.BUILD_PLATE,
    "0C00_8017": AttentionReason.FOREIGN_OBJECT,
    "0C00_803F": AttentionReason.NOZZLE_COVERED,
    "0C00_8042": AttentionReason.SPAGHETTI,
    "0C00_8043": AttentionReason.NOZZLE_COVERED,
}
"""As the official texts of these codes say (protocol C.7.2)."""
_MODULES: Mapping[str, AttentionReason] = {
    "toolhead": AttentionReason.TOOLHEAD,
    **dict.fromkeys(AMS_MODULES, AttentionReason.AMS_PROBLEM),
}
_EXTERNAL_SPOOLS = frozenset({"FE", "FF"})
"""Units of an AMS module that are none: the spools outside (protocol C.7.2)."""
_NOT_VERIFIED = "0500_0500_0001_0007"
"""A command came without signature (protocol B.10), which stops no job."""
_BED = "0300_01"
_RUNOUT_ERROR, _RUNOUT_MESSAGE = "8011", "0002_0001"
_SLOTS = frozenset({"20", "21", "22", "23"})
_STOPPING = frozenset({ErrorKind.STOP, ErrorKind.PAUSE})
_HARMFUL = frozenset({Severity.FATAL, Severity.SERIOUS})


def attention(printer: PrinterState) -> AttentionReason | None:
    """Return why a person has to act at a printer, None if there is no reason.

    Depends on the sections `job` and `hms` only.
    """
    job, error = printer.job, printer.hms.print_error
    if error and error.code == PAUSED_BY_USER:
        return None
    if job.status is PrintStatus.PAUSED and job.stage != _PAUSED_STAGE:
        return _of_pause(job, printer.hms)
    return _of_error(error, None) if error and error.kind in _STOPPING else None


def _of_pause(job: Job, hms: Hms) -> AttentionReason | None:
    """Return why a job is paused, None while that is not reported."""
    stage = _STAGES.get(job.stage or "")
    if hms.print_error:
        return _of_error(hms.print_error, stage)
    if stage:
        return stage
    reasons = (
        _of_message(item)
        for item in hms.messages
        if item.severity in _HARMFUL and item.code != _NOT_VERIFIED
    )
    is_new = job.stage_id not in _NAMED_STAGES
    return next(reasons, AttentionReason.UNKNOWN if is_new else None)


def _of_error(error: PrintError, stage: AttentionReason | None) -> AttentionReason:
    """Return the reason of an error; if its code has none, that of the stage."""
    if error.module in AMS_MODULES and error.code.endswith(_RUNOUT_ERROR):
        return AttentionReason.FILAMENT_RUNOUT
    part = _of_part(error)
    return _ERRORS.get(error.code) or stage or part or AttentionReason.ERROR_ON_SCREEN


def _of_message(message: HmsMessage) -> AttentionReason:
    """Return the reason of a message."""
    if message.code.startswith(_BED):
        return AttentionReason.TEMPERATURE_FAULT
    is_runout = message.code[5:7] in _SLOTS and message.code.endswith(_RUNOUT_MESSAGE)
    if is_runout and message.module in AMS_MODULES:
        return AttentionReason.FILAMENT_RUNOUT
    return _of_part(message) or AttentionReason.UNKNOWN


def _of_part(item: PrintError | HmsMessage) -> AttentionReason | None:
    """Return the reason that the part of the printer alone suggests."""
    if item.module in AMS_MODULES and item.code[2:4] in _EXTERNAL_SPOOLS:
        return None
    return _MODULES.get(item.module)
