"""Decide whether and how a run has ended."""

from dataclasses import replace
from datetime import timedelta

from ..sections.job import Job
from ..sections.job_status import PrintStatus, PrintType
from .changes import close
from .context import Context
from .in_print import why_stopped
from .run import Run, ids_of
from .state import Lifecycle
from .timing import (
    CANCEL_WITHIN,
    IDLE_WITH_IDS,
    IDLE_WITHOUT_IDS,
)

_ALMOST_DONE = 90
"""%; a printer that is idle after less has not finished."""
_AT_ONCE = timedelta()


def observe_over(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after a job was seen that is over.

    Without a gap or after a brief one, an end is that of the open run, whatever its
    name and ids: those may be the next job's already.
    """
    run, now = state.open_run, context.now
    if run is None or not (context.is_brief or run.is_named(context.job)):
        return _observe_unseen(close(state, now), context)
    over_at = state.over_at if run.outcome and state.over_at else now
    late = run.late if run.outcome else not context.continuous
    outcome = decide_outcome(context)
    is_sure = context.is_brief or run.is_recordable
    last = _nameless(context.job, name=None if is_sure else context.job.name)
    if run.is_unnamed and not run.ids:
        last = context.job  # its own name and ids were lost before
    error, reason = why_stopped(context)
    run = replace(
        run.with_job(last, context.seen_at, state.spent(run)),
        outcome=outcome,
        late=late,
        ended_at=None if late else run.ended_at or over_at,
        error=error,
        reason=reason,
    )
    state = replace(state, run=run, over_at=over_at)
    is_final = now - over_at >= _pause_after(run, context)
    return close(state, now) if is_final else state


def _nameless(job: Job, *, name: str | None = None) -> Job:
    """Return an end without name and ids, which may be the next job's already."""
    return replace(job, name=name, task_id=None, subtask_id=None)


def _pause_after(run: Run, context: Context) -> timedelta:
    """Return how long an end waits for what may still be said about it."""
    if run.outcome is not PrintStatus.FAILED:
        return _AT_ONCE
    job, last = context.job, context.before.job
    before = last.fail_reason if last else None
    error = context.printer.hms.print_error
    is_explained = error or job.fail_reason not in {0, None, before}
    return _AT_ONCE if is_explained else CANCEL_WITHIN


def decide_outcome(context: Context) -> PrintStatus:
    """Return how a job has ended; a code shown before makes a failure a cancel.

    If nothing else was shown since, the report of the end was lost.
    """
    cancel_at, shown = context.before.cancel_at, context.before.job
    is_lost = shown is not None and shown.is_active
    ended_at = context.before.moved_at if is_lost else None
    if (
        context.job.status is PrintStatus.FAILED
        and cancel_at is not None
        and (ended_at or context.now) - cancel_at <= CANCEL_WITHIN
    ):
        return PrintStatus.CANCELED
    return context.job.status


def observe_idle(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after the printer was seen idle."""
    run, now = state.open_run, context.now
    if run is not None and not (context.continuous or run.is_named(context.job)):
        state, run = close(state, now), None
    if run is None:
        return _observe_unseen(state, context)
    over_at = state.over_at or now
    most = IDLE_WITH_IDS if run.is_recordable else IDLE_WITHOUT_IDS
    left = run.left or (run.progress or 0) < _ALMOST_DONE
    state = replace(state, run=replace(run, left=left), over_at=over_at)
    return close(state, now) if run.outcome or now - over_at >= most else state


def _observe_unseen(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after a gap in which another job may have started and ended."""
    job, now, ids = context.job, context.now, ids_of(context.job)
    shown = context.before.job
    run = state.waiting_run(ids) or _polled_end(state, context)
    was_active = bool(shown and shown.is_active) or not context.before.is_current
    # History or poll may have been faster than reports that were held up.
    is_news = was_active or job.status is PrintStatus.CANCELED
    is_awaited = run is not None and ids == (shown and ids_of(shown)) and is_news
    if job == shown or (context.continuous and not is_awaited):
        return _with_next_name(state, job)
    if state.has_fired(ids):
        fired = replace(Run().with_job(job, now, frozenset()), since=now)
        return replace(state, run=fired)
    is_over = job.is_over or None
    outcome, (error, reason) = is_over and decide_outcome(context), why_stopped(context)
    if run:
        is_named = not ids.isdisjoint(run.ids)
        over = run.with_job(job if is_named else _nameless(job), now, frozenset())
        outcome = outcome or run.outcome
        over = replace(over, outcome=outcome, error=error, reason=reason)
        return replace(state.with_waiting(run, over), run=over)
    if state.run is not None and _still_shows(state.run, context):
        return state
    return close_unseen(state, context)


def _polled_end(state: Lifecycle, context: Context) -> Run | None:
    """Return the last run, if others than the printer said that it is over."""
    last = state.waiting[-1] if state.waiting and not state.is_open else None
    is_its = context.is_brief and context.job.is_over and not context.continuous
    is_unsaid = last is not None and last.outcome is None and not last.unseen
    return last if is_its and is_unsaid else None


def _still_shows(last: Run, context: Context) -> bool:
    """Return whether what is shown after a gap may be the end of the last run."""
    job, shown = context.job, context.before.job
    was_idle = shown is not None and shown.status is PrintStatus.IDLE
    if was_idle and job.status is PrintStatus.FINISHED:
        return False  # an idle printer shows an end only after another job
    if last.since and job.started_at and job.started_at > last.since:
        return False
    is_next = job.name is not None and job.name == last.next_name
    if is_next and not (ids_of(job) or last.is_other(job)):
        return not job.is_over or _ended_like(last, decide_outcome(context))
    return last.is_named(job) and not last.has_other_layers(job)


def _ended_like(last: Run, outcome: PrintStatus) -> bool:
    """Return whether a run may have ended so; the code of a cancel does not stay."""
    has_failed = last.outcome in {PrintStatus.FAILED, PrintStatus.CANCELED}
    is_failure = has_failed and outcome is PrintStatus.FAILED
    return last.outcome in {None, outcome} or is_failure


def _with_next_name(state: Lifecycle, job: Job) -> Lifecycle:
    """Return the state with a name that was shown after the end of its last run."""
    last = state.run
    if last is None or job.name in {None, last.title, last.name, last.next_name}:
        return state
    return replace(state, run=replace(last, next_name=job.name))


def close_unseen(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state with a job that began and ended in a gap, if one is shown."""
    job, now, ids = context.job, context.now, ids_of(context.job)
    is_over = job.is_over or None
    outcome, (error, reason) = is_over and decide_outcome(context), why_stopped(context)
    last = state.run
    is_next = last and outcome and _ended_like(last, outcome)
    is_next = is_next and context.is_brief and error in {None, last and last.error}
    if not ids and (is_next or not outcome):
        return _with_next_name(state, job)
    run = Run(unseen=True, late=True, outcome=outcome, error=error, reason=reason)
    run = run.with_job(job, now, state.spent(run))
    is_read = job.print_type is PrintType.CLOUD and not run.ids
    # What the history has of it has fired.
    return state if is_read else close(replace(state, run=run, is_open=True), now)
