"""Commands for AMS units and spools (protocol D.4), which want a signature."""

from enum import StrEnum
import re

from ...model import EXTERNAL_DEPUTY, EXTERNAL_MAIN, TrayLocation
from ..errors import Argument, BambuInputError
from .command import Command, matching, one_of, print_command, whole_within

FILAMENT_MIN, FILAMENT_MAX = 150, 350
"""°C that a nozzle can have for any filament."""
_NOWHERE = 255
_EXTERNAL = frozenset({EXTERNAL_MAIN, EXTERNAL_DEPUTY})
_EXTERNAL_TRAY = 254
HT_UNITS = range(128, 136)
_UNITS = range(24)
_CELSIUS = "°C"
_COLOR = re.compile(r"[0-9A-F]{8}")
MATERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 +/._-]{0,31}")
_FILAMENT_ID = re.compile(r"[A-Za-z0-9]{1,16}")
_SETTING_ID = re.compile(r"[A-Za-z0-9_]{0,32}")


class AmsOrder(StrEnum):
    """What an AMS can be told while it changes filament."""

    RESUME = "resume"
    """Try again."""
    RESET = "reset"
    PAUSE = "pause"
    DONE = "done"
    """The filament has come out of the nozzle."""
    ABORT = "abort"


def load_filament(
    location: TrayLocation,
    *,
    temperature: float = 0,
    previous: float = 0,
    extruder: int | None = None,
) -> Command:
    """Load the spool in this place (protocol D.4).

    Args:
        location: where it is.
        temperature: °C for it; 0 lets the printer decide.
        previous: °C for what is loaded; 0 lets the printer decide.
        extruder: 0 right or 1 left; None on a printer with one.

    Raises:
        BambuInputError: there is no such place, or it cannot be that hot.
    """
    unit, slot = _place(location)
    if unit not in _EXTERNAL:
        target = global_tray(location)
    elif extruder is None:
        target = _EXTERNAL_TRAY
    else:
        target = unit
    return _change(unit, slot, target, (previous, temperature), extruder)


def unload_filament(
    unit: int, *, temperature: float = 0, extruder: int | None = None
) -> Command:
    """Pull back what is loaded (protocol D.4).

    Args:
        unit: where it comes from.
        temperature: °C for it; 0 lets the printer decide.
        extruder: 0 right or 1 left; None on a printer with one.

    Raises:
        BambuInputError: there is no such unit, or it cannot be that hot.
    """
    checked = whole_within(Argument.AMS, unit, 0, EXTERNAL_MAIN)
    temperatures = (temperature, temperature)
    return _change(checked, _NOWHERE, _NOWHERE, temperatures, extruder)


def unload_filament_as_before() -> Command:
    """Pull back what is loaded, on old firmware (protocol D.4)."""
    return print_command("unload_filament")


def control_ams(order: AmsOrder) -> Command:
    """Tell an AMS how to go on with what it is doing (protocol D.4)."""
    return print_command("ams_control", param=order.value)


def set_filament(
    location: TrayLocation,
    *,
    filament_id: str,
    material: str,
    color: str,
    nozzle_min: int,
    nozzle_max: int,
    setting_id: str = "",
) -> Command:
    """Say what is in a slot or on an external spool holder (protocol D.4).

    Args:
        location: where it is.
        filament_id: key of the preset, such as "GFA00".
        material: family, such as "PLA".
        color: "RRGGBBAA", in capitals.
        nozzle_min: °C.
        nozzle_max: °C, at least as hot.
        setting_id: key of the preset's settings, where known.

    Raises:
        BambuInputError: any of it cannot be.
    """
    low = whole_within(
        Argument.LOWEST_NOZZLE_TEMPERATURE,
        nozzle_min,
        FILAMENT_MIN,
        FILAMENT_MAX,
        _CELSIUS,
    )
    high = whole_within(
        Argument.HIGHEST_NOZZLE_TEMPERATURE, nozzle_max, low, FILAMENT_MAX, _CELSIUS
    )
    return print_command(
        "ams_filament_setting",
        **_slot(location),
        tray_info_idx=matching(Argument.FILAMENT, filament_id, _FILAMENT_ID),
        setting_id=matching(Argument.PRESET, setting_id, _SETTING_ID),
        tray_color=matching(Argument.COLOR, color, _COLOR),
        nozzle_temp_min=low,
        nozzle_temp_max=high,
        tray_type=matching(Argument.MATERIAL, material, MATERIAL),
    )


def clear_filament(location: TrayLocation) -> Command:
    """Say that nobody knows what is in a slot (protocol D.4).

    Raises:
        BambuInputError: there is no such place.
    """
    return print_command(
        "ams_filament_setting",
        **_slot(location),
        tray_info_idx="",
        setting_id="",
        tray_color="",
        nozzle_temp_min=0,
        nozzle_temp_max=0,
        tray_type="",
    )


def set_ams_options(
    *, reads_at_power_up: bool, reads_on_insert: bool, estimates_remaining: bool
) -> Command:
    """Choose when all AMS units read tags, and whether they estimate (protocol D.4)."""
    return print_command(
        "ams_user_setting",
        ams_id=-1,
        startup_read_option=reads_at_power_up,
        tray_read_option=reads_on_insert,
        calibrate_remain_flag=estimates_remaining,
    )


def read_tag(location: TrayLocation) -> Command:
    """Read the tag of a spool in an AMS (protocol D.4).

    Raises:
        BambuInputError: there is no such slot.
    """
    unit, slot = _place(location)
    if unit in _EXTERNAL:
        raise BambuInputError(Argument.SLOT)
    return print_command("ams_get_rfid", ams_id=unit, slot_id=slot)


def set_auto_refill(*, on: bool) -> Command:
    """Choose whether another spool of the same filament takes over (protocol D.4)."""
    return print_command("print_option", auto_switch_filament=on)


def reset_ams() -> Command:
    """Have the AMS units start anew (protocol D.4)."""
    return print_command("ams_reset")


def global_tray(location: TrayLocation) -> int:
    """Return the one number that stands for a slot (protocol D.4, D.9).

    Raises:
        BambuInputError: there is no such slot.
    """
    unit, slot = _place(location)
    return 4 * unit + slot if unit in _UNITS else unit


def slot_fields(location: TrayLocation) -> dict[str, int]:
    """Return the two numbers that stand for a slot (protocol D.9).

    Raises:
        BambuInputError: there is no such slot.
    """
    unit, slot = _place(location)
    return {"ams_id": unit, "slot_id": slot}


def _change(
    unit: int,
    slot: int,
    target: int,
    temperatures: tuple[float, float],
    extruder: int | None,
) -> Command:
    """Return a change of filament; the extruder is told where there are two."""
    previous, following = (
        0
        if each == 0 and not isinstance(each, bool)
        else whole_within(
            Argument.TEMPERATURE, each, FILAMENT_MIN, FILAMENT_MAX, _CELSIUS
        )
        for each in temperatures
    )
    which = (
        {}
        if extruder is None
        else {"extruder_id": one_of(Argument.EXTRUDER, extruder, (0, 1))}
    )
    return print_command(
        "ams_change_filament",
        ams_id=unit,
        slot_id=slot,
        target=target,
        curr_temp=previous,
        tar_temp=following,
        **which,
    )


def _place(location: TrayLocation) -> TrayLocation:
    """Return a place that exists on some printer."""
    unit, slot = location
    slots = 4 if unit in _UNITS else 1
    known = unit in _UNITS or unit in HT_UNITS or unit in _EXTERNAL
    if not known or slot not in range(slots):
        raise BambuInputError(Argument.SLOT)
    return location


def _slot(location: TrayLocation) -> dict[str, int]:
    """Return how a filament setting names a place; outside, all trays are 254."""
    unit, slot = _place(location)
    outside = unit in _EXTERNAL
    return {
        "ams_id": unit,
        "slot_id": slot,
        "tray_id": _EXTERNAL_TRAY if outside else slot,
    }
