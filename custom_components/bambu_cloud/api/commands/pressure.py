"""Commands for pressure advance profiles (protocol D.4), which need a signature."""

from collections.abc import Sequence
from dataclasses import dataclass
import re
from typing import Any

from ...model import TrayLocation
from ..errors import Argument, BambuInputError
from .command import Command, matching, number_within, print_command, whole_within
from .filament import FILAMENT_MAX, FILAMENT_MIN, global_tray

K_MAX = 10
_DIAMETERS = (0.2, 0.4, 0.6, 0.8)
_ID = re.compile(r"[A-Za-z0-9_]{1,32}")
_NOZZLE = re.compile(r"[A-Z0-9]{4}-0\.[2468]")
_NAME = re.compile(r"[^\x00-\x1f\x7f]{1,64}")
_PROFILES = 1000
_FLOW_MAX = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A pressure advance profile."""

    location: TrayLocation
    filament_id: str
    setting_id: str
    name: str
    k: float
    """0 to 10."""
    extruder: int = 0
    nozzle_id: str = "HS00-0.4"
    number: int = -1
    """Of a stored profile, -1 for a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PressureTest:
    """A test print for the pressure advance of a filament."""

    location: TrayLocation
    filament_id: str
    """Key of the preset."""
    setting_id: str
    """Key of its settings."""
    bed_temperature: int
    """°C."""
    nozzle_temperature: int
    """°C."""
    max_flow: float
    """mm³/s."""


def get_profiles(
    filament_id: str, *, extruder: int = 0, nozzle_id: str, diameter: float
) -> Command:
    """Request the profiles of a filament (protocol D.4).

    Raises:
        BambuInputError: a value is not possible.
    """
    return print_command(
        "extrusion_cali_get",
        filament_id=matching(Argument.FILAMENT, filament_id, _ID),
        extruder_id=_extruder(extruder),
        nozzle_id=matching(Argument.NOZZLE, nozzle_id, _NOZZLE),
        nozzle_diameter=_diameter(diameter),
    )


def select_profile(
    location: TrayLocation, *, number: int, filament_id: str, diameter: float
) -> Command:
    """Select a stored profile for a slot, -1 for the default (protocol D.4).

    Raises:
        BambuInputError: a value is not possible.
    """
    return print_command(
        "extrusion_cali_sel",
        tray_id=global_tray(location),
        ams_id=location.unit,
        slot_id=location.slot,
        cali_idx=_number(number),
        filament_id=matching(Argument.FILAMENT, filament_id, _ID),
        nozzle_diameter=_diameter(diameter),
    )


def set_k(
    location: TrayLocation,
    *,
    k: float,
    bed_temperature: int,
    nozzle_temperature: int,
    max_flow: float,
    n: float = 1.4,
) -> Command:
    """Set the K value of a slot, on firmware without profiles (protocol D.4).

    Args:
        location: where the spool is.
        k: 0 to 10.
        bed_temperature: °C.
        nozzle_temperature: °C.
        max_flow: mm³/s.
        n: exponent, 0 to 10.

    Raises:
        BambuInputError: a value is not possible.
    """
    return print_command(
        "extrusion_cali_set",
        tray_id=global_tray(location),
        k_value=_k(k),
        n_coef=float(number_within(Argument.N_VALUE, n, 0, K_MAX, "")),
        bed_temp=_bed(bed_temperature),
        nozzle_temp=_nozzle(nozzle_temperature),
        max_volumetric_speed=_flow(max_flow),
    )


def store_profiles(profiles: Sequence[Profile], *, diameter: float) -> Command:
    """Store profiles (protocol D.4).

    Raises:
        BambuInputError: there is none, or a value is not possible.
    """
    if not profiles:
        raise BambuInputError(Argument.PROFILE)
    width = _diameter(diameter)
    return print_command(
        "extrusion_cali_set",
        nozzle_diameter=width,
        filaments=[_stored(profile, width) for profile in profiles],
    )


def delete_profile(
    number: int, *, filament_id: str, extruder: int = 0, nozzle_id: str, diameter: float
) -> Command:
    """Delete a stored profile (protocol D.4).

    Raises:
        BambuInputError: a value is not possible.
    """
    return print_command(
        "extrusion_cali_del",
        extruder_id=_extruder(extruder),
        nozzle_id=matching(Argument.NOZZLE, nozzle_id, _NOZZLE),
        filament_id=matching(Argument.FILAMENT, filament_id, _ID),
        cali_idx=_number(number),
        nozzle_diameter=_diameter(diameter),
    )


def calibrate_pressure(
    test: PressureTest, *, extruder: int = 0, nozzle_id: str, diameter: float
) -> Command:
    """Print a test for the K value of a filament (protocol D.4).

    Args:
        test: the test print.
        extruder: 0 right or only, 1 left.
        nozzle_id: such as "HS00-0.4".
        diameter: mm.

    Raises:
        BambuInputError: a value is not possible.
    """
    width = _diameter(diameter)
    filament = {
        "tray_id": global_tray(test.location),
        "extruder_id": _extruder(extruder),
        "bed_temp": _bed(test.bed_temperature),
        "filament_id": matching(Argument.FILAMENT, test.filament_id, _ID),
        "setting_id": matching(Argument.PRESET, test.setting_id, _ID),
        "nozzle_temp": _nozzle(test.nozzle_temperature),
        "ams_id": test.location.unit,
        "slot_id": test.location.slot,
        "nozzle_id": matching(Argument.NOZZLE, nozzle_id, _NOZZLE),
        "nozzle_diameter": width,
        "max_volumetric_speed": f"{_flow(test.max_flow):g}",
    }
    return print_command(
        "extrusion_cali", nozzle_diameter=width, mode=0, filaments=[filament]
    )


def _stored(profile: Profile, width: str) -> dict[str, Any]:
    """Return the fields of a profile; numbers are text."""
    return {
        "tray_id": global_tray(profile.location),
        "extruder_id": _extruder(profile.extruder),
        "nozzle_id": matching(Argument.NOZZLE, profile.nozzle_id, _NOZZLE),
        "nozzle_diameter": width,
        "ams_id": profile.location.unit,
        "slot_id": profile.location.slot,
        "filament_id": matching(Argument.FILAMENT, profile.filament_id, _ID),
        "setting_id": matching(Argument.PRESET, profile.setting_id, _ID),
        "name": matching(Argument.PROFILE_NAME, profile.name, _NAME),
        "k_value": f"{_k(profile.k):.3f}",
        "n_coef": "0.0",
        "cali_idx": _number(profile.number),
    }


def _k(value: float) -> float:
    """Return a K value."""
    return float(number_within(Argument.K_VALUE, value, 0, K_MAX, ""))


def _extruder(value: int) -> int:
    """Return the number of an extruder."""
    return whole_within(Argument.EXTRUDER, value, 0, 1)


def _number(value: int) -> int:
    """Return the number of a stored profile."""
    return whole_within(Argument.PROFILE, value, -1, _PROFILES)


def _diameter(value: float) -> str:
    """Return the diameter of a nozzle, mm as text."""
    if value not in _DIAMETERS:
        raise BambuInputError(Argument.NOZZLE_DIAMETER, low=0.2, high=0.8, unit="mm")
    return f"{value:g}"


def _bed(value: int) -> int:
    """Return the temperature of a bed."""
    return whole_within(Argument.BED_TEMPERATURE, value, 0, 120, "°C")


def _nozzle(value: int) -> int:
    """Return the temperature of a nozzle."""
    return whole_within(
        Argument.NOZZLE_TEMPERATURE, value, FILAMENT_MIN, FILAMENT_MAX, "°C"
    )


def _flow(value: float) -> float:
    """Return the flow of filament."""
    return float(number_within(Argument.FLOW, value, 0, _FLOW_MAX, "mm³/s"))
