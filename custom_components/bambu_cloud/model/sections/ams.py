"""Describe the AMS units of a printer and which spool is in use (protocol C.5)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, NamedTuple, Self, override

from ..modules import Module, ams_modules
from ..section import ReadContext, Section, at, read_from
from ..values import as_object, bit, hexadecimal, integer, natural, objects
from .ams_unit import AmsUnit, Estimates, PreviousUnit, UnitSource, read_unit
from .elements import elements
from .exist_bits import slots_in, unit_exists, units_in
from .job_status import PrintStatus, read_status
from .nozzles import RIGHT, extruder_in_use
from .trays import spool_bits

EXTERNAL_DEPUTY, EXTERNAL_MAIN = 254, 255
"""Unit numbers of the external spools: left of two, and right or only one."""

_UNIT_KEYS = ("ams", "ams_exist_bits", "tray_exist_bits", "power_on_flag")
_UNIT_IDS = range(EXTERNAL_DEPUTY)
_SLOTS = range(4)
_NOTHING, _EXTERNAL = 255, 254
_FOUR_SLOT_UNITS = range(16)
_AMS_FIRMWARE = 1
FIRST_HT_INDEX = 80
"""First tray index of an AMS HT; its unit ids begin at `FIRST_HT_UNIT`."""


class AmsActivity(StrEnum):
    """Activity of all units together (protocol C.5.6)."""

    IDLE = "idle"
    FILAMENT_CHANGE = "filament_change"
    RFID_IDENTIFICATION = "rfid_identification"
    ASSIST = "assist"
    CALIBRATION = "calibration"
    COLD_PULL = "cold_pull"
    SELF_CHECK = "self_check"
    DEBUG = "debug"
    UNKNOWN = "unknown"


_ACTIVITIES: Mapping[int, AmsActivity] = {
    0: AmsActivity.IDLE,
    1: AmsActivity.FILAMENT_CHANGE,
    2: AmsActivity.RFID_IDENTIFICATION,
    3: AmsActivity.ASSIST,
    4: AmsActivity.CALIBRATION,
    7: AmsActivity.COLD_PULL,
    0x10: AmsActivity.SELF_CHECK,
    0x20: AmsActivity.DEBUG,
}


class TrayLocation(NamedTuple):
    """Where a spool is."""

    unit: int
    """Id of the AMS unit, or one of the external spools."""
    slot: int
    """0 to 3; 0 for an external spool."""

    @property
    def in_ams(self) -> bool:
        """Return whether it is in an AMS, not outside."""
        return self.unit not in {EXTERNAL_DEPUTY, EXTERNAL_MAIN}


class Loaded(NamedTuple):
    """What one extruder has loaded."""

    extruder: int
    """0 for right or the only one, 1 for left."""
    location: TrayLocation


def read_location(packed: Any) -> TrayLocation | None:
    """Read the packed place of a spool, None for nowhere (protocol C.5.5)."""
    number = natural(packed)
    if number is None or number > 0xFFFF or number & 0xFF not in _SLOTS:
        return None
    return TrayLocation(number >> 8, number & 0xFF)


def read_locations(value: Any) -> tuple[TrayLocation | None, ...]:
    """Read packed places of spools (protocol C.5.7)."""
    return tuple(map(read_location, value)) if isinstance(value, list) else ()


def _loaded(extruder: Any) -> tuple[Loaded, ...] | None:
    """Read what each extruder has loaded, None where it is not reported."""
    packed = {
        index: item["snow"]
        for item in objects(as_object(extruder).get("info"))
        if (index := natural(item.get("id"))) is not None
        and integer(item.get("snow")) is not None
    }
    if not packed:
        return None
    return tuple(
        Loaded(index, location)
        for index, snow in sorted(packed.items())
        if (location := read_location(snow)) is not None
    )


def _tray_now(ams: Any) -> tuple[Loaded, ...] | None:
    """Read what a printer with one extruder has loaded."""
    tray = natural(as_object(ams).get("tray_now"))
    if tray is None or tray >= _NOTHING:
        return None
    if tray == _EXTERNAL:
        return (Loaded(RIGHT, TrayLocation(EXTERNAL_MAIN, 0)),)
    if tray in _FOUR_SLOT_UNITS:
        return (Loaded(RIGHT, TrayLocation(*divmod(tray, len(_SLOTS)))),)
    return (Loaded(RIGHT, TrayLocation(tray, 0)),) if tray >= FIRST_HT_INDEX else None


def _activity(status: Any) -> AmsActivity | None:
    """Read the upper part of `ams_status`."""
    number = integer(status)
    if number is None:
        return None
    return _ACTIVITIES.get(number >> 8 & 0xFF, AmsActivity.UNKNOWN)


def _is_printing(state: Any) -> bool:
    """Read whether a print runs."""
    return read_status(state) is PrintStatus.PRINTING


def _runs_ams_firmware(choice: Any) -> bool:
    """Read which of its two firmwares for AMS units an A1 runs (protocol C.8)."""
    return integer(as_object(choice).get("current_run_firmware_id")) == _AMS_FIRMWARE


@dataclass(frozen=True, slots=True, kw_only=True)
class Ams(Section):
    """All AMS units of a printer."""

    units: tuple[AmsUnit, ...] = ()
    """In the order of their ids."""
    complete: bool = False
    """Whether these are all units there are, each with its serial."""
    loaded: tuple[Loaded, ...] = read_from(
        at("device.extruder", _loaded), at("ams", _tray_now), default=()
    )
    """What each extruder has loaded; an extruder without filament is not here."""
    active: TrayLocation | None = None
    """What the extruder in use has loaded."""
    activity: AmsActivity | None = read_from(at("ams_status", _activity))
    estimates_remaining: bool | None = read_from(
        at("cfg", bit(hexadecimal, 17)), at("home_flag", bit(integer, 7))
    )
    """Whether the printer estimates how much filament is left on spools with a tag."""
    runs_ams_firmware: bool = read_from(
        at("upgrade_state.mc_for_ams_firmware", _runs_ams_firmware), default=False
    )
    """Whether an A1 runs the firmware for AMS units instead of that for an AMS lite."""
    printing: bool = read_from(at("gcode_state", _is_printing), default=False)
    """Whether a print runs, so that what it draws from is there."""

    def unit_with_id(self, unit_id: int) -> AmsUnit | None:
        """Return the unit with this id."""
        return next((unit for unit in self.units if unit.id == unit_id), None)

    def unit(self, serial: str) -> AmsUnit | None:
        """Return the unit with this serial."""
        return next((unit for unit in self.units if unit.serial == serial), None)

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        ams = as_object(context.raw.get("ams"))
        same_rules = (self.estimates, self.proven) == (before.estimates, before.proven)
        if same_rules and _is_unchanged(ams, context.raw_before):
            units, complete = before.units, before.complete
        else:
            units, complete = self._read(ams, context, before)
        active = self._active(context)
        return replace(self, units=units, complete=complete, active=active)

    @property
    def estimates(self) -> Estimates:
        """Return which units estimate how much is left."""
        return Estimates(self.estimates_remaining, self.runs_ams_firmware)

    @property
    def proven(self) -> frozenset[int]:
        """Return the ids of units that print; a mask without them is mistaken."""
        locations = [item.location for item in self.loaded] if self.printing else ()
        return frozenset(location.unit for location in locations)

    def _read(
        self, ams: Mapping[str, Any], context: ReadContext, before: Self
    ) -> tuple[tuple[AmsUnit, ...], bool]:
        """Return the units, and whether these are all."""
        listing = _listing(ams, self)
        units = {unit.id: unit for unit in _read_units(listing, context, before)}
        there = units_in(hexadecimal(ams.get("ams_exist_bits")))
        complete = (
            listing.complete
            and there <= units.keys()
            and all(unit.serial for unit in units.values())
        )
        for unit in before.units:
            if unit.id in there or not listing.complete:
                units.setdefault(unit.id, unit)
        return tuple(units[unit_id] for unit_id in sorted(units)), complete

    def _active(self, context: ReadContext) -> TrayLocation | None:
        """Return what the extruder in use has loaded."""
        extruder = as_object(as_object(context.raw.get("device")).get("extruder"))
        in_use = extruder_in_use(extruder.get("state")) or RIGHT
        return next((at for index, at in self.loaded if index == in_use), None)


def _is_unchanged(ams: Mapping[str, Any], before: Mapping[str, Any] | None) -> bool:
    """Return whether a report has the same units as the one before."""
    if before is None:
        return False
    ams_before = as_object(before.get("ams"))
    return all(ams.get(key) == ams_before.get(key) for key in _UNIT_KEYS)


class _Listing(NamedTuple):
    """What a report lists."""

    sources: Mapping[int, UnitSource]
    complete: bool
    """Whether nothing broken may hide another unit."""


def _listing(ams: Mapping[str, Any], section: Ams) -> _Listing:
    """Return what each unit is read from, by its id."""
    listed = elements(ams.get("ams"), _UNIT_IDS)
    units, spools = hexadecimal(ams.get("ams_exist_bits")), spool_bits(ams)
    sources: dict[int, UnitSource] = {}
    for unit_id, raw in listed.by_id.items():
        is_masked = unit_exists(units, unit_id) is False
        is_mistake = is_masked and unit_id in section.proven
        sources[unit_id] = UnitSource(
            raw=raw,
            connected=is_mistake or not is_masked,
            slots=() if is_mistake else slots_in(spools, unit_id),
            estimates=section.estimates,
        )
    return _Listing(sources, listed.complete)


def _read_units(
    listing: _Listing, context: ReadContext, before: Ams
) -> Iterator[AmsUnit]:
    """Read the units; those of which nothing has changed stay the same objects."""
    ams = as_object(as_object(context.raw_before).get("ams"))
    sources = _listing(ams, before).sources
    previous = {
        unit.id: PreviousUnit(sources[unit.id], unit)
        for unit in before.units
        if unit.id in sources
    }
    modules: Mapping[int, tuple[Module, ...]] | None = None
    for unit_id, source in listing.sources.items():
        old = previous.get(unit_id)
        if old and old.source == source:
            yield old.unit
            continue
        if modules is None:
            modules = ams_modules(context.modules)
        yield read_unit(unit_id, source, modules.get(unit_id, ()), old)
