"""Measure reports in Home Assistant that come one at a time, by model."""

import asyncio
from collections.abc import Sequence
from itertools import batched, islice
from statistics import median
from tempfile import TemporaryDirectory
import time

from .account import Account, account_of
from .table import row, say
from .traffic import Sent, first_words, full_reports, printers, traffic

DELTA_TARGET, FULL_TARGET = 60.0, 160.0
"""µs of decoding, merging, notifying and writing, without the transport."""
_FLEET, _MESSAGES, _BATCH = 5, 2000, 50
_WIDTHS = (24, 10, 10, 14)


def measure_single() -> None:
    """Print what a report costs that comes alone."""
    deltas = asyncio.run(_measure("P1S", full=False))
    fulls = asyncio.run(_measure("H2D", full=True))
    say("", "Reports in Home Assistant, one at a time, net; * is not reached", "")
    say(row(("", "µs", "states", "to reach"), _WIDTHS))
    for name, (cost, states), target in (
        ("delta of a P1S", deltas, DELTA_TARGET),
        ("full report of an H2D", fulls, FULL_TARGET),
    ):
        star = "*" if cost > target else " "
        say(
            row((name, f"{cost:.0f}{star}", f"{states:.2f}", f"<= {target:g}"), _WIDTHS)
        )


async def _measure(model: str, *, full: bool) -> tuple[float, float]:
    """Return the µs and the written states per report of printers of one model."""
    fleet = printers(_FLEET, [model])
    greetings = [sent for printer in fleet for sent in first_words(printer)]
    with TemporaryDirectory() as folder:
        async with account_of(fleet, folder) as account:
            await account.set_up(greetings)
            if full:
                messages = list(full_reports(fleet[0], _MESSAGES // 4))
            else:
                deltas = (
                    sent for sent in traffic(fleet, 3 * _MESSAGES) if sent.is_delta
                )
                messages = list(islice(deltas, _MESSAGES))
            return await _deliver(account, messages)


async def _deliver(account: Account, messages: Sequence[Sent]) -> tuple[float, float]:
    """Deliver reports, in turn with as many that belong to no printer."""
    costs = []
    account.written = 0
    for batch in batched(messages, _BATCH, strict=False):
        strange = [sent._replace(serial="01P00A999999999") for sent in batch]
        whole, transport = [await _cost(account, each) for each in (batch, strange)]
        costs.append((whole - transport) / len(batch))
    return median(costs), account.written / len(messages)


async def _cost(account: Account, messages: Sequence[Sent]) -> float:
    """Return the µs of CPU time that delivering messages costs."""
    begin = time.process_time_ns()
    await account.stream.deliver(messages)
    return (time.process_time_ns() - begin) / 1000
