"""Commands for heat, air and axes (protocol D.3)."""

from typing import TYPE_CHECKING, Any

from tests.simulator.printer.state import Payload, get, put

from . import gcode
from .jobs import DONE, FAILED

if TYPE_CHECKING:
    from tests.simulator.printer.printer import SimulatedPrinter

_SOFT = ("PLA", "PETG", "TPU")
_LOWEST = 40


def _gcode_line(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Run a few lines of G-code."""
    gcode.run(printer, str(request.get("param", "")))
    return DONE


def _bed(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Heat the bed."""
    printer.physics.bed.target = float(request["temp"])
    return DONE


def _nozzle(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Heat a nozzle."""
    index = request.get("extruder_index", 0)
    if index not in range(len(printer.physics.nozzles)):
        return FAILED
    printer.physics.nozzles[index].target = float(request["target_temp"])
    return DONE


def _chamber(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Heat the chamber, unless that would do harm (protocol B.3)."""
    target = float(request["ctt_val"])
    if printer.physics.chamber is None or printer.model.chamber_heater is None:
        return FAILED
    if 0 < target < _LOWEST:
        return FAILED | {"errno": -4}
    if target and any(
        str(spool.get("tray_type", "")).startswith(_SOFT)
        for spool in printer.loaded_spools()
    ):
        return FAILED | {"errno": -2}
    printer.physics.chamber.target = target
    return DONE


def _fan(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Set a fan."""
    name = gcode.FANS.get(request.get("fan_index", 0))
    if name is None or not 0 <= request["speed"] <= 100:
        return FAILED
    setattr(printer.physics.fans, name, request["speed"] / 100 * 15)
    return DONE


def _air_duct(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Set the mode of the air duct, if it has it."""
    modes = get(printer.state, "device.airduct.modeList") or []
    if request.get("modeId") not in {mode["modeId"] for mode in modes}:
        return FAILED
    put(printer.state, "device.airduct.modeCur", request["modeId"])
    if request.get("submode", -1) >= 0:
        put(printer.state, "device.airduct.subMode", request["submode"])
    return DONE


def _extruder(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Use the other nozzle (protocol C.5.5)."""
    index = request["extruder_index"]
    count = len(printer.physics.nozzles)
    if index not in range(count) or printer.active:
        return FAILED
    printer.physics.active = index
    put(printer.state, "device.extruder.state", count | index << 4 | index << 8)
    return DONE


def _extrude(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Move filament, if the nozzle is hot."""
    index = request.get("extruder_index", 0)
    return DONE if printer.physics.extrude(index, float(request["length"])) else FAILED


def _center(printer: SimulatedPrinter, _: Payload) -> Payload:
    """Move to the start of all axes."""
    gcode.run(printer, "G28")
    return DONE


def _step(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Move an axis by a step."""
    millimeters = request["dir"] * (10 if request["mode"] else 1)
    printer.physics.move(str(request["axis"]), float(millimeters))
    return DONE


def _acknowledge(_printer: SimulatedPrinter, _request: Payload) -> Payload:
    """Acknowledge a command that no report shows."""
    return DONE


HANDLERS: dict[str, Any] = {
    "gcode_line": _gcode_line,
    "set_bed_temp": _bed,
    "set_nozzle_temp": _nozzle,
    "set_ctt": _chamber,
    "set_fan": _fan,
    "set_airduct": _air_duct,
    "select_extruder": _extruder,
    "set_extrusion_length": _extrude,
    "back_to_center": _center,
    "xyz_ctrl": _step,
    "refresh_nozzle": _acknowledge,
}
