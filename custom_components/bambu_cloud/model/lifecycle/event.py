"""List what can happen to a print."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class PrintEventType(StrEnum):
    """What happened to a print."""

    STARTED = "started"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELED = "canceled"
    PAUSED = "paused"
    RESUMED = "resumed"
    FILAMENT_RUNOUT = "filament_runout"
    FIRST_LAYER_FINISHED = "first_layer_finished"
    ERROR_RAISED = "error_raised"
    ERROR_CLEARED = "error_cleared"


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintEvent:
    """Something that happened to a print, once."""

    type: PrintEventType
    at: datetime
    """When it was noticed."""
    task_id: str | None = None
    """Of the job in the account's history; None for a job that is not there."""
    title: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    """None while the job is active, and where it is unknown."""
    layer: int | None = None
    total_layers: int | None = None
    progress: int | None = None
    """%."""
    error: str | None = None
    """Code of the print error, such as "0300_8004"."""
    reason: str | None = None
    """Value of the `AttentionReason`."""
    late: bool = False
    """Whether it happened while reports were not continuous."""
