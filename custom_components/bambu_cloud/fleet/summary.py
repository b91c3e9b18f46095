"""Sum up what printers do. Pure: no clock, no input or output."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from ..model import PrinterState, PrintStatus, attention


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSummary:
    """What counts of a printer."""

    name: str
    status: PrintStatus | None
    """None while the printer is off or has not reported yet."""
    is_decided: bool
    """Whether it has reported, or is off."""
    needs_person: bool = False
    finish_at: datetime | None = None
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
) -> PrinterSummary:
    """Return what counts of a printer, as it is shown."""
    is_off = not printer.presence.online
    if is_off or not is_reachable:
        return PrinterSummary(name=name, status=None, is_decided=is_off)
    job = printer.job
    finish = job.finish_at if job.is_active else None
    return PrinterSummary(
        name=name,
        status=job.status,
        is_decided=job.status is not PrintStatus.UNKNOWN,
        needs_person=attention(printer) is not None,
        finish_at=finish and finish.replace(second=0, microsecond=0),
    )


def fleet_of(summaries: Iterable[PrinterSummary]) -> Fleet | None:
    """Return what printers do together, None if one has not reported yet."""
    printers = tuple(summaries)
    if not all(printer.is_decided for printer in printers):
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
