"""Describe what happened to the prints of a printer, and which events have fired."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from ..sections.hms import Hms
from ..sections.job import Job
from ..values import aware_time, objects, text
from .run import JobMatch, Run, ids_of
from .serialization import read_run, read_runs, write_run

_MOST_FIRED = 128
_MOST_WAITING = 64
_MOST_RECENT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingObservation:
    """Something that was seen but may be outdated: reports can arrive late."""

    key: tuple[object, ...]
    """Kind of observation, and what makes it another one when it changes."""
    since: datetime
    job: Job
    last_seen: datetime | None = None
    """When the last report had arrived as the observation began."""
    position: tuple[int, ...] = ()
    """How far the job is: what is outdated makes no progress."""
    rose: bool = False
    """Whether it made progress since the observation began."""
    continuous: bool = True
    """Whether reports were continuous when it appeared."""
    confirmed: bool = False
    """Whether a full report showed it, too."""
    fresh: bool = False
    """Whether that report was asked for, and so is fresh."""
    moves: bool = False
    """Whether the job made progress, though it is reported to be over."""
    was_active: bool = False
    """Whether the job was seen active."""

    @property
    def is_idle(self) -> bool:
        """Return whether the printer is merely idle, which time alone decides."""
        return self.key[0] == "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """State of the prints of one printer.

    Two states are equal if there is nothing new to store.
    """

    since: datetime | None = None
    """What ended before is no news."""
    primed: bool = False
    """Whether the printer has ever reported, so that what comes next is news."""
    sends_ids: bool = False
    """Whether the printer sends the ids of its cloud jobs."""
    run: Run | None = None
    """The current or last one."""
    is_open: bool = False
    """Whether it has not ended, as far as is known."""
    gone_at: datetime | None = None
    """Since when the printer is idle though the run is open."""
    waiting: tuple[Run, ...] = ()
    """Runs that ended while reports were not continuous, and wait for the history."""
    fired: tuple[tuple[str, datetime], ...] = ()
    """Ids of the jobs whose end has fired, and when."""
    recent: tuple[Run, ...] = ()
    """Runs without ids whose end has fired; the history may give them an id."""
    error: str | None = None
    """Code of the print error that has fired last and is not cleared."""

    wants_history: bool = field(default=False, compare=False)
    """Whether something may have ended that only the account's history can show."""
    wants_report: bool = field(default=False, compare=False)
    """Whether only a full report can show what the printer really does."""
    job: Job | None = field(default=None, compare=False, repr=False)
    hms: Hms | None = field(default=None, compare=False, repr=False)
    is_current: bool = field(default=False, compare=False)
    """Whether the last observation was of the printer's own reports."""
    left: bool = field(default=False, compare=False)
    """Whether the printer was seen leaving, and has not reported since."""
    was_full: bool = field(default=False, compare=False)
    """Whether the last report was a full one."""
    certain_at: datetime | None = field(default=None, compare=False)
    """When it was last certain what the printer does."""
    back_at: datetime | None = field(default=None, compare=False)
    """When it reported again after a while in which anything may have happened."""
    moved_at: datetime | None = field(default=None, compare=False)
    """When anything about its job changed."""
    next_check: datetime | None = field(default=None, compare=False)
    """When to observe it again, even if nothing changes."""
    history_at: datetime | None = field(default=None, compare=False)
    """When the history arrived last."""
    has_gap: bool = field(default=True, compare=False)
    """Whether reports were not continuous since the history arrived last."""
    ended_at: datetime | None = field(default=None, compare=False)
    """When the last run was closed."""
    pending: PendingObservation | None = field(default=None, compare=False)
    toggles: tuple[tuple[str, datetime], ...] = field(default=(), compare=False)
    """When pauses and errors came or went last."""
    pending_toggle: PendingObservation | None = field(default=None, compare=False)

    def has_fired(self, ids: frozenset[str]) -> bool:
        """Return whether the end of a job with one of these ids has fired."""
        return any(name in ids for name, _ in self.fired)

    def waiting_run(self, ids: frozenset[str]) -> Run | None:
        """Return the run with one of these ids that waits for the history."""
        return next((run for run in self.waiting if not ids.isdisjoint(run.ids)), None)

    def match(self, job: Job) -> JobMatch:
        """Return whether a job is the current or last run."""
        if self.run is None or (self.sends_ids and self.run.ids and not ids_of(job)):
            return JobMatch.OTHER
        return self.run.match(job)

    def to_dict(self) -> dict[str, Any]:
        """Return as JSON what has to outlast a restart."""
        return {
            "since": self.since and self.since.isoformat(),
            "primed": self.primed,
            "numbers": self.sends_ids,
            "run": self.run and write_run(self.run),
            "is_open": self.is_open,
            "gone_at": self.gone_at and self.gone_at.isoformat(),
            "waiting": [write_run(run) for run in self.waiting],
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
        return cls(
            since=since,
            primed=stored.get("primed") is True,
            sends_ids=stored.get("numbers") is True,
            run=run,
            is_open=stored.get("is_open") is True and run is not None,
            gone_at=aware_time(stored.get("gone_at")),
            waiting=read_runs(stored.get("waiting"))[-_MOST_WAITING:],
            fired=tuple((name, at) for name, at in fired if name and at)[-_MOST_FIRED:],
            recent=read_runs(stored.get("recent"))[-_MOST_RECENT:],
            error=text(stored.get("error")),
        )


def add_fired(
    fired: tuple[tuple[str, datetime], ...], ids: tuple[str, ...], at: datetime
) -> tuple[tuple[tuple[str, datetime], ...], datetime | None]:
    """Return the fired ids with more of them, and when the last forgotten fired."""
    before = {name for name, _ in fired}
    fired = (*fired, *((name, at) for name in ids if name not in before))
    forgotten = fired[:-_MOST_FIRED]
    return fired[-_MOST_FIRED:], forgotten[-1][1] if forgotten else None


def add_recent(recent: tuple[Run, ...], run: Run) -> tuple[Run, ...]:
    """Return the runs without ids whose end fired last, with one more."""
    return (*recent, run)[-_MOST_RECENT:]
