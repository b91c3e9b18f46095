"""Find with the history that what seemed to be one run are two."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ..sections.job import Job
from ..task import PrintTask
from .changes import ENDS, close
from .context import Context
from .ends import close_unseen
from .event import PrintEvent, PrintEventType
from .in_print import report_progress
from .run import Run
from .starts import begin
from .state import Lifecycle, Tracking
from .timing import SAME_START


def split(state: Lifecycle, tasks: Sequence[PrintTask], now: datetime) -> Lifecycle:
    """Return the state with another run, if a print of the history began in a gap.

    A printer does one job at a time. So the run that was open before that gap has ended
    unseen, and what the printer shows is another job, whatever its name and ids.
    """
    tracking, run = state.tracking, state.run
    before = tracking.gap_run or run
    if before is None or run is None or not _is_same(before, run):
        return state
    news = (task for task in tasks if not state.has_fired({task.id}))
    began = (task for task in news if _began_after(task, before, tracking, now))
    last, printer = next(began, None), tracking.printer
    if last is None or printer is None or _is_behind(tracking, last):
        return state
    seen = Tracking(certain_at=tracking.gap_from)
    context = Context(printer=printer, now=now, before=seen, is_current=True)
    if tracking.gap_run is None:
        is_hidden = last.is_over and _has_shown_another(run, tracking, printer.job)
        return close_unseen(state, context) if is_hidden else state
    ended = replace(before, has_fired=run.has_fired)
    return _split_open(state, ended, last, context)


def _split_open(
    state: Lifecycle, before: Run, task: PrintTask, context: Context
) -> Lifecycle:
    """Return the state with the run before a gap closed, and the job after it."""
    run, now, job = state.run, context.now, context.job
    if state.is_open:
        state = close(replace(state, run=before), now)
    elif run in state.waiting:
        ended = replace(before, late=True, since=run.since)
        state = replace(state.with_waiting(run, ended), run=ended)
    else:
        return state
    state = replace(state, queue=tuple(item for item in state.queue if _stays(item)))
    if not state.tracking.is_current:
        return state  # what the printer shows next is another job
    if job.is_active:
        own = None if task.is_over or job.is_local else task
        return report_progress(begin(state, context, own), context)
    return close_unseen(state, context)


def _has_shown_another(run: Run, tracking: Tracking, job: Job) -> bool:
    """Return whether a local job is over that resembles the last one."""
    since, gap_from = run.since, tracking.gap_from
    is_noticed = since is not None and gap_from is not None and since > gap_from
    return tracking.is_current and job.is_over and job.is_local and not is_noticed


def _is_same(before: Run, run: Run) -> bool:
    """Return whether a run is the one that was open before the gap."""
    return not run.unseen and run.began_at == before.began_at


def _began_after(task: PrintTask, run: Run, tracking: Tracking, now: datetime) -> bool:
    """Return whether a task began in the gap, after a run that was at work before."""
    since, began_at = tracking.gap_from, run.began_at
    if since is None or task.started_at is None or task.id in run.ids:
        return False
    earliest = max(since, began_at + SAME_START) if began_at else since
    latest = tracking.gap_until if tracking.is_current else None
    return earliest < task.started_at <= (latest or now)


def _is_behind(tracking: Tracking, task: PrintTask) -> bool:
    """Return whether a reachable printer has not reported since a task began."""
    seen_at, began_at = tracking.certain_at, task.started_at
    is_before = seen_at is None or began_at is None or seen_at <= began_at
    return tracking.is_current and is_before


def _stays(item: Run | PrintEvent) -> bool:
    """Return whether what is to fire is not about a job after a gap."""
    if isinstance(item, Run) or not item.late:
        return True
    return item.type in {*ENDS.values(), PrintEventType.STARTED}
