"""Decide whether a job at work is the run that is open, or another one."""

from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import datetime, timedelta

from ..sections.job import Job
from ..sections.job_status import PrintStatus, PrintType
from ..task import PrintTask
from .changes import close, notice, reopen
from .context import Context
from .ends import observe_idle, observe_over
from .event import PrintEventType
from .in_print import adopt, report_progress
from .run import Run, ids_of
from .state import Lifecycle
from .timing import (
    IDLE_IN_START,
    NAMED_WITHIN,
    SAME_START,
    SOON,
    STALE_START,
    UNCHANGED,
)


def observe_active(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after a job was seen at work."""
    run, shown = state.open_run, context.before.job
    if run is None and shown and _is_left_over(state, shown, context):
        return state
    if run is None or not is_same(run, context, state.over_at, state.spent()):
        state = start(close(state, context.now), context)
    return report_progress(state, context)


def _is_left_over(state: Lifecycle, shown: Job, context: Context) -> bool:
    """Return whether a job at work was ended by the history, and still shows.

    The report of its end was lost.
    """
    job, ids = context.job, ids_of(context.job)
    waiting = state.waiting_run(ids)
    is_over = state.has_fired(ids) or (waiting and waiting.verdict)
    is_shown = ids == ids_of(shown) and job.name == shown.name
    if not (is_over and is_shown and shown.is_active):
        return False
    return (job.progress or 0) >= (shown.progress or 0)


def is_same(
    run: Run,
    context: Context,
    over_at: datetime | None = None,
    spent: AbstractSet[str] = frozenset(),
) -> bool:
    """Return whether a job at work is the open run.

    Reports keep their order. So as long as they are continuous, the same run goes on
    unless it has gone back or its ids change, and names and ids may come late.
    """
    job, now, continuous = context.job, context.seen_at, context.continuous
    is_going = over_at is None
    if over_at and _begins_anew(run, job, context.now - over_at):
        return False
    is_unsure = run.is_early(context.now) and run.progress == run.old_progress
    if run.has_restarted(job, continuous=continuous) and not is_unsure:
        return False
    if _began_in_gap(run, context) or _prepares_again(run, context):
        return False
    is_new = run.is_local and not (job.progress or job.layer)
    is_other = run.is_other(job) or (is_new and run.is_renamed(job))
    ids, shown = ids_of(job), context.before.job
    is_news = shown is None or job.name != shown.name or ids != ids_of(shown)
    if continuous and is_going and (run.is_early(now) or not (is_other and is_news)):
        return True
    is_left_over = not ids.isdisjoint(spent) and run.is_early(now)
    is_left_over &= bool(run.ids) and ids.isdisjoint(run.ids)
    # The poll has named it before the printer did.
    is_polled = run.total_layers is None and not job.is_local
    is_unnamed = job.print_type is PrintType.CLOUD and not (ids or job.progress)
    is_left_over |= is_polled and (job.name in run.old_names or is_unnamed)
    return is_left_over or run.is_named(job)


def _began_in_gap(run: Run, context: Context) -> bool:
    """Return whether the reported start of a job says that it began in a gap."""
    job, seen_at = context.job, context.before.certain_at
    if context.continuous or seen_at is None or job.started_at is None:
        return False
    began_at = max(filter(None, (run.began_at, seen_at)))
    most = STALE_START if run.since is None else SAME_START
    earliest, latest = began_at + most, context.now - SAME_START
    is_since = earliest < job.started_at < latest  # else it is that of the report
    return is_since and ids_of(job).isdisjoint(run.ids)


def _prepares_again(run: Run, context: Context) -> bool:
    """Return whether a job that was printing prepares, which only another one does."""
    job, shown = context.job, context.before.job
    if run.began_at and context.now - run.began_at <= IDLE_IN_START:
        return False  # what it showed was left over
    was_printing = shown and shown.is_active and not shown.is_preparing
    is_again = was_printing and context.before.is_current and job.is_preparing
    is_again = is_again and context.continuous
    return bool(is_again) and ids_of(job).isdisjoint(run.ids)


def _begins_anew(run: Run, job: Job, idle: timedelta) -> bool:
    """Return whether a job at work after the printer was idle is another one."""
    if job.name != run.name and ids_of(job).isdisjoint(run.ids):
        return True
    was_at_work = run.progress or run.layer or run.outcome or idle > IDLE_IN_START
    is_new = job.is_preparing or not (job.progress or job.layer)
    return bool(was_at_work) and is_new


def start(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state with a job that starts, or goes on after an interruption."""
    job, last = context.job, state.run
    # An end that was seen on a whole link is one.
    last_late = (last,) if last and last.late else ()
    for before in (*state.waiting, *last_late):
        goes_on = before.goes_on_as(job) and not _began_in_gap(before, context)
        if goes_on and not before.unseen:
            return reopen(state, before)
        if before in state.waiting and (goes_on or _is_held_up(before, context)):
            state = state.with_waiting(before)
    return begin(state, context)


def _is_held_up(before: Run, context: Context) -> bool:
    """Return whether the history was faster than the reports of a job at work."""
    started_at = before.started_at
    if not (before.unseen and started_at and context.before.is_current):
        return False
    if before.outcome not in {None, PrintStatus.FINISHED}:
        return False  # its ids are left over
    is_its = not ids_of(context.job).isdisjoint(before.ids)
    return is_its and context.now - started_at <= NAMED_WITHIN


def begin(
    state: Lifecycle, context: Context, task: PrintTask | None = None
) -> Lifecycle:
    """Return the state with another job that is open, and its task if there is one."""
    job, shown, last = context.job, context.before.job, state.run
    old_names = _old_names(state, context)
    polled = context.is_brief and not context.is_current and shown
    layer = polled.layer if polled else job.layer  # polls have none
    ids, unseen_from = ids_of(job), _unseen_from(context)
    is_old = not ids.isdisjoint(old_names)
    # What ended in a gap may be what reports show that were held up.
    is_old = is_old and not (unseen_from and state.has_fired(ids, unseen_from))
    run = Run(
        started_at=_started_at(last, context),
        began_at=context.now,
        unseen_from=unseen_from,
        old_names=old_names,
        has_fired=state.has_fired(ids, context.now - UNCHANGED) and not is_old,
        old_progress=job.progress,
        old_layer=layer,
        has_own_name=_has_other_ids(context),
        has_own_layers=_has_other_layers(context),
        on_first_layer=context.continuous or (job.layer or 0) <= 1,
    )
    run = run.with_job(job, context.now, state.spent(run))
    run = run.with_task(task) if task else run
    state = replace(state, run=run, is_open=True, over_at=None)
    if run.has_fired:
        return state  # the history was faster
    kind, late = PrintEventType.STARTED, not context.continuous
    return notice(state, kind, context.now, late=late)


def _unseen_from(context: Context) -> datetime | None:
    """Return since when a job may be at work; its reports may have been held up."""
    before = context.before
    if not context.continuous:
        return before.certain_at
    since = before.gap_until if before.has_gap else None
    is_held_up = since is not None and context.now - since <= SOON
    return before.gap_from if is_held_up else None


def _has_other_ids(context: Context) -> bool:
    """Return whether ids changed with the start, as they come with the name."""
    job, shown = context.job, context.before.job
    ids = shown and (shown.task_id, shown.subtask_id)
    return bool(shown) and (job.task_id, job.subtask_id) != ids


def _has_other_layers(context: Context) -> bool:
    """Return whether the number of layers changed with the start."""
    before = context.before.job and context.before.job.total_layers
    layers = {before, context.job.total_layers} - {None}
    return len(layers) > 1


def _started_at(last: Run | None, context: Context) -> datetime | None:
    """Return when a job began that is seen at work now."""
    now, reported = context.now, context.job.started_at
    if context.continuous:
        shown = context.before.job
        if shown and shown.is_over and shown.started_at == reported:
            return now
        is_right = reported is not None and abs(reported - now) <= STALE_START
        return reported if is_right else now
    since = context.before.certain_at or (last and last.since)
    is_old = since and reported and reported <= since
    return None if is_old else reported


def _old_names(state: Lifecycle, context: Context) -> frozenset[str]:
    """Return names and ids of the last job; those after an end may be the next's."""
    last, shown = state.run, context.before.job
    names = {last.name, last.title} if last else set()
    if last and not last.unseen:
        names |= {*last.ids}
    if shown is not None:
        names |= {shown.task_id, shown.subtask_id}
        is_last = last is None or shown.status is PrintStatus.IDLE
        if is_last or state.has_fired(ids_of(shown)):
            names.add(shown.name)
    return frozenset(filter(None, names))


def observe_first(state: Lifecycle, context: Context) -> Lifecycle:
    """Return the state after a printer has reported for the first time.

    What is merely seen first is no news; only a run that the poll knew can go on.
    """
    run, job = state.open_run, context.job
    if job.is_active:
        if run is None or not is_same(run, context):
            state = close(state, context.now)
            waiting = state.waiting_run(ids_of(job))
            state = reopen(state, waiting) if waiting else adopt(state, context)
        return report_progress(state, context)
    if run is not None:
        observe = observe_over if job.is_over else observe_idle
        return observe(state, context)
    if job.is_over:
        seen = replace(Run().with_job(job, context.now, frozenset()), since=context.now)
        return replace(state.with_fired(seen, context.now), run=seen)
    return state
