"""Commands for spools and AMS units (protocol D.4)."""

import re
from typing import TYPE_CHECKING, Any

from tests.simulator.printer import ams_changes
from tests.simulator.printer.ams import AmsUnit
from tests.simulator.printer.state import Payload

from .flags import put_cfg, put_home_flag
from .jobs import DONE, FAILED

if TYPE_CHECKING:
    from tests.simulator.printer.printer import SimulatedPrinter

_UNLOAD = 255
_OUTSIDE = (254, 255)
_HOT_AMS = 50.0
_HOT_CHAMBER = 60.0
_HOTTEST = {3: 65, 4: 85}
"""°C by the kind of AMS (protocol D.4)."""
_COLDEST, _LONGEST = 45, 24
_FILAMENT = ("tray_info_idx", "tray_type", "tray_color")
_COLOR = re.compile(r"[0-9A-F]{8}")
"""What else firmware would do with shorter ones is not known (protocol D.4)."""
_TEMPERATURES = ("nozzle_temp_min", "nozzle_temp_max")


def _change(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Load or unload filament, unless something is in the way (protocol B.3)."""
    if printer.gcode_state in {"RUNNING", "PREPARE", "SLICING"}:
        return FAILED
    unit, slot = request.get("ams_id", 255), request.get("slot_id", 255)
    extruder = request.get("extruder_id", 0)
    if request.get("target") == _UNLOAD and slot == _UNLOAD:
        ams_changes.unload(printer, extruder)
        return DONE
    if unit in _OUTSIDE:
        ams_changes.load(printer, unit, 0, "254", extruder)
        return DONE
    if obstacle := _obstacle(printer, unit, slot):
        return obstacle
    ams_changes.load(printer, unit, slot, str(request["target"]), extruder)
    return DONE


def _obstacle(printer: SimulatedPrinter, unit: int, slot: int) -> Payload:
    """Return why a spool cannot be loaded, None if it can."""
    source = printer.ams.units.get(str(unit))
    if source is None or printer.ams.slot(unit, slot).spool is None:
        return FAILED
    if source.heater.current > _HOT_AMS:
        return FAILED | {"errno": -4, "soft_temp": int(_HOT_AMS)}
    chamber = printer.physics.chamber
    hot = chamber is not None and chamber.current > _HOT_CHAMBER
    return FAILED | {"errno": -2} if hot else {}


def _unload(printer: SimulatedPrinter, _: Payload) -> Payload:
    """Unload as old firmware does."""
    if printer.gcode_state in {"RUNNING", "PREPARE", "SLICING"}:
        return FAILED
    ams_changes.unload(printer)
    return DONE


def _set_filament(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Set what a spool is made of."""
    unit, slot = request["ams_id"], request["slot_id"]
    if not _COLOR.fullmatch(request["tray_color"]):
        return FAILED
    values = {key: request[key] for key in _FILAMENT}
    values |= {key: str(request[key]) for key in _TEMPERATURES}
    values |= {
        "cols": [values["tray_color"]],
        "tray_sub_brands": "",
        "tray_id_name": "",
    }
    if unit in _OUTSIDE:
        holders = printer.state.get("vir_slot", [])
        holder = next((each for each in holders if each["id"] == str(unit)), None)
        (holder or printer.state["vt_tray"]).update(values)
        return DONE
    place = printer.ams.slot(unit, slot)
    if place.spool is None:
        return FAILED
    place.spool.data |= values
    place.identified = bool(values["tray_type"])
    printer.ams.changed()
    return DONE


def _read_tag(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Read the tag of a spool."""
    unit, slot = request["ams_id"], request["slot_id"]
    if printer.ams.slot(unit, slot).spool is None or printer.active:
        return FAILED
    ams_changes.identify(printer, unit, slot)
    return DONE


def _dry(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Start or stop to dry; the effect of `mode` 2 is unknown."""
    unit = printer.ams.units.get(str(request["ams_id"]))
    if unit is None or not unit.kind.dries:
        return FAILED
    if request["mode"] == 1:
        if not _may_dry(printer, unit, request):
            return FAILED
        unit.dry(
            request["duration"] * 3600,
            temperature=request["temp"],
            filament=request["filament"],
        )
    else:
        unit.stop_drying()
    printer.ams.changed()
    return DONE


def _may_dry(printer: SimulatedPrinter, unit: AmsUnit, request: Payload) -> bool:
    """Return whether a unit can start to dry like this (protocol C.5.3, D.4)."""
    hottest = _HOTTEST.get(unit.kind.number, 0)
    return (
        not printer.active
        and not unit.drying
        and _COLDEST <= request["temp"] <= hottest
        and 1 <= request["duration"] <= _LONGEST
    )


def _stop_drying(printer: SimulatedPrinter, _: Payload) -> Payload:
    """Stop drying in all units."""
    for unit in printer.ams.units.values():
        unit.stop_drying()
    printer.ams.changed()
    return DONE


def _set_options(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Set when tags are read, and whether the rest is estimated."""
    insert, start = request["tray_read_option"], request["startup_read_option"]
    estimate = request["calibrate_remain_flag"]
    printer.state["ams"] |= {"insert_flag": insert, "power_on_flag": start}
    for place, value in ((0, insert), (1, start), (17, estimate)):
        put_cfg(printer, place, int(value))
    put_home_flag(printer, 7, int(estimate))
    printer.ams.changed()
    return DONE


def _get_profiles(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Return the stored pressure advance profiles of a filament."""
    wanted = request.get("filament_id")
    found = [each for each in printer.profiles if each["filament_id"] == wanted]
    return {"filaments": found}


def _store_profiles(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Store profiles, or the K value of one spool on small firmware."""
    if "filaments" not in request:
        unit, slot = divmod(request["tray_id"], 4)
        if (spool := printer.ams.slot(unit, slot).spool) is None:
            return FAILED
        spool.data["k"] = request["k_value"]
        printer.ams.changed()
        return DONE
    for profile in request["filaments"]:
        number = len(printer.profiles)
        printer.profiles.append(profile | {"cali_idx": number, "confidence": 0})
    return DONE


def _select_profile(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Use a stored profile for a spool."""
    place = printer.ams.slot(request["ams_id"], request["slot_id"])
    if place.spool is None:
        return FAILED
    place.spool.data["cali_idx"] = request["cali_idx"]
    printer.ams.changed()
    return DONE


def _delete_profile(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Delete a stored profile."""
    wanted = (request["filament_id"], request["cali_idx"])
    remaining = [
        each
        for each in printer.profiles
        if (each["filament_id"], each["cali_idx"]) != wanted
    ]
    if len(remaining) == len(printer.profiles):
        return FAILED
    printer.profiles[:] = remaining
    return DONE


def _control(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Go on with a change of filament that has stopped (protocol D.4)."""
    if request["param"] == "resume":
        ams_changes.retry(printer)
    elif request["param"] == "done":
        printer.ams.jams = 0
        ams_changes.retry(printer, seconds=1)
    return DONE


def _acknowledge(_printer: SimulatedPrinter, _request: Payload) -> Payload:
    """Acknowledge a command that no report shows."""
    return DONE


HANDLERS: dict[str, Any] = {
    "ams_change_filament": _change,
    "unload_filament": _unload,
    "ams_control": _control,
    "ams_filament_setting": _set_filament,
    "ams_user_setting": _set_options,
    "ams_get_rfid": _read_tag,
    "ams_filament_drying": _dry,
    "auto_stop_ams_dry": _stop_drying,
    "ams_reset": _acknowledge,
    "extrusion_cali": _acknowledge,
    "extrusion_cali_get": _get_profiles,
    "extrusion_cali_set": _store_profiles,
    "extrusion_cali_sel": _select_profile,
    "extrusion_cali_del": _delete_profile,
}
