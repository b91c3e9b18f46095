"""Commands for AMS units and spools (protocol D.4), which need a signature."""

from enum import StrEnum
import re

from ...model import EXTERNAL_DEPUTY, EXTERNAL_MAIN, TrayLocation
from ..errors import Argument, BambuInputError
from .command import Command, matching, one_of, print_command, whole_within

FILAMENT_MIN, FILAMENT_MAX = 150, 350
"""°C of a nozzle, for any filament."""
_NOWHERE = 255
_UNKNOWN = -1
"""Temperature that is left to the printer, as the slicer sends it (protocol D.4)."""
_EXTERNAL = frozenset({EXTERNAL_MAIN, EXTERNAL_DEPUTY})
_EXTERNAL_TRAY = 254
HT_UNITS = range(128, 136)
_UNITS = range(24)
_NO_COLOR = "FFFFFF00"
"""Firmware that parses eight digits may refuse fewer (protocol D.4)."""
_COLOR = re.compile(r"[0-9A-F]{8}")
MATERIAL = re.compile(r"[A-Za-z0-9][A-Za-z0-9 +/._-]{0,31}")
_FILAMENT_ID = re.compile(r"[A-Za-z0-9]{1,16}")
_SETTING_ID = re.compile(r"[A-Za-z0-9_]{0,32}")


class AmsAction(StrEnum):
    """A reaction to a change of filament that has stopped."""

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
    """Load a spool (protocol D.4).

    Args:
        location: where it is.
        temperature: °C for it; 0 lets the printer decide.
        previous: °C for the filament that is loaded; 0 lets the printer decide.
        extruder: 0 right or 1 left; None on a printer with one.

    Raises:
        BambuInputError: there is no such location or temperature.
    """
    unit, slot = _existing(location)
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
    """Unload filament (protocol D.4).

    Args:
        unit: where it comes from.
        temperature: °C for it; 0 lets the printer decide.
        extruder: 0 right or 1 left; None on a printer with one.

    Raises:
        BambuInputError: there is no such unit or temperature.
    """
    checked = whole_within(Argument.AMS, unit, 0, EXTERNAL_MAIN)
    temperatures = (temperature, temperature)
    return _change(checked, _NOWHERE, _NOWHERE, temperatures, extruder)


def unload_filament_legacy() -> Command:
    """Unload filament on old firmware (protocol D.4)."""
    return print_command("unload_filament")


def control_ams(action: AmsAction) -> Command:
    """Control a change of filament (protocol D.4)."""
    return print_command("ams_control", param=action.value)


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
    """Set the filament of a slot or an external spool holder (protocol D.4).

    Args:
        location: where it is.
        filament_id: key of the preset, such as "GFA00".
        material: family, such as "PLA".
        color: "RRGGBBAA", in capitals.
        nozzle_min: °C.
        nozzle_max: °C, at least as hot.
        setting_id: key of the preset's settings, if there is one.

    Raises:
        BambuInputError: a value is not possible.
    """
    low = _celsius(Argument.LOWEST_NOZZLE_TEMPERATURE, nozzle_min)
    high = _celsius(Argument.HIGHEST_NOZZLE_TEMPERATURE, nozzle_max, low=low)
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
    """Reset the filament of a slot to unknown (protocol D.4).

    Raises:
        BambuInputError: there is no such location.
    """
    return print_command(
        "ams_filament_setting",
        **_slot(location),
        tray_info_idx="",
        setting_id="",
        tray_color=_NO_COLOR,
        nozzle_temp_min=0,
        nozzle_temp_max=0,
        tray_type="",
    )


def set_ams_options(
    *, reads_at_power_up: bool, reads_on_insert: bool, estimates_remaining: bool
) -> Command:
    """Set when all AMS units read tags, and whether they estimate (protocol D.4)."""
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
    unit, slot = _existing(location)
    if unit in _EXTERNAL:
        raise BambuInputError(Argument.SLOT)
    return print_command("ams_get_rfid", ams_id=unit, slot_id=slot)


def set_auto_refill(*, on: bool) -> Command:
    """Set whether an equal spool replaces an empty one (protocol D.4)."""
    return print_command("print_option", auto_switch_filament=on)


def reset_ams() -> Command:
    """Reset the AMS units (protocol D.4)."""
    return print_command("ams_reset")


def global_tray(location: TrayLocation) -> int:
    """Return the global number of a slot (protocol D.4, D.9).

    Raises:
        BambuInputError: there is no such slot.
    """
    unit, slot = _existing(location)
    return 4 * unit + slot if unit in _UNITS else unit


def slot_fields(location: TrayLocation) -> dict[str, int]:
    """Return the unit and the slot as fields (protocol D.9).

    Raises:
        BambuInputError: there is no such slot.
    """
    unit, slot = _existing(location)
    return {"ams_id": unit, "slot_id": slot}


def _change(
    unit: int,
    slot: int,
    target: int,
    temperatures: tuple[float, float],
    extruder: int | None,
) -> Command:
    """Return a change of filament.

    Args:
        unit: from or to where.
        slot: of the unit.
        target: global number of the slot.
        temperatures: °C for the filament before and after; 0 for the printer's own.
        extruder: None on a printer with one.
    """
    before, after = map(_temperature, temperatures)
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
        curr_temp=before,
        tar_temp=after,
        **which,
    )


def _temperature(value: float) -> int:
    """Return °C for filament; 0 becomes the number of an unknown one."""
    if value == 0 and not isinstance(value, bool):
        return _UNKNOWN
    return _celsius(Argument.TEMPERATURE, value)


def _celsius(argument: Argument, value: float, *, low: int = FILAMENT_MIN) -> int:
    """Return °C of a nozzle, not below another temperature."""
    return whole_within(argument, value, low, FILAMENT_MAX, "°C")


def _existing(location: TrayLocation) -> TrayLocation:
    """Return a location that exists on some printer."""
    unit, slot = location
    slots = 4 if unit in _UNITS else 1
    exists = unit in _UNITS or unit in HT_UNITS or unit in _EXTERNAL
    if not exists or slot not in range(slots):
        raise BambuInputError(Argument.SLOT)
    return location


def _slot(location: TrayLocation) -> dict[str, int]:
    """Return a location as fields; all external trays are 254."""
    unit, slot = _existing(location)
    outside = unit in _EXTERNAL
    return {
        "ams_id": unit,
        "slot_id": slot,
        "tray_id": _EXTERNAL_TRAY if outside else slot,
    }
