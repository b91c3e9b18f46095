"""Observe a printer, and reconcile its prints with the history."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ..printer import PrinterState
from ..sections.job import CANCELED_BY_USER
from ..sections.job_status import PrintStatus
from ..task import PrintTask
from .changes import close, in_order, lose, track
from .context import Context, read_context
from .ends import end_for_another, observe_idle, observe_over
from .event import PrintEvent, PrintEventType
from .history import close_waiting, read_history, wants_history
from .in_print import adopt, notice_error, report_progress, shown_error
from .starts import observe_active, observe_first, start
from .state import Lifecycle
from .timing import CANCEL_WITHIN, CHECK_INTERVAL, MAX_GAP, SOON, UNCHANGED

__all__ = ["Lifecycle", "PrintEvent", "PrintEventType", "observe", "reconcile"]


def observe(
    state: Lifecycle, printer: PrinterState, now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return the state after an observation of a printer, and the events to fire.

    To be called after each change of the printer, pushed or polled, and when
    `next_check` is due.
    """
    tracking, before = state.tracking, state
    is_current = printer.presence.reported is True and printer.complete
    is_new = tracking.job is not printer.job or tracking.hms is not printer.hms
    if (
        not is_new
        and tracking.is_current is is_current
        and state.next_check is not None
        and now < state.next_check
    ):
        return state, ()
    context = read_context(tracking, printer, now)
    state = _clamped(state, now)
    if tracking.job is not printer.job:
        state = track(state, moved_at=now)
    if is_current:
        state = _observe_report(state, context)
    elif tracking.over_at is not None:
        if now - tracking.over_at >= CANCEL_WITHIN:
            state = end_for_another(state, now)
    elif printer.presence.online is False:
        state = _observe_absence(state)
    elif printer.presence.reported is None and context.ids:
        state = _observe_poll(state, context)
    state = track(state, job=printer.job, hms=printer.hms, is_current=is_current)
    return _finish(state, before, now)


def reconcile(
    state: Lifecycle, tasks: Sequence[PrintTask], now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return the state after the history has arrived, and the events to fire.

    Args:
        state: The state so far.
        tasks: The newest tasks of this printer, the newest first.
        now: The present time.
    """
    before, state = state, _clamped(state, now)
    state = read_history(state, tasks, now)
    return _finish(track(state, history_at=now, has_gap=False), before, now)


def _clamped(state: Lifecycle, now: datetime) -> Lifecycle:
    """Return the state without times that lie ahead, after a clock was set back."""
    if state.since is None:
        state = replace(state, since=now)
    moved_at = state.tracking.moved_at
    if moved_at is None or moved_at <= now:
        return state
    waiting = tuple(replace(run, since=now) for run in state.waiting)
    state = replace(state, gone_at=None, waiting=waiting, next_check=None)
    return track(state, moved_at=now, certain_at=now, over_at=None, cancel_at=None)


def _observe_report(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after what the printer itself says."""
    now, status = context.now, context.job.status
    if not context.continuous:
        state = track(state, has_gap=True)
    if not context.synced:
        return track(state, back_at=state.tracking.back_at or now)
    if context.job.print_error in CANCELED_BY_USER:
        state = track(state, cancel_at=now)
    if status is PrintStatus.UNKNOWN:
        return state
    if not state.primed:
        state = replace(state, primed=True, error=shown_error(context))
        state = observe_first(state, context)
    elif context.job.is_active:
        state = observe_active(state, context)
    elif context.job.is_over:
        state = observe_over(state, context)
    else:
        state = observe_idle(state, context)
    state = notice_error(state, context)
    last_seen = context.printer.presence.last_seen or now
    certain_at = last_seen if now - last_seen > MAX_GAP else now
    state = track(state, certain_at=certain_at, back_at=None, left=False)
    last_full = context.printer.presence.last_full
    return track(state, was_full=context.full, last_full=last_full)


def _observe_absence(state: Lifecycle) -> Lifecycle:
    """Return the state after the printer was seen leaving."""
    if run := state.open_run:
        state = replace(state, run=replace(run, left=True))
    return track(state, left=True)


def _observe_poll(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after what the cloud says of a job, while nothing is pushed."""
    run, job, now = state.open_run, context.job, context.now
    if state.tracking.job is job or (run and run.is_local and job.is_local):
        return state  # nothing new, or a job that the cloud does not see
    is_named = run is not None and bool(run.shares_ids(job))
    if job.is_active:
        if run is not None and is_named:
            state = report_progress(state, run, context)
        elif state.has_fired(context.ids) or state.waiting_run(context.ids):
            return state
        elif state.primed or _is_news(state, context):
            state = start(lose(state, now), context)
        else:
            state = adopt(state, context)
        return track(state, certain_at=now)
    if run is None or not is_named:
        return state
    # The cloud's word may be about a later task of the same printer.
    hint = job.status if job.status is PrintStatus.FINISHED else None
    certain_at = state.tracking.certain_at
    late = certain_at is None or now - certain_at > MAX_GAP
    run = replace(run, late=late, hint=hint)
    return close(state, run, now, wait=True)


def _is_news(state: Lifecycle, context: Context) -> bool:
    """Return whether a job began after the printer was first observed."""
    began = context.job.started_at
    return state.since is not None and began is not None and began > state.since


def _finish(
    state: Lifecycle, before: Lifecycle, now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return the state after what time decides, and the events to fire."""
    state = in_order(close_waiting(state, now), before, now)
    tracking = state.tracking
    is_undecided = bool(
        state.waiting or state.held or state.gone_at or tracking.over_at
    )
    is_undecided |= tracking.back_at is not None
    moved_at = tracking.moved_at
    is_stuck = state.is_open and moved_at and now - moved_at >= UNCHANGED
    run = state.open_run
    is_unnamed = run is not None and run.is_unnamed and run.is_early(now)
    if run and run.began_at and tracking.last_full:
        is_unnamed = is_unnamed and tracking.last_full <= run.began_at
    wants_report = is_stuck or state.gone_at or tracking.back_at or is_unnamed
    state = replace(
        state,
        next_check=now + (SOON if is_undecided else CHECK_INTERVAL),
        wants_report=tracking.is_current and bool(wants_report),
    )
    state = replace(state, wants_history=wants_history(state, now))
    return replace(state, events=()), state.events
