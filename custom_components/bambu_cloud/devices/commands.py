"""Build commands from the state of a printer or an AMS.

Buttons, switches and actions share them; `model.preconditions` has what goes before.
"""

from ..api import Command, commands
from ..model import (
    EXTERNAL_DEPUTY,
    EXTERNAL_MAIN,
    AmsUnit,
    PrinterState,
    Tray,
    TrayLocation,
)
from ..model.drying import drying_program

_HOMING = 1 << 32
"""The bit of `fun` for a command that homes (protocol C.4.2)."""


def load_command(
    location: TrayLocation,
    tray: Tray | None,
    *,
    extruder: int | None,
    temperature: float | None = None,
) -> Command:
    """Load a spool at its filament's temperature.

    Args:
        location: Where the spool is.
        tray: What is there.
        extruder: 0 right or 1 left; None on a printer with one.
        temperature: °C in place of the filament's own.

    Raises:
        BambuInputError: There is no such place, or it cannot be that hot.
    """
    if temperature is None:
        temperature = tray.nozzle_default if tray else 0
    return commands.load_filament(location, temperature=temperature, extruder=extruder)


def addressed(printer: PrinterState, location: TrayLocation) -> TrayLocation:
    """Return a location as the printer's firmware numbers it (protocol D.4).

    The only spool holder is 255 by now; old firmware, which lists it on its own, has
    it as 254.
    """
    is_old = "vt_tray" in printer.raw and "vir_slot" not in printer.raw
    if is_old and location.unit == EXTERNAL_MAIN and printer.model.nozzles == 1:
        return TrayLocation(EXTERNAL_DEPUTY, location.slot)
    return location


def unload_command(printer: PrinterState) -> Command:
    """Unload the extruder in use, wherever its filament comes from."""
    active = printer.ams.active
    return commands.unload_filament(
        EXTERNAL_MAIN if active is None else active.unit,
        extruder=printer.nozzles.active if printer.model.nozzles > 1 else None,
    )


def read_tag_command(location: TrayLocation, *, has_command: bool) -> Command:
    """Read the tag of a spool in an AMS.

    Args:
        location: Where the spool is.
        has_command: Whether the firmware has a command for it, else only G-code.

    Raises:
        BambuInputError: There is no such slot.
    """
    if has_command:
        return commands.read_tag(location)
    return commands.read_tag_by_gcode(commands.global_tray(location))


def home_command(printer: PrinterState) -> Command:
    """Home all axes, with G-code where there is no command (protocol C.4.2)."""
    has_command = (printer.settings.functions or 0) & _HOMING
    return commands.home_structured() if has_command else commands.home()


def drying_command(
    unit: AmsUnit,
    *,
    temperature: float | None = None,
    hours: float | None = None,
    filament: str | None = None,
    rotate: bool = False,
) -> Command:
    """Dry an AMS as its most delicate spool needs, unless something else is given.

    Args:
        unit: The AMS.
        temperature: Whole °C.
        hours: Whole.
        filament: Material for the printer's display.
        rotate: Whether spools turn meanwhile.

    Raises:
        BambuInputError: Any of it is not possible.
    """
    program = drying_program(unit)
    return commands.start_drying(
        unit.id,
        temperature=program.temperature if temperature is None else temperature,
        hours=program.hours if hours is None else hours,
        filament=program.filament if filament is None else filament,
        limit=program.limit,
        rotate=rotate,
    )
