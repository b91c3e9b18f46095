"""Name what a printer does with its job (protocol C.1)."""

from enum import StrEnum
from typing import Any

from ..values import integer, text


class PrintStatus(StrEnum):
    """Status of a job."""

    IDLE = "idle"
    SLICING = "slicing"
    PREPARING = "preparing"
    PRINTING = "printing"
    PAUSED = "paused"
    FINISHED = "finished"
    FAILED = "failed"
    CANCELED = "canceled"
    UNKNOWN = "unknown"


class PrintType(StrEnum):
    """Where a job came from."""

    CLOUD = "cloud"
    LOCAL = "local"
    SYSTEM = "system"
    IDLE = "idle"
    UNKNOWN = "unknown"


class SpeedLevel(StrEnum):
    """How fast the printer prints: 50, 100, 124 and 166 %."""

    SILENT = "silent"
    STANDARD = "standard"
    SPORT = "sport"
    LUDICROUS = "ludicrous"


_STATUS = {
    "IDLE": PrintStatus.IDLE,
    "INIT": PrintStatus.IDLE,
    "SLICING": PrintStatus.SLICING,
    "PREPARE": PrintStatus.PREPARING,
    "RUNNING": PrintStatus.PRINTING,
    "PAUSE": PrintStatus.PAUSED,
    "FINISH": PrintStatus.FINISHED,
    "FAILED": PrintStatus.FAILED,
}
ACTIVE = frozenset(
    {
        PrintStatus.SLICING,
        PrintStatus.PREPARING,
        PrintStatus.PRINTING,
        PrintStatus.PAUSED,
    }
)
OVER = frozenset({PrintStatus.FINISHED, PrintStatus.FAILED, PrintStatus.CANCELED})
PREPARING = frozenset({PrintStatus.SLICING, PrintStatus.PREPARING})
"""Nothing prints yet."""
_TYPES = {kind.value: kind for kind in PrintType} | {"": PrintType.IDLE}
_SPEEDS = dict(enumerate(SpeedLevel, start=1))


def read_status(value: Any) -> PrintStatus:
    """Read `gcode_state`."""
    return _STATUS.get((text(value) or "").upper(), PrintStatus.UNKNOWN)


def read_print_type(value: Any) -> PrintType | None:
    """Read `print_type`; an idle X1 or H2 sends ""."""
    if not isinstance(value, str):
        return None
    return _TYPES.get(value.strip().lower(), PrintType.UNKNOWN)


def read_speed(value: Any) -> SpeedLevel | None:
    """Read `spd_lvl`, 1 to 4."""
    return _SPEEDS.get(integer(value) or 0)
