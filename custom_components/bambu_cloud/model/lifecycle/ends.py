"""Decide whether and how a run has ended."""

from dataclasses import replace
from datetime import datetime

from ..sections.job_status import PrintStatus
from .changes import close, lose, track
from .context import Context
from .in_print import why_stopped
from .run import Run
from .state import Lifecycle, Tracking
from .timing import (
    CANCEL_WITHIN,
    IDLE_WITH_IDS,
    IDLE_WITHOUT_IDS,
    MISSED_AFTER,
    NAME_ASKED_FOR,
)


def observe_over(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after a job was seen that is over.

    As long as reports are continuous, an end is that of the open run, whatever its
    name and ids: those may be the next job's already.
    """
    run = state.open_run
    if run is None:
        return _observe_unseen(state, context)
    if not context.continuous and not run.is_named(context.job):
        return _observe_unseen(lose(state, context.now), context)
    over_at = state.tracking.over_at or context.now
    outcome = decide_outcome(replace(state.tracking, over_at=over_at), context)
    is_waited = context.full or context.now - over_at >= NAME_ASKED_FOR
    is_answered = context.has_answered(run.began_at)
    if outcome is None or (run.is_unnamed and not (is_waited or is_answered)):
        return track(state, over_at=over_at)
    if is_answered:
        run = run.named_by(context.job)
    return _end(state, run, outcome, context)


def observe_idle(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after the printer was seen idle."""
    run = state.open_run
    if run is None:
        return state
    if state.tracking.over_at is not None:
        return end_for_another(state, context.now)
    gone_at = state.gone_at or context.now
    most = IDLE_WITH_IDS if run.is_recordable else IDLE_WITHOUT_IDS
    if context.now - gone_at >= most:
        return lose(state, context.now)
    return replace(state, gone_at=gone_at)


def end_for_another(state: Lifecycle, now: datetime) -> Lifecycle:
    """Return the state with the open run closed, as another job is at work.

    An end that was seen and only waited for details is not late.
    """
    run, last, over_at = state.open_run, state.tracking.job, state.tracking.over_at
    if run is None or last is None or over_at is None or not last.is_over:
        return lose(state, now)
    run = replace(run, outcome=run.outcome or last.status, ended_at=over_at)
    return close(state, run, now)


def decide_outcome(tracking: Tracking, context: Context) -> PrintStatus | None:
    """Return how a job has ended, None as long as a failure may prove a cancel."""
    status, now = context.job.status, context.now
    if status is not PrintStatus.FAILED:
        return status
    cancel_at, over_at = tracking.cancel_at, tracking.over_at or now
    if cancel_at is not None and over_at - cancel_at <= CANCEL_WITHIN:
        return PrintStatus.CANCELED
    last = tracking.job
    is_explained = context.job.print_error or (
        last is not None and context.job.fail_reason not in {0, last.fail_reason}
    )
    if is_explained:
        return PrintStatus.FAILED
    is_old = now - over_at >= CANCEL_WITHIN
    return PrintStatus.FAILED if is_old or not context.continuous else None


def _end(
    state: Lifecycle, run: Run, outcome: PrintStatus, context: Context
) -> Lifecycle:
    """Return the state with the open run ended, by the printer's word."""
    late = run.late or not context.continuous or _is_missed(state.tracking, context)
    ended_at = None if late else state.tracking.over_at or context.now
    # Printers may name the next job while they still show the end of this one.
    last = replace(context.job, name=None, task_id=None, subtask_id=None)
    run = replace(
        run.with_job(last, context.now),
        outcome=outcome,
        late=late,
        ended_at=ended_at or run.ended_at,
        **why_stopped(context),
    )
    return close(state, run, context.now)


def _is_missed(tracking: Tracking, context: Context) -> bool:
    """Return whether only a full report shows an end whose own report was lost."""
    quiet = context.unchanged_for
    is_first_full = context.full and not tracking.was_full
    return is_first_full and quiet is not None and quiet > MISSED_AFTER


def _observe_unseen(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after a gap in which another job may have started and ended."""
    job, run = context.job, state.run
    if context.continuous or state.has_fired(context.ids):
        return state
    if waiting := state.waiting_run(context.ids):
        ended_run = replace(waiting, outcome=job.status)
        rest = tuple(ended_run if one is waiting else one for one in state.waiting)
        return replace(state, waiting=rest)
    if run is not None and run.is_named(job):
        return state
    unseen = replace(Run().with_job(job, context.now), late=True, outcome=job.status)
    return close(state, unseen, context.now)
