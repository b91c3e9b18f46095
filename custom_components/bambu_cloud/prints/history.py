"""What the printers of an account have printed lately."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..account.part import AccountPart
from ..api import SYSTEM_CLOCK, BambuCloud, BambuExpiredError, Clock
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import PrintersBySerial, PrinterSubscriptions
from ..model import Job, PrintTask
from .newest_tasks import NewestTasks
from .printer_history import MOST_TASKS, PrinterHistory

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry


class PrintHistory(AccountPart):
    """Have a coordinator of tasks for each printer of an account."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        cloud: BambuCloud,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without printers."""
        self.on_tasks: Callable[[Sequence[PrintTask]], None] | None = None
        """Called with all newest tasks that were fetched."""
        self._entry = entry
        self._cloud = cloud
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)
        self._printers: dict[str, PrinterHistory] = {}
        self._newest = NewestTasks(
            hass, entry, cloud, self._printers, self._async_fetched, clock=clock
        )
        self._turn = asyncio.Lock()
        self._has_started = False

    def of(self, serial: str) -> PrinterHistory | None:
        """Return the history of a printer of the account."""
        return self._printers.get(serial)

    def tasks(self, serial: str) -> tuple[PrintTask, ...]:
        """Return the newest tasks of a printer, newest first."""
        history = self._printers.get(serial)
        return history.data if history else ()

    def task_of(self, serial: str, job: Job) -> PrintTask | None:
        """Return the task that is this job of a printer, by its identity alone."""
        history = self._printers.get(serial)
        return history.task_of(job) if history else None

    def current(self, serial: str) -> PrintTask | None:
        """Return the task of the current or last job of a printer."""
        history = self._printers.get(serial)
        return history.current if history else None

    async def async_refresh(self, serial: str) -> None:
        """Fetch the newest tasks of a printer, unless they are on their way.

        An error leaves everything as it was.
        """
        history = self._printers.get(serial)
        if history and history.is_released:
            await history.async_refresh()

    async def async_cover(self, task: PrintTask) -> bytes:
        """Return the cover of a task; an expired address is requested anew, once.

        Raises:
            BambuError: There is none, or it does not come.
        """
        address = task.cover_url or ""
        try:
            return await self._cloud.cover(address)
        except BambuExpiredError:
            await self.async_refresh(task.serial)
            by_id = {item.id: item for item in self.tasks(task.serial)}
            fresh = by_id.get(task.id, task).cover_url
            if not fresh or fresh == address:
                raise
        return await self._cloud.cover(fresh)

    async def async_since(
        self, serial: str, since: datetime, most: int = MOST_TASKS
    ) -> tuple[PrintTask, ...]:
        """Return what a printer has printed since then, newest first.

        Fetches what is missing, but no more than so many tasks.

        Raises:
            BambuError: The cloud does not answer.
        """
        history = self._printers.get(serial)
        return await history.async_since(since, most) if history else ()

    @callback
    def async_add_listener(self, serial: str, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Notify a listener of new tasks of a printer, and of another current one."""
        history = self._printers.get(serial)
        return history.async_add_listener(listener) if history else lambda: None

    @callback
    def async_notify(self, serial: str) -> None:
        """Notify the listeners to a printer's tasks."""
        if history := self._printers.get(serial):
            history.async_update_listeners()

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Fetch tasks, as long as the entry is loaded."""
        self._subscriptions.async_start(self._entry, printers)
        self._has_started = True
        # Without a listener, it would fetch only once.
        self._entry.async_on_unload(self._newest.async_add_listener(lambda: None))
        self._newest.async_refresh_soon()

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Fetch the tasks of the printers that there are."""
        self._subscriptions.async_sync_printers()

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Fetch the tasks of a printer until it leaves."""
        serial = printer.data.serial
        history = PrinterHistory(printer, self._cloud, self._turn, self._async_fetched)
        self._printers[serial] = history
        stop = history.async_start()
        if self._has_started:
            history.async_refresh_soon()
            history.async_release()

        @callback
        def unsubscribe() -> None:
            """Discard the tasks."""
            stop()
            del self._printers[serial]

        return unsubscribe

    @callback
    def _async_fetched(self, tasks: Sequence[PrintTask]) -> None:
        """Pass on tasks that were fetched."""
        if self.on_tasks:
            self.on_tasks(tasks)
