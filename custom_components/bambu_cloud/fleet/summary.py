"""Sum up what printers do. Pure: no clock, no input or output."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..model import PrinterState, PrintStatus, attention


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSummary:
    """What counts of a printer."""

    name: str
    status: PrintStatus
    needs_person: bool
    finish_at: datetime | None
    """To the minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fleet:
    """What all printers of an account do."""

    printing: tuple[str, ...] = ()
    """Names of the printers, in their order; paused ones do not print."""
    attention: tuple[str, ...] = ()
    next_finish: datetime | None = None
    next_printer: str | None = None


_BUSY = {PrintStatus.PRINTING, PrintStatus.PREPARING, PrintStatus.SLICING}


def summary_of(
    printer: PrinterState, name: str, *, is_reachable: bool
) -> PrinterSummary | None:
    """Return what counts of a printer, as it is shown; None if it is off."""
    if not is_reachable:
        return None
    job = printer.job
    finish = job.finish_at if job.is_active else None
    return PrinterSummary(
        name=name,
        status=job.status,
        needs_person=attention(printer) is not None,
        finish_at=finish and finish.replace(second=0, microsecond=0),
    )


def fleet_of(summaries: Iterable[PrinterSummary]) -> Fleet | None:
    """Return what printers do together, None if one has not reported yet."""
    printers = tuple(summaries)
    if any(printer.status is PrintStatus.UNKNOWN for printer in printers):
        return None
    busy = [printer for printer in printers if printer.status in _BUSY]
    ends = [(p.finish_at, p.name) for p in busy if p.finish_at is not None]
    first, name = min(ends, default=(None, None))
    return Fleet(
        printing=tuple(printer.name for printer in busy),
        attention=tuple(printer.name for printer in printers if printer.needs_person),
        next_finish=first,
        next_printer=name,
    )
