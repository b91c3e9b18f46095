"""Start and end runs, with the events of that."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from ..sections.job_status import PrintStatus
from .event import PrintEvent, PrintEventType
from .run import Run
from .state import Lifecycle, Tracking
from .timing import HOLD_START

_ENDS = {
    PrintStatus.FINISHED: PrintEventType.FINISHED,
    PrintStatus.FAILED: PrintEventType.FAILED,
    PrintStatus.CANCELED: PrintEventType.CANCELED,
}
_ALMOST_DONE = 90
"""%; a printer that is idle after less has not finished."""


def track(state: Lifecycle, **changes: Any) -> Lifecycle:
    """Return the state with changes of its tracking."""
    tracking: Tracking = replace(state.tracking, **changes)
    return replace(state, tracking=tracking)


def emit(
    state: Lifecycle, kind: PrintEventType, run: Run | None, now: datetime, **more: Any
) -> Lifecycle:
    """Return the state with an event of a run that is to fire."""
    about: dict[str, Any] = {}
    if run is not None:
        about = {
            "task_id": run.ids[0] if run.ids else None,
            "title": run.title,
            "started_at": run.started_at,
            "layer": run.layer,
            "total_layers": run.total_layers,
            "progress": run.progress,
        }
    event = PrintEvent(type=kind, at=now, **about | more)
    return replace(state, events=(*state.events, event))


def begin(state: Lifecycle, run: Run, now: datetime, *, late: bool) -> Lifecycle:
    """Return the state with a run that starts."""
    state = replace(state, run=run, is_open=True, gone_at=None)
    state = track(state, over_at=None, cancel_at=None)
    return emit(state, PrintEventType.STARTED, run, now, late=late)


def close(
    state: Lifecycle, run: Run, now: datetime, *, wait: bool | None = None
) -> Lifecycle:
    """Return the state with its run closed: its end fires, or waits for the history.

    What ended unseen waits, unless the history cannot know it.
    """
    run = replace(run, since=now, left_over=None)
    state = replace(state, run=run, is_open=False, gone_at=None)
    state = track(state, over_at=None)
    if run.is_recordable and (run.late if wait is None else wait):
        return replace(state, waiting=(*state.waiting, run))
    return emit_end(state, run, now)


def lose(state: Lifecycle, now: datetime) -> Lifecycle:
    """Return the state with its run closed, though its end was not reported."""
    run = state.run
    if run is None or not state.is_open:
        return state
    if state.gone_at is not None and (run.progress or 0) < _ALMOST_DONE:
        run = replace(run, hint=run.hint or PrintStatus.FAILED)
    outcome = run.outcome or (None if run.is_recordable else run.guessed_outcome(now))
    late = run.late or run.ended_at is None
    return close(state, replace(run, late=late, outcome=outcome), now)


def reopen(state: Lifecycle, run: Run) -> Lifecycle:
    """Return the state with a run open again that seemed to be over."""
    has_fired = run.has_fired or run not in state.waiting
    state = state.without_waiting(run)
    run = replace(run, since=None, outcome=None, verdict=None, hint=None)
    run = replace(run, ended_at=None, late=False, has_fired=has_fired)
    return replace(state, run=run, is_open=True, gone_at=None)


def emit_end(state: Lifecycle, run: Run, now: datetime) -> Lifecycle:
    """Return the state with the end of a run; the printer's word on it counts most."""
    if run.has_fired:
        return state
    state = emit(
        state,
        _ENDS[run.outcome or run.verdict or run.guessed_outcome(run.since or now)],
        run,
        now,
        ended_at=run.ended_at,
        error=run.error,
        reason=run.reason,
        late=run.late,
    )
    return state.with_fired(run.ids, now) if run.ids else state.with_recent(run)


def in_order(state: Lifecycle, before: Lifecycle, now: datetime) -> Lifecycle:
    """Return the state with its events in the order in which they have to fire.

    The end of a run fires before the start of the next. So a start is held while
    others may have ended before it, and what follows the start with it.
    """
    events = state.events
    ends = tuple(event for event in events if event.type in _ENDS.values())
    is_start = any(event.type is PrintEventType.STARTED for event in events)
    if not state.held and not is_start:
        return state
    if before.held:
        # The ends of runs that waited come first; that of the held run comes last.
        held_title = state.held[0].started_at, state.held[0].title
        first = tuple(end for end in ends if (end.started_at, end.title) != held_title)
        events = tuple(event for event in events if event not in first)
        state = replace(state, held=(*state.held, *events), events=first)
    elif state.waiting or (state.tracking.has_gap and before.run and events[-1].late):
        split = next(
            index
            for index, event in enumerate(events)
            if event.type is PrintEventType.STARTED
        )
        state = replace(state, events=events[:split], held=events[split:])
    else:
        return state
    return _released(state, now)


def _released(state: Lifecycle, now: datetime) -> Lifecycle:
    """Return the state without held events, once nothing can come before them."""
    asked = not state.tracking.has_gap
    waited = bool(state.held) and now - state.held[0].at >= HOLD_START
    if waited:
        for run in state.waiting:
            state = emit_end(state.without_waiting(run), run, now)
    elif state.waiting or not asked:
        return state
    return replace(state, events=(*state.events, *state.held), held=())
