"""Describe the AMS units of a printer and which spool is in use (protocol C.5)."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from .noun import Noun
from .tray import Tray

EXTERNAL_DEPUTY, EXTERNAL_MAIN = 254, 255
"""Unit numbers of the external spools: left of two, and right or only one."""


class AmsKind(StrEnum):
    """A kind of AMS."""

    AMS = "ams"
    LITE = "ams_lite"
    PRO_2 = "ams_2_pro"
    HT = "ams_ht"
    UNKNOWN = "unknown"


class DryStatus(StrEnum):
    """What a unit does about drying."""

    OFF = "off"
    CHECKING = "checking"
    DRYING = "drying"
    COOLING = "cooling"
    STOPPING = "stopping"
    ERROR = "error"
    OVERHEATED = "overheated"
    TESTING = "testing"


class AmsActivity(StrEnum):
    """What all units together are doing (protocol C.5.6)."""

    IDLE = "idle"
    FILAMENT_CHANGE = "filament_change"
    RFID_IDENTIFICATION = "rfid_identification"
    ASSIST = "assist"
    CALIBRATION = "calibration"
    COLD_PULL = "cold_pull"
    SELF_CHECK = "self_check"
    DEBUG = "debug"
    UNKNOWN = "unknown"


class TrayLocation(NamedTuple):
    """Where a spool is."""

    unit: int
    """Id of the AMS unit, or one of the external spools."""
    slot: int
    """0 to 3; 0 for an external spool."""


class Loaded(NamedTuple):
    """What one extruder has loaded."""

    extruder: int
    """0 for right or the only one, 1 for left."""
    location: TrayLocation


@dataclass(frozen=True, slots=True, kw_only=True)
class AmsUnit:
    """One AMS."""

    id: int
    """0 to 3, 128 to 135 for an AMS HT, 16 for the AMS lite of an A2L."""
    kind: AmsKind = AmsKind.UNKNOWN
    serial: str | None = None
    """Its identity, also on another printer; None until the printer listed it."""
    firmware: str | None = None
    connected: bool = True
    """False once a delta said that it is gone; a full report then leaves it out."""
    humidity_index: int | None = None
    """1 to 5, where 5 is the driest (protocol C.5.3)."""
    humidity: int | None = None
    """% of relative humidity."""
    temperature: float | None = None
    """°C."""
    extruder: int | None = None
    """The extruder it feeds: 0 for right or the only one, 1 for left."""
    drying: DryStatus | None = None
    """None for a unit that cannot dry."""
    drying_minutes: int | None = None
    """Minutes left; None while it is not drying, or cannot."""
    drying_filament: str | None = None
    drying_temperature: int | None = None
    """°C it dries at."""
    drying_hours: int | None = None
    """How long it dries in all."""
    drying_obstacles: tuple[str, ...] = ()
    """Why drying cannot begin, as slugs."""
    trays: tuple[Tray, ...] = ()

    @property
    def can_dry(self) -> bool:
        """Tell whether this kind of unit has a dryer."""
        return self.kind in {AmsKind.PRO_2, AmsKind.HT}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ams(Noun):
    """All AMS units of a printer."""

    units: tuple[AmsUnit, ...] = ()
    """In the order of their ids."""
    complete: bool = False
    """Whether every unit's serial is known, as far as it has one."""
    loaded: tuple[Loaded, ...] = ()
    """What each extruder has loaded; an extruder without filament is not here."""
    active: TrayLocation | None = None
    """What the extruder in use has loaded."""
    activity: AmsActivity | None = None

    def unit(self, serial: str) -> AmsUnit | None:
        """Return the unit with this serial."""
        return next((unit for unit in self.units if unit.serial == serial), None)
