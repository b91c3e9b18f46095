"""When a simulated Home Assistant reads the account's history."""

from random import Random

from custom_components.bambu_cloud.model import Job, reconcile

from .print_sync import PrintSync
from .tasks import Tasks
from .timers import Timers

_AGAIN = 60.0
_REFRESH = 6 * 3600.0
_BEHIND_AGAIN = (60.0, 300.0, 900.0)


class History:
    """Reads the history as the integration does.

    Attributes:
        is_open: Whether the printer is observed.
    """

    def __init__(
        self, tasks: Tasks, timers: Timers, prints: PrintSync, random: Random
    ) -> None:
        """Begin without tasks."""
        self.is_open = False
        self._tasks = tasks
        self._timers = timers
        self._prints = prints
        self._random = random
        self._is_asking = False
        self._before: tuple[object, ...] | None = None
        self._job = Job()

    def start(self) -> None:
        """Begin with a run of Home Assistant."""
        self.clear()
        self._is_asking = False
        self._timers.every(_REFRESH, self.refresh)

    def clear(self) -> None:
        """Forget all tasks."""
        self.is_open = False
        self._tasks.clear()
        self._before = None

    def check_job(self, job: Job) -> None:
        """Fetch tasks after each start and end, and compare what is stored."""
        self._job = job
        now = (job.task_id, job.subtask_id, job.is_active, job.is_over)
        if now == self._before or not self.is_open:
            return
        self._before = now
        if self._tasks.is_behind(job):
            self._catch_up(0, now)

    def _catch_up(self, attempt: int, job: tuple[object, ...]) -> None:
        """Fetch tasks, and again a few times while the job is not there yet."""

        def fetch() -> None:
            """Fetch them."""
            if self._before != job:
                return
            self.refresh()
            if attempt < len(_BEHIND_AGAIN) and self._tasks.is_behind(self._job):
                wait = _BEHIND_AGAIN[attempt]
                self._timers.later(wait, lambda: self._catch_up(attempt + 1, job))

        self._timers.later(1.0, fetch)

    def ask(self) -> None:
        """Ask what became of a print, now and then until it is there."""
        if self._is_asking:
            return
        self._is_asking = True

        def again() -> None:
            """Ask once more, if there is still something to learn."""
            self._is_asking = False
            if self.is_open and self._prints.memory.wants_history:
                self.ask()

        self._timers.later(_AGAIN, again)
        self._timers.later(self._random.uniform(0.2, 3), self.refresh)

    def refresh(self) -> None:
        """Fetch the newest tasks, back to the last that is here."""
        if self.is_open and self._tasks.fetch(self._prints.memory):
            self._reconcile()

    def _reconcile(self) -> None:
        """Compare with the history."""
        tasks, now = self._tasks.newest_first, self._prints.now
        self._prints.apply(*reconcile(self._prints.memory, tasks, now))
