"""What an observation is about: a printer, a time, and how sure it is."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from ..printer import PrinterState
from ..sections.job import Job
from ..values import integer
from .run import ids_of
from .state import Tracking
from .timing import MAX_ABSENCE, MAX_GAP, SYNCED_WITHIN

_FULL = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A printer at one moment."""

    printer: PrinterState
    now: datetime
    continuous: bool
    """Whether it was observed without a gap since the observation before."""
    synced: bool
    """Whether what it shows is of now: deltas add to what may be outdated."""
    full: bool
    """Whether the last report was a full one."""
    unchanged_for: timedelta | None
    """For how long nothing about the job had changed before."""
    answered: bool
    """Whether this is a full report of a printer that otherwise sends deltas."""

    def has_answered(self, since: datetime | None) -> bool:
        """Return whether a printer that sends deltas has sent a full report since."""
        last_full = self.printer.presence.last_full
        sends_deltas = self.answered or not self.full
        return bool(sends_deltas and since and last_full and last_full > since)

    @property
    def job(self) -> Job:
        """Return the job that the printer shows."""
        return self.printer.job

    @property
    def ids(self) -> frozenset[str]:
        """Return the ids of that job."""
        return ids_of(self.printer.job)


def read_context(tracking: Tracking, printer: PrinterState, now: datetime) -> Context:
    """Return the context of an observation."""
    was_away = tracking.left or not tracking.is_current
    most = MAX_ABSENCE if was_away else MAX_GAP
    certain_at = tracking.certain_at
    full = integer(printer.raw.get("msg")) == _FULL
    back_at = tracking.back_at if tracking.is_current else now
    return Context(
        printer=printer,
        now=now,
        continuous=certain_at is not None and now - certain_at <= most,
        synced=full or back_at is None or now - back_at >= SYNCED_WITHIN,
        full=full,
        answered=full and tracking.is_current and not tracking.was_full,
        unchanged_for=None if tracking.moved_at is None else now - tracking.moved_at,
    )
