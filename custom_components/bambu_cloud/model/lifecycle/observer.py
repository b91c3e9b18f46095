"""Observe a printer, and reconcile its prints with the history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime

from ..printer import PrinterState
from ..sections.job import CANCELED_BY_USER
from ..sections.job_status import PrintStatus
from ..task import PrintTask
from .changes import close
from .clock import on_time, suspended
from .context import Context, read_context
from .ends import observe_idle, observe_over
from .event import PrintEvent, PrintEventType
from .history import read_history, wants_history
from .in_print import (
    adopt,
    notice_cleared,
    notice_error,
    report_progress,
    shown_error,
)
from .order import fire
from .run import Run, ids_of
from .starts import observe_active, observe_first, start
from .state import Lifecycle, Tracking
from .timing import (
    CHECK_INTERVAL,
    HOLD_START,
    MAX_GAP,
    SOON,
    UNCHANGED,
)

_LONG_AGO = datetime.min.replace(tzinfo=UTC)

__all__ = [
    "Lifecycle",
    "PrintEvent",
    "PrintEventType",
    "observe",
    "reconcile",
    "suspended",
]


def observe(
    state: Lifecycle, printer: PrinterState, now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return the state after an observation of a printer, and the events to fire.

    To be called after each change of the printer, pushed or polled, and when
    `next_check` is due.
    """
    state = on_time(state, now)
    context = read_context(printer, now, state.tracking)
    if not _is_due(state, context):
        return state, ()
    run = state.open_run
    if context.is_current:
        state = _observe_report(state, context)
    elif state.over_at is not None:
        if now - state.over_at >= HOLD_START:
            state = close(state, now)
    elif printer.presence.online is False:
        if run:
            state = replace(state, run=replace(run, left=True))
    elif (
        printer.presence.reported is None
        and ids_of(printer.job)
        and context.before.job is not printer.job
    ):
        state = _without_progress(_observe_poll(state, context), run)
    state = replace(state, tracking=_tracked(run, context))
    state, events = _finished(state, now)
    return replace(state, wants_report=_wants_report(state, context)), events


def reconcile(
    state: Lifecycle, tasks: Sequence[PrintTask], now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return the state after the history has arrived, and the events to fire.

    Args:
        state: The state so far.
        tasks: The newest tasks of this printer, the newest first.
        now: The present time.
    """
    state = read_history(on_time(state, now), tasks, now)
    tracking = replace(state.tracking, history_at=now, has_gap=False)
    return _finished(replace(state, tracking=tracking), now)


def _is_due(state: Lifecycle, context: Context) -> bool:
    """Return whether there is anything new, or time may have decided something."""
    before, printer = state.tracking, context.printer
    shown = before.printer
    is_new = shown is None or shown.job is not printer.job
    is_new |= shown is not None and shown.hms is not printer.hms
    is_new |= before.is_current is not context.is_current
    is_new |= context.is_current and not context.continuous
    return is_new or state.next_check is None or context.now >= state.next_check


def _observe_report(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after what the printer itself says."""
    job = context.job
    if job.status is PrintStatus.UNKNOWN:
        return state
    is_first = not state.primed
    if is_first:
        state = replace(state, primed=True, error=shown_error(context))
    state = notice_cleared(state, context)
    if job.is_calibration:
        pass  # no print, but something may be wrong with it
    elif is_first:
        state = observe_first(state, context)
    elif job.is_active:
        state = observe_active(state, context)
    elif job.is_over:
        state = observe_over(state, context)
    else:
        state = observe_idle(state, context)
    return notice_error(state, context)


def _observe_poll(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after what the cloud says of a job, while nothing is pushed."""
    run, job, now = state.open_run, context.job, context.now
    ids = ids_of(job)
    is_same = run is not None and (
        not ids.isdisjoint(run.ids)
        or not (run.ids or run.is_local or not run.is_named(job))
    )
    if not job.is_active:
        if run is None or not is_same:
            return state
        before = context.before
        seen_at = before.polled_at or before.certain_at or _LONG_AGO
        late = now - seen_at > MAX_GAP
        run = replace(run, late=late)
        return close(replace(state, run=run), now, polled=True)
    if is_same:
        return report_progress(state, context)
    if not ids.isdisjoint(state.spent(Run())):
        return state
    began = job.started_at
    if state.primed or (state.since and began and began > state.since):
        return report_progress(start(close(state, now), context), context)
    return adopt(state, context)


def _without_progress(state: Lifecycle, before: Run | None) -> Lifecycle:
    """Return the state without the progress of a poll, which may be left over."""
    run = state.open_run
    if run is None:
        return state
    is_same = before is not None and before.began_at == run.began_at
    progress = before.progress if before and is_same else None
    return replace(state, run=replace(run, progress=progress))


def _tracked(run: Run | None, context: Context) -> Tracking:
    """Return what the next observation is compared with.

    Args:
        run: The one that was open before.
        context: The observation.
    """
    before, printer, now = context.before, context.printer, context.now
    certain_at, cancel_at = before.certain_at, before.cancel_at
    is_new = before.job is not printer.job
    if context.is_current and printer.job.status is not PrintStatus.UNKNOWN:
        certain_at = min(printer.presence.last_seen or now, now)
    if context.is_current and printer.job.print_error in CANCELED_BY_USER:
        cancel_at = now
    is_unsure = not context.continuous and (context.is_current or is_new)
    is_unsure |= _has_hidden_job(context)
    is_first = is_unsure and not (before.has_gap and before.gap_from)
    return replace(
        before,
        printer=printer,
        is_current=context.is_current,
        certain_at=certain_at,
        moved_at=now if is_new else before.moved_at,
        cancel_at=cancel_at,
        polled_at=None if context.is_current else now if is_new else before.polled_at,
        has_gap=before.has_gap or is_unsure,
        gap_from=before.certain_at if is_first else before.gap_from,
        gap_until=now if is_unsure else before.gap_until,
        gap_run=run if is_first else before.gap_run,
    )


def _has_hidden_job(context: Context) -> bool:
    """Return whether a printer that was not at work shows another end than before.

    All before that was lost. A cancel shows as a failure when its code is gone.
    """
    job, shown = context.job, context.before.job
    if shown is None or shown.is_active or not (context.is_current and job.is_over):
        return False
    is_success = PrintStatus.FINISHED in {job.status, shown.status}
    return shown.status is PrintStatus.IDLE or (
        is_success and job.status is not shown.status
    )


def _finished(
    state: Lifecycle, now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return the state after what time decides, and the events to fire."""
    state, events = fire(state, now)
    is_undecided = state.queue or state.over_at
    next_check = now + (SOON if is_undecided else CHECK_INTERVAL)
    state = replace(state, next_check=next_check)
    return replace(state, wants_history=wants_history(state, now)), events


def _counts(context: Context) -> bool:
    """Return whether a job goes on although the printer seems not to be at work."""
    job, shown = context.job, context.before.job
    if shown is None or shown.status is not job.status:
        return False
    is_busy = shown.stage_id != job.stage_id  # idle printers have no layer
    return is_busy or (shown.layer or 0) < (job.layer or 0)


def _wants_report(state: Lifecycle, context: Context) -> bool:
    """Return whether only a full report can show what the printer really does."""
    run, now = state.open_run, context.now
    if run is None:
        return context.is_current and (context.job.is_active or _counts(context))
    if not context.is_current:
        return context.printer.presence.reported is True
    if state.over_at:
        return True
    last_full, moved_at = context.printer.presence.last_full, state.tracking.moved_at
    is_old = last_full is None or last_full < (run.began_at or now)
    if run.is_early(now) and (is_old or run.is_unnamed):
        return True  # name, ids, kind and layers may be left over
    if context.job.is_preparing and context.job.progress != run.old_progress:
        return True  # the report that it prints was lost
    return moved_at is not None and now - moved_at >= UNCHANGED
