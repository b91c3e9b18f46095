"""Total of all that the account's printers have ever printed."""

import asyncio
from collections.abc import Coroutine, Iterable, Sequence
from datetime import datetime, timedelta
from functools import partial
import logging
from typing import TYPE_CHECKING, Any, override

from homeassistant.core import HomeAssistant, callback

from ..account.part import AccountPart
from ..api import (
    SYSTEM_CLOCK,
    BambuCloud,
    BambuError,
    BambuResponseError,
    Clock,
    TaskPage,
)
from ..cadences import STATISTICS, STATISTICS_PAGE
from ..devices.subscriptions import PrintersBySerial
from ..listeners import in_turn
from ..lookups.coordinator import BackgroundCoordinator
from ..model import PrintTask
from ..model.values import integer, text
from ..storage import StoredFile, account_file
from .history import PrintHistory
from .totals import PrintTotals, Totals

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)

_PAGE = 50
_PAGES_PER_STEP = 10
"""Between two times that the progress is logged and stored: storing costs the more, the
more was read."""
_STUCK = timedelta(days=14)
"""A task that has not ended by then never does."""


class PrintStatistics(BackgroundCoordinator[PrintTotals], AccountPart):
    """Read the account's whole history once, then what is new.

    Reading goes on where it was interrupted. Until its end there are no totals: a sum
    that grows because the past becomes known would look like prints of today.
    """

    interval = STATISTICS

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        cloud: BambuCloud,
        history: PrintHistory,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start with nothing printed."""
        super().__init__(
            hass,
            entry,
            name="statistics",
            data=PrintTotals(),
            always_update=True,  # the totals are changed in place
            clock=clock,
        )
        self._cloud = cloud
        self._history = history
        self._file = _file(hass, entry.entry_id)
        self._printers: PrintersBySerial = {}
        self._done: int | None = None
        """The number up to which every task is part of the totals for good."""
        self._top: int | None = None
        self._after: str | None = None
        """Where reading started, and where it is."""
        self._exporting = asyncio.Lock()

    @property
    def is_complete(self) -> bool:
        """Return whether the whole past was read."""
        return self._done is not None

    def totals(self, serial: str) -> Totals | None:
        """Return what a printer has ever printed, None until all was read."""
        return self.data.totals(serial) if self.is_complete else None

    def recent(self, serial: str) -> Totals | None:
        """Return what a printer has printed in 30 days, None until all was read."""
        if not self.is_complete:
            return None
        return self.data.recent(serial, self._clock.now())

    def since(self, serial: str, moment: datetime) -> Totals | None:
        """Return what a printer has printed since then, None until all was read."""
        return self.data.since(serial, moment) if self.is_complete else None

    @override
    async def async_load(self) -> None:
        """Restore the totals."""
        if not (content := await self._file.async_load()):
            return
        totals = PrintTotals.from_dict(content.get("tasks"))
        if totals is None:
            await self._file.async_set_aside()
            return
        self.data = totals
        self._done = integer(content.get("done"))
        self._top = integer(content.get("top"))
        self._after = text(content.get("after"))

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Read the history, as long as the entry is loaded."""
        self._printers = printers
        self._history.on_tasks = self._async_add
        self.config_entry.async_on_unload(self.async_add_listener(self._async_notify))
        self.async_refresh_soon()

    @callback
    def _async_notify(self) -> None:
        """Notify the sensors of one printer after the other."""
        notify = self._history.async_notify
        self._async_in_background(
            in_turn(partial(notify, serial) for serial in self._printers)
        )

    @override
    async def _async_fetch(self) -> PrintTotals:
        """Add every task from the newest to those that are part of the totals."""
        first, pages = not self.is_complete, 0
        if first:
            _LOGGER.info("Reading the account's whole print history for statistics")
        async for page in self._cloud.task_pages(size=_PAGE, after=self._after):
            self.data.add(page.tasks, self._clock.now())
            self._note(page)
            if self._is_done(page):
                break
            pages += 1
            if pages % _PAGES_PER_STEP == 0:
                await self._async_save(self._done)
                if first:
                    _LOGGER.info("Read %d prints so far", len(self.data))
            await self._clock.sleep(STATISTICS_PAGE.total_seconds())
        done = self._top or self._done or 0
        self._top = self._after = None
        await self._async_save(done)
        self._done = done
        if first:
            _LOGGER.info("Read all %d prints", len(self.data))
        self._async_in_background(self._async_export(self._printers))
        return self.data

    @override
    @callback
    def _async_on_error(self, err: BambuError) -> None:
        """Go on from here, or anew if the task to go on after may be gone."""
        _LOGGER.debug("The walk through the print history has to wait: %s", err)
        if isinstance(err, BambuResponseError):
            self._after = self._top = None

    def _note(self, page: TaskPage) -> None:
        """Note how far reading is; below its top everything will be final."""
        self._after = page.ids[-1]
        numbers = [number for task_id in page.ids if (number := integer(task_id))]
        if self._top is None:
            self._top = max(numbers, default=None)
        long_ago = self._clock.now() - _STUCK
        for task in page.tasks:
            number = integer(task.id)
            is_final = (
                task.is_over or task.started_at is None or task.started_at < long_ago
            )
            if not is_final and number and self._top:
                self._top = min(self._top, number - 1)

    def _is_done(self, page: TaskPage) -> bool:
        """Return whether a page reaches tasks that are in the totals for good."""
        done = self._done
        return done is not None and any(
            (number := integer(task_id)) is not None and number <= done
            for task_id in page.ids
        )

    @callback
    def _async_add(self, tasks: Sequence[PrintTask]) -> None:
        """Add tasks that the history has fetched."""
        serials = self.data.add(tasks, self._clock.now())
        if serials and self.is_complete:
            self._async_in_background(self._async_save_and_export(serials))

    @callback
    def _async_in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a task that ends with the entry at the latest."""
        self.config_entry.async_create_background_task(self.hass, work, self.name)

    async def _async_save_and_export(self, serials: Iterable[str]) -> None:
        """Store the totals, and hand on those of some printers."""
        await self._async_save(self._done)
        await self._async_export(serials)

    async def _async_save(self, done: int | None) -> None:
        """Store the totals, and how far reading is."""
        progress = {"done": done, "top": self._top, "after": self._after}
        totals = self.data.copy()  # may go on changing here, meanwhile
        tasks = await self.hass.async_add_executor_job(totals.to_dict)
        await self._file.async_save({**progress, "tasks": tasks})

    async def _async_export(self, serials: Iterable[str]) -> None:
        """Hand statistics to the recorder, if Home Assistant has one."""
        if "recorder" not in self.hass.config.components:
            return
        from .external_statistics import async_export  # noqa: PLC0415  only with a recorder

        async with self._exporting:
            for serial in tuple(serials):
                if printer := self._printers.get(serial):
                    totals = self.data.by_hour(serial)
                    await async_export(self.hass, serial, printer.display_name, totals)

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of an account."""
        await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "statistics")
