"""Add what only the history of the account has."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ..task import PrintTask
from .changes import close, in_order, is_later
from .context import Context
from .ends import decide_outcome
from .in_print import why_stopped
from .run import Run, ids_of
from .split import split
from .state import Lifecycle
from .timing import HISTORY_INTERVAL, HOLD_START, NAMED_WITHIN, PRINTER_FIRST


def read_history(
    state: Lifecycle, tasks: Sequence[PrintTask], now: datetime
) -> Lifecycle:
    """Return the state after the history has arrived, its newest task first."""
    state = split(state, tasks, now)
    for task in reversed(tasks):
        state = _read_task(state, task, now, is_last=task is tasks[0])
    return state


def _read_task(
    state: Lifecycle, task: PrintTask, now: datetime, *, is_last: bool
) -> Lifecycle:
    """Return the state after one task of the history."""
    run = state.open_run
    # The last may go on, or go on after an interruption, unless another is at work.
    may_go_on = is_last and (run is None or not state.tracking.is_current)
    waiting = next((run for run in state.waiting if run.is_task(task)), None)
    # Ids that were shown with an end may be those of the next job.
    unnamed = (one for one in (run, waiting) if one and not (one.ids or one.is_local))
    is_own = any(one.is_task(task) for one in unnamed)
    ids = frozenset({task.id})
    is_own |= _was_shown_at_first(state, task, now)
    if is_own and not state.has_fired(ids, task.started_at):
        fired = (item for item in state.fired if item[0] != task.id)
        state = replace(state, fired=tuple(fired))
    if state.has_fired(ids):
        return _with_end_of(state, task)
    if run is not None and run.is_task(task) and not _has_outlived(state, run, task):
        # Printers may show the ids of a job while they still show the end before it.
        state = state.with_waiting(waiting) if waiting and waiting.unseen else state
        return _read_open(state, run, task, now)
    if waiting is not None:
        since = now if may_go_on and not task.is_over else waiting.since
        return _read_waiting(state, waiting, task, since)
    if not task.is_over and is_last and not may_go_on and not _is_identified(run, now):
        return state
    news_at = task.ended_at if task.is_over else now if is_last else task.started_at
    if state.since is None or news_at is None or news_at <= state.since:
        return state
    return _read_unseen(state, task, now)


def _with_end_of(state: Lifecycle, task: PrintTask) -> Lifecycle:
    """Return the state with the right time of an end that fired by a wrong clock."""
    at = task.ended_at
    fired = tuple(
        (name, at if name == task.id and at and at - was > NAMED_WITHIN else was)
        for name, was in state.fired
    )
    return state if fired == state.fired else replace(state, fired=fired)


def _read_waiting(
    state: Lifecycle, run: Run, task: PrintTask, since: datetime | None
) -> Lifecycle:
    """Return the state with what the history has of a run that waits."""
    if run.unseen and _is_no_news(state, task):
        return state.with_waiting(run)
    state, run = _without_twin(state, run, task)
    return state.with_waiting(run, replace(run.with_task(task), since=since))


def _is_no_news(state: Lifecycle, task: PrintTask) -> bool:
    """Return whether a task ended before the printer was observed."""
    since, ended_at = state.since, task.ended_at
    return bool(task.is_over and since and ended_at and ended_at <= since)


def _was_shown_at_first(state: Lifecycle, task: PrintTask, now: datetime) -> bool:
    """Return whether the ids of a task showed with the end that was seen first.

    What begins later than now, by another clock, proves nothing.
    """
    since, began_at = state.since, task.started_at
    if began_at is None or began_at > now:
        return False
    fired = (at for name, at in state.fired if name == task.id)
    return any(since and since <= at <= since + HOLD_START for at in fired)


def _without_twin(
    state: Lifecycle, waiting: Run, task: PrintTask
) -> tuple[Lifecycle, Run]:
    """Return the state without another run of a task, and what was said of its end."""
    for twin in state.waiting:
        if twin is not waiting and twin.unseen and task.id in twin.ids:
            merged = replace(
                waiting, outcome=twin.outcome, error=twin.error, reason=twin.reason
            )
            state = state.with_waiting(twin).with_waiting(waiting, merged)
            return state, merged
    return state, waiting


def _has_outlived(state: Lifecycle, run: Run, task: PrintTask) -> bool:
    """Return whether a local run was seen at work long after a task had ended."""
    seen_at, ended_at = state.tracking.certain_at, task.ended_at
    if not (run.is_local and task.is_over and seen_at and ended_at):
        return False
    return seen_at - ended_at > PRINTER_FIRST


def _is_identified(run: Run | None, now: datetime) -> bool:
    """Return whether another row is not that of this run."""
    return run is None or bool(run.ids) or run.is_local or not run.is_early(now)


def _read_open(state: Lifecycle, run: Run, task: PrintTask, now: datetime) -> Lifecycle:
    """Return the state with what the history has of the open run.

    A printer that is reachable will report its end, too, and has the reason.
    """
    if not task.is_over:
        return replace(state, run=replace(run, ids=run.ids or (task.id,)))
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

    Its end fires before the start of later ones; what began before it has ended.
    """
    for fired in state.recent:
        if fired.is_task(task):
            rest = tuple(one for one in state.recent if one is not fired)
            return replace(state, recent=rest).with_fired(fired.with_task(task), now)
    run, began_at = state.open_run, task.started_at
    is_before = run and run.started_at and not is_later(run, began_at)
    is_before = is_before and not (began_at and began_at > now)  # by another clock
    if is_before and not state.tracking.is_current:
        state = replace(close(state, now), run=None)
    found = Run(unseen=True, late=True, since=now, is_cloud=True).with_task(task)
    found = _with_shown_end(state, found, task)
    last = state.run
    if last is None or (not state.is_open and not is_later(last, task.started_at)):
        state = replace(state, run=found)
    return replace(state, queue=in_order(state.queue, found))


def _with_shown_end(state: Lifecycle, found: Run, task: PrintTask) -> Run:
    """Return a print of the history with the end that the printer shows of it."""
    tracking, printer = state.tracking, state.tracking.printer
    if printer is None or not (task.is_over and tracking.is_current):
        return found
    now = tracking.certain_at or found.since
    if not printer.job.is_over or task.id not in ids_of(printer.job) or now is None:
        return found
    context = Context(printer=printer, now=now, before=tracking, is_current=True)
    error, reason = why_stopped(context)
    return replace(found, outcome=decide_outcome(context), error=error, reason=reason)


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
    elif run and run.is_recordable and state.wants_report and not run.is_early(now):
        since.append(tracking.moved_at)
    age = max((now - at for at in since if at), default=None)
    pause = now - tracking.history_at
    return age is not None and pause >= max(HISTORY_INTERVAL, age / 4)
