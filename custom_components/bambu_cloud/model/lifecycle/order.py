"""Fire what is decided, in order: the end of a run before the start of the next."""

from dataclasses import replace
from datetime import datetime, timedelta

from ..sections.job_status import PrintStatus
from .changes import with_end
from .event import PrintEvent
from .run import Run
from .state import Lifecycle
from .timing import HOLD_START, WAIT_FOR_ANYTHING, WAIT_FOR_CANCEL, WAIT_FOR_ROW


def fire(state: Lifecycle, now: datetime) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return the state without what fires now, and the events that do."""
    events: tuple[PrintEvent, ...] = ()
    while state.queue:
        item, rest = state.queue[0], state.queue[1:]
        if isinstance(item, Run):
            is_last = not rest and not state.is_open
            if not _is_decided(state, item, now, is_last=is_last):
                break
            state, ends = with_end(state, item, now)
            events += ends
        elif _is_held(state, item, now):
            break
        else:
            events += (item,)
        state = replace(state, queue=rest)
    return state, events


def _is_decided(state: Lifecycle, run: Run, now: datetime, *, is_last: bool) -> bool:
    """Return whether nothing more can be learned of how a run ended."""
    since, history_at = run.since or now, state.tracking.history_at
    waited = now - since
    if not run.is_recordable:
        return not state.tracking.has_gap or waited >= HOLD_START
    if run.verdict is not None:
        # The printer can only say of its last job that it was canceled.
        is_sure = run.outcome or run.verdict is PrintStatus.FINISHED or not is_last
        return bool(is_sure) or waited >= WAIT_FOR_CANCEL
    read_for = history_at - since if history_at else timedelta()
    is_said = run.error or run.outcome is not PrintStatus.FAILED
    if run.outcome and is_said and state.tracking.is_current:
        read_for = waited
    return read_for >= WAIT_FOR_ROW or waited >= WAIT_FOR_ANYTHING


def _is_held(state: Lifecycle, event: PrintEvent, now: datetime) -> bool:
    """Return whether the history may name another print that a late event is of."""
    return event.late and state.tracking.has_gap and now - event.at < HOLD_START
