"""The tasks of the account's history, as far as they were fetched."""

from custom_components.bambu_cloud.model import Job, Lifecycle, PrintTask, read_task

from .cloud import Cloud

_MOST_PAGES = 10


class Tasks:
    """Holds the newest tasks of a printer."""

    def __init__(self, cloud: Cloud) -> None:
        """Begin without tasks."""
        self._cloud = cloud
        self._tasks: dict[str, PrintTask] = {}

    def __bool__(self) -> bool:
        """Return whether any were fetched."""
        return bool(self._tasks)

    def clear(self) -> None:
        """Forget all."""
        self._tasks = {}

    @property
    def newest_first(self) -> tuple[PrintTask, ...]:
        """Return all tasks."""
        return tuple(self._tasks.values())

    def is_behind(self, job: Job) -> bool:
        """Return whether the history should learn more of a job than it has said."""
        if not (job.is_active or job.is_over) or not (job.task_id or job.subtask_id):
            return False
        tasks = self._tasks
        task = tasks.get(job.task_id or "") or tasks.get(job.subtask_id or "")
        return task is None or task.is_over is not job.is_over

    def fetch(self, memory: Lifecycle) -> bool:
        """Fetch the newest tasks, back to the last that is here; return whether."""
        if not (self._cloud.is_up and self._cloud.has_history):
            return False
        stored = self._tasks.keys()
        fetched: dict[str, PrintTask] = {}
        for number in range(_MOST_PAGES):
            rows = [read_task(row) for row in self._cloud.page(number)]
            page = {task.id: task for task in rows if task is not None}
            fetched |= page
            if not page or page.keys() & stored or _reaches(page, memory):
                break
        older = (item for item in self._tasks.items() if item[0] not in fetched)
        self._tasks = fetched | dict(older)
        return True


def _reaches(page: dict[str, PrintTask], memory: Lifecycle) -> bool:
    """Return whether a page goes back to where news begin."""
    since = memory.since
    return since is None or any(
        task.started_at is not None and task.started_at <= since
        for task in page.values()
    )
