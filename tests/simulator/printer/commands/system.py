"""Commands that need no signature (protocol D.1, D.5, D.6)."""

from typing import TYPE_CHECKING

from tests.simulator.printer.state import Payload, acknowledgement

from .flags import put_cfg, put_home_flag, put_xcam

if TYPE_CHECKING:
    from tests.simulator.printer.printer import SimulatedPrinter

_SOON = 1.0
_SENSITIVITIES = {"never_halt": 0, "low": 1, "medium": 2, "high": 3}
_DETECTOR_SENSITIVITIES = {"low": 0, "medium": 1, "high": 2}
_CFG = {"printing_monitor": 15, "first_layer_inspector": 12}
_XCAM = {
    "spaghetti_detector": 7,
    "pileup_detector": 10,
    "clump_detector": 13,
    "airprint_detector": 16,
}
"""Bits that detectors are kept in (protocol C.4.2)."""


def system(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Switch a light, or set or return a setting."""
    if trouble := _trouble(printer, request):
        return [acknowledgement("system", request, **trouble)]
    more: Payload = {}
    _set(printer, request)
    match request:
        case {"command": "get_access_code"}:
            more = {"access_code": printer.identity.access_code}
        case {"command": "get_accessories"}:
            more = {
                "nozzle_type": printer.state["nozzle_type"],
                "nozzle_diameter": printer.state["nozzle_diameter"],
                "aux_part_fan": printer.state.get("aux_part_fan", False),
            }
    printer.later(_SOON, lambda: [printer.push()])
    return [acknowledgement("system", request, **more)]


def _trouble(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Return why a light cannot be switched; that of the bed is never reported."""
    node = request.get("led_node")
    lights = {light["node"] for light in printer.state["lights_report"]}
    if request["command"] != "ledctrl" or node in lights or node == "heatbed_light":
        return {}
    return {"result": "fail", "reason": f"did not find the valid led: {node}"}


def _set(printer: SimulatedPrinter, request: Payload) -> None:
    """Change a setting."""
    match request:
        case {"command": "ledctrl", "led_node": node, "led_mode": mode}:
            for light in printer.state["lights_report"]:
                if light["node"] == node:
                    light["mode"] = mode
            if node == "chamber_light":
                put_cfg(printer, 7, int(mode == "on"))
        case {"command": "set_door_stat", "config": check}:
            put_cfg(printer, 20, check, width=2)
        case {"command": "print_cache_set", "config": on}:
            put_cfg(printer, 19, int(on))
            put_home_flag(printer, 11, int(on))
        case {"command": "set_accessories", "accessory_type": "nozzle"}:
            printer.state["nozzle_type"] = request["nozzle_type"]
            printer.state["nozzle_diameter"] = str(request["nozzle_diameter"])
        case {"command": "uiop", "name": "print_error", "action": "close"}:
            printer.state["print_error"] = 0


def camera(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Change a camera setting (protocol D.6)."""
    settings = printer.state["ipcam"]
    match request:
        case {"command": "ipcam_record_set", "control": value}:
            settings["ipcam_record"] = value
            put_cfg(printer, 3, int(value == "enable"))
        case {"command": "ipcam_timelapse", "control": value}:
            settings["timelapse"] = value
            put_cfg(printer, 5, int(value == "enable"))
        case {"command": "ipcam_resolution_set", "resolution": value}:
            settings["resolution"] = value
            put_cfg(printer, 4, int(value == "1080p"))
    printer.later(_SOON, lambda: [printer.push()])
    return [acknowledgement("camera", request)]


def xcam(printer: SimulatedPrinter, request: Payload) -> list[Payload]:
    """Change a detector that this model has (protocol D.6)."""
    detectors = printer.state.get("xcam", {})
    name, on = request.get("module_name"), bool(request.get("control"))
    if name in detectors:
        detectors[name] = on
    if name in _CFG:
        put_cfg(printer, _CFG[name], int(on))
    if name in _XCAM:
        put_xcam(printer, _XCAM[name], int(on))
    if "halt_print_sensitivity" in request:
        _sensitivity(printer, str(name), request["halt_print_sensitivity"])
    printer.later(_SOON, lambda: [printer.push()])
    return [acknowledgement("xcam", request)]


def _sensitivity(printer: SimulatedPrinter, name: str, word: str) -> None:
    """Set how soon a detector stops a print."""
    detectors = printer.state.get("xcam", {})
    if name in _XCAM:
        place = _XCAM[name] + 1
        put_xcam(printer, place, _DETECTOR_SENSITIVITIES.get(word, 0), width=2)
    if name in {"printing_monitor", "spaghetti_detector"}:
        put_cfg(printer, 13, _SENSITIVITIES.get(word, 0), width=2)
        if "halt_print_sensitivity" in detectors:
            detectors["halt_print_sensitivity"] = word
