"""Bits of the report that store settings (protocol C.4.1, C.4.2)."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.simulator.printer.printer import SimulatedPrinter

_WORD = 0xFFFF_FFFF
_SIGN = 1 << 31


def put_cfg(printer: SimulatedPrinter, place: int, value: int, width: int = 1) -> None:
    """Write bits of `cfg`, where newer firmware stores its settings."""
    if "cfg" in printer.state:
        word = _with(int(printer.state["cfg"], 16), place, value, width)
        printer.state["cfg"] = f"{word:X}"


def put_home_flag(printer: SimulatedPrinter, place: int, value: int) -> None:
    """Write a bit of `home_flag`, a signed number."""
    word = _with(printer.state["home_flag"] & _WORD, place, value, 1)
    printer.state["home_flag"] = word - (1 << 32) if word & _SIGN else word


def put_xcam(printer: SimulatedPrinter, place: int, value: int, width: int = 1) -> None:
    """Write bits of `xcam.cfg`, where there is one."""
    detectors = printer.state.get("xcam", {})
    if "cfg" in detectors:
        detectors["cfg"] = _with(detectors["cfg"], place, value, width)


def _with(word: int, place: int, value: int, width: int) -> int:
    """Return a word with other bits in one place."""
    mask = (1 << width) - 1
    return word & ~(mask << place) | (value & mask) << place
