"""Find with the history that what seemed to be one run are two."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ..sections.job import Job
from ..task import PrintTask
from .changes import at_work, close, notice
from .event import PrintEventType
from .run import Run, ids_of
from .state import Lifecycle
from .timing import SAME_START


def split(state: Lifecycle, tasks: Sequence[PrintTask], now: datetime) -> Lifecycle:
    """Return the state with two runs for one, if the shown job began in a gap.

    Names and ids had not shown it: they can be missing, late, or the same.
    """
    run, gap_from, shown = state.open_run, state.tracking.gap_from, state.tracking.job
    if run is None or run.began_at is None or gap_from is None or shown is None:
        return state
    names = ids_of(shown)
    task = next((task for task in tasks if task.id in names), None)
    if task is None or task.started_at is None or run.began_at > gap_from:
        return state
    if not max(gap_from, run.began_at + SAME_START) < task.started_at <= now:
        return state
    # What was said of an end is said of the job that is shown.
    before = replace(at_work(_without(run, shown)), late=True)
    state = close(replace(state, run=before), now)
    if not shown.is_active:
        return state  # the row says how that ended
    state = replace(state, run=_started_in_gap(shown, task, now), is_open=True)
    return notice(state, PrintEventType.STARTED, now, late=True)


def _without(run: Run, shown: Job) -> Run:
    """Return a run without ids and name that it may have from another job."""
    names = ids_of(shown)
    ids = tuple(name for name in run.ids if name not in names)
    return replace(run, ids=ids, title=None if run.title == shown.name else run.title)


def _started_in_gap(shown: Job, task: PrintTask, now: datetime) -> Run:
    """Return the run of a job that began in a gap."""
    run = Run(
        began_at=task.started_at,
        old_progress=shown.progress,
        old_layer=shown.layer,
        past_first_layer=(shown.layer or 0) > 1,
    )
    return run.with_job(shown, now, frozenset()).with_task(task)
