"""Commands for settings of a printer (protocol D.5)."""

from enum import IntEnum, StrEnum
from typing import Any

from ...model import DoorCheck
from ..errors import Argument, BambuInputError
from .command import Command, one_of, print_command


class AirPurification(IntEnum):
    """An air purification after a print."""

    OFF = 0
    INNER = 1
    EXHAUST = 2


class Buzzer(IntEnum):
    """A signal of an H2's buzzer."""

    SILENCE = 0
    ALARM = 1
    BEEP = 2


class NozzleType(StrEnum):
    """A material of nozzles."""

    STAINLESS_STEEL = "stainless_steel"
    HARDENED_STEEL = "hardened_steel"
    TUNGSTEN_CARBIDE = "tungsten_carbide"


_DOOR_CHECKS = {DoorCheck.OFF: 0, DoorCheck.WARN: 1, DoorCheck.PAUSE: 2}
_DIAMETERS = (0.2, 0.4, 0.6, 0.8)


def set_prompt_sound(*, on: bool) -> Command:
    """Switch the prompt sound: A1, A2L, P2S, X2D, H2 (protocol D.5); signed."""
    return print_command("print_option", sound_enable=on)


def set_step_loss_recovery(*, on: bool) -> Command:
    """Switch the recovery of lost steps (protocol D.5); signed."""
    return print_command("print_option", auto_recovery=on, option=int(on))


def set_air_print_detection(*, on: bool) -> Command:
    """Switch the detection of air printing (protocol D.5); signed."""
    return print_command("print_option", air_print_detect=on)


def set_tangle_detection(*, on: bool) -> Command:
    """Switch the detection of tangled filament (protocol D.5); signed."""
    return print_command("print_option", filament_tangle_detect=on)


def set_nozzle_blob_detection(*, on: bool) -> Command:
    """Switch the detection of a wrapped nozzle (protocol D.5); signed."""
    return print_command("print_option", nozzle_blob_detect=on)


def set_air_purification(mode: AirPurification) -> Command:
    """Set the air purification after a print (protocol D.5); signed."""
    return print_command("print_option", air_purification=mode.value)


def set_idle_heating_protection(*, on: bool) -> Command:
    """Set whether idle heaters are switched off (protocol D.5); signed."""
    return print_command("set_against_continued_heating_mode", enable=on)


def sound_buzzer(mode: Buzzer) -> Command:
    """Sound or silence the buzzer of an H2 (protocol D.5); signed."""
    return print_command("buzzer_ctrl", mode=mode.value, reason="")


def set_door_check(check: DoorCheck) -> Command:
    """Set the reaction to an open door (protocol D.5)."""
    return _system("set_door_stat", config=_DOOR_CHECKS[check])


def set_file_retention(*, on: bool) -> Command:
    """Set whether sent files stay on the storage (protocol D.5)."""
    return _system("print_cache_set", config=on)


def set_nozzle(kind: NozzleType, diameter: float) -> Command:
    """Set the mounted nozzle, its diameter in mm (protocol D.5).

    Raises:
        BambuInputError: there is no such nozzle.
    """
    if isinstance(diameter, bool) or diameter not in _DIAMETERS:
        raise BambuInputError(Argument.NOZZLE_DIAMETER, low=0.2, high=0.8, unit="mm")
    return _system(
        "set_accessories",
        accessory_type="nozzle",
        nozzle_type=one_of(Argument.NOZZLE_TYPE, kind, NozzleType).value,
        nozzle_diameter=float(diameter),
    )


def _system(name: str, **fields: Any) -> Command:
    """Return a command that needs no signature."""
    return Command("system", name, fields)
