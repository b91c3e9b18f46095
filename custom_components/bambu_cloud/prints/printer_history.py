"""Fetch what one printer has printed lately."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator, Sequence
from datetime import datetime, timedelta
from functools import partial
from itertools import islice
import logging
from typing import Any, override

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from ..api import BambuCloud, BambuError
from ..cadences import HISTORY_RETRIES
from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator
from ..model import Job, PrintStatus, PrintTask

_LOGGER = logging.getLogger(__name__)

_NEWEST = 20
_PAGE = 50
MOST_TASKS = 2000

type IsNoted = Callable[[PrintTask], bool]


class PrinterHistory(DataUpdateCoordinator[tuple[PrintTask, ...]]):
    """Hold the newest tasks of one printer, newest first, and which is its job.

    A job from an SD card or from the local network has no task: nothing is known of it,
    and no other task stands in.
    """

    def __init__(
        self,
        printer: PrinterCoordinator,
        cloud: BambuCloud,
        turn: asyncio.Lock,
        on_fetched: Callable[[Sequence[PrintTask]], None],
    ) -> None:
        """Start without tasks.

        Args:
            printer: Whose tasks they are.
            cloud: Where they are.
            turn: Lets the printers of an account fetch one after the other.
            on_fetched: Called with all newest tasks that were fetched.
        """
        super().__init__(
            printer.hass,
            _LOGGER.getChild("coordinator"),
            config_entry=printer.link.entry,
            name=f"{DOMAIN} print history",
            update_interval=None,
        )
        self.data = ()
        self.fetches = 0
        """How often tasks were fetched."""
        self._printer = printer
        self._cloud = cloud
        self._on_fetched = on_fetched
        self._is_whole = False
        """Whether there is no older task than the last one."""
        self._turn = turn
        self._lock = asyncio.Lock()
        """Held while tasks are fetched or added."""
        self.is_released = False
        """Whether it fetches by itself, as the newest tasks of the account are here."""
        self._current: str | None = None
        self._job: tuple[object, ...] | None = None
        self._retries: Iterator[timedelta] = iter(())

    def task_of(self, job: Job) -> PrintTask | None:
        """Return the task that is this job, by nothing but its identity.

        Some printers know the task by its number as a subtask (protocol C.1).
        """
        by_id = {task.id: task for task in self.data}
        return by_id.get(job.task_id or "") or by_id.get(job.subtask_id or "")

    @property
    def current(self) -> PrintTask | None:
        """Return the task of the current or last job, which idle printers forget."""
        return next((task for task in self.data if task.id == self._current), None)

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Fetch tasks after each start and end of a print, once released.

        Return how to stop.
        """
        unsubscribe = self._printer.async_add_listener(
            self._async_check_job, frozenset({"job"})
        )

        @callback
        def stop() -> None:
            """Fetch nothing more."""
            unsubscribe()
            self._async_in_background(self.async_shutdown())

        return stop

    async def async_since(
        self, since: datetime, most: int = MOST_TASKS
    ) -> tuple[PrintTask, ...]:
        """Return what was printed since then, newest first.

        Fetches what is missing, but no more than so many tasks.

        Raises:
            BambuError: The cloud does not answer.
        """
        reaches = partial(self._reaches, since, most)
        async with self._lock:
            if not self._is_whole and not reaches():
                await self._async_fetch_older(reaches)
        tasks = self.data
        in_work = tasks[0] if tasks and not tasks[0].is_over else None
        found = (task for task in tasks if task is in_work or _is_since(task, since))
        return tuple(islice(found, most))

    def reaches(self, is_noted: IsNoted) -> bool:
        """Return whether there is nothing new before the oldest tasks."""
        is_all = self._is_whole or len(self.data) >= MOST_TASKS
        return is_all or all(map(is_noted, self.data[-_NEWEST:]))

    async def async_read_back(self, is_noted: IsNoted) -> None:
        """Fetch older tasks until there is nothing new before them."""
        try:
            async with self._turn, self._lock:
                if not self.reaches(is_noted):
                    await self._async_fetch_older(partial(self.reaches, is_noted))
        except BambuError as err:
            _LOGGER.debug("Going on without older prints: %s", err)
        else:
            self.async_update_listeners()

    @callback
    def _async_check_job(self) -> None:
        """Fetch tasks if the job, or whether it is over, has changed."""
        job = self._printer.data.job
        seen = (job.task_id, job.subtask_id, job.is_active, job.is_over)
        if seen == self._job:
            return
        self._job = seen
        self._async_match()
        self.async_update_listeners()
        self._async_catch_up()

    @callback
    def async_refresh_soon(self) -> None:
        """Fetch tasks in the background, and again if the job is not there yet."""
        self._retries = iter(HISTORY_RETRIES)
        self._async_in_background(self.async_refresh())

    @callback
    def _async_in_background(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a task that ends with the entry at the latest."""
        self._printer.link.entry.async_create_background_task(
            self.hass, work, self.name
        )

    @override
    async def _async_update_data(self) -> tuple[PrintTask, ...]:
        """Fetch the newest tasks; an error leaves everything as it was."""
        async with self._turn, self._lock:
            try:
                tasks = await self._cloud.tasks(
                    self._printer.data.serial, limit=_NEWEST
                )
            except BambuError as err:
                # The poll of the account notices a dead login.
                _LOGGER.debug("Going on with the known prints: %s", err)
            else:
                self._async_add(tasks)
                self._on_fetched(tasks)
        self.update_interval = None
        if self._is_behind():
            self.update_interval = next(self._retries, None)
        return self.data

    async def async_set_newest(self, tasks: tuple[PrintTask, ...]) -> None:
        """Add the printer's newest tasks from those of the account."""
        async with self._lock:
            self._async_add(tasks)
        self.async_set_updated_data(self.data)

    @callback
    def async_release(self) -> None:
        """Fetch by itself from now on, and at once if the job is not there yet."""
        if not self.is_released:
            self.is_released = True
            self._async_catch_up()

    @callback
    def _async_catch_up(self) -> None:
        """Fetch tasks if the job should be among them, unless others fetch them."""
        if self.is_released and self._is_behind():
            self.async_refresh_soon()

    @callback
    def _async_add(self, tasks: tuple[PrintTask, ...]) -> None:
        """Add the newest tasks."""
        fetched = {task.id for task in tasks}
        older = tuple(task for task in self.data if task.id not in fetched)
        if tasks and len(older) == len(self.data):  # those in between are missing
            self._is_whole = False
            older = ()
        self.data = (*tasks, *older)
        self.fetches += 1
        self._async_match()

    async def _async_fetch_older(self, is_enough: Callable[[], bool]) -> None:
        """Fetch older tasks, until there are enough."""
        serial = self._printer.data.serial
        after = self.data[-1].id if self.data else None
        async for page in self._cloud.task_pages(serial, size=_PAGE, after=after):
            ids = {task.id for task in self.data}
            self.data = (
                *self.data,
                *(task for task in page.tasks if task.id not in ids),
            )
            if is_enough():
                return
        self._is_whole = True

    def _reaches(self, since: datetime, most: int) -> bool:
        """Return whether there are enough tasks."""
        return len(self.data) >= min(most, MOST_TASKS) or any(
            task.started_at is not None and task.started_at < since
            for task in self.data
        )

    def _is_behind(self) -> bool:
        """Return whether the cloud should have more of the job than it has returned."""
        job = self._printer.data.job
        if not (job.is_active or job.is_over) or not (job.task_id or job.subtask_id):
            return False
        task = self.task_of(job)
        return task is None or task.is_over is not job.is_over

    @callback
    def _async_match(self) -> None:
        """Find the task of the printer's job; one without an identity has none."""
        job = self._printer.data.job
        if task := self.task_of(job):
            self._current = task.id
        elif job.task_id or job.subtask_id or _is_reported(job):
            self._current = None


def _is_since(task: PrintTask, since: datetime) -> bool:
    """Return whether a task ended later, or at an unknown time."""
    moment = task.ended_at or task.started_at
    return moment is None or moment >= since


def _is_reported(job: Job) -> bool:
    """Return whether there is a job, or was one that the printer still reports."""
    return job.status not in {PrintStatus.IDLE, PrintStatus.UNKNOWN}
