"""Add up what the account's printers have ever printed."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..api import BambuCloud, BambuError, BambuResponseError, TaskPage
from ..const import DOMAIN
from ..devices.printer import PrintersBySerial
from ..lookups.retry import patience, spread
from ..model import PrintTask
from ..model.values import integer, text
from ..storage import StoredFile, account_file
from .history import PrintHistory
from .totals import Ledger, Totals

_LOGGER = logging.getLogger(__name__)

_PAGE = 50
_PAUSE = 2.0
_INTERVAL = 6 * 3600.0
_PAGES_PER_LINE = 10
_STUCK = timedelta(days=14)
"""After this long, nobody waits any more for a task to end."""


class PrintStatistics:
    """Walk through the account's whole history once, then follow what is new.

    The walk goes on where it was interrupted. Until its end nothing is told: a sum that
    grows because the past becomes known would look like prints of today.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        cloud: BambuCloud,
        history: PrintHistory,
        *,
        now: Callable[[], datetime] = dt_util.utcnow,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Begin with nothing printed."""
        self._hass = hass
        self._entry = entry
        self._cloud = cloud
        self._history = history
        self._now = now
        self._sleep = sleep
        self._file = _file(hass, entry.entry_id)
        self._ledger = Ledger()
        self._printers: PrintersBySerial = {}
        self._done: int | None = None
        """The number up to which every task is in the ledger for good."""
        self._top: int | None = None
        self._after: str | None = None
        """Where the walk began, and where it is."""
        self._exporting = asyncio.Lock()
        self._unplan: CALLBACK_TYPE | None = None

    @property
    def is_complete(self) -> bool:
        """Return whether the whole past is known."""
        return self._done is not None

    def totals(self, serial: str) -> Totals | None:
        """Return what a printer has ever printed, None until that is known."""
        return self._ledger.totals(serial) if self.is_complete else None

    def recent(self, serial: str) -> Totals | None:
        """Return what a printer has printed in 30 days, None until that is known."""
        return self._ledger.recent(serial, self._now()) if self.is_complete else None

    async def async_load(self) -> None:
        """Remember what is known already."""
        if not (content := await self._file.async_load()):
            return
        ledger = Ledger.from_kept(content.get("tasks"))
        if ledger is None:
            await self._file.async_set_aside()
            return
        self._ledger = ledger
        self._done = integer(content.get("done"))
        self._top = integer(content.get("top"))
        self._after = text(content.get("after"))

    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Begin to add up, as long as the entry is loaded."""
        self._printers = printers
        self._history.on_tasks = self._async_take
        self._entry.async_on_unload(self._async_stop)
        self._async_in_background(self._async_keep_up())

    @callback
    def _async_stop(self) -> None:
        """Stop to follow the history."""
        self._history.on_tasks = None
        if self._unplan:
            self._unplan()

    @callback
    def _async_in_background(self, work: Any) -> None:
        """Do something that ends with the entry at the latest."""
        self._entry.async_create_background_task(
            self._hass, work, f"{DOMAIN} statistics"
        )

    async def _async_keep_up(self) -> None:
        """Walk, and again in a while; after an error from where it was."""
        delay = spread(_INTERVAL)
        try:
            await self._async_walk()
        except BambuError as err:
            # Whoever polls the account tells when the login is dead.
            _LOGGER.debug("The walk through the print history has to wait: %s", err)
            if isinstance(err, BambuResponseError):
                self._after = self._top = None  # the task to go on after may be gone
            delay = patience(err)

        @callback
        def again(_: datetime) -> None:
            """Walk again."""
            self._async_in_background(self._async_keep_up())

        job = HassJob(again, cancel_on_shutdown=True)
        self._unplan = async_call_later(self._hass, delay, job)

    async def _async_walk(self) -> None:
        """Add every task from the newest to those that are known for good."""
        first, pages = not self.is_complete, 0
        news: set[str] = set()
        if first:
            _LOGGER.info("Reading the account's whole print history for statistics")
        async for page in self._cloud.task_pages(size=_PAGE, after=self._after):
            news |= self._ledger.add(page.tasks, self._now())
            self._note(page)
            if self._is_known(page):
                break
            await self._async_save()
            pages += 1
            if first and pages % _PAGES_PER_LINE == 0:
                _LOGGER.info("Read %d prints so far", len(self._ledger))
            await self._sleep(_PAUSE)
        self._done, self._top, self._after = self._top or self._done or 0, None, None
        await self._async_save()
        if first:
            _LOGGER.info("Read all %d prints", len(self._ledger))
        self._async_tell(news)
        await self._async_export(self._printers)

    def _note(self, page: TaskPage) -> None:
        """Note how far the walk is; below its top everything will be settled."""
        self._after = page.ids[-1]
        numbers = [number for task_id in page.ids if (number := integer(task_id))]
        if self._top is None:
            self._top = max(numbers, default=None)
        long_ago = self._now() - _STUCK
        for task in page.tasks:
            number = integer(task.id)
            is_settled = (
                task.is_over or task.started_at is None or task.started_at < long_ago
            )
            if not is_settled and number and self._top:
                self._top = min(self._top, number - 1)

    def _is_known(self, page: TaskPage) -> bool:
        """Tell whether a page reaches what is known for good."""
        done = self._done
        return done is not None and any(
            (number := integer(task_id)) is not None and number <= done
            for task_id in page.ids
        )

    @callback
    def _async_take(self, tasks: Sequence[PrintTask]) -> None:
        """Add tasks that somebody else has fetched."""
        if (news := self._ledger.add(tasks, self._now())) and self.is_complete:
            self._async_in_background(self._async_keep(news))

    async def _async_keep(self, serials: set[str]) -> None:
        """Keep and hand on what is new about printers."""
        await self._async_save()
        await self._async_export(serials)

    @callback
    def _async_tell(self, serials: set[str]) -> None:
        """Tell the sensors of printers."""
        for serial in serials | self._printers.keys():
            self._history.async_tell(serial)

    async def _async_save(self) -> None:
        """Keep the ledger, and how far the walk is."""
        await self._file.async_save(
            {
                "done": self._done,
                "top": self._top,
                "after": self._after,
                "tasks": self._ledger.as_kept(),
            }
        )

    async def _async_export(self, serials: Any) -> None:
        """Hand statistics to the recorder, if Home Assistant has one."""
        if "recorder" not in self._hass.config.components:
            return
        from .external_statistics import async_export  # noqa: PLC0415  only with a recorder

        async with self._exporting:
            for serial in tuple(serials):
                if printer := self._printers.get(serial):
                    totals = self._ledger.by_hour(serial)
                    await async_export(self._hass, serial, printer.display_name, totals)


async def async_forget_statistics(hass: HomeAssistant, entry_id: str) -> None:
    """Remove what was kept for an account."""
    await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "statistics")
