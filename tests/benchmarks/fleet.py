"""Measure an account with as many printers as a farm has.

Home Assistant adds no more than 10,000 entities to an account by default; here, it adds
all, so that no printer is cheaper than it would be.
"""

import asyncio
from collections.abc import Sequence
from tempfile import TemporaryDirectory
import time
from typing import NamedTuple
from unittest.mock import patch

from tests.simulator.cloud_side.history import History

from .account import Account, account_of
from .loop import TimedLoop, longest_callback
from .table import say
from .traffic import Sent, first_words, printers, traffic

PRINTERS, SHARE_TARGET, CALLBACK_TARGET = 500, 6.0, 10.0
"""% of a core, at one report per second and printer; ms."""
POLLED, POLL_TARGET = 100, 5.0
"""Printers; s until a poll right after their set-up has its answer."""
_SECONDS = 6
_STRANGE = "01P00A999999999"
"""A printer of nobody's."""
_LIMIT = "homeassistant.helpers.entity_platform.MAX_ENABLED_ENTITIES_PER_CONFIG_ENTRY"


class Fleet(NamedTuple):
    """What an account of many printers costs."""

    share: float
    """% of a core, at one report per second and printer."""
    transport: float
    """What of this the benchmark itself costs, which delivers the reports."""
    poll: float
    """s until a poll right after the set-up has its answer."""
    blocks: dict[str, float]
    """The longest callbacks, in ms."""


def measure_fleet() -> None:
    """Print what very many printers cost; their reports come one at a time."""
    polled = asyncio.run(_measure(POLLED), loop_factory=TimedLoop)
    fleet = asyncio.run(_measure(PRINTERS), loop_factory=TimedLoop)
    say(
        "",
        f"{PRINTERS} printers at 1 report/s: {_judged(fleet.share, SHARE_TARGET)} % of"
        f" a core, to reach: {SHARE_TARGET:g} %;"
        f" {fleet.transport:.1f} % are for the benchmark's own delivery",
        f"Longest callbacks in ms, to reach: {CALLBACK_TARGET:g}",
        *(
            f"  {name}: {_judged(block, CALLBACK_TARGET)}"
            for name, block in fleet.blocks.items()
        ),
        f"Poll right after the set-up of {POLLED} printers:"
        f" {_judged(polled.poll, POLL_TARGET)} s, to reach: {POLL_TARGET:g} s",
    )


def _judged(value: float, target: float) -> str:
    """Return a value, with a star if it misses its target."""
    return f"{value:.1f}{'*' if value > target else ''}"


async def _measure(count: int) -> Fleet:
    """Set up so many printers, let them report, and break their link."""
    fleet = printers(count)
    greetings = [sent for printer in fleet for sent in first_words(printer)]
    messages = traffic(fleet, (1 + _SECONDS) * count)
    blocks = {}
    with (
        TemporaryDirectory() as folder,
        patch(_LIMIT, count * 1000),
        patch.object(History, "_cover", lambda *_: ""),  # they are on another host
    ):
        async with account_of(fleet, folder) as account:
            await longest_callback()
            await account.set_up(greetings)
            blocks["set-up"] = await longest_callback()
            poll = await account.poll()
            blocks["poll"] = await longest_callback()
            await account.stream.deliver(messages[:count])  # the first of each
            share = await _share(account, messages[count:])
            strange = [sent._replace(serial=_STRANGE) for sent in messages[count:]]
            transport = await _share(account, strange)
            blocks["reports"] = await longest_callback()
            await account.stream.break_link()
            blocks["the link breaks"] = await longest_callback()
    return Fleet(share, transport, poll, blocks)


async def _share(account: Account, messages: Sequence[Sent]) -> float:
    """Return the % of a core that these messages cost."""
    begin = time.process_time()
    await account.stream.deliver(messages)
    return (time.process_time() - begin) / _SECONDS * 100
