"""The few G-codes that clients send (protocol D.3)."""

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .printer import SimulatedPrinter

_WORD = re.compile(r"([A-Z])(-?\d+(?:\.\d+)?)")
_FANS = {1: "part", 2: "auxiliary", 3: "chamber"}


def run(printer: SimulatedPrinter, lines: str) -> None:
    """Run G-code as far as it sets a target, a fan or the home position."""
    for line in lines.upper().splitlines():
        words = {letter: float(number) for letter, number in _WORD.findall(line)}
        _run_line(printer, words)


def _run_line(printer: SimulatedPrinter, words: dict[str, float]) -> None:
    """Run one line."""
    body = printer.body
    setting = words.get("S", 0.0)
    match words:
        case {"M": 104 | 109}:
            body.nozzles[body.active].target = setting
        case {"M": 140 | 190}:
            body.bed.target = setting
        case {"M": 141 | 191} if body.chamber is not None:
            body.chamber.target = setting
        case {"M": 106}:
            name = _FANS.get(int(words.get("P", 1)))
            if name is not None:
                setattr(body.fans, name, round(setting / 255 * 15))
        case {"G": 28}:
            printer.state["home_flag"] |= 0b111
