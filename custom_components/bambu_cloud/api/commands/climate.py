"""Commands for heaters, fans and air (protocol D.3), which need a signature.

G-code works on every firmware that accepts commands. Newer printers also accept the
structured commands further down; `fun` says which (protocol C.4.2).
"""

from enum import StrEnum
import math

from ..errors import Argument
from .command import Command, number_within, one_of, print_command, whole_within
from .motion import send_gcode

NOZZLE_MAX, BED_MAX, CHAMBER_MAX = 350, 120, 65
"""°C that the hottest model reaches (protocol E.2)."""
_WARM = 40
_CELSIUS = "°C"


class Fan(StrEnum):
    """A fan that can be set."""

    PART = "part"
    AUXILIARY = "auxiliary"
    CHAMBER = "chamber"
    SECOND_AUXILIARY = "second_auxiliary"


_FANS = {Fan.PART: 1, Fan.AUXILIARY: 2, Fan.CHAMBER: 3, Fan.SECOND_AUXILIARY: 10}


def heat_nozzle(
    target: float, *, extruder: int | None = None, limit: int = NOZZLE_MAX
) -> Command:
    """Heat the nozzle (protocol D.3).

    Args:
        target: whole °C, 0 for off.
        extruder: 0 right or 1 left; None on a printer with one.
        limit: °C that the model reaches.

    Raises:
        BambuInputError: too hot, or no such extruder.
    """
    celsius = whole_within(Argument.NOZZLE_TEMPERATURE, target, 0, limit, _CELSIUS)
    which = (
        "" if extruder is None else f"T{one_of(Argument.EXTRUDER, extruder, (0, 1))} "
    )
    return send_gcode(f"M104 {which}S{celsius}")


def heat_bed(target: float, *, limit: int = BED_MAX) -> Command:
    """Heat the bed, in whole °C, 0 for off (protocol D.3).

    Raises:
        BambuInputError: hotter than `limit`, which the model reaches.
    """
    celsius = whole_within(Argument.BED_TEMPERATURE, target, 0, limit, _CELSIUS)
    return send_gcode(f"M140 S{celsius}")


def heat_chamber(
    target: float, *, limit: int = CHAMBER_MAX, has_air_duct: bool = True
) -> Command:
    """Heat the chamber, in whole °C, 0 for off (protocol D.3).

    Args:
        target: above 40 °C the air circulates inside, where there is an air duct.
        limit: °C that the model reaches.
        has_air_duct: False for an X1E.

    Raises:
        BambuInputError: too hot.
    """
    celsius = whole_within(Argument.CHAMBER_TEMPERATURE, target, 0, limit, _CELSIUS)
    if not has_air_duct:
        return send_gcode(f"M141 S{celsius}")
    if celsius > _WARM:
        return send_gcode(f"M145 P1\nM141 S{celsius}")
    return send_gcode(f"M141 S{celsius}\nM145 P0")


def set_fan(fan: Fan, percent: float) -> Command:
    """Set the speed of a fan, in % rounded up to tens (protocol D.3).

    Raises:
        BambuInputError: not 0 to 100.
    """
    rounded = _tens(percent)
    return send_gcode(f"M106 P{_FANS[fan]} S{math.ceil(255 * rounded / 100)}")


def set_bed_temperature(target: float, *, limit: int = BED_MAX) -> Command:
    """Heat the bed, in whole °C (protocol D.3); `fun` bit 39.

    Raises:
        BambuInputError: too hot.
    """
    celsius = whole_within(Argument.BED_TEMPERATURE, target, 0, limit, _CELSIUS)
    return print_command("set_bed_temp", temp=celsius)


def set_nozzle_temperature(
    target: float, *, extruder: int = 0, limit: int = NOZZLE_MAX
) -> Command:
    """Heat a nozzle, in whole °C (protocol D.3); extruder 0 right, 1 left.

    Raises:
        BambuInputError: too hot, or no such extruder.
    """
    return print_command(
        "set_nozzle_temp",
        extruder_index=one_of(Argument.EXTRUDER, extruder, (0, 1)),
        target_temp=whole_within(
            Argument.NOZZLE_TEMPERATURE, target, 0, limit, _CELSIUS
        ),
    )


def set_chamber_temperature(target: float, *, limit: int = CHAMBER_MAX) -> Command:
    """Heat the chamber, in whole °C (protocol D.3).

    Raises:
        BambuInputError: too hot.
    """
    celsius = whole_within(Argument.CHAMBER_TEMPERATURE, target, 0, limit, _CELSIUS)
    return print_command("set_ctt", ctt_val=celsius)


def set_duct_fan(fan: Fan, percent: float) -> Command:
    """Set the speed of an air duct's fan, in % (protocol D.3).

    Raises:
        BambuInputError: not 0 to 100.
    """
    speed = whole_within(Argument.FAN_SPEED, percent, 0, 100, "%")
    return print_command("set_fan", fan_index=_FANS[fan], speed=speed)


def set_air_duct(mode: int, *, air_filter: bool | None = None) -> Command:
    """Set the air duct mode (protocol D.3, C.4).

    Args:
        mode: 0 cooling, 1 heating, 2 exhaust, 3 full cooling; of those it has.
        air_filter: whether air goes through the filter; None for no change.

    Raises:
        BambuInputError: there is no such mode.
    """
    submode = -1 if air_filter is None else int(air_filter)
    checked = whole_within(Argument.AIR_DUCT_MODE, mode, 0, 3)
    return print_command("set_airduct", modeId=checked, submode=submode)


def _tens(percent: float) -> int:
    """Return % rounded up to tens."""
    return math.ceil(number_within(Argument.FAN_SPEED, percent, 0, 100, "%") / 10) * 10
