"""Measure the integration inside Home Assistant, with small and large accounts."""

import asyncio
from collections.abc import Iterable, Sequence
import gc
from itertools import batched
import logging
import math
from statistics import median
from tempfile import TemporaryDirectory
import time
from typing import NamedTuple

from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator.printer.printer import SimulatedPrinter

from .account import Account, account_of
from .adding import adding
from .bare import BareEntity, bare_entities, bare_entry, set_up_bare
from .floor import Floor
from .loop import TimedLoop, longest_callback
from .memory import bare_memory, memory_of
from .table import row, say
from .traffic import Sent, first_words, printers, traffic

SIZES = (1, 20, 100)
BLOCK_TARGET = 10.0
SETUP_TARGET, MEMORY_TARGET = 1.3, 1.25
"""Beside as many bare entities."""
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
    """Per printer, without HTTP."""
    block: float


class BareSetup(NamedTuple):
    """What the set-up of as many bare or usual entities costs, in ms per printer."""

    new: float
    restart: float
    """When they are registered."""


class Whole(NamedTuple):
    """What an account of one size costs."""

    entities: tuple[BareEntity, ...]
    """Of all printers, also those that are disabled."""
    new: Setup
    restart: Setup
    """With all that is stored and registered, before any printer has spoken."""
    bare: BareSetup
    usual: BareSetup
    running: Running


def measure_whole() -> None:
    """Print what accounts of all sizes cost."""
    logging.getLogger("homeassistant.loader").setLevel(logging.ERROR)
    asyncio.run(_measure(1), loop_factory=TimedLoop)  # imports what is needed
    measured = [asyncio.run(_measure(size), loop_factory=TimedLoop) for size in SIZES]
    memory = [asyncio.run(memory_of(size)) for size in SIZES]
    added = [asyncio.run(_added(size)) for size in SIZES]
    bare, usual = (
        [
            asyncio.run(bare_memory(each.entities, usual=usual)) / size
            for size, each in zip(SIZES, measured, strict=True)
        ]
        for usual in (False, True)
    )
    say("", "The integration in Home Assistant; * is not reached", "")
    _say("printers", [f"{size}" for size in SIZES], "to reach")
    count = [
        len(each.entities) / size for size, each in zip(SIZES, measured, strict=True)
    ]
    _say("entities per printer", [f"{each:.0f}" for each in count])
    running = [each.running for each in measured]
    _say_reports("delta", [each.deltas for each in running])
    _say_reports("full report", [each.fulls for each in running])
    _judge("longest callback, ms", [each.block for each in running], BLOCK_TARGET)
    _judge("  all report at once", [each.burst_block for each in running], BLOCK_TARGET)
    _judge("  the link breaks", [each.link_block for each in running], BLOCK_TARGET)
    _judge("  set-up", [each.new.block for each in measured], BLOCK_TARGET)
    _judge(
        "  set-up from storage", [each.restart.block for each in measured], BLOCK_TARGET
    )
    setups = [each.new.cost for each in measured]
    _judge("set-up per printer, ms", setups, None)
    _judge("  adding entities, writing states", added, None)
    _say_ratio("bare", setups, [each.bare.new for each in measured], SETUP_TARGET)
    _say_ratio("usual", setups, [each.usual.new for each in measured], None)
    restarts = [each.restart.cost for each in measured]
    _judge("restart per printer, ms", restarts, None)
    _say_ratio("bare", restarts, [each.bare.restart for each in measured], SETUP_TARGET)
    _say_ratio("usual", restarts, [each.usual.restart for each in measured], None)
    _judge("memory per printer, kB", memory, None)
    _say_ratio("bare", memory, bare, MEMORY_TARGET)
    _say_ratio("usual", memory, usual, None)


def _say_ratio(
    kind: str, costs: Sequence[float], least: Sequence[float], target: float | None
) -> None:
    """Print what as many entities of a kind cost, and the ratio."""
    _judge(f"  as many {kind} entities", least, None)
    ratios = [cost / each for cost, each in zip(costs, least, strict=True)]
    _judge("  multiple of those", ratios, target)


def _say_reports(name: str, reports: Sequence[Reports | None]) -> None:
    """Print the lines about reports of one kind."""
    _say(f"states written per {name}", [r and f"{r.states:.2f}" for r in reports])
    costs = [r and f"{r.whole:.0f} / {r.floor:.0f}" for r in reports]
    _say(f"µs per {name} / floor", costs)
    _judge("  multiple of the floor", [r and r.whole / r.floor for r in reports], None)


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
            entities = tuple(bare_entities(account.hass, DOMAIN))
            running = await _run(account, fleet)
            await account.grow_old()
            await account.unload()
            account.forget_requests()
            restart = await _set_up(account, size, ())
    bare, usual = [
        await _bare_setup(entities, size, usual=each) for each in (False, True)
    ]
    return Whole(entities, new, restart, bare, usual, running)


async def _bare_setup(
    entities: Sequence[BareEntity], size: int, *, usual: bool
) -> BareSetup:
    """Return what the set-up of bare or usual entities costs, and that after it."""
    costs = []
    with TemporaryDirectory() as folder:
        async with account_of(printers(1), folder) as account:
            await account.set_up()
            entry = bare_entry(account.hass)
            for _ in range(2):
                _forget_garbage()
                begin = time.process_time_ns()
                platforms = await set_up_bare(
                    account.hass, entry, entities, usual=usual
                )
                await account.hass.async_block_till_done()
                costs.append((time.process_time_ns() - begin) / 1e6 / size)
                for platform in platforms:
                    await platform.async_reset()
    return BareSetup(*costs)


async def _set_up(account: Account, size: int, greetings: Iterable[Sent]) -> Setup:
    """Set the account up."""
    _forget_garbage()
    await longest_callback()
    begin = time.process_time_ns()
    await account.set_up(greetings)
    cost = (time.process_time_ns() - begin) / 1e6
    block = await longest_callback()
    return Setup((cost - await account.http_cost()) / size, block)


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
    await longest_callback()
    await stream.deliver(singles)
    block = await longest_callback()
    stream.push(burst)
    await stream.idle()
    burst_block = await longest_callback()
    await stream.break_link()
    return Running(deltas, fulls, block, burst_block, await longest_callback())


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


async def _added(size: int) -> float:
    """Return the ms that Home Assistant spends on the entities of each printer."""
    fleet = printers(size)
    greetings = [sent for printer in fleet for sent in first_words(printer)]
    with TemporaryDirectory() as folder, adding() as spent:
        async with account_of(fleet, folder) as account:
            _forget_garbage()
            await account.set_up(greetings)
            return spent.ms / size
