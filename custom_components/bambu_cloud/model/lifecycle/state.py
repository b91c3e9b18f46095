"""Describe what happened to the prints of a printer, and which events have fired."""

from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Self

from ..sections.hms import Hms
from ..sections.job import Job
from ..values import aware_time, objects, text
from .event import PrintEvent
from .run import Run
from .serialization import read_event, read_run, read_runs, write_event, write_run

_MOST_FIRED = 128
_MOST_WAITING = 64
_MOST_RECENT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracking:
    """State of the moment; it ends with Home Assistant."""

    job: Job | None = None
    hms: Hms | None = None
    is_current: bool = False
    """Whether the last observation was of the printer's own reports."""
    was_full: bool = False
    """Whether the last report was a full one."""
    back_at: datetime | None = None
    """When it reported again after a gap; None once a full report has followed."""
    last_full: datetime | None = None
    """When the last full report arrived."""
    left: bool = False
    """Whether the printer was seen leaving, and has not reported since."""
    certain_at: datetime | None = None
    """When it was last certain what the printer does."""
    moved_at: datetime | None = None
    """When anything about its job changed."""
    over_at: datetime | None = None
    """Since when an open run is over, and more may be said about its end."""
    cancel_at: datetime | None = None
    """When the code of a cancel was shown last."""
    history_at: datetime | None = None
    """When the history arrived last."""
    has_gap: bool = True
    """Whether reports were not continuous since the history arrived last."""


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
    gone_at: datetime | None = None
    """Since when the printer is idle though the run is open."""
    waiting: tuple[Run, ...] = ()
    """Runs that ended while reports were not continuous, and wait for the history."""
    held: tuple[PrintEvent, ...] = ()
    """Events of the run that began while others wait: ends are told first."""
    fired: tuple[tuple[str, datetime], ...] = ()
    """Ids of the jobs whose end has fired, and when."""
    recent: tuple[Run, ...] = ()
    """Runs without ids whose end has fired; the history may give them an id."""
    error: str | None = None
    """Code of the print error that has fired last and is not cleared."""

    tracking: Tracking = field(default=Tracking(), compare=False, repr=False)
    events: tuple[PrintEvent, ...] = field(default=(), compare=False, repr=False)
    """What is to fire now."""
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

    def has_fired(self, ids: frozenset[str]) -> bool:
        """Return whether the end of a job with one of these ids has fired."""
        return any(name in ids for name, _ in self.fired)

    def waiting_run(self, ids: frozenset[str]) -> Run | None:
        """Return the run with one of these ids that waits for the history."""
        return next((run for run in self.waiting if not ids.isdisjoint(run.ids)), None)

    def without_waiting(self, run: Run) -> Self:
        """Return the state without a run that waited."""
        rest = tuple(other for other in self.waiting if other is not run)
        return replace(self, waiting=rest)

    def with_fired(self, ids: tuple[str, ...], at: datetime) -> Self:
        """Return the state with jobs of which nothing more fires."""
        before = {name for name, _ in self.fired}
        fired = (*self.fired, *((name, at) for name in ids if name not in before))
        since, forgotten = self.since, fired[:-_MOST_FIRED]
        if forgotten and (since is None or forgotten[-1][1] > since):
            since = forgotten[-1][1]
        return replace(self, fired=fired[-_MOST_FIRED:], since=since)

    def with_recent(self, run: Run) -> Self:
        """Return the state with a run without ids whose end has fired."""
        return replace(self, recent=(*self.recent, run)[-_MOST_RECENT:])

    def to_dict(self) -> dict[str, Any]:
        """Return as JSON what has to outlast a restart."""
        return {
            "since": self.since and self.since.isoformat(),
            "primed": self.primed,
            "run": self.run and write_run(self.run),
            "is_open": self.is_open,
            "gone_at": self.gone_at and self.gone_at.isoformat(),
            "waiting": [write_run(run) for run in self.waiting],
            "held": [write_event(event) for event in self.held],
            "told": [{"id": name, "at": at.isoformat()} for name, at in self.fired],
            "recent": [write_run(run) for run in self.recent],
            "error": self.error,
        }

    @classmethod
    def from_dict(cls, stored: Any) -> Self:
        """Return a stored state, as far as it can be read."""
        if (
            not isinstance(stored, dict)
            or (since := aware_time(stored.get("since"))) is None
        ):
            return cls()
        fired = (
            (text(item.get("id")), aware_time(item.get("at")))
            for item in objects(stored.get("told"))
        )
        run = read_run(stored.get("run"))
        held = (read_event(item) for item in objects(stored.get("held")))
        return cls(
            since=since,
            primed=stored.get("primed") is True,
            run=run,
            is_open=stored.get("is_open") is True and run is not None,
            gone_at=aware_time(stored.get("gone_at")),
            waiting=read_runs(stored.get("waiting"))[-_MOST_WAITING:],
            held=tuple(event for event in held if event is not None),
            fired=tuple((name, at) for name, at in fired if name and at)[-_MOST_FIRED:],
            recent=read_runs(stored.get("recent"))[-_MOST_RECENT:],
            error=text(stored.get("error")),
        )
