"""Measure how many rows the printers write into Home Assistant's recorder."""

import asyncio
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
import time

from tests.simulator import P1S_SERIAL

from .environment import Environment, live_printers, say
from .printers import DOMAIN, Printer
from .recorder_rows import Period, RecorderRows
from .workload import start_long_prints

PER_PRINTING_P1S = 15
PER_IDLE_PRINTER = 2
PER_SIX_PRINTERS = 60
PER_BLIP = 0
PER_RELOAD_AND_ENTITY = 2
"""The most rows: per minute, or for one event."""

NOISIEST = 20
REPORTS_EVERY = 1.0  # second; the busiest that was recorded of printing printers
CALM_AFTER = 25.0
"""Seconds for what a start, a print or a return brings once."""
BLIP = 20.0
"""Seconds without a broker: with the wait for the next attempt, less than a minute."""
WRITTEN_AFTER = 3.0  # seconds; the recorder writes every second


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured."""

    name: str
    value: float
    limit: float

    @property
    def is_met(self) -> bool:
        """Return whether it is not more than it may be."""
        return self.value <= self.limit


async def measure(running: Environment, minutes: float) -> bool:
    """Print how much is written; return whether it is little enough.

    Idle and printing printers are measured for some minutes each, then a lost link and
    a reload, all at the speed of real printers.
    """
    for serial in running.cloud.printers:
        running.cloud.simulated(serial).active_cadence = REPORTS_EVERY
    running.cloud.run(1)
    found = await live_printers(running)
    rows = RecorderRows(running.folder, _entities(found))
    await asyncio.sleep(CALM_AFTER)

    say("", f"All printers idle, {minutes:g} min", "")
    idle = await _wait(60 * minutes)
    per_minute = _report(rows, found, idle)
    figures = [
        Figure(f"{name}, idle: rows/min", value, PER_IDLE_PRINTER)
        for name, value in per_minute.items()
    ]

    await start_long_prints(running.cloud)
    await asyncio.sleep(CALM_AFTER)
    say("", f"All printers printing, {minutes:g} min", "")
    printing = await _wait(60 * minutes)
    per_minute = _report(rows, found, printing)
    p1s = next(printer.name for printer in found if printer.serial == P1S_SERIAL)
    figures += [
        Figure(f"{p1s}, printing: rows/min", per_minute[p1s], PER_PRINTING_P1S),
        Figure(
            f"{len(found)} printers, printing: rows/min",
            sum(per_minute.values()),
            PER_SIX_PRINTERS,
        ),
        await _blip(running, rows),
        await _reload(running, rows),
    ]
    say("", *map(_line, figures))
    return all(figure.is_met for figure in figures)


async def _blip(running: Environment, rows: RecorderRows) -> Figure:
    """Measure what a link writes that is gone for less than a minute."""
    start = time.time()
    await running.cloud.broker.stop()
    await asyncio.sleep(BLIP)
    await running.cloud.broker.start()
    away = await _until_connected(running, start)
    await asyncio.sleep(CALM_AFTER)
    lost = rows.losses(await _written(start))
    _show_worst(lost)
    return Figure(f"Link gone for {away:.0f} s: rows", lost.total(), PER_BLIP)


async def _until_connected(running: Environment, start: float) -> float:
    """Wait until the account is connected again; return the seconds that it was not."""
    while not running.cloud.broker.sessions:  # noqa: ASYNC110  it has no event for that
        await asyncio.sleep(0.1)
    return time.time() - start


async def _reload(running: Environment, rows: RecorderRows) -> Figure:
    """Measure what a reload of the account writes about the worst entity."""
    entries = await running.client.command("config_entries/get", domain=DOMAIN)
    start = time.time()
    path = f"/api/config/config_entries/entry/{entries[0]['entry_id']}/reload"
    await running.client.post(path, {})
    await asyncio.sleep(CALM_AFTER)
    lost = rows.losses(await _written(start))
    _show_worst(lost)
    worst = max(lost.values(), default=0)
    name = f"Reload ({lost.total()} rows): rows of the worst entity"
    return Figure(name, worst, PER_RELOAD_AND_ENTITY)


async def _wait(seconds: float) -> Period:
    """Let printers be for so long; return the time when all of it is written."""
    start = time.time()
    await asyncio.sleep(seconds)
    return await _written(start)


async def _written(start: float) -> Period:
    """Return the time from then to now, when all of it is written."""
    period = Period(start, time.time())
    await asyncio.sleep(WRITTEN_AFTER)
    return period


def _report(
    rows: RecorderRows, found: Iterable[Printer], period: Period
) -> Mapping[str, float]:
    """Print the noisiest entities and all printers; return rows/min by printer."""
    counted = rows.per_entity(period)
    for entity, count in counted.most_common(NOISIEST):
        say(f"{count / period.minutes:7.1f}  {entity}")
    per_minute = {
        printer.name: sum(counted[entity] for entity in printer.all_entities.values())
        / period.minutes
        for printer in found
    }
    size = rows.attribute_bytes(period) / period.minutes / 1024
    say("", *(f"{value:7.1f}  {name}" for name, value in per_minute.items()))
    say(f"{sum(per_minute.values()):7.1f}  together, with {size:.1f} KiB of attributes")
    return per_minute


def _show_worst(rows: Counter[str]) -> None:
    """Print the entities with the most rows."""
    say(*(f"{count:7}  {entity}" for entity, count in rows.most_common(5)))


def _entities(found: Iterable[Printer]) -> set[str]:
    """Return the enabled entities of all printers."""
    return {entity for each in found for entity in each.all_entities.values()}


def _line(figure: Figure) -> str:
    """Describe a figure and whether it is met."""
    verdict = "ok" if figure.is_met else "TOO MANY"
    return f"{figure.value:7.1f} of {figure.limit:<3g} {verdict:<9} {figure.name}"
