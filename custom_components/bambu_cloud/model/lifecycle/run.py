"""Describe one run of a print job, and compare it with what a printer shows.

Cloud jobs have ids, but ids can be missing, late, left over, or the same for all jobs;
names likewise (docs/lifecycle.md 1). So a run is recognized by all that is known of it.
"""

from collections.abc import Container
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from ..sections.job import Job
from ..sections.job_status import PrintStatus, PrintType
from ..task import PrintTask, TaskStatus
from .timing import NAMED_WITHIN, SAME_END, SAME_START

_VERDICTS = {
    TaskStatus.FINISHED: PrintStatus.FINISHED,
    TaskStatus.FAILED: PrintStatus.FAILED,
}
_MOST_BACK = 5
"""% by which the progress of a run may go back; more is another run."""
_PRINTS = frozenset({None, -1, 0, 255})
"""Ids of stages in which layers count; in others, a printer calibrates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOver:
    """What a printer may still show of the last job when the next starts."""

    ids: frozenset[str] = frozenset()
    titles: frozenset[str | None] = frozenset()
    progress: frozenset[int | None] = frozenset()
    layer: frozenset[int | None] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a print job, as far as it was observed."""

    ids: tuple[str, ...] = ()
    """All its ids; none for a job that is not in the cloud."""
    title: str | None = None
    name: str | None = None
    """The name that was shown last; some printers rename a job."""
    started_at: datetime | None = None
    is_local: bool = False
    """Whether the printer reported that it is no job of the cloud."""
    is_paused: bool = False
    ran_out: bool = False
    """Whether it has fired that it waits for filament."""
    on_first_layer: bool = False
    """Whether it was seen on its first layer, and not yet above."""
    past_first_layer: bool = False
    """Whether that has fired."""
    left: bool = False
    """Whether the printer was seen leaving during the run."""
    outcome: PrintStatus | None = None
    """How it ended, as the printer reported it."""
    hint: PrintStatus | None = None
    """How it seems to have ended, by a source that may mean another job."""
    verdict: PrintStatus | None = None
    """How it ended, by the account's history."""
    ended_at: datetime | None = None
    since: datetime | None = None
    """When it was noticed that it is over."""
    late: bool = False
    has_fired: bool = False
    """Whether an end has fired, although it went on after that."""
    error: str | None = None
    reason: str | None = None
    progress: int | None = field(default=None, compare=False)
    layer: int | None = field(default=None, compare=False)
    total_layers: int | None = field(default=None, compare=False)
    predicted_end: datetime | None = field(default=None, compare=False)
    began_at: datetime | None = field(default=None, compare=False)
    """When it was seen to begin; until names are known, they may be left over."""
    left_over: LeftOver | None = field(default=None, compare=False, repr=False)
    """None for a run that was not seen to begin."""

    @classmethod
    def of_task(cls, task: PrintTask) -> Self:
        """Return the run of a task in the account's history."""
        return cls(
            ids=(task.id,), title=task.title, started_at=task.started_at, late=True
        )

    def is_early(self, now: datetime) -> bool:
        """Return whether ids and name may still be those of the job before."""
        return self.began_at is not None and now - self.began_at <= NAMED_WITHIN

    @property
    def has_printed(self) -> bool:
        """Return whether it was seen to get beyond its preparation."""
        return bool(self.progress or self.layer)

    @property
    def is_unnamed(self) -> bool:
        """Return whether the report that names it may be lost or late."""
        return self.left_over is not None and self.title in self.left_over.titles

    def with_job(self, job: Job, now: datetime) -> Self:
        """Return the run with what a printer shows of its job."""
        left_over = self.left_over or LeftOver()
        adopted = self.left_over is None
        return replace(
            self,
            ids=self._ids_with(job, now),
            title=self._title_with(job, now),
            name=job.name or self.name,
            started_at=self.started_at or (job.started_at if adopted else None),
            is_local=self._is_local_as(job),
            left=False,
            progress=_shown(self.progress, job.progress, left_over.progress, job),
            layer=self._layer_with(job),
            total_layers=job.total_layers or self.total_layers,
            predicted_end=job.finish_at or self.predicted_end,
        )

    def _is_local_as(self, job: Job) -> bool:
        """Return whether this is no job of the cloud; after its end, none says so."""
        if job.is_active and job.is_local:
            return True
        return self.is_local and not (
            job.is_active and job.print_type is PrintType.CLOUD
        )

    def named_by(self, job: Job) -> Self:
        """Return the run with the name that a printer gives when it is asked."""
        if not self.is_unnamed:
            return self
        ids = tuple(filter(None, (job.task_id, job.subtask_id)))
        is_local = self.is_local and job.print_type is not PrintType.CLOUD
        title = job.name or self.title
        return replace(self, title=title, ids=ids, is_local=is_local)

    def _ids_with(self, job: Job, now: datetime) -> tuple[str, ...]:
        """Return the ids of the run and of its job, without what is left over."""
        names = tuple(filter(None, (job.task_id, job.subtask_id)))
        if self._is_local_as(job):
            return ()  # what it shows may be left over from the last cloud job
        if self.left_over and self.is_early(now):
            names = tuple(name for name in names if name not in self.left_over.ids)
        if names and self.is_early(now) and not set(names) & set(self.ids):
            return tuple(dict.fromkeys(names))
        return tuple(dict.fromkeys((*self.ids, *names)))

    def _title_with(self, job: Job, now: datetime) -> str | None:
        """Return the first name that is not left over; later ones are no better."""
        is_left_over = (
            self.left_over is not None
            and self.title in self.left_over.titles
            and self.is_early(now)
        )
        return job.name or self.title if is_left_over else self.title or job.name

    def _layer_with(self, job: Job) -> int | None:
        """Return the layer, without one that is left over or of a calibration."""
        total, layer = job.total_layers or self.total_layers, job.layer
        if layer is not None and total is not None and layer > total:
            layer = None
        if job.is_active and job.stage_id not in _PRINTS:
            layer = None
        left_over = self.left_over.layer if self.left_over else ()
        return _shown(self.layer, layer, left_over, job)

    def has_restarted(self, job: Job, *, continuous: bool) -> bool:
        """Return whether an active job has gone back so far that it is another run."""
        progress, shown = self.progress or 0, job.progress
        if job.is_preparing:
            most = _MOST_BACK if continuous else 0
            return progress > most and (shown or 0) < progress
        if shown is None or shown >= progress - _MOST_BACK:
            return False
        return not continuous or shown <= _MOST_BACK

    def goes_on_as(self, job: Job) -> bool:
        """Return whether a job at work is this run, which seemed to be over.

        After a loss of power, a print goes on where it was.
        """
        shown, progress = job.progress or 0, self.progress or 0
        return (
            self.outcome is not PrintStatus.FINISHED
            and not job.is_preparing
            and shown > _MOST_BACK
            and shown >= progress - _MOST_BACK
            and self.is_named(job)
        )

    def shares_ids(self, job: Job) -> bool | None:
        """Return whether a job has an id of this run, None where one has none."""
        ids = ids_of(job)
        return bool(ids & set(self.ids)) if ids and self.ids else None

    def is_named(self, job: Job) -> bool:
        """Return whether ids, or else the name, say that a job is this run."""
        if (shared := self.shares_ids(job)) is False:
            return False
        # Some printers give all jobs the same id.
        if shared and job.name and self.name and job.name == self.name:
            return True
        return not self.title or not job.name or job.name in {self.title, self.name}

    @property
    def is_recordable(self) -> bool:
        """Return whether the history of the account can have it."""
        return bool(self.ids) and not self.is_local

    def with_history(self, task: PrintTask) -> Self:
        """Return the run with its end in the account's history."""
        return replace(
            self,
            ids=(task.id, *(name for name in self.ids if name != task.id)),
            title=self.title or task.title,
            started_at=task.started_at or self.started_at,
            ended_at=task.ended_at or self.ended_at,
            verdict=_VERDICTS.get(task.status),
        )

    def is_started_as(self, task: PrintTask) -> bool:
        """Return whether a task began as this run, whose ids were never reported."""
        if self.ids or (self.title and task.title and self.title != task.title):
            return False
        return _is_close(self.started_at, task.started_at, SAME_START)

    def is_recorded_as(self, task: PrintTask) -> bool:
        """Return whether a task whose id was never reported is likely to be this run.

        Jobs from the local network get a row, too, now and then (protocol A.7.4).
        """
        if self.title and task.title and self.title != task.title:
            return False
        return _is_close(self.ended_at, task.ended_at, SAME_END) and _is_close(
            self.started_at, task.started_at, SAME_START
        )

    def guessed_outcome(self, now: datetime) -> PrintStatus:
        """Return how a run ended whose end is neither reported nor recorded."""
        if self.hint is not None:
            return self.hint
        is_due = self.predicted_end is not None and self.predicted_end <= now
        is_done = is_due and not self.left
        return PrintStatus.FINISHED if is_done else PrintStatus.FAILED


def _is_close(one: datetime | None, other: datetime | None, most: timedelta) -> bool:
    """Return whether two times are no further apart."""
    return one is not None and other is not None and abs(one - other) <= most


def ids_of(job: Job) -> frozenset[str]:
    """Return all ids of a job; some printers send the task as a subtask."""
    return frozenset(name for name in (job.task_id, job.subtask_id) if name)


def counts_layers(job: Job) -> bool:
    """Return whether the layers that a job shows are printed ones."""
    return job.is_active and not job.is_preparing and job.stage_id in _PRINTS


def _shown(
    before: int | None, shown: int | None, left_over: Container[int | None], job: Job
) -> int | None:
    """Return how far a run is; printers reset what they show at an end."""
    if shown is None or job.is_preparing:
        return before
    if job.is_over:
        return max(before or 0, shown)
    if before is None and shown and shown in left_over:
        return None
    return shown
