"""Notice that the clock was set, or that Home Assistant has just started."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from .event import PrintEvent
from .run import Run
from .state import Lifecycle, Tracking
from .timing import CHECK_INTERVAL, HOLD_START, MAX_GAP, WAIT_FOR_ANYTHING


def suspended(state: Lifecycle) -> Lifecycle:
    """Return the state for as long as its printer is not observed."""
    return replace(state, next_check=None)


def on_time(state: Lifecycle, now: datetime) -> Lifecycle:
    """Return the state by the clock of now.

    Checks are at most so far apart; it may as well have slept.
    """
    if state.since is None:
        return replace(state, since=now)
    due = state.next_check
    if due is None:
        # The history comes first, however long a run has waited.
        oldest = now - WAIT_FOR_ANYTHING + HOLD_START
        queue = (_held(item, now) for item in state.queue)
        state = replace(state, over_at=state.over_at and now, queue=tuple(queue))
        return _changed(state, lambda run: max(run.since or now, oldest))
    if now - MAX_GAP <= due <= now + CHECK_INTERVAL:
        return state
    for run in state.waiting:
        state = state.with_waiting(run, run.moved(now - due))
    if current := state.open_run:
        state = replace(state, run=current.moved(now - due))
    tracking = Tracking(printer=state.tracking.printer)
    state = _changed(state, lambda _run: now)
    return replace(state, over_at=None, next_check=None, tracking=tracking)


def _held(item: Run | PrintEvent, now: datetime) -> Run | PrintEvent:
    """Return what is to fire, which waits anew if it was noticed late."""
    if isinstance(item, Run) or not item.late:
        return item
    return replace(item, at=now)


def _changed(state: Lifecycle, since: Callable[[Run], datetime]) -> Lifecycle:
    """Return the state with another time since which runs wait."""
    for run in state.waiting:
        state = state.with_waiting(run, replace(run, since=since(run)))
    return state
