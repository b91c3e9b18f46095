"""What is to be said of the events of one life."""

from dataclasses import dataclass, field

from .align import Fired
from .job import Moment, PrintJob
from .life import Life

AT_ONCE = 1.05
FAILURE_WITHIN = 11.05
STEADY = 180.0
"""Seconds for which a link has to be whole before delays on it count."""


@dataclass(slots=True, kw_only=True)
class Fault:
    """Something that was not said as it happened."""

    kind: str
    what: str
    job: PrintJob | None
    at: float


@dataclass(slots=True, kw_only=True)
class Verdict:
    """What is to be said of one life."""

    faults: list[Fault] = field(default_factory=list)
    reasons: dict[int, str] = field(default_factory=dict)
    ends: list[tuple[PrintJob, Fired]] = field(default_factory=list)
    delays: list[tuple[str, float]] = field(default_factory=list)


def is_steady(moment: Moment, at: float, ended: dict[int, float]) -> bool:
    """Return whether the link had been whole for long, and nothing was waited for."""
    since, job = moment.whole_since, moment.job
    if since is None or moment.seen is None or job.absence:
        return False
    if since > moment.seen - STEADY:
        return False
    if moment.kind != "started" and (job.first_active or at) > moment.seen - 1:
        return False
    return not is_held(moment, ended)


def is_held(moment: Moment, ended: dict[int, float]) -> bool:
    """Return whether ends of prints before were waited for, which come first."""
    job, seen = moment.job, moment.seen or moment.at
    fired = [at for number, at in ended.items() if number < job.number]
    is_waiting = job.number > 0 and job.number - 1 not in ended
    return is_waiting or max(fired, default=0.0) > seen - 60


def is_broken(life: Life, moment: Moment) -> bool:
    """Return whether anything went wrong while the end was decided."""
    seen = moment.seen or moment.at
    return any(seen <= at <= seen + FAILURE_WITHIN for at in life.home.witness.breaks)
