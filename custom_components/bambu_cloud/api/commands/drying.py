"""Commands for the dryers of AMS units (protocol D.4), which need a signature."""

from ..errors import Argument
from .command import Command, matching, print_command, whole_within
from .filament import HT_UNITS, MATERIAL

DRYING_MIN, DRYING_MAX = 45, 85
"""°C, of the kind that gets hottest."""
DRYING_HOURS = 24
_CELSIUS = "°C"


def start_drying(
    unit: int,
    *,
    temperature: float,
    hours: float,
    filament: str = "",
    limit: int = DRYING_MAX,
    cooling_temperature: float = 45,
    rotate: bool = False,
) -> Command:
    """Dry the spools in an AMS (protocol D.4).

    Args:
        unit: id of the AMS.
        temperature: whole °C, from 45.
        hours: whole, 1 to 24.
        filament: material, for the printer's display.
        limit: °C that this kind reaches: AMS 2 Pro 65, AMS HT 85.
        cooling_temperature: whole °C to cool down to at the end.
        rotate: whether spools turn meanwhile.

    Raises:
        BambuInputError: a value is not possible.
    """
    return _dry(
        unit,
        mode=1,
        temp=whole_within(
            Argument.DRYING_TEMPERATURE, temperature, DRYING_MIN, limit, _CELSIUS
        ),
        duration=whole_within(Argument.DRYING_TIME, hours, 1, DRYING_HOURS, "h"),
        cooling_temp=whole_within(
            Argument.COOLING_TEMPERATURE, cooling_temperature, 0, limit, _CELSIUS
        ),
        rotate_tray=rotate,
        filament=matching(Argument.MATERIAL, filament, MATERIAL) if filament else "",
    )


def stop_drying(unit: int) -> Command:
    """Stop drying (protocol D.4).

    Raises:
        BambuInputError: there is no such AMS.
    """
    return _dry(unit)


def stop_all_drying() -> Command:
    """Stop drying in all units (protocol D.4)."""
    return print_command("auto_stop_ams_dry")


def _dry(
    unit: int,
    *,
    mode: int = 0,
    temp: int = 0,
    duration: int = 0,
    cooling_temp: int = 0,
    rotate_tray: bool = False,
    filament: str = "",
) -> Command:
    """Return a command for a dryer; it always has all fields."""
    return print_command(
        "ams_filament_drying",
        ams_id=whole_within(Argument.AMS, unit, 0, HT_UNITS.stop - 1),
        mode=mode,
        temp=temp,
        duration=duration,
        cooling_temp=cooling_temp,
        humidity=0,
        rotate_tray=rotate_tray,
        filament=filament,
        close_power_conflict=False,
    )
