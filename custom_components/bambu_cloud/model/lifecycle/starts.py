"""Decide whether a job at work is the run that is open, or another one."""

from dataclasses import replace

from ..sections.job import Job
from ..sections.job_status import PrintStatus
from .changes import begin, lose, reopen, track
from .context import Context
from .ends import end_for_another, observe_over
from .in_print import adopt, report_progress
from .run import LeftOver, Run
from .state import Lifecycle
from .timing import STALE_START


def observe_active(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after a job was seen at work."""
    run = state.open_run
    if run is not None and is_same(run, context):
        return report_progress(track(state, over_at=None), run, context)
    return start(end_for_another(state, context.now), context)


def is_same(run: Run, context: Context) -> bool:
    """Return whether a job at work is the open run.

    Reports keep their order. So as long as they are continuous, the same run goes on
    unless it has gone back or its ids change, and names and ids may come late.
    """
    job = context.job
    if run.has_restarted(job, continuous=context.continuous):
        return False
    if job.is_preparing and run.has_printed and not run.is_named(job):
        return False
    is_other = run.shares_ids(job) is False
    if context.continuous and (not is_other or run.is_early(context.now)):
        return True
    return run.is_named(job)


def start(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state with a job that starts, or goes on after an interruption."""
    job, now = context.job, context.now
    for run in (*state.waiting, state.run):
        if run is not None and run.goes_on_as(job):
            state = reopen(state, run)
            return report_progress(state, state.run or run, context)
    last, shown = state.run, state.tracking.job
    fresh = job if context.continuous else None
    run = Run(
        began_at=now,
        left_over=LeftOver(
            ids=frozenset(last.ids) if last else frozenset(),
            titles=_last_titles(last, shown),
            # What a run shows at once is what another did.
            progress=frozenset(item.progress for item in (last, shown, fresh) if item),
            layer=frozenset(item.layer for item in (last, shown, fresh) if item),
        ),
    )
    started_at = job.started_at
    if context.continuous:
        is_stale = started_at is None or abs(started_at - now) > STALE_START
        started_at = now if is_stale else started_at
    elif last and last.since and started_at and started_at < last.since:
        started_at = None
    run = replace(run.with_job(job, now), started_at=started_at)
    if not context.continuous and (run.layer or 0) > 1:
        run = replace(run, past_first_layer=True)
    state = begin(state, run, now, late=not context.continuous)
    return report_progress(state, run, context)


def _last_titles(last: Run | None, shown: Job | None) -> frozenset[str | None]:
    """Return the names of the last job; what shows after an end may be the next's."""
    titles = {last.name, last.title} if last else set()
    if shown is not None and (last is None or shown.status is PrintStatus.IDLE):
        titles.add(shown.name)
    return frozenset(titles - {None})


def observe_first(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after a printer has reported for the first time.

    What is merely seen first is no news; only a run that the poll knew can go on.
    """
    run, job = state.open_run, context.job
    if job.is_active:
        if run is not None and is_same(run, context):
            return report_progress(state, run, context)
        if waiting := state.waiting_run(context.ids):
            state = reopen(state, waiting)
            return report_progress(state, state.run or waiting, context)
        return adopt(lose(state, context.now), context)
    if run is not None:
        return observe_over(state, context) if job.is_over else state
    if job.is_over:
        ids = tuple(sorted(context.ids))
        seen = replace(Run().with_job(job, context.now), since=context.now)
        return replace(state.with_fired(ids, context.now), run=seen)
    return state
