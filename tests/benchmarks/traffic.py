"""Simulated printers at work, and their messages."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

import orjson

from tests.simulator.default_printers import another
from tests.simulator.printer.job import Job
from tests.simulator.printer.models import Style
from tests.simulator.printer.printer import SimulatedPrinter
from tests.simulator.printer.state import Payload

MODELS = ("P1S", "H2D", "X1C")
_LENGTH, _UNDER_WAY = 7200.0, 1200
_PERCENT, _APART = 72, 7
"""Seconds of 1 % of a print, and between those of two printers."""


class Sent(NamedTuple):
    """A message of a printer as bytes."""

    serial: str
    payload: bytes
    is_delta: bool = False
    is_repeated: bool = False
    """A full report of a printer that sends no others."""


def printers(number: int, models: Sequence[str] = MODELS) -> list[SimulatedPrinter]:
    """Return so many printers at work, of these models in turn."""
    made: dict[str, SimulatedPrinter] = {}
    for index in range(number):
        printer = another(models[index % len(models)], made)
        made[printer.identity.serial] = printer
        printer.printing.start(
            Job(task_id=5000 + index, seconds=_LENGTH), "print_uninterrupted"
        )
        for _ in range(_UNDER_WAY // 10):
            printer.tick(10)
        printer.tick(index * _APART % _PERCENT)  # not all reach the next % at once
    return list(made.values())


def first_words(printer: SimulatedPrinter) -> list[Sent]:
    """Return the replies of a printer to the first requests."""
    answers = (printer.answer_version("1"), printer.full())
    return [_sent(printer, payload) for payload in answers]


def traffic(fleet: Iterable[SimulatedPrinter], messages: int) -> list[Sent]:
    """Return the next messages of printers in turn."""
    talks = [_talk(printer) for printer in fleet]
    return [next(talks[number % len(talks)]) for number in range(messages)]


def full_reports(printer: SimulatedPrinter, messages: int) -> Iterator[Sent]:
    """Yield full reports of a printer, second by second."""
    for _ in range(messages):
        printer.tick(1)
        yield _sent(printer, printer.full())


def _talk(printer: SimulatedPrinter) -> Iterator[Sent]:
    """Yield what a printer sends, second by second."""
    for _ in count():
        for payload in printer.tick(1):
            yield _sent(printer, payload)


def _sent(printer: SimulatedPrinter, payload: Payload) -> Sent:
    """Return a message as bytes."""
    is_delta = payload.get("print", {}).get("msg") == 1
    return Sent(
        printer.identity.serial,
        orjson.dumps(payload),
        is_delta=is_delta,
        is_repeated=printer.model.style is Style.FULL,
    )
