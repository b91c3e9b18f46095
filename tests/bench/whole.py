"""Measure the integration inside Home Assistant, with small and large accounts."""

import asyncio
from collections.abc import Sequence
import gc
from itertools import batched
import logging
import math
from statistics import median
import time
import tracemalloc
from typing import NamedTuple

from .account import Account, WatchedLoop, account_of
from .floor import Floor
from .table import row, say
from .traffic import Sent, first_words, printers, traffic

SIZES = (1, 20, 100)
FLOOR_TARGET, BLOCK_TARGET = 2.0, 10.0
SETUP_TARGET, MEMORY_TARGET = 30.0, 300.0
_MESSAGES, _BATCH = 6000, 100
_WIDTHS = (38, 10, 10, 10, 14)


class Reports(NamedTuple):
    """What reports of one kind cost, in medians."""

    whole: float
    """µs per report."""
    floor: float
    states: float
    """Written per report."""


class Whole(NamedTuple):
    """What an account of one size costs."""

    entities: int
    """Per printer."""
    setup: float
    """ms per printer."""
    setup_block: float
    """ms."""
    deltas: Reports
    fulls: Reports | None
    """None where no printer repeats full reports."""
    block: float
    """ms, while reports come one at a time."""
    burst: float
    """ms, when all printers report at once."""


def measure_whole() -> None:
    """Print what accounts of all sizes cost."""
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)
    asyncio.run(_measure(1), loop_factory=WatchedLoop)  # imports what is needed
    measured = [asyncio.run(_measure(size), loop_factory=WatchedLoop) for size in SIZES]
    memory = [asyncio.run(_memory(size)) for size in SIZES]
    bare = asyncio.run(_bare_memory())
    say("", "The integration in Home Assistant; * is not reached", "")
    _say("printers", [f"{size}" for size in SIZES], "to reach")
    _say("entities per printer", [f"{each.entities}" for each in measured])
    _say_reports("delta", [each.deltas for each in measured], FLOOR_TARGET)
    _say_reports("full report", [each.fulls for each in measured], None)
    _judge("longest block, ms", [each.block for each in measured], BLOCK_TARGET)
    _judge("  all report at once", [each.burst for each in measured], BLOCK_TARGET)
    _judge("  setting up", [each.setup_block for each in measured], BLOCK_TARGET)
    _judge("set-up per printer, ms", [each.setup for each in measured], SETUP_TARGET)
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
    """Print figures, each with a star if it misses what was to be reached."""
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
    """Set an account up and let its printers report."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, WatchedLoop)
    fleet = printers(size)
    greetings = [sent for printer in fleet for sent in first_words(printer)]
    messages = traffic(fleet, _MESSAGES)
    singles, burst = traffic(fleet, 1000), traffic(fleet, size)
    async with account_of(fleet) as account:
        floor = Floor(account.hass)
        await floor.set_up()
        before = len(account.hass.states.async_all())
        _forget_garbage()
        loop.longest, begin = 0.0, time.process_time_ns()
        await account.set_up(greetings)
        setup = (time.process_time_ns() - begin) / 1e6
        setup_block, loop.longest = loop.longest, 0.0
        _forget_garbage()
        deltas = await _report(account, floor, [m for m in messages if m.is_delta])
        assert deltas is not None
        fulls = await _report(account, floor, [m for m in messages if m.is_repeated])
        loop.longest = 0.0
        await account.stream.deliver(singles)
        block, loop.longest = loop.longest, 0.0
        account.stream.push(burst)
        await account.stream.idle()
        return Whole(
            entities=(len(account.hass.states.async_all()) - before) // size,
            setup=setup / size,
            setup_block=setup_block,
            deltas=deltas,
            fulls=fulls,
            block=block,
            burst=loop.longest,
        )


def _forget_garbage() -> None:
    """Keep the simulated printers out of collections that are measured."""
    gc.collect()
    gc.freeze()


async def _report(
    account: Account, floor: Floor, messages: list[Sent]
) -> Reports | None:
    """Let printers report, and do the least that this needs, in turns."""
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
    async with account_of(fleet) as account:
        gc.collect()
        tracemalloc.start()
        await account.set_up(greetings)
        gc.collect()
        used, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return used / size / 1000


async def _bare_memory(entities: int = 1000) -> float:
    """Return the kB that Home Assistant needs for each of so many bare entities."""
    async with account_of(printers(1)) as account:
        await account.set_up([])
        floor = Floor(account.hass, entities)
        gc.collect()
        tracemalloc.start()
        await floor.set_up()
        gc.collect()
        used, _ = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return used / entities / 1000
