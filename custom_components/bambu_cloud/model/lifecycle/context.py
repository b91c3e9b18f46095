"""What an observation is about: a printer, a time, and how sure it is."""

from dataclasses import dataclass
from datetime import datetime

from ..printer import PrinterState
from ..sections.job import Job
from .state import Tracking
from .timing import MAX_ABSENCE, MAX_GAP, SHORTEST


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """A printer at one moment."""

    printer: PrinterState
    now: datetime
    before: Tracking
    """What was observed before."""
    is_current: bool
    """Whether it is what the printer itself reports now."""

    @property
    def job(self) -> Job:
        """Return the job that the printer shows."""
        return self.printer.job

    @property
    def seen_at(self) -> datetime:
        """Return until when it was observed without a gap."""
        return self.now if self.continuous else self.before.certain_at or self.now

    @property
    def continuous(self) -> bool:
        """Return whether it was observed without a gap since the observation before."""
        certain_at = self.before.certain_at
        most = MAX_GAP if self.before.is_current else MAX_ABSENCE
        return certain_at is not None and abs(self.now - certain_at) <= most

    @property
    def is_brief(self) -> bool:
        """Return whether the gap was too brief for a whole job."""
        certain_at = self.before.certain_at
        return certain_at is not None and abs(self.now - certain_at) < SHORTEST


def read_context(printer: PrinterState, now: datetime, before: Tracking) -> Context:
    """Return the context of an observation."""
    is_current = printer.presence.reported is True and printer.complete
    return Context(printer=printer, now=now, before=before, is_current=is_current)
