"""Describe what happened to the prints of a printer, and what is still to fire."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from ..printer import PrinterState
from ..sections.job import Job
from ..task import PrintTask
from .event import PrintEvent
from .run import Run

MOST_FIRED = 128
MOST_RECENT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """State of the moment; it ends with Home Assistant."""

    printer: PrinterState | None = None
    is_current: bool = False
    """Whether the last observation was of the printer's own reports."""
    certain_at: datetime | None = None
    """When it was last certain what the printer does."""
    polled_at: datetime | None = None
    """When the poll showed another state of its job last."""
    moved_at: datetime | None = None
    """When anything about its job changed."""
    cancel_at: datetime | None = None
    """When the code of a cancel was shown last."""
    history_at: datetime | None = None
    """When the history arrived last."""
    has_gap: bool = True
    """Whether reports were not continuous since the history arrived last."""
    gap_from: datetime | None = None
    """When it was certain last before that."""
    gap_until: datetime | None = None
    """When that gap ended."""
    gap_run: Run | None = None
    """The run that was open then."""

    @property
    def job(self) -> Job | None:
        """Return the job that was shown last."""
        return self.printer.job if self.printer else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """State of the prints of one printer.

    Two states are equal if there is nothing new to store.
    """

    since: datetime | None = None
    """What ended before is no news."""
    primed: bool = False
    """Whether the printer has ever reported, so that what comes next is news."""
    run: Run | None = None
    """The current or last one."""
    is_open: bool = False
    """Whether it has not ended, as far as is known."""
    over_at: datetime | None = None
    """Since when the open run seems to be over, and more may be said about it."""
    queue: tuple[PrintEvent | Run, ...] = ()
    """What is to fire, in order; a run is the place of its end, not yet decided."""
    fired: tuple[tuple[str, datetime], ...] = ()
    """Ids of the jobs whose end has fired, and when they ended."""
    recent: tuple[Run, ...] = ()
    """Runs without ids whose end has fired; the history may give them an id."""
    error: str | None = None
    """Code of the print error that has fired last and is not cleared."""

    tracking: Tracking = field(default=Tracking(), compare=False, repr=False)
    next_check: datetime | None = field(default=None, compare=False)
    """When to observe it again, even if nothing changes."""
    wants_history: bool = field(default=False, compare=False)
    """Whether something may have ended that only the account's history can show."""
    wants_report: bool = field(default=False, compare=False)
    """Whether only a full report can show what the printer really does."""

    @property
    def open_run(self) -> Run | None:
        """Return the run that has not ended."""
        return self.run if self.is_open else None

    def is_unlisted(self, run: Run) -> bool:
        """Return whether the history was read and does not have an unseen run."""
        read_at = self.tracking.history_at
        was_read = read_at is not None and run.since is not None and run.since < read_at
        return bool(run.ids) and run.unseen and run.started_at is None and was_read

    @property
    def waiting(self) -> tuple[Run, ...]:
        """Return the runs that are over, and how they ended is not decided."""
        return tuple(item for item in self.queue if isinstance(item, Run))

    def is_listed(self, listed: Run, run: Run) -> bool:
        """Return whether a run that only the history lists may be the open one."""
        ids = frozenset(run.ids) - run.old_names
        is_other = ids and ids.isdisjoint(listed.ids) and ids.isdisjoint(self.spent())
        return run.may_be(listed) and not is_other

    def spent(self, run: Run | None = None) -> frozenset[str]:
        """Return the ids of all runs that are over, and cannot be this one."""
        over = (one for one in self.waiting if not (run and self.is_listed(one, run)))
        waiting = (name for one in over for name in one.ids)
        return frozenset((*waiting, *(name for name, _ in self.fired)))

    def has_fired(
        self, ids: AbstractSet[str], ended_after: datetime | None = None
    ) -> bool:
        """Return whether the end of a job with one of these ids has fired."""
        ends = (at for name, at in self.fired if name in ids)
        return any(ended_after is None or at > ended_after for at in ends)

    def has_noted(self, task: PrintTask) -> bool:
        """Return whether a task of the history is no news."""
        ids = frozenset({task.id})
        return (
            self.since is None
            or not task.is_over
            or task.ended_at is None
            or task.ended_at <= self.since
            or self.has_fired(ids)
            or self.waiting_run(ids) is not None
        )

    def waiting_run(self, ids: frozenset[str]) -> Run | None:
        """Return the run with one of these ids that waits for its end."""
        return next((run for run in self.waiting if not ids.isdisjoint(run.ids)), None)

    def with_waiting(self, run: Run, *changed: Run) -> Self:
        """Return the state with another run, or none, for one that waits."""
        at = next(index for index, item in enumerate(self.queue) if item == run)
        return replace(self, queue=(*self.queue[:at], *changed, *self.queue[at + 1 :]))

    def with_fired(self, run: Run, at: datetime) -> Self:
        """Return the state with a run of which no other end fires."""
        if not run.ids:
            return replace(self, recent=(*self.recent, run)[-MOST_RECENT:])
        before = {name for name, _ in self.fired}
        names = (name for name in run.ids if name not in before)
        ended_at = run.ended_at or at
        fired = (*self.fired, *((name, ended_at) for name in names))
        forgotten = (at for _, at in fired[:-MOST_FIRED])
        since = max(filter(None, (self.since, *forgotten)), default=None)
        return replace(self, fired=fired[-MOST_FIRED:], since=since)
