"""The few G-codes that clients send (protocol D.3)."""

import re
from typing import TYPE_CHECKING

from tests.simulator.printer import ams_changes
from tests.simulator.printer.state import put

if TYPE_CHECKING:
    from tests.simulator.printer.printer import SimulatedPrinter

_WORD = re.compile(r"([A-Z])(-?\d+(?:\.\d+)?)")
FANS = {1: "part", 2: "auxiliary", 3: "chamber", 10: "second_auxiliary"}
_AXES = "XYZ"
_AIR = 145


def run(printer: SimulatedPrinter, lines: str) -> None:
    """Run G-code that sets a target, a fan or a position."""
    for line in lines.upper().splitlines():
        words = {letter: float(number) for letter, number in _WORD.findall(line)}
        _run_line(printer, words)


def _run_line(printer: SimulatedPrinter, words: dict[str, float]) -> None:
    """Run one line."""
    match words:
        case {"M": 104 | 109 | 140 | 190 | 141 | 191}:
            _heat(printer, words)
        case {"M": 145 | 106}:
            _blow(printer, words)
        case {"M": 620} if "R" in words:
            ams_changes.identify(printer, *divmod(int(words["R"]), 4))
        case {"G": 28}:
            printer.state["home_flag"] |= 0b111
        case {"G": 0 | 1}:
            _move(printer, words)


def _heat(printer: SimulatedPrinter, words: dict[str, float]) -> None:
    """Set a target."""
    body, target = printer.physics, words.get("S", 0.0)
    match words["M"]:
        case 104 | 109:
            nozzle = int(words.get("T", body.active))
            if nozzle in range(len(body.nozzles)):
                body.nozzles[nozzle].target = target
        case 140 | 190:
            body.bed.target = target
        case _ if body.chamber is not None and printer.model.chamber_heater:
            body.chamber.target = target


def _blow(printer: SimulatedPrinter, words: dict[str, float]) -> None:
    """Set a fan, or the air duct."""
    if words["M"] == _AIR:
        put(printer.state, "device.airduct.modeCur", int(words.get("P", 0)))
    elif name := FANS.get(int(words.get("P", 1))):
        setattr(printer.physics.fans, name, words.get("S", 0.0) / 255 * 15)


def _move(printer: SimulatedPrinter, words: dict[str, float]) -> None:
    """Move axes and filament."""
    if "E" in words:
        printer.physics.extrude(printer.physics.active, words["E"])
    for axis in _AXES:
        if axis in words:
            printer.physics.move(axis, words[axis])
