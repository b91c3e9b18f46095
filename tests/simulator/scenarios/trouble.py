"""Scenarios of errors and of the other nozzle."""

from tests.simulator.printer.ams import AMS_LITE
from tests.simulator.printer.job import BusyError
from tests.simulator.printer.printer import SimulatedPrinter
from tests.simulator.printer.state import Payload, put
from tests.simulator.world import World

_PLATE_BAD: Payload = {"attr": 0x0C00_0300, "code": 0x0003_0007}
_CARE_DUE: Payload = {"attr": 0x0501_0400, "code": 0x0003_0002}
_RAN_OUT = 0x0700_8011
_LITE_RAN_OUT = 0x1200_8011
_NOZZLES = {
    "0.4": ("0.6", "hardened_steel", "HH01"),
    "0.6": ("0.4", "stainless_steel", "HS00"),
}


def hms_raised(world: World, serial: str, seconds: float) -> None:
    """Raise a message and clear it after a while (protocol C.7.1)."""
    _complain(world, serial, _PLATE_BAD, seconds)


def maintenance_due(world: World, serial: str, seconds: float) -> None:
    """Ask for the lead screws until that is confirmed at the screen."""
    _complain(world, serial, _CARE_DUE, seconds)


def _complain(world: World, serial: str, message: Payload, seconds: float) -> None:
    """Raise a message for a while."""
    printer = world.simulated(serial)
    if printer.health.has(message):
        raise BusyError(f"{serial} complains already")
    printer.health.add(message)
    world.speak_up(serial)
    printer.later(seconds, lambda: _content(printer, message))


def _content(printer: SimulatedPrinter, message: Payload) -> list[Payload]:
    """Clear a message."""
    printer.health.remove(message)
    return [printer.push()]


def print_error_shown(world: World, serial: str, seconds: float) -> None:
    """Show an error with all eight digits for a while (protocol C.7.2)."""
    printer = world.simulated(serial)
    if printer.state["print_error"]:
        raise BusyError(f"{serial} shows an error already")
    error = _LITE_RAN_OUT if AMS_LITE in printer.model.ams_kinds[:1] else _RAN_OUT
    printer.state["print_error"] = error
    world.speak_up(serial)
    printer.later(seconds, lambda: _close(printer, error))


def _close(printer: SimulatedPrinter, error: int) -> list[Payload]:
    """Close the error's dialog, if it is still the same one."""
    if printer.state["print_error"] == error:
        printer.state["print_error"] = 0
    return [printer.push()]


def nozzle_changed(world: World, serial: str, _: float) -> None:
    """Replace a nozzle, the right one of two (protocol C.6)."""
    printer = world.simulated(serial)
    if printer.active:
        raise BusyError(f"{serial} prints")
    diameter, material, code = _NOZZLES[str(printer.state["nozzle_diameter"])]
    printer.identity.nozzle_diameter = float(diameter)
    for path, value in (
        ("nozzle_diameter", diameter),
        ("nozzle_type", material),
        ("device.nozzle.info.0.diameter", float(diameter)),
        ("device.nozzle.info.0.type", code),
    ):
        put(printer.state, path, value)
    world.speak_up(serial)
