"""Describe the settings of a printer (protocol C.4.1, C.4.2, C.4.4)."""

from dataclasses import dataclass
from enum import StrEnum

from .noun import Noun


class Sensitivity(StrEnum):
    """How soon a detector stops a print."""

    NEVER = "never"
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class DoorCheck(StrEnum):
    """What an open door does to a print."""

    OFF = "off"
    WARN = "warn"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings(Noun):
    """What is switched on; None for what the printer does not have or tell."""

    ai_monitoring: bool | None = None
    ai_sensitivity: Sensitivity | None = None
    first_layer_inspection: bool | None = None
    build_plate_detection: bool | None = None
    spaghetti_detection: bool | None = None
    spaghetti_sensitivity: Sensitivity | None = None
    pile_up_detection: bool | None = None
    pile_up_sensitivity: Sensitivity | None = None
    clump_detection: bool | None = None
    clump_sensitivity: Sensitivity | None = None
    air_print_detection: bool | None = None
    air_print_sensitivity: Sensitivity | None = None
    nozzle_blob_detection: bool | None = None
    tangle_detection: bool | None = None
    step_loss_recovery: bool | None = None
    prompt_sound: bool | None = None
    door_check: DoorCheck | None = None
    keeps_files: bool | None = None
    """Whether files that were sent stay on the storage."""
    skips_parts: bool | None = None
    ams_reads_on_insert: bool | None = None
    ams_reads_at_power_up: bool | None = None
    ams_estimates_remaining: bool | None = None
    ams_auto_refill: bool | None = None
    signature_required: bool | None = None
    """Whether only Bambu Lab's own applications may control it (protocol B.10)."""
