"""Measure the memory of an account, beside that of as many bare entities."""

from collections.abc import Awaitable, Sequence
import gc
from tempfile import TemporaryDirectory
import tracemalloc

from .account import Account, account_of
from .bare import BareEntity, bare_entry, set_up_bare
from .traffic import first_words, printers


async def memory_of(size: int) -> float:
    """Return the kB that Home Assistant needs for each printer of an account."""
    fleet = printers(size)
    greetings = [sent for printer in fleet for sent in first_words(printer)]
    with TemporaryDirectory() as folder:
        async with account_of(fleet, folder) as account:
            return await _growth(account, account.set_up(greetings)) / size


async def bare_memory(entities: Sequence[BareEntity], *, usual: bool) -> float:
    """Return the kB that Home Assistant needs for bare or usual entities."""
    with TemporaryDirectory() as folder:
        async with account_of(printers(1), folder) as account:
            await account.set_up()
            entry = bare_entry(account.hass)
            work = set_up_bare(account.hass, entry, entities, usual=usual)
            return await _growth(account, work)


async def _growth(account: Account, work: Awaitable[object]) -> float:
    """Return how many kB more are in use after some work."""
    gc.unfreeze()
    gc.collect()
    tracemalloc.start()
    await work
    account.forget_requests()
    gc.collect()
    used, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return used / 1000
