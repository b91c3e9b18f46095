"""Commands for options (protocol D.5)."""

from typing import TYPE_CHECKING, Any

from tests.simulator.printer.state import Payload

from .flags import put_cfg, put_home_flag, put_xcam
from .jobs import DONE, FAILED

if TYPE_CHECKING:
    from tests.simulator.printer.printer import SimulatedPrinter

_PLACES = {
    "sound_enable": (22, 17),
    "auto_recovery": (16, 4),
    "filament_tangle_detect": (23, 20),
    "nozzle_blob_detect": (24, 24),
    "auto_switch_filament": (18, 10),
    "air_print_detect": (None, 28),
}
"""Bits of `cfg` and `home_flag` by option (protocol C.4.1, C.4.2)."""


def _option(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Set the options that are named."""
    is_option = False
    for name, (cfg, home_flag) in _PLACES.items():
        if name not in request:
            continue
        is_option = True
        if cfg is not None:
            put_cfg(printer, cfg, int(request[name]))
        put_home_flag(printer, home_flag, int(request[name]))
    if "air_print_detect" in request:
        put_xcam(printer, 16, int(request["air_print_detect"]))
    if "air_purification" in request:
        is_option = True
        put_cfg(printer, 36, request["air_purification"], width=2)
    return DONE if is_option else FAILED


def _idle_heating(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Switch unused heaters off."""
    put_cfg(printer, 32, int(request["enable"]), width=2)
    return DONE


def _buzzer(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Set the buzzer, which no report shows."""
    printer.physics.buzzer = request["mode"]
    return DONE


HANDLERS: dict[str, Any] = {
    "print_option": _option,
    "set_against_continued_heating_mode": _idle_heating,
    "buzzer_ctrl": _buzzer,
}
