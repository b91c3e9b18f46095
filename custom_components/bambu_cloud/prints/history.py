"""Know what the account's printers have printed lately."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from itertools import islice
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later, async_track_time_interval

from ..api import BambuCloud, BambuError, BambuExpiredError
from ..const import DOMAIN
from ..devices.printer import Following, PrinterCoordinator, PrintersBySerial
from ..model import Job, PrinterState, PrintStatus, PrintTask

_LOGGER = logging.getLogger(__name__)

_INTERVAL = timedelta(hours=6)
_MOST = 2000
_PAGE = 50
_AGAIN = (60.0, 300.0, 900.0)
"""How long to wait for the cloud to know of a job that began or ended."""


class PrintHistory:
    """Hold the newest tasks of each printer, and which of them is its job.

    A job from an SD card or from the local network has no task: nothing is known of it,
    and no other task stands in.
    """

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], cloud: BambuCloud
    ) -> None:
        """Begin without tasks."""
        self.on_tasks: Callable[[Sequence[PrintTask]], None] | None = None
        """Told of all tasks that were fetched."""
        self._hass = hass
        self._entry = entry
        self._cloud = cloud
        self._following = Following(self._async_begin)
        self._tasks: dict[str, tuple[PrintTask, ...]] = {}
        self._all_known: set[str] = set()
        self._turn = asyncio.Lock()
        self._current: dict[str, str] = {}
        self._listeners: defaultdict[str, list[CALLBACK_TYPE]] = defaultdict(list)
        self._planned: dict[str, CALLBACK_TYPE] = {}

    def tasks(self, serial: str) -> tuple[PrintTask, ...]:
        """Return the newest tasks of a printer, newest first."""
        return self._tasks.get(serial, ())

    def task_of(self, serial: str, job: Job) -> PrintTask | None:
        """Return the task that is this job of a printer, by nothing but its identity.

        Some printers know the task by its number as a subtask (protocol C.1).
        """
        by_id = {task.id: task for task in self.tasks(serial)}
        return by_id.get(job.task_id or "") or by_id.get(job.subtask_id or "")

    def current(self, serial: str) -> PrintTask | None:
        """Return the task of the current or last job, which idle printers forget."""
        current = self._current.get(serial)
        return next((task for task in self.tasks(serial) if task.id == current), None)

    async def async_refresh(self, serial: str) -> None:
        """Fetch the newest tasks of a printer; an error leaves everything as it was."""
        try:
            tasks = await self._cloud.tasks(serial)
        except BambuError as err:
            # Whoever polls the account tells when the login is dead.
            _LOGGER.debug("Going on with the known prints: %s", err)
            return
        known = self.tasks(serial)
        fetched = {task.id for task in tasks}
        older = tuple(task for task in known if task.id not in fetched)
        if tasks and len(older) == len(known):  # what came in between is not known
            self._all_known.discard(serial)
            older = ()
        self._tasks[serial] = (*tasks, *older)
        self._async_match(serial)
        if self.on_tasks:
            self.on_tasks(tasks)
        self.async_tell(serial)

    async def async_cover(self, task: PrintTask) -> bytes:
        """Return the cover of a task; an expired address is asked for anew, once.

        Raises:
            BambuError: there is none, or it does not come.
        """
        address = task.cover_url or ""
        try:
            return await self._cloud.cover(address)
        except BambuExpiredError:
            await self.async_refresh(task.serial)
            known = {known.id: known for known in self.tasks(task.serial)}
            fresh = known.get(task.id, task).cover_url
            if not fresh or fresh == address:
                raise
        return await self._cloud.cover(fresh)

    async def async_since(
        self, serial: str, since: datetime, most: int = _MOST
    ) -> tuple[PrintTask, ...]:
        """Return what a printer has printed since then, newest first.

        Asks for what is not known yet, but for no more than so many tasks.

        Raises:
            BambuError: the cloud does not tell.
        """
        async with self._turn:
            if serial not in self._all_known and not self._reaches(serial, since, most):
                await self._async_look_back(serial, since, most)
        tasks = self.tasks(serial)
        in_work = tasks[0] if tasks and not tasks[0].is_over else None
        found = (task for task in tasks if task is in_work or _is_since(task, since))
        return tuple(islice(found, most))

    async def _async_look_back(self, serial: str, since: datetime, most: int) -> None:
        """Fetch older tasks of a printer, until they reach far enough."""
        known = self.tasks(serial)
        after = known[-1].id if known else None
        async for page in self._cloud.task_pages(serial, size=_PAGE, after=after):
            ids = {task.id for task in self.tasks(serial)}
            older = (task for task in page.tasks if task.id not in ids)
            self._tasks[serial] = (*self.tasks(serial), *older)
            if self._reaches(serial, since, most):
                return
        self._all_known.add(serial)

    def _reaches(self, serial: str, since: datetime, most: int) -> bool:
        """Tell whether enough tasks of a printer are known."""
        tasks = self.tasks(serial)
        return len(tasks) >= min(most, _MOST) or any(
            task.started_at is not None and task.started_at < since for task in tasks
        )

    @callback
    def async_listen(self, serial: str, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Tell a listener of new tasks of a printer, and of another current one."""
        self._listeners[serial].append(listener)

        @callback
        def remove_listener() -> None:
            """Listen no more."""
            self._listeners[serial].remove(listener)

        return remove_listener

    @callback
    def async_tell(self, serial: str) -> None:
        """Tell who listens to a printer's tasks."""
        for update_callback in tuple(self._listeners[serial]):
            update_callback()

    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Begin to keep the tasks up to date, as long as the entry is loaded."""
        self._following.async_start(self._entry, printers)
        self._entry.async_on_unload(
            async_track_time_interval(
                self._hass, self._async_refresh_all, _INTERVAL, cancel_on_shutdown=True
            )
        )

    @callback
    def async_follow(self) -> None:
        """Follow the printers of the account, no less and no more."""
        self._following.async_follow()

    @callback
    def _async_begin(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Fetch the tasks of a printer, now and after each start and end of a print."""
        serial = printer.data.serial
        unwatch = self._async_watch(printer)
        self._async_refresh_soon(serial)

        @callback
        def end() -> None:
            """Fetch no more."""
            unwatch()
            self._async_unplan(serial)

        return end

    @callback
    def _async_watch(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Fetch tasks after each start and end of a print."""
        serial = printer.data.serial
        before: tuple[object, ...] | None = None

        @callback
        def follow_job() -> None:
            """Look at the job, of which only identity and phase count."""
            nonlocal before
            job = printer.data.job
            now = (job.task_id, job.subtask_id, job.is_active, job.is_over)
            if now == before:
                return
            before = now
            self._async_match(serial)
            self.async_tell(serial)
            if self._is_behind(printer.data):
                self._async_refresh_soon(serial)

        return printer.async_add_listener(follow_job, frozenset({"job"}))

    @callback
    def _async_refresh_soon(self, serial: str, attempt: int = 0) -> None:
        """Fetch tasks in the background, and again if the job is not there yet."""
        self._async_unplan(serial)

        async def refresh() -> None:
            """Fetch tasks."""
            await self.async_refresh(serial)
            printer = self._following.printers.get(serial)
            if printer and attempt < len(_AGAIN) and self._is_behind(printer.data):
                self._async_plan(serial, attempt)

        self._entry.async_create_background_task(
            self._hass, refresh(), f"{DOMAIN} history"
        )

    @callback
    def _async_plan(self, serial: str, attempt: int) -> None:
        """Fetch tasks once more in a while."""
        self._async_unplan(serial)

        @callback
        def again(_: datetime) -> None:
            """Fetch tasks once more."""
            del self._planned[serial]
            self._async_refresh_soon(serial, attempt + 1)

        job = HassJob(again, cancel_on_shutdown=True)
        self._planned[serial] = async_call_later(self._hass, _AGAIN[attempt], job)

    @callback
    def _async_unplan(self, serial: str) -> None:
        """Forget what was planned for a printer."""
        if unplan := self._planned.pop(serial, None):
            unplan()

    async def _async_refresh_all(self, _: datetime) -> None:
        """Fetch the newest tasks of all printers."""
        for serial in tuple(self._following.printers):
            await self.async_refresh(serial)

    def _is_behind(self, printer: PrinterState) -> bool:
        """Tell whether the cloud should know more of the job than it has told."""
        job = printer.job
        if not (job.is_active or job.is_over) or not (job.task_id or job.subtask_id):
            return False
        task = self.task_of(printer.serial, job)
        return task is None or task.is_over is not job.is_over

    @callback
    def _async_match(self, serial: str) -> None:
        """Find the task of the printer's job; one without an identity has none."""
        if not (printer := self._following.printers.get(serial)):
            return
        job = printer.data.job
        if task := self.task_of(serial, job):
            self._current[serial] = task.id
        elif job.task_id or job.subtask_id or _is_told(job):
            self._current.pop(serial, None)


def _is_since(task: PrintTask, since: datetime) -> bool:
    """Tell whether a task ended later, or at a time that nobody knows."""
    moment = task.ended_at or task.started_at
    return moment is None or moment >= since


def _is_told(job: Job) -> bool:
    """Tell whether there is a job, or was one that the printer remembers."""
    return job.status not in {PrintStatus.IDLE, PrintStatus.UNKNOWN}
