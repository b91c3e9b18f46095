"""Describe nozzles, tools and the hotend rack (protocol C.6)."""

from dataclasses import dataclass
from enum import StrEnum

from .noun import Noun

RIGHT, LEFT = 0, 1
"""Ids of extruders and of the nozzles on them; a single nozzle is 0."""


class NozzleMaterial(StrEnum):
    """What a nozzle is made of."""

    STAINLESS_STEEL = "stainless_steel"
    HARDENED_STEEL = "hardened_steel"
    TUNGSTEN_CARBIDE = "tungsten_carbide"
    UNKNOWN = "unknown"


class NozzleFlow(StrEnum):
    """How much a nozzle lets through."""

    STANDARD = "standard"
    HIGH = "high"
    TPU_HIGH = "tpu_high"
    UNKNOWN = "unknown"


class ToolModule(StrEnum):
    """What is mounted beside the nozzles."""

    NONE = "none"
    LASER_10W = "laser_10w"
    LASER_40W = "laser_40w"
    CUTTER = "cutter"
    FAN = "fan"
    UNKNOWN = "unknown"


class RackSlotState(StrEnum):
    """What a place of the hotend rack holds."""

    EMPTY = "empty"
    DOCKED = "docked"
    MOUNTED = "mounted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Nozzle:
    """One nozzle."""

    id: int
    """0 right or only one, 1 left, 16 to 21 in the rack."""
    diameter: float | None = None
    """mm."""
    material: NozzleMaterial | None = None
    flow: NozzleFlow | None = None
    wear: int | None = None
    """%."""
    serial: str | None = None
    is_abnormal: bool | None = None
    filament_id: str | None = None
    """Preset of the filament it printed last."""
    color: str | None = None
    """As "#RRGGBB", of the filament it printed last."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RackSlot:
    """One place of the hotend rack."""

    id: int
    """16 to 21."""
    state: RackSlotState
    nozzle: Nozzle | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Nozzles(Noun):
    """The nozzles of a printer and what belongs to them."""

    installed: tuple[Nozzle, ...] = ()
    """On the extruders, in the order of their ids."""
    active: int | None = None
    """Id of the extruder in use; None while it is changing."""
    filament_present: bool | None = None
    """Whether the sensor at the tool head sees filament."""
    tool: ToolModule | None = None
    rack: tuple[RackSlot, ...] = ()
    rack_position: str | None = None
    """Slug of where the rack's holder is."""
    rack_activity: str | None = None
    """Slug of what the rack does."""

    def nozzle(self, number: int) -> Nozzle | None:
        """Return the nozzle with this id."""
        return next((item for item in self.installed if item.id == number), None)
