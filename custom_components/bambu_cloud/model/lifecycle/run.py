"""Remember one run of a print job, and tell it from others (protocol C.1).

Cloud jobs have ids. A file that is printed from the touch screen has only a title, and
the same file may be printed twice in a row: then only what a run does tells them apart.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Self

from ..sections.job import Job, PrintStatus, PrintType
from ..task import PrintTask, TaskStatus

_AHEAD = frozenset({PrintStatus.SLICING, PrintStatus.PREPARING})
_LOCAL = frozenset({PrintType.LOCAL, PrintType.SYSTEM})
_VERDICTS = {
    TaskStatus.FINISHED: PrintStatus.FINISHED,
    TaskStatus.FAILED: PrintStatus.FAILED,
}
_ALMOST_DONE = 90
_BACK = 5
"""% by which the progress of a run may seem to go back."""
_FORTH = 10
"""% by which a run may get on between two looks."""
_ALWAYS, _NEVER = (-1, -1), (None, None)
"""Leaps after which any other is believed, or none."""
_END_CLOSE = timedelta(seconds=15)
_START_CLOSE = timedelta(minutes=1)


class Kinship(Enum):
    """How a run and what a printer works on belong together."""

    SAME = auto()
    ALIKE = auto()
    """Nothing speaks against it."""
    OTHER = auto()


class Leaps(Enum):
    """How far to trust a job that is suddenly much further than before."""

    BELIEVED = auto()
    CHECKED = auto()
    """Believed once it goes on from there."""
    IGNORED = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a print job, as far as it was followed."""

    ids: tuple[str, ...] = ()
    """All ids that it goes by; none for a job that the cloud does not know."""
    title: str | None = None
    started_at: datetime | None = None
    clock: datetime | None = None
    """When it started, by the printer's own word."""
    is_local: bool = False
    """Whether the printer said that it is no job of the cloud."""
    is_vague: bool = False
    """Whether the report that names it may be lost, so that it shows another's name."""
    is_paused: bool = False
    ran_out: bool = False
    """Whether it was told that it waits for filament."""
    on_first_layer: bool = False
    """Whether it was seen on its first layer, and not yet above."""
    past_first_layer: bool = False
    """Whether that was told."""
    left: bool = False
    """Whether the printer was seen leaving during the run."""
    was_reset: bool = False
    """Whether the printer has been idle since."""
    outcome: PrintStatus | None = None
    """How it ended, by the printer's word."""
    hint: PrintStatus | None = None
    """How it ended, by a word that was doubted until the printer went on."""
    verdict: PrintStatus | None = None
    """How it ended, by the account's history."""
    ended_at: datetime | None = None
    since: datetime | None = None
    """When we learned that it is over."""
    late: bool = False
    error: str | None = None
    reason: str | None = None
    progress: int | None = field(default=None, compare=False)
    layer: int | None = field(default=None, compare=False)
    leap: tuple[int | None, int | None] = field(default=(None, None), compare=False)
    """Progress and layer that were shown once, too far ahead to be believed at once."""
    total_layers: int | None = field(default=None, compare=False)
    predicted_end: datetime | None = field(default=None, compare=False)

    @classmethod
    def of_task(cls, task: PrintTask) -> Self:
        """Return the run that the account's history tells of."""
        return cls(
            ids=(task.id,), title=task.title, started_at=task.started_at, late=True
        )

    def seen(
        self, job: Job, clock: datetime | None, *, leaps: Leaps = Leaps.CHECKED
    ) -> Self:
        """Return the run after a look at its job.

        What goes back is outdated, what leaps ahead may be of an earlier run. Before
        it prints, a job may show what the last did.

        Args:
            job: What the printer works on.
            clock: When that started, by the printer's own word.
            leaps: Whether to believe what is suddenly far ahead.
        """
        ahead = job.status in _AHEAD
        fresh = ahead and self.progress is None and bool(job.progress)
        leap = _NEVER if leaps is Leaps.IGNORED else self.leap
        if leaps is Leaps.BELIEVED or self.ids:
            leap = _ALWAYS
        progress = _believed(self.progress, job.progress, leap[0])
        layer = _believed(self.layer, job.layer, leap[1])
        names = (job.task_id, job.subtask_id)
        known = () if self.is_vague else self.ids
        was_local = self.is_local and not self.is_vague
        return replace(
            self,
            ids=tuple(dict.fromkeys((*known, *filter(None, names)))),
            title=job.name or self.title,
            started_at=self.started_at or job.started_at,
            is_local=was_local or (job.is_active and job.print_type in _LOCAL),
            clock=self.clock if ahead or clock is None else clock,
            left=False,
            progress=None if fresh else progress,
            layer=None if fresh else layer,
            leap=(
                _leap(progress, job.progress),
                _leap(layer, job.layer),
            ),
            total_layers=job.total_layers or self.total_layers,
            predicted_end=job.finish_at or self.predicted_end,
        )

    @property
    def recorded_end(self) -> datetime | None:
        """Return when it ended, if the account's history has told that."""
        return self.ended_at if self.verdict else None

    @property
    def is_leaping(self) -> bool:
        """Tell whether it was shown much further than is believed yet."""
        return self.leap != _NEVER

    def judged(self, task: PrintTask) -> Self:
        """Return the run with what the account's history says of its end."""
        return replace(
            self,
            ids=(task.id, *(name for name in self.ids if name != task.id)),
            title=self.title or task.title,
            started_at=task.started_at or self.started_at,
            ended_at=task.ended_at or self.ended_at,
            verdict=_VERDICTS.get(task.status),
        )

    def kinship(self, job: Job) -> Kinship:
        """Tell how this run and a job belong together."""
        ids = ids_of(job)
        if ids and self.ids:
            return Kinship.OTHER if ids.isdisjoint(self.ids) else Kinship.SAME
        if self.is_local and ids:
            return Kinship.OTHER
        if self.ids and job.print_type in _LOCAL:
            return Kinship.OTHER
        if self.title and job.name and self.title != job.name:
            return Kinship.OTHER
        return Kinship.ALIKE

    def is_behind(self, job: Job) -> bool:
        """Tell whether an active job looks like a run that began after this one."""
        if job.status in _AHEAD and not job.progress:
            return bool(self.progress or self.layer)
        before, now = self.progress, job.progress
        if before is not None and now is not None:
            if now < before - _BACK:
                return True
            if now > before:
                return False
        return bool(self.layer and job.layer is not None and job.layer < self.layer - 1)

    def may_end_as(self, job: Job) -> bool:
        """Tell whether what was just seen of the run leads to this end of a job."""
        known = self.progress or 0
        if job.status is PrintStatus.FINISHED:
            return known >= _ALMOST_DONE and (job.progress or 100) >= _ALMOST_DONE
        return known - _BACK <= (job.progress or 0) <= known + _FORTH

    def is_recorded_as(self, task: PrintTask) -> bool:
        """Tell whether a row whose id was never heard is likely to be this run.

        Jobs from the local network get a row, too, now and then (protocol A.7.4).
        """
        if self.title and task.title and self.title != task.title:
            return False
        return _is_close(self.ended_at, task.ended_at, _END_CLOSE) and _is_close(
            self.started_at, task.started_at, _START_CLOSE
        )

    def guessed(self, now: datetime) -> PrintStatus:
        """Return how a run ended that nobody has seen or noted the end of."""
        if self.hint is not None:
            return self.hint
        done = self.predicted_end is not None and self.predicted_end <= now
        return PrintStatus.FINISHED if done and not self.left else PrintStatus.FAILED


def ids_of(job: Job) -> frozenset[str]:
    """Return all ids that a job goes by; some printers know the task as a subtask."""
    return frozenset(name for name in (job.task_id, job.subtask_id) if name)


def _believed(known: int | None, seen: int | None, leap: int | None) -> int | None:
    """Return how far a run is; a leap is believed once it was seen to go on."""
    if known is None or seen is None:
        return known if seen is None else seen
    if seen <= known + _FORTH:
        return max(known, seen)
    return seen if leap is not None and seen > leap else known


def _leap(believed: int | None, seen: int | None) -> int | None:
    """Return what was seen if it is too far ahead to be believed yet."""
    if believed is None or seen is None or seen <= believed + _FORTH:
        return None
    return seen


def _is_close(one: datetime | None, other: datetime | None, most: timedelta) -> bool:
    """Tell whether two times may be the same, noted by different clocks."""
    return one is not None and other is not None and abs(one - other) <= most
