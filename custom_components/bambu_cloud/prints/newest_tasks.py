"""Fetch what all printers of an account have printed last."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
import logging
from typing import TYPE_CHECKING, override

from homeassistant.core import HomeAssistant, callback

from ..api import SYSTEM_CLOCK, BambuCloud, BambuError, Clock
from ..cadences import HISTORY
from ..lookups.coordinator import BackgroundCoordinator
from ..model import PrintTask
from .printer_history import PrinterHistory

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)

_PAGE = 50
_PRINTERS_PER_PAGE = 10
"""Another page for so many printers: one that printed lately is on them."""


class NewestTasks(BackgroundCoordinator[None]):
    """Fetch the account's newest pages, and of printers that are not on them their own.

    With many printers, a request for each would keep more urgent ones waiting.
    """

    interval = HISTORY

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        cloud: BambuCloud,
        histories: Mapping[str, PrinterHistory],
        on_fetched: Callable[[Sequence[PrintTask]], None],
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without tasks.

        Args:
            hass: Home Assistant.
            entry: The account.
            cloud: Where its tasks are.
            histories: Those of its printers, by serial, as they come and go.
            on_fetched: Called with all tasks that were fetched.
            clock: Spreads the requests of many homes.
        """
        super().__init__(hass, entry, name="newest prints", data=None, clock=clock)
        self._cloud = cloud
        self._histories = histories
        self._on_fetched = on_fetched

    @override
    async def _async_fetch(self) -> None:
        """Fetch tasks, and hand them to the printers."""
        by_serial = await self._async_by_printer()
        for serial, history in tuple(self._histories.items()):
            if serial not in self._histories:  # it has left meanwhile
                continue
            tasks = by_serial.get(serial, ())
            if any(task.is_over for task in tasks):
                await history.async_set_newest(tuple(tasks))
            elif not history.fetches:
                await history.async_refresh()
            history.async_release()
            await asyncio.sleep(0)  # lets other tasks run

    async def _async_by_printer(self) -> Mapping[str, Sequence[PrintTask]]:
        """Return the tasks of the newest pages by printer, newest first."""
        by_serial = defaultdict(list)
        pages_left = 1 + len(self._histories) // _PRINTERS_PER_PAGE
        async for page in self._cloud.task_pages(size=_PAGE):
            self._on_fetched(page.tasks)
            for task in page.tasks:
                by_serial[task.serial].append(task)
            pages_left -= 1
            if not pages_left:
                break
        return by_serial

    @override
    @callback
    def _async_on_error(self, err: BambuError) -> None:
        """Let printers fetch what they need; the poll notices a dead login."""
        _LOGGER.debug("Going on with the known prints: %s", err)
        for history in self._histories.values():
            history.async_release()
