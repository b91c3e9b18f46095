"""Add what only the history of the account has."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ..sections.job_status import PrintStatus
from ..task import PrintTask
from .changes import close, emit_end
from .run import Run
from .state import Lifecycle
from .timing import (
    HISTORY_INTERVAL,
    PRINTER_FIRST,
    WAIT_FOR_ANYTHING,
    WAIT_FOR_CANCEL,
    WAIT_FOR_HISTORY,
    WAIT_FOR_ROW,
)


def read_history(
    state: Lifecycle, tasks: Sequence[PrintTask], now: datetime
) -> Lifecycle:
    """Return the state after the history has arrived, its newest task first."""
    for task in reversed(tasks):
        state = _read_task(state, task, now)
    return state


def _read_task(state: Lifecycle, task: PrintTask, now: datetime) -> Lifecycle:
    """Return the state after one task of the history."""
    ids = frozenset({task.id})
    if run := state.waiting_run(ids):
        # While the cloud says that it prints, it may go on after an interruption.
        updated = run.with_history(task) if task.is_over else replace(run, since=now)
        rest = tuple(updated if one is run else one for one in state.waiting)
        return replace(state, waiting=rest)
    if not task.is_over or state.has_fired(ids):
        return state
    run = state.open_run
    if run is not None and (task.id in run.ids or run.is_started_as(task)):
        return _read_end(state, run, task, now)
    return _read_unseen(state, task, now)


def _read_end(state: Lifecycle, run: Run, task: PrintTask, now: datetime) -> Lifecycle:
    """Return the state after the history says that the open run is over.

    A printer that is reachable will report it, too, and has the reason.
    """
    tracking = state.tracking
    moved_at = tracking.moved_at or now
    quiet = now - max(moved_at, task.ended_at or now)
    if tracking.is_current and not state.gone_at and quiet < PRINTER_FIRST:
        return state
    return close(state, replace(run.with_history(task), late=True), now)


def _read_unseen(state: Lifecycle, task: PrintTask, now: datetime) -> Lifecycle:
    """Return the state with a print that was not observed at all."""
    if state.since is None or task.ended_at is None or task.ended_at <= state.since:
        return state
    for run in state.recent:
        if run.is_recorded_as(task):
            rest = tuple(one for one in state.recent if one is not run)
            return replace(state, recent=rest).with_fired((task.id,), now)
    found = replace(Run.of_task(task), since=now).with_history(task)
    return replace(state, waiting=(*state.waiting, found))


def close_waiting(state: Lifecycle, now: datetime) -> Lifecycle:
    """Return the state without the runs of which nothing more can be learned."""
    for run in sorted(state.waiting, key=lambda run: run.ended_at or run.since or now):
        if not _is_decided(state, run, now):
            break
        state = emit_end(state.without_waiting(run), run, now)
    return state


def _is_decided(state: Lifecycle, run: Run, now: datetime) -> bool:
    """Return whether nothing more can be learned of how a run ended."""
    waited = now - (run.since or now)
    if run.verdict is not None:
        # The printer can only say of its last job that it was canceled.
        is_last = run is state.waiting[-1] and not state.is_open
        is_sure = run.outcome or run.verdict is PrintStatus.FINISHED or not is_last
        return bool(is_sure) or waited >= WAIT_FOR_CANCEL
    history_at = state.tracking.history_at
    if history_at is not None and run.since is not None and history_at > run.since:
        return waited >= WAIT_FOR_ROW
    return waited >= (WAIT_FOR_HISTORY if run.outcome else WAIT_FOR_ANYTHING)


def wants_history(state: Lifecycle, now: datetime) -> bool:
    """Return whether the history may have what is missing by now.

    The pauses between two requests grow with the age of the question.
    """
    tracking, run = state.tracking, state.open_run
    history_at = tracking.history_at
    if history_at is None or tracking.has_gap:
        return True
    since = [run.since for run in state.waiting if run.verdict is None]
    if run and run.is_recordable and not tracking.is_current:
        since.append(tracking.certain_at or tracking.moved_at)
    elif run and run.is_recordable and state.wants_report:
        since.append(tracking.moved_at)
    age = max((now - at for at in since if at), default=None)
    return age is not None and now - history_at >= max(HISTORY_INTERVAL, age / 4)
