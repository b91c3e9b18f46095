"""What the printers of an account have printed lately."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, override

from homeassistant.core import CALLBACK_TYPE, callback

from ..account.part import AccountPart
from ..api import BambuCloud, BambuExpiredError
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import PrintersBySerial, PrinterSubscriptions
from ..model import Job, PrintTask
from .printer_history import MOST_TASKS, PrinterHistory

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry


class PrintHistory(AccountPart):
    """Have a coordinator of tasks for each printer of an account."""

    def __init__(self, entry: BambuConfigEntry, cloud: BambuCloud) -> None:
        """Start without printers."""
        self.on_tasks: Callable[[Sequence[PrintTask]], None] | None = None
        """Called with all newest tasks that were fetched."""
        self._entry = entry
        self._cloud = cloud
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)
        self._printers: dict[str, PrinterHistory] = {}

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
        """Fetch the newest tasks of a printer; an error leaves everything as it was."""
        if history := self._printers.get(serial):
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

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Fetch the tasks of the printers that there are."""
        self._subscriptions.async_sync_printers()

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Fetch the tasks of a printer until it leaves."""
        serial = printer.data.serial
        history = PrinterHistory(printer, self._cloud, self._async_fetched)
        self._printers[serial] = history
        stop = history.async_start()

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
