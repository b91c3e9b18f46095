"""Check from a printer's state whether a command can be sent.

Each function returns what blocks a command, None for nothing. The printer may still
refuse it.
"""

from collections.abc import Callable
from enum import StrEnum

from .printer import PrinterState
from .sections.ams import EXTERNAL_DEPUTY, EXTERNAL_MAIN, TrayLocation
from .sections.ams_unit import DRYING_OBSTACLES, AmsUnit, DryStatus
from .sections.hms import AMS_MODULES, ErrorKind
from .sections.job_status import PrintStatus
from .sections.nozzles import LEFT, RIGHT
from .sections.tray import Tray, TrayStatus


class BlockedReason(StrEnum):
    """Why a command cannot be sent."""

    PRINTER_OFFLINE = "printer_offline"
    UNSIGNED = "unsigned"
    """Only commands of Bambu Lab's own applications are accepted (protocol B.10)."""
    NOT_PRINTING = "not_printing"
    NOT_PAUSED = "not_paused"
    NO_PRINT = "no_print"
    RESUME_AT_PRINTER = "resume_at_printer"
    BUSY = "busy"
    UPGRADING = "upgrading"
    UPGRADE_AFTER_PRINT = "upgrade_after_print"
    NO_UPGRADE_OFFERED = "no_upgrade_offered"
    NOZZLE_TOO_COLD = "nozzle_too_cold"
    NO_CHAMBER_HEATER = "no_chamber_heater"
    LOW_TEMPERATURE_FILAMENT = "low_temperature_filament"
    NO_DRYER = "no_dryer"
    NOT_DRYING = "not_drying"
    AMS_UNPLUGGED = "ams_unplugged"
    SLOT_EMPTY = "slot_empty"
    NO_TAG_READER = "no_tag_reader"
    NO_STOPPED_CHANGE = "no_stopped_change"
    ALREADY_LOADED = "already_loaded"
    NOTHING_LOADED = "nothing_loaded"
    DRYING_PRINTING = "drying_printing"
    DRYING_INSUFFICIENT_POWER = "drying_insufficient_power"
    DRYING_AMS_BUSY = "drying_ams_busy"
    DRYING_FILAMENT_AT_OUTLET = "drying_filament_at_outlet"
    DRYING_STARTING = "drying_starting"
    DRYING_NOT_IN_2D_MODE = "drying_not_in_2d_mode"
    DRYING_ALREADY_DRYING = "drying_already_drying"
    DRYING_UPGRADING = "drying_upgrading"
    DRYING_NEEDS_PLUG = "drying_needs_plug"


type Precondition = Callable[[PrinterState], BlockedReason | None]
"""Returns what blocks a command at a printer now."""

EXTRUSION_MIN = 170
"""°C; below, filament would be ground instead of moved."""
_WARM_CHAMBER = 40
_SOFT = ("PLA", "PETG", "TPU", "PVA", "BVOH")
"""Materials that a heated chamber softens before they reach the nozzle."""
_OBSTACLES = {slug: BlockedReason(f"drying_{slug}") for slug in DRYING_OBSTACLES}


def anything(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks every command, such as for light and camera."""
    return BlockedReason.PRINTER_OFFLINE if printer.presence.online is False else None


def control(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks every `print` command; all others here begin with it."""
    if blocked := anything(printer):
        return blocked
    return None if printer.control.accepts_commands else BlockedReason.UNSIGNED


def pause(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks a pause: only what prints can pause (protocol D.2)."""
    return control(printer) or _unless(
        printer.job.status is PrintStatus.PRINTING, BlockedReason.NOT_PRINTING
    )


def resume(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks a resume; some jobs are resumed at the printer only."""
    return (
        control(printer)
        or _unless(printer.job.status is PrintStatus.PAUSED, BlockedReason.NOT_PAUSED)
        or _unless(not printer.job.printer_only, BlockedReason.RESUME_AT_PRINTER)
    )


def stop(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks a cancel: only an active job has an end."""
    return control(printer) or _unless(printer.job.is_active, BlockedReason.NO_PRINT)


def set_speed(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks a change of speed, as for a pause (protocol D.2)."""
    return pause(printer)


def skip_objects(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks skipping objects: only a print has any."""
    started = {PrintStatus.PRINTING, PrintStatus.PAUSED}
    return control(printer) or _unless(
        printer.job.status in started, BlockedReason.NOT_PRINTING
    )


def when_free(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks a print, a calibration or a move: any other job."""
    return (
        control(printer)
        or _unless(not printer.job.is_active, BlockedReason.BUSY)
        or _unless(not printer.firmware.is_upgrading, BlockedReason.UPGRADING)
    )


def upgrade(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks an update: no offer, or a print (protocol G.3)."""
    firmware = printer.firmware
    is_offered = firmware.update_available or bool(firmware.offers)
    return (
        control(printer)
        or _unless(not firmware.is_upgrading, BlockedReason.UPGRADING)
        or _unless(not printer.job.is_active, BlockedReason.UPGRADE_AFTER_PRINT)
        or _unless(is_offered, BlockedReason.NO_UPGRADE_OFFERED)
    )


def when_not_moving(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks moving filament: a print that is not paused."""
    still = not printer.job.is_active or printer.job.status is PrintStatus.PAUSED
    return control(printer) or _unless(still, BlockedReason.BUSY)


def extrude(extruder: int | None = None) -> Precondition:
    """Return the precondition for moving filament through a hot nozzle.

    Args:
        extruder: 0 for right, 1 for left, None for the one in use.
    """

    def precondition(printer: PrinterState) -> BlockedReason | None:
        temperature = _nozzle(printer, extruder)
        hot = temperature is not None and temperature >= EXTRUSION_MIN
        return when_not_moving(printer) or _unless(hot, BlockedReason.NOZZLE_TOO_COLD)

    return precondition


def heat_chamber(target: float) -> Precondition:
    """Return the precondition for heating the chamber to so many °C."""

    def precondition(printer: PrinterState) -> BlockedReason | None:
        if blocked := control(printer):
            return blocked
        if printer.model.chamber_heater_max is None:
            return BlockedReason.NO_CHAMBER_HEATER
        soft = any((tray.material or "").startswith(_SOFT) for tray in loaded(printer))
        warm = target > _WARM_CHAMBER
        return _unless(not (warm and soft), BlockedReason.LOW_TEMPERATURE_FILAMENT)

    return precondition


def dry(serial: str) -> Precondition:
    """Return the precondition for drying in the AMS with this serial."""

    def precondition(printer: PrinterState) -> BlockedReason | None:
        unit = printer.ams.unit(serial)
        if blocked := control(printer) or _has_dryer(unit):
            return blocked
        obstacles = unit.drying_obstacles if unit else ()
        return next((_OBSTACLES[slug] for slug in obstacles), None)

    return precondition


def stop_drying(serial: str) -> Precondition:
    """Return the precondition for no more drying in the AMS with this serial."""

    def precondition(printer: PrinterState) -> BlockedReason | None:
        unit = printer.ams.unit(serial)
        if blocked := control(printer) or _has_dryer(unit):
            return blocked
        idle = unit is None or (
            unit.drying in {DryStatus.OFF, None} and not unit.drying_minutes
        )
        return BlockedReason.NOT_DRYING if idle else None

    return precondition


def load(location: TrayLocation) -> Precondition:
    """Return the precondition for loading the spool in this place."""

    def precondition(printer: PrinterState) -> BlockedReason | None:
        return (
            when_not_moving(printer)
            or _filled(printer, location)
            or _unless(
                location not in _loaded_places(printer), BlockedReason.ALREADY_LOADED
            )
        )

    return precondition


def unload(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks unloading: nothing is loaded."""
    return when_not_moving(printer) or _unless(
        bool(_loaded_places(printer)), BlockedReason.NOTHING_LOADED
    )


def set_filament(location: TrayLocation) -> Precondition:
    """Return the precondition for setting the filament in this place."""

    def precondition(printer: PrinterState) -> BlockedReason | None:
        return control(printer) or _filled(printer, location)

    return precondition


def read_tag(location: TrayLocation) -> Precondition:
    """Return the precondition for reading the tag of the spool in this place."""
    has_reader = location.unit not in {EXTERNAL_DEPUTY, EXTERNAL_MAIN}

    def precondition(printer: PrinterState) -> BlockedReason | None:
        return (
            when_not_moving(printer)
            or _unless(has_reader, BlockedReason.NO_TAG_READER)
            or _filled(printer, location)
        )

    return precondition


def continue_change(printer: PrinterState) -> BlockedReason | None:
    """Return what blocks going on with a change of filament: that none waits.

    One that waits shows an error of the AMS, or of the external spool as one.
    """
    error = printer.hms.print_error
    waits = (
        error is not None
        and error.module in AMS_MODULES
        and error.kind is ErrorKind.PAUSE
    )
    return control(printer) or _unless(waits, BlockedReason.NO_STOPPED_CHANGE)


def loaded(printer: PrinterState) -> tuple[Tray, ...]:
    """Return the trays that extruders have loaded."""
    trays = (printer.tray(location) for location in _loaded_places(printer))
    return tuple(tray for tray in trays if tray is not None)


def _filled(printer: PrinterState, location: TrayLocation) -> BlockedReason | None:
    """Return what blocks a use of the spool in this place: that there is none."""
    tray = printer.tray(location)
    empty = tray is None or tray.status is TrayStatus.EMPTY
    return _unless(not empty, BlockedReason.SLOT_EMPTY)


def _loaded_places(printer: PrinterState) -> tuple[TrayLocation, ...]:
    """Return the places of the trays that extruders have loaded."""
    return tuple(item.location for item in printer.ams.loaded)


def _nozzle(printer: PrinterState, extruder: int | None) -> float | None:
    """Return the temperature of a nozzle in °C."""
    temperatures = printer.temperatures
    of_two = {RIGHT: temperatures.right_nozzle, LEFT: temperatures.left_nozzle}
    found = None if extruder is None else of_two.get(extruder)
    return temperatures.nozzle if found is None else found


def _has_dryer(unit: AmsUnit | None) -> BlockedReason | None:
    """Return what blocks any drying in a unit."""
    if unit is None or not unit.connected:
        return BlockedReason.AMS_UNPLUGGED
    return _unless(unit.can_dry, BlockedReason.NO_DRYER)


def _unless(condition: bool, blocked: BlockedReason) -> BlockedReason | None:  # noqa: FBT001  what it is about
    """Return a reason unless something holds."""
    return None if condition else blocked
