"""Measure the integration inside Home Assistant, with small and large accounts."""

import asyncio
from collections.abc import Awaitable, Iterable, Sequence
import gc
from itertools import batched
import logging
import math
from statistics import median
from tempfile import TemporaryDirectory
import time
import tracemalloc
from typing import NamedTuple

from tests.simulator.printer.printer import SimulatedPrinter

from .account import Account, TimedLoop, account_of
from .floor import Floor
from .table import row, say
from .traffic import Sent, first_words, printers, traffic

SIZES = (1, 20, 100)
FLOOR_TARGET, BLOCK_TARGET = 2.0, 10.0
SETUP_TARGET, MEMORY_TARGET = 30.0, 300.0
_MESSAGES, _BATCH, _SINGLES = 6000, 100, 1000
_WIDTHS = (38, 10, 10, 10, 14)


class Reports(NamedTuple):
    """The medians of what reports of one kind cost."""

    whole: float
    """µs per report."""
    floor: float
    states: float
    """Written per report."""


class Running(NamedTuple):
    """What an account costs while its printers report; blocks in ms."""

    deltas: Reports
    fulls: Reports | None
    """None where no printer repeats full reports."""
    block: float
    """While reports come one at a time."""
    burst_block: float
    """When all printers report at once."""
    link_block: float
    """When the link breaks."""


class Setup(NamedTuple):
    """What setting an account up costs, in ms."""

    cost: float
    """Per printer."""
    block: float


class Whole(NamedTuple):
    """What an account of one size costs."""

    entities: int
    """Per printer."""
    new: Setup
    restart: Setup
    """From what was stored, before any printer has spoken."""
    running: Running


def measure_whole() -> None:
    """Print what accounts of all sizes cost."""
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)
    asyncio.run(_measure(1), loop_factory=TimedLoop)  # imports what is needed
    measured = [asyncio.run(_measure(size), loop_factory=TimedLoop) for size in SIZES]
    memory = [asyncio.run(_memory(size)) for size in SIZES]
    bare = asyncio.run(_bare_memory())
    say("", "The integration in Home Assistant; * is not reached", "")
    _say("printers", [f"{size}" for size in SIZES], "to reach")
    _say("entities per printer", [f"{each.entities}" for each in measured])
    running = [each.running for each in measured]
    _say_reports("delta", [each.deltas for each in running], FLOOR_TARGET)
    _say_reports("full report", [each.fulls for each in running], None)
    _judge("longest block, ms", [each.block for each in running], BLOCK_TARGET)
    _judge("  all report at once", [each.burst_block for each in running], BLOCK_TARGET)
    _judge("  the link breaks", [each.link_block for each in running], BLOCK_TARGET)
    _judge("  set-up", [each.new.block for each in measured], BLOCK_TARGET)
    _judge(
        "  set-up from storage", [each.restart.block for each in measured], BLOCK_TARGET
    )
    _judge("set-up per printer, ms", [each.new.cost for each in measured], SETUP_TARGET)
    _judge("  from storage", [each.restart.cost for each in measured], SETUP_TARGET)
    _judge("memory per printer, kB", memory, MEMORY_TARGET)
    _judge("  as many bare entities", [bare * each.entities for each in measured], None)


def _say_reports(
    name: str, reports: Sequence[Reports | None], target: float | None
) -> None:
    """Print the lines about reports of one kind."""
    _say(f"states written per {name}", [r and f"{r.states:.2f}" for r in reports])
    costs = [r and f"{r.whole:.0f} / {r.floor:.0f}" for r in reports]
    _say(f"µs per {name} / floor", costs)
    _judge(
        "  multiple of the floor", [r and r.whole / r.floor for r in reports], target
    )


def _judge(name: str, values: Sequence[float | None], target: float | None) -> None:
    """Print figures, each with a star if it misses its target."""
    limit = math.inf if target is None else target
    cells = [
        None if value is None else f"{value:.1f}{'*' if value > limit else ''}"
        for value in values
    ]
    _say(name, cells, "" if target is None else f"<= {target:g}")


def _say(name: str, cells: Sequence[str | None], target: str = "") -> None:
    """Print a line of the table."""
    say(row((name, *(cell or "-" for cell in cells), target), _WIDTHS))


async def _measure(size: int) -> Whole:
    """Set an account up, let its printers report, and set it up once more."""
    fleet = printers(size)
    greetings = [sent for printer in fleet for sent in first_words(printer)]
    with TemporaryDirectory() as folder:
        async with account_of(fleet, folder) as account:
            new = await _set_up(account, size, greetings)
            entities = len(account.hass.states.async_all()) // size
            running = await _run(account, fleet)
        async with account_of(fleet, folder) as account:
            restart = await _set_up(account, size, ())
    return Whole(entities, new, restart, running)


async def _set_up(account: Account, size: int, greetings: Iterable[Sent]) -> Setup:
    """Set the account up."""
    _forget_garbage()
    await _longest_block()
    begin = time.process_time_ns()
    await account.set_up(greetings)
    cost = (time.process_time_ns() - begin) / 1e6
    return Setup(cost / size, await _longest_block())


async def _run(account: Account, fleet: Sequence[SimulatedPrinter]) -> Running:
    """Let the printers report for a while, until the link breaks."""
    stream, floor = account.stream, Floor(account.hass)
    await floor.set_up()
    messages = traffic(fleet, _MESSAGES)
    singles, burst = traffic(fleet, _SINGLES), traffic(fleet, len(fleet))
    _forget_garbage()
    deltas = await _report(account, floor, [m for m in messages if m.is_delta])
    fulls = await _report(account, floor, [m for m in messages if m.is_repeated])
    assert deltas is not None
    await _longest_block()
    await stream.deliver(singles)
    block = await _longest_block()
    stream.push(burst)
    await stream.idle()
    burst_block = await _longest_block()
    await stream.break_link()
    return Running(deltas, fulls, block, burst_block, await _longest_block())


async def _longest_block() -> float:
    """Return the longest step of the event loop since the last call."""
    await asyncio.sleep(0)  # what is done until here belongs to the time before
    loop = asyncio.get_running_loop()
    assert isinstance(loop, TimedLoop)
    longest, loop.longest = loop.longest, 0.0
    return longest


def _forget_garbage() -> None:
    """Exclude the simulated printers from collections that are measured."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()


async def _report(
    account: Account, floor: Floor, messages: list[Sent]
) -> Reports | None:
    """Let printers report, and run the floor, in turns."""
    if not messages:
        return None
    whole, least, written = [], [], []
    for batch in batched(messages, _BATCH, strict=False):
        account.stream.push(batch)
        account.written, begin = 0, time.process_time_ns()
        await account.stream.idle()
        whole.append((time.process_time_ns() - begin) / len(batch) / 1000)
        states = account.written
        written.append(states / len(batch))
        begin = time.process_time_ns()
        floor.work(batch, states)
        least.append((time.process_time_ns() - begin) / len(batch) / 1000)
    return Reports(median(whole), median(least), sum(written) / len(written))


async def _memory(size: int) -> float:
    """Return the kB that Home Assistant needs for each printer of an account."""
    fleet = printers(size)
    greetings = [sent for printer in fleet for sent in first_words(printer)]
    with TemporaryDirectory() as folder:
        async with account_of(fleet, folder) as account:
            return await _memory_growth(account.set_up(greetings)) / size


async def _memory_growth(work: Awaitable[None]) -> float:
    """Return how many kB more are in use after some work."""
    gc.unfreeze()
    gc.collect()
    tracemalloc.start()
    await work
    gc.collect()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return used / 1000


async def _bare_memory(entities: int = 1000) -> float:
    """Return the kB that Home Assistant needs for each of so many bare entities."""
    with TemporaryDirectory() as folder:
        async with account_of(printers(1), folder) as account:
            await account.set_up()
            return (
                await _memory_growth(Floor(account.hass, entities).set_up()) / entities
            )
