"""Add what only the history of the account has."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ..task import PrintTask
from .changes import close
from .event import PrintEventType
from .run import Run
from .state import Lifecycle
from .timing import HISTORY_INTERVAL, PRINTER_FIRST


def read_history(
    state: Lifecycle, tasks: Sequence[PrintTask], now: datetime
) -> Lifecycle:
    """Return the state after the history has arrived, its newest task first."""
    for task in reversed(tasks):
        state = _read_task(state, task, now, is_last=task is tasks[0])
    return state


def _read_task(
    state: Lifecycle, task: PrintTask, now: datetime, *, is_last: bool
) -> Lifecycle:
    """Return the state after one task of the history."""
    ids = frozenset({task.id})
    run = state.open_run
    # The last may go on, or go on after an interruption, unless another is at work.
    is_gone = not is_last or (run is not None and state.tracking.is_current)
    if waiting := state.waiting_run(ids):
        with_task = waiting.with_task(task) if task.is_over else waiting
        with_task = (
            with_task if is_gone or task.is_over else replace(waiting, since=now)
        )
        return state.with_waiting(waiting, with_task)
    if state.has_fired(ids):
        return state
    if run is not None and (task.id in run.ids or run.is_task(task)):
        return _read_open(state, run, task, now) if task.is_over else state
    if task.is_over or not is_last or (is_gone and run and _is_identified(run, now)):
        return _read_unseen(state, task, now)
    return state


def _is_identified(run: Run, now: datetime) -> bool:
    """Return whether another row is not that of this run."""
    return bool(run.ids) or run.is_local or not run.is_early(now)


def _read_open(state: Lifecycle, run: Run, task: PrintTask, now: datetime) -> Lifecycle:
    """Return the state after the history says that the open run is over.

    A printer that is reachable will report it, too, and has the reason.
    """
    tracking = state.tracking
    moved_at = tracking.moved_at or now
    quiet = now - max(moved_at, task.ended_at or now)
    is_idle = state.over_at is not None and run.outcome is None
    if tracking.is_current and not is_idle and quiet < PRINTER_FIRST:
        return state
    run = replace(run.with_task(task), late=True)
    return close(replace(state, run=run), now)


def _read_unseen(state: Lifecycle, task: PrintTask, now: datetime) -> Lifecycle:
    """Return the state with a print that was not observed at all.

    Its end fires before the start of the run that is open.
    """
    news = task.ended_at if task.is_over else task.started_at
    if state.since is None or news is None or news <= state.since:
        return state
    for run in state.recent:
        if run.is_task(task):
            rest = tuple(one for one in state.recent if one is not run)
            return replace(state, recent=rest).with_fired(run.with_task(task), now)
    found = Run(unseen=True, late=True, since=now).with_task(task)
    at = _place_of(state, task)
    return replace(state, queue=(*state.queue[:at], found, *state.queue[at:]))


def _place_of(state: Lifecycle, task: PrintTask) -> int:
    """Return where in the queue the end of a print belongs."""
    place = len(state.queue)
    for index in reversed(range(place)):
        item = state.queue[index]
        is_start = not isinstance(item, Run) and item.type is PrintEventType.STARTED
        is_later = (
            item.started_at and task.started_at and item.started_at > task.started_at
        )
        if is_later or (is_start and state.is_open and place == len(state.queue)):
            place = index
    return place


def wants_history(state: Lifecycle, now: datetime) -> bool:
    """Return whether the history may have what is missing by now.

    The pauses between two requests grow with the age of the question.
    """
    tracking, run = state.tracking, state.open_run
    if tracking.history_at is None or tracking.has_gap:
        return True
    since = [run.since for run in state.waiting if run.verdict is None]
    if run and run.is_recordable and not tracking.is_current:
        since.append(tracking.certain_at or tracking.moved_at)
    elif run and run.is_recordable and state.wants_report:
        since.append(tracking.moved_at)
    age = max((now - at for at in since if at), default=None)
    pause = now - tracking.history_at
    return age is not None and pause >= max(HISTORY_INTERVAL, age / 4)
