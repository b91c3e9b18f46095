"""Describe one run of a print job, and compare it with what a printer shows.

Cloud jobs have ids, but ids can be missing, late, left over, or the same for all jobs;
names likewise (docs/lifecycle.md 1). So a run is recognized by all that is known of it.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Self

from ..sections.job import Job
from ..sections.job_status import PrintStatus, PrintType
from ..task import PrintTask, TaskStatus
from .progress import layer_of, shown
from .timing import NAME_PENDING, NAMED_WITHIN, SAME_START

_VERDICTS = {
    TaskStatus.FINISHED: PrintStatus.FINISHED,
    TaskStatus.FAILED: PrintStatus.FAILED,
}
_MOST_BACK = 5
"""% by which the progress of a run may go back; more is another run."""
_FAR_BACK = 20
"""The same without a gap, if layers went back, too."""
_DONE = 100
"""%; nothing is left to go on with."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One run of a print job, as far as it was observed."""

    ids: tuple[str, ...] = ()
    """All its ids; none for a job that is not in the cloud."""
    title: str | None = None
    name: str | None = None
    """The name that was shown last; some printers rename a job."""
    next_name: str | None = None
    """The name that was shown after its end, which may be that of the next job."""
    started_at: datetime | None = None
    is_local: bool = False
    """Whether the printer reported that it is no job of the cloud."""
    is_cloud: bool = False
    """Whether it reported that it is one, maybe before its ids."""
    unseen: bool = False
    """Whether it was never seen at work."""
    is_paused: bool = False
    ran_out: bool = False
    """Whether it has fired that it waits for filament."""
    on_first_layer: bool = False
    """Whether it was seen on its first layer, and not yet above."""
    past_first_layer: bool = False
    """Whether that has fired."""
    left: bool = False
    """Whether the printer was seen leaving or idle during the run."""
    outcome: PrintStatus | None = None
    """How it ended, as the printer reported it."""
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
    has_own_name: bool = False
    """Whether its name was seen long enough after the start not to be left over."""
    has_own_layers: bool = False
    """Whether its number of layers is not left over from the job before."""
    began_at: datetime | None = field(default=None, compare=False)
    """When it was seen to begin; until names are known, they may be left over."""
    unseen_from: datetime | None = field(default=None, compare=False)
    """Until when it was certain that it had not; for a start that was noticed late."""
    old_names: frozenset[str] = field(default=frozenset(), compare=False)
    """Names and ids of the job before, which may still show; so may its progress."""
    old_progress: int | None = field(default=None, compare=False)
    old_layer: int | None = field(default=None, compare=False)

    def moved(self, by: timedelta) -> Self:
        """Return the run by a clock that was set."""
        began_at = self.began_at and self.began_at + by
        is_seen = self.started_at == self.began_at
        started_at = began_at if is_seen else self.started_at
        return replace(self, began_at=began_at, started_at=started_at)

    def is_early(self, now: datetime) -> bool:
        """Return whether ids and name may still be those of the job before."""
        return self.began_at is not None and not self._is_older(NAMED_WITHIN, now)

    def _shows_own_name(self, job: Job, now: datetime) -> bool:
        """Return whether the name of a job cannot be left over any more."""
        ids = {job.task_id, job.subtask_id} - {None}
        has_new_ids = not ids <= self.old_names
        return has_new_ids or self._is_older(NAME_PENDING, now)

    def _is_older(self, than: timedelta, now: datetime) -> bool:
        """Return whether it was seen to begin so long ago."""
        return self.began_at is not None and now - self.began_at > than

    @property
    def is_unnamed(self) -> bool:
        """Return whether its name may be that of the job before."""
        return self.title in self.old_names

    @property
    def is_listed(self) -> bool:
        """Return whether there is no more of it than ids that were shown or listed."""
        return self.unseen and not (self.outcome or self.verdict)

    @property
    def is_recordable(self) -> bool:
        """Return whether the history of the account can have it."""
        return (bool(self.ids) or self.is_cloud) and not self.is_local

    def with_job(self, job: Job, now: datetime, spent: AbstractSet[str]) -> Self:
        """Return the run with what a printer shows of its job.

        Args:
            job: What it shows.
            now: The present time.
            spent: Ids of other runs, which may be left over.
        """
        is_local = job.is_local or (
            self.is_local and job.print_type is not PrintType.CLOUD
        )
        is_early = self.is_early(now)
        is_new = self.began_at is not None and self.unseen_from is None
        is_new = is_new and not self._is_older(NAME_PENDING, now)
        progress = shown(
            self.progress, job.progress, self.old_progress, job, is_new=is_new
        )
        is_left_over = progress is None and bool(job.progress)
        layer = None if is_left_over else layer_of(job, self.total_layers)
        is_new = is_new and not self.progress
        is_own = progress and self.has_own_layers
        old_layer = None if is_own else self.old_layer
        return replace(
            self,
            ids=() if is_local else self._ids_with(job, now, spent),
            title=self._title_with(job, is_early=is_early),
            has_own_name=self.has_own_name or self._shows_own_name(job, now),
            name=job.name or self.name,
            is_local=is_local,
            is_cloud=not is_local
            and (self.is_cloud or job.print_type is PrintType.CLOUD),
            progress=progress,
            layer=shown(self.layer, layer, old_layer, job, is_new=is_new),
            total_layers=job.total_layers or self.total_layers,
            has_own_layers=self.has_own_layers
            or self.total_layers not in {None, job.total_layers},
            predicted_end=job.finish_at or self.predicted_end,
        )

    def _ids_with(
        self, job: Job, now: datetime, spent: AbstractSet[str]
    ) -> tuple[str, ...]:
        """Return the ids of the run and of its job, without what is left over."""
        names = tuple(filter(None, (job.task_id, job.subtask_id)))
        if not spent.isdisjoint(names) and set(names).isdisjoint(self.ids):
            names = ()
        if names and self.is_early(now) and set(names).isdisjoint(self.ids):
            return tuple(dict.fromkeys(names))
        return tuple(dict.fromkeys((*self.ids, *names)))

    def _title_with(self, job: Job, *, is_early: bool) -> str | None:
        """Return the title, which is the first name unless that may be left over."""
        is_unsure = is_early and (self.is_unnamed or self.unseen_from is not None)
        return job.name or self.title if is_unsure else self.title or job.name

    def has_restarted(self, job: Job, *, continuous: bool) -> bool:
        """Return whether an active job has gone back so far that it is another run."""
        progress, shown = self.progress or 0, job.progress
        if job.is_preparing:
            most = _MOST_BACK if continuous else 0
            is_back = progress > most and (shown or 0) < progress
            return is_back or bool(
                (self.progress or self.layer) and not self.is_named(job)
            )
        if self.has_fired and self.layer and not job.layer:
            return True  # what seemed to go on was left over
        if shown is None or shown >= progress - _MOST_BACK:
            return False
        is_lower = (job.layer or 0) < (self.layer or 0)
        is_far = shown < progress - _FAR_BACK and is_lower
        return not continuous or is_far or shown <= max(_MOST_BACK, progress / 2)

    def goes_on_as(self, job: Job) -> bool:
        """Return whether a job at work is this run, which seemed to be over.

        After a loss of power, a print goes on where it was.
        """
        shown, progress = job.progress or 0, self.progress or 0
        if job.is_preparing or self.outcome not in {None, PrintStatus.FAILED}:
            return False
        if (
            self.is_renamed(job)
            or self.has_other_layers(job)
            or _DONE in {progress, shown}
        ):
            return False  # ids and progress may be left over
        if self.unseen and (job.progress, job.layer) == (self.progress, self.layer):
            return False  # left over from its end
        layer = job.layer or 0
        is_sure = shown > _MOST_BACK or (layer > 0 and layer >= (self.layer or 0))
        return is_sure and shown >= progress - _MOST_BACK and self.is_named(job)

    def is_renamed(self, job: Job) -> bool:
        """Return whether a job has a name that does not begin with its own."""
        names = tuple(filter(None, (self.name, self.title)))
        return bool(names and job.name and not job.name.startswith(names))

    def is_other(self, job: Job) -> bool:
        """Return whether ids or kind of a job are not those of this run."""
        if self.is_local:
            return job.print_type is PrintType.CLOUD
        if job.is_local:
            return self.is_recordable
        ids = ids_of(job)
        return bool(ids and self.ids) and ids.isdisjoint(self.ids)

    def is_named(self, job: Job) -> bool:
        """Return whether ids, or else the name, say that a job is this run."""
        if self.is_other(job):
            return False
        if not ids_of(job).isdisjoint(self.ids):
            return True
        is_other = self.has_own_layers and self.has_other_layers(job)
        if self.is_unnamed and not self.has_own_name:
            return not is_other
        return not (self.is_renamed(job) or (self.is_local and is_other))

    def has_other_layers(self, job: Job) -> bool:
        """Return whether a job has another number of layers."""
        layers = {self.total_layers, job.total_layers} - {None}
        return len(layers) > 1

    def may_be(self, listed: Self) -> bool:
        """Return whether this open run is the one that the history lists."""
        listed_at, started_at = listed.started_at, self.unseen_from or self.started_at
        is_old = listed_at and started_at and started_at - listed_at > NAMED_WITHIN
        is_left_over = is_old and not self.old_names.isdisjoint(listed.ids)
        return listed.is_listed and not is_left_over

    def is_task(self, task: PrintTask) -> bool:
        """Return whether a task is this run, by its id or else by its start.

        Jobs from the local network get a row, too, now and then (protocol A.7.4).
        """
        if self._began_after(task):
            return False  # ids that are left over
        first = last = self.started_at
        if first is None and not self.is_local:
            first, last = self.unseen_from, self.began_at
        if self.ids or not (first and last and task.started_at):
            return task.id in self.ids
        is_unnamed = self.is_unnamed and not self.is_local
        if self.title and not is_unnamed and not self._is_titled(task):
            return False
        earliest = first - (SAME_START if self.title else NAMED_WITHIN)
        return earliest <= task.started_at <= last + SAME_START

    def _began_after(self, task: PrintTask) -> bool:
        """Return whether a task has ended in the gap before this run was seen."""
        first, last, ended_at = self.unseen_from, self.began_at, task.ended_at
        if not (first and last and ended_at and task.is_over):
            return False
        return first <= ended_at < last - SAME_START

    def _is_titled(self, task: PrintTask) -> bool:
        """Return whether it has the name of a task, or one that begins with it."""
        return bool(task.title and self.title and self.title.startswith(task.title))

    def with_task(self, task: PrintTask) -> Self:
        """Return the run with what the account's history has of it."""
        is_unsure = self.is_unnamed or self.unseen
        title = (task.title if is_unsure else self.title) or task.title or self.title
        return replace(
            self,
            ids=(task.id, *(name for name in self.ids if name != task.id)),
            title=title,
            started_at=task.started_at or self.started_at,
            ended_at=task.ended_at if task.is_over else self.ended_at,
            verdict=_VERDICTS.get(task.status),
        )


def ids_of(job: Job) -> frozenset[str]:
    """Return all ids of a job; what a local one shows is left over from another."""
    if job.is_local:
        return frozenset()
    return frozenset(name for name in (job.task_id, job.subtask_id) if name)
