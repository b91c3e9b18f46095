"""Describe one AMS unit (protocol C.5.3)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any, NamedTuple

from ..modules import Module
from ..values import (
    as_object,
    hexadecimal,
    integers,
    natural,
    number,
    percent,
    positive,
    serial_number,
    text,
    whole_degrees,
)
from .ams_numbers import unit_number
from .elements import elements
from .exist_bits import in_slot
from .tray import Tray, read_tray


class AmsKind(StrEnum):
    """A kind of AMS."""

    AMS = "ams"
    LITE = "ams_lite"
    PRO_2 = "ams_2_pro"
    HT = "ams_ht"
    UNKNOWN = "unknown"


class DryStatus(StrEnum):
    """State of the dryer of a unit."""

    OFF = "off"
    CHECKING = "checking"
    DRYING = "drying"
    COOLING = "cooling"
    STOPPING = "stopping"
    ERROR = "error"
    OVERHEATED = "overheated"
    TESTING = "testing"


DRYING_OBSTACLES = (
    "printing",
    "insufficient_power",
    "ams_busy",
    "filament_at_outlet",
    "starting",
    "not_in_2d_mode",
    "already_drying",
    "upgrading",
    "needs_plug",
)
"""Slugs of what keeps drying from starting, in the order of `dry_sf_reason`."""

_KINDS: Mapping[int, AmsKind] = {
    1: AmsKind.AMS,
    2: AmsKind.LITE,
    3: AmsKind.PRO_2,
    4: AmsKind.HT,
    5: AmsKind.LITE,
}
_MODULE_KINDS: Mapping[str, AmsKind] = {
    "ams": AmsKind.AMS,
    "ams_f1": AmsKind.LITE,
    "n3f": AmsKind.PRO_2,
    "n3s": AmsKind.HT,
}
_DRY_STATUS: Mapping[int, DryStatus] = dict(enumerate(DryStatus))
_EXTRUDERS = range(2)
_HUMIDITY_INDICES = range(1, 6)
_SLOTS = range(4)
_HOTTEST = 100.0
"""°C; no unit gets hotter, but one just switched on may say so (protocol C.5.3)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AmsUnit:
    """One AMS."""

    id: int
    """0 to 3, 128 to 135 for an AMS HT, 16 for the AMS lite of an A2L."""
    kind: AmsKind = AmsKind.UNKNOWN
    serial: str | None = field(default=None, repr=False)
    """Its identity, also on another printer; None until the printer has listed it."""
    firmware: str | None = None
    connected: bool = True
    """False once a delta removed it; a full report then leaves it out."""
    humidity_index: int | None = None
    """1 to 5, where 5 is the driest (protocol C.5.3)."""
    humidity: int | None = None
    """% of relative humidity."""
    temperature: int | None = None
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
    """What keeps drying from starting, as slugs."""
    estimates_remaining: bool = True
    """Whether it finds out how much filament is left, if the printer is set to it."""
    trays: tuple[Tray, ...] = ()

    def tray(self, slot: int) -> Tray | None:
        """Return the tray in this slot, if there is one."""
        return next((tray for tray in self.trays if tray.id == slot), None)

    @property
    def can_dry(self) -> bool:
        """Return whether this kind of unit has a dryer."""
        return self.kind in {AmsKind.PRO_2, AmsKind.HT}

    @property
    def number(self) -> int:
        """Return its number among units of its size, from 1."""
        return unit_number(self.id)

    @property
    def slots(self) -> int:
        """Return how many spools this kind of unit holds."""
        return 1 if self.kind is AmsKind.HT else 4

    @property
    def is_drying(self) -> bool | None:
        """Return whether it is drying or about to, None if it cannot."""
        if self.drying is None:
            return None
        busy = self.drying in {DryStatus.CHECKING, DryStatus.DRYING}
        return busy or bool(self.drying_minutes)


class Estimates(NamedTuple):
    """Which units estimate how much filament is left (protocol C.5.4)."""

    on: bool | None
    """Whether the printer is set to it; None for perhaps."""
    lite: bool
    """Whether an AMS lite does, too."""


class UnitSource(NamedTuple):
    """What a unit is read from."""

    raw: Mapping[str, Any]
    """Its element of `ams.ams`."""
    connected: bool
    slots: tuple[bool, ...]
    """Which slots hold a spool; empty without a mask."""
    estimates: Estimates


class PreviousUnit(NamedTuple):
    """A unit, and what it was read from."""

    source: UnitSource
    unit: AmsUnit


def read_unit(
    unit_id: int,
    source: UnitSource,
    modules: Iterable[Module],
    previous: PreviousUnit | None,
) -> AmsUnit:
    """Read a unit.

    Args:
        unit_id: Its id.
        source: What the printer reports of it.
        modules: Those that the printer lists with this number.
        previous: The unit before; its unchanged trays stay the same objects.
    """
    raw = source.raw
    info = hexadecimal(raw.get("info"))
    kind, module = _identity(info, modules)
    measures = kind is not AmsKind.LITE
    estimates = measures or source.estimates.lite
    index = natural(raw.get("humidity"))
    extruder = None if info is None else info >> 8 & 0xF
    unit = AmsUnit(
        id=unit_id,
        kind=kind,
        serial=module.serial if module else serial_number(raw.get("ams_id")),
        firmware=module.version if module else None,
        connected=source.connected,
        humidity_index=index if measures and index in _HUMIDITY_INDICES else None,
        humidity=_humidity(raw.get("humidity_raw")) if measures else None,
        temperature=_temperature(raw.get("temp"), previous) if measures else None,
        extruder=extruder if extruder in _EXTRUDERS else None,
        estimates_remaining=estimates,
        trays=_trays(source, previous, estimates=estimates),
    )
    return _with_dryer(unit, info, raw)


def _identity(
    info: int | None, modules: Iterable[Module]
) -> tuple[AmsKind, Module | None]:
    """Return the kind of a unit and the module that it is."""
    listed = {_MODULE_KINDS[module.device]: module for module in modules}
    first = next(iter(listed), AmsKind.UNKNOWN)
    kind = first if info is None else _KINDS.get(info & 0xF, first)
    return kind, listed.get(kind, listed.get(first))


def _humidity(value: Any) -> int | None:
    """Read %; a unit that was just switched on reports 0 and worse."""
    return percent(value) or None


def _temperature(value: Any, previous: PreviousUnit | None) -> int | None:
    """Read °C; a unit without sensor, or just switched on, is out of range."""
    celsius = number(value)
    if celsius is None or not 0 < celsius <= _HOTTEST:
        return None
    return whole_degrees(celsius, previous.unit.temperature if previous else None)


def _with_dryer(unit: AmsUnit, info: int | None, raw: Mapping[str, Any]) -> AmsUnit:
    """Return a unit with its dryer, if it has one."""
    minutes = natural(raw.get("dry_time"))
    if not (unit.can_dry or (unit.kind is AmsKind.UNKNOWN and minutes)):
        return unit
    setting = as_object(raw.get("dry_setting"))
    return replace(
        unit,
        drying=_drying(info, minutes),
        drying_minutes=minutes or None,
        drying_filament=text(setting.get("dry_filament")),
        drying_temperature=positive(setting.get("dry_temperature")),
        drying_hours=positive(setting.get("dry_duration")),
        drying_obstacles=_obstacles(raw.get("dry_sf_reason")),
    )


def _drying(info: int | None, minutes: int | None) -> DryStatus | None:
    """Return the state of a dryer; older firmware has only minutes (protocol E.2)."""
    status = None if info is None else _DRY_STATUS.get(info >> 4 & 0xF)
    if minutes and status in {None, DryStatus.OFF}:
        return DryStatus.DRYING
    return DryStatus.OFF if minutes == 0 and info is None else status


def _obstacles(reasons: Any) -> tuple[str, ...]:
    """Read `dry_sf_reason`, without reasons that have no name."""
    return tuple(
        DRYING_OBSTACLES[reason]
        for reason in dict.fromkeys(integers(reasons))
        if reason in range(len(DRYING_OBSTACLES))
    )


def _trays(
    source: UnitSource, previous: PreviousUnit | None, *, estimates: bool
) -> tuple[Tray, ...]:
    """Read the trays that changed; one that is not listed stays."""
    trays: dict[int, Tray] = {}
    same: Mapping[int, Mapping[str, Any]] = {}
    if previous:
        trays = {tray.id: tray for tray in previous.unit.trays}
        same_estimates = previous.unit.estimates_remaining is estimates
        if same_estimates and previous.source[1:] == source[1:]:
            same = elements(previous.source.raw.get("tray"), _SLOTS).by_id
    for slot, raw in elements(source.raw.get("tray"), _SLOTS).by_id.items():
        if same.get(slot) != raw:
            present = in_slot(source.slots, slot)
            trays[slot] = read_tray(
                raw,
                slot,
                present=present,
                estimates=source.estimates.on if estimates else False,
            )
    return tuple(trays[slot] for slot in sorted(trays))
