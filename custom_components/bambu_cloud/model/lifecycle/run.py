"""Describe one run of a print job, and compare it with others (protocol C.1).

Cloud jobs have ids. A file that is printed from the touch screen has only a title, and
the same file may be printed twice in a row: then only what a run does sets them apart.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Self

from ..sections.job import Job
from ..sections.job_status import PrintStatus, PrintType
from ..task import PrintTask, TaskStatus
from .timing import SAME_END, SAME_START

_LOCAL = frozenset({PrintType.LOCAL, PrintType.SYSTEM})
_VERDICTS = {
    TaskStatus.FINISHED: PrintStatus.FINISHED,
    TaskStatus.FAILED: PrintStatus.FAILED,
}
_ALMOST_DONE = 90
"""% from which on a print may be finished."""
_MOST_BACK = 5
"""% by which the progress of a run may seem to go back."""
_MOST_AHEAD = 10
"""% or layers by which a run may progress between two reports."""
_ALWAYS, _NEVER = (-1, -1), (None, None)
"""Jumps after which any other is accepted, or none."""


class JobMatch(Enum):
    """Whether a job of a printer is a run."""

    SAME = auto()
    POSSIBLE = auto()
    """Nothing contradicts it."""
    OTHER = auto()


class JumpPolicy(Enum):
    """What to do with progress that is suddenly much further than before."""

    ACCEPT = auto()
    CONFIRM = auto()
    """Accept it once it rises from there."""
    IGNORE = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a print job, as far as it was observed."""

    ids: tuple[str, ...] = ()
    """All its ids; none for a job that is not in the cloud."""
    title: str | None = None
    started_at: datetime | None = None
    reported_start: datetime | None = None
    """When it started, by the printer's own clock."""
    is_local: bool = False
    """Whether the printer reported that it is no job of the cloud."""
    is_unidentified: bool = False
    """Whether the report that names it may be lost, so that it shows another's name."""
    is_paused: bool = False
    ran_out: bool = False
    """Whether it has fired that it waits for filament."""
    on_first_layer: bool = False
    """Whether it was seen on its first layer, and not yet above."""
    past_first_layer: bool = False
    """Whether that has fired."""
    left: bool = False
    """Whether the printer was seen leaving during the run."""
    was_reset: bool = False
    """Whether the printer has been idle since."""
    outcome: PrintStatus | None = None
    """How it ended, as the printer reported it."""
    hint: PrintStatus | None = None
    """How it ended, by a report that was pending until the printer went on."""
    verdict: PrintStatus | None = None
    """How it ended, by the account's history."""
    ended_at: datetime | None = None
    since: datetime | None = None
    """When it was noticed that it is over."""
    late: bool = False
    error: str | None = None
    reason: str | None = None
    progress: int | None = field(default=None, compare=False)
    layer: int | None = field(default=None, compare=False)
    jump: tuple[int | None, int | None] = field(default=(None, None), compare=False)
    """Progress and layer that were shown once, too far ahead to be accepted at once."""
    total_layers: int | None = field(default=None, compare=False)
    predicted_end: datetime | None = field(default=None, compare=False)

    @classmethod
    def of_task(cls, task: PrintTask) -> Self:
        """Return the run of a task in the account's history."""
        return cls(
            ids=(task.id,), title=task.title, started_at=task.started_at, late=True
        )

    def with_job(
        self,
        job: Job,
        reported_start: datetime | None,
        *,
        jumps: JumpPolicy = JumpPolicy.CONFIRM,
    ) -> Self:
        """Return the run with what a printer shows of its job.

        What goes back is outdated, what jumps ahead may be of an earlier run. Before
        it prints, a job may show what the last did.

        Args:
            job: The job of the printer.
            reported_start: When that started, by the printer's own clock.
            jumps: What to do with progress that is suddenly far ahead.
        """
        is_preparing = job.is_preparing
        is_left_over = is_preparing and self.progress is None and bool(job.progress)
        jump = self._last_jump(jumps)
        progress = _accepted(self.progress, job.progress, jump[0])
        layer = _accepted(self.layer, job.layer, jump[1])
        was_local = self.is_local and not self.is_unidentified
        if is_preparing or reported_start is None:
            reported_start = self.reported_start
        return replace(
            self,
            ids=self._ids_with(job),
            title=job.name or self.title,
            started_at=self.started_at or job.started_at,
            is_local=was_local or (job.is_active and job.print_type in _LOCAL),
            reported_start=reported_start,
            left=False,
            progress=None if is_left_over else progress,
            layer=None if is_left_over else layer,
            jump=(_jump(progress, job.progress), _jump(layer, job.layer)),
            total_layers=job.total_layers or self.total_layers,
            predicted_end=job.finish_at or self.predicted_end,
        )

    def _last_jump(self, jumps: JumpPolicy) -> tuple[int | None, int | None]:
        """Return progress and layer from which another rise confirms a jump."""
        if jumps is JumpPolicy.ACCEPT or self.ids:
            return _ALWAYS
        return _NEVER if jumps is JumpPolicy.IGNORE else self.jump

    def _ids_with(self, job: Job) -> tuple[str, ...]:
        """Return the ids of the run and those of its job, each once."""
        before = () if self.is_unidentified else self.ids
        names = filter(None, (job.task_id, job.subtask_id))
        return tuple(dict.fromkeys((*before, *names)))

    @property
    def recorded_end(self) -> datetime | None:
        """Return when it ended by the account's history, None if that has no end."""
        return self.ended_at if self.verdict else None

    @property
    def has_jumped(self) -> bool:
        """Return whether it was shown much further than is accepted yet."""
        return self.jump != _NEVER

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

    def match(self, job: Job) -> JobMatch:
        """Return whether a job is this run."""
        ids = ids_of(job)
        if ids and self.ids:
            return JobMatch.OTHER if ids.isdisjoint(self.ids) else JobMatch.SAME
        if self.is_local and ids:
            return JobMatch.OTHER
        if self.ids and job.print_type in _LOCAL:
            return JobMatch.OTHER
        if self.title and job.name and self.title != job.name:
            return JobMatch.OTHER
        return JobMatch.POSSIBLE

    def is_behind(self, job: Job) -> bool:
        """Return whether an active job must be a run that started after this one."""
        if job.is_preparing and not job.progress:
            return bool(self.progress or self.layer)
        before, now = self.progress, job.progress
        if before is not None and now is not None:
            if now < before - _MOST_BACK:
                return True
            if now > before:
                return False
        return bool(self.layer and job.layer is not None and job.layer < self.layer - 1)

    def may_end_as(self, job: Job) -> bool:
        """Return whether the last progress of the run leads to this end of a job."""
        progress = self.progress or 0
        if job.status is PrintStatus.FINISHED:
            return progress >= _ALMOST_DONE and (job.progress or 100) >= _ALMOST_DONE
        return progress - _MOST_BACK <= (job.progress or 0) <= progress + _MOST_AHEAD

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
        return PrintStatus.FINISHED if is_due and not self.left else PrintStatus.FAILED


def ids_of(job: Job) -> frozenset[str]:
    """Return all ids of a job; some printers send the task as a subtask."""
    return frozenset(name for name in (job.task_id, job.subtask_id) if name)


def _accepted(before: int | None, shown: int | None, jump: int | None) -> int | None:
    """Return how far a run is; a jump is accepted once it rises from there."""
    if before is None or shown is None:
        return before if shown is None else shown
    if shown <= before + _MOST_AHEAD:
        return max(before, shown)
    return shown if jump is not None and shown > jump else before


def _jump(accepted: int | None, shown: int | None) -> int | None:
    """Return what was shown if it is too far ahead to be accepted yet."""
    if accepted is None or shown is None or shown <= accepted + _MOST_AHEAD:
        return None
    return shown


def _is_close(left: datetime | None, right: datetime | None, most: timedelta) -> bool:
    """Return whether two times may be the same, noted by different clocks."""
    return left is not None and right is not None and abs(left - right) <= most
