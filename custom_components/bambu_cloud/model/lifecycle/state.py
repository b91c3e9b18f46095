"""Remember what happened to the prints of a printer, and what was told of it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Self

from ..sections.hms import Hms
from ..sections.job import Job
from ..values import objects, text
from .run import Kinship, Run, ids_of
from .serialization import keep, read_run, read_runs, read_time

_MOST_TOLD = 128
_MOST_WAITING = 64
_MOST_RECENT = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something that was seen but may be outdated: reports can arrive late."""

    what: tuple[object, ...]
    since: datetime
    job: Job
    heard_at: datetime | None = None
    """When the printer was heard last, as the doubt began."""
    mark: tuple[int, ...] = ()
    """How far the doubtful job is: what is outdated does not get on."""
    rose: bool = False
    """Whether it got on since it began to be doubted."""
    watched: bool = True
    """Whether it was seen to come."""
    confirmed: bool = False
    """Whether a full report said it, too."""
    answered: bool = False
    """Whether that report was asked for, and so is fresh."""
    moves: bool = False
    """Whether the doubtful job got on, though it is said to be over."""
    at_work: bool = False
    """Whether the doubtful job was seen at work."""

    @property
    def is_of_rest(self) -> bool:
        """Tell whether it is no more than a rest, which time alone settles."""
        return self.what[0] == "idle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """What is known of the prints of one printer.

    Two memories are equal if there is nothing new to keep.
    """

    since: datetime | None = None
    """What ended before is no news."""
    primed: bool = False
    """Whether the printer was ever heard, so that what comes next is news."""
    numbers: bool = False
    """Whether the printer tells the ids of its cloud jobs."""
    run: Run | None = None
    """The current or last one."""
    is_open: bool = False
    """Whether it has not ended, as far as we know."""
    gone_at: datetime | None = None
    """Since when the printer does nothing though the run is open."""
    waiting: tuple[Run, ...] = ()
    """Runs that ended while nobody watched, until the history tells more."""
    told: tuple[tuple[str, datetime], ...] = ()
    """Ids of the jobs whose end was told, and when."""
    recent: tuple[Run, ...] = ()
    """Runs without ids whose end was told; the history may number them."""
    error: str | None = None
    """Code of the print error that was told last and is not cleared."""

    wants_history: bool = field(default=False, compare=False)
    """Whether something may have ended that only the account's history can tell."""
    wants_report: bool = field(default=False, compare=False)
    """Whether only a full report can tell what the printer really does."""
    job: Job | None = field(default=None, compare=False, repr=False)
    hms: Hms | None = field(default=None, compare=False, repr=False)
    heard: bool = field(default=False, compare=False)
    """Whether the last look was at what the printer itself said."""
    left: bool = field(default=False, compare=False)
    """Whether the printer was seen leaving, and not heard since."""
    was_full: bool = field(default=False, compare=False)
    """Whether the last report was a full one."""
    known_at: datetime | None = field(default=None, compare=False)
    """When it was last certain what the printer does."""
    back_at: datetime | None = field(default=None, compare=False)
    """When it was heard again after a while in which anything may have happened."""
    moved_at: datetime | None = field(default=None, compare=False)
    """When anything about its job changed."""
    look_at: datetime | None = field(default=None, compare=False)
    """When to look again, even if nothing changes."""
    asked_at: datetime | None = field(default=None, compare=False)
    """When the history arrived last."""
    has_gap: bool = field(default=True, compare=False)
    """Whether nobody watched for a while, and the history was not asked since."""
    ended_at: datetime | None = field(default=None, compare=False)
    """When the last end was told or noted."""
    doubt: Doubt | None = field(default=None, compare=False)
    flips: tuple[tuple[str, datetime], ...] = field(default=(), compare=False)
    """When pauses and errors came or went last."""
    flip: Doubt | None = field(default=None, compare=False)

    def is_told(self, ids: frozenset[str]) -> bool:
        """Tell whether the end of a job with one of these ids was told."""
        return any(name in ids for name, _ in self.told)

    def waiting_as(self, ids: frozenset[str]) -> Run | None:
        """Return the run with one of these ids that waits for the history."""
        return next((run for run in self.waiting if not ids.isdisjoint(run.ids)), None)

    def kinship(self, job: Job) -> Kinship:
        """Tell how the current or last run and a job belong together."""
        if self.run is None or (self.numbers and self.run.ids and not ids_of(job)):
            return Kinship.OTHER
        return self.run.kinship(job)

    def as_kept(self) -> dict[str, Any]:
        """Return as JSON what has to outlast a restart."""
        return {
            "since": self.since and self.since.isoformat(),
            "primed": self.primed,
            "numbers": self.numbers,
            "run": self.run and keep(self.run),
            "is_open": self.is_open,
            "gone_at": self.gone_at and self.gone_at.isoformat(),
            "waiting": [keep(run) for run in self.waiting],
            "told": [{"id": name, "at": at.isoformat()} for name, at in self.told],
            "recent": [keep(run) for run in self.recent],
            "error": self.error,
        }

    @classmethod
    def from_kept(cls, kept: Any) -> Self:
        """Return the memory that was kept, as far as it makes sense."""
        if (
            not isinstance(kept, dict)
            or (since := read_time(kept.get("since"))) is None
        ):
            return cls()
        told = (
            (text(item.get("id")), read_time(item.get("at")))
            for item in objects(kept.get("told"))
        )
        run = read_run(kept.get("run"))
        return cls(
            since=since,
            primed=kept.get("primed") is True,
            numbers=kept.get("numbers") is True,
            run=run,
            is_open=kept.get("is_open") is True and run is not None,
            gone_at=read_time(kept.get("gone_at")),
            waiting=read_runs(kept.get("waiting"))[-_MOST_WAITING:],
            told=tuple((name, at) for name, at in told if name and at)[-_MOST_TOLD:],
            recent=read_runs(kept.get("recent"))[-_MOST_RECENT:],
            error=text(kept.get("error")),
        )


def told_too(
    told: tuple[tuple[str, datetime], ...], ids: tuple[str, ...], at: datetime
) -> tuple[tuple[tuple[str, datetime], ...], datetime | None]:
    """Return the told ids with more of them, and when the last forgotten was told."""
    known = {name for name, _ in told}
    told = (*told, *((name, at) for name in ids if name not in known))
    forgotten = told[:-_MOST_TOLD]
    return told[-_MOST_TOLD:], forgotten[-1][1] if forgotten else None


def recent_too(recent: tuple[Run, ...], run: Run) -> tuple[Run, ...]:
    """Return the runs without ids that were told last, with one more."""
    return (*recent, run)[-_MOST_RECENT:]
