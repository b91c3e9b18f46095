"""Begin and close runs, and queue the events of that."""

from dataclasses import replace
from datetime import datetime, timedelta

from ..sections.job_status import PrintStatus
from .event import PrintEvent, PrintEventType
from .run import Run
from .state import Lifecycle
from .timing import SAME_START, SOON

ENDS = {
    PrintStatus.FINISHED: PrintEventType.FINISHED,
    PrintStatus.FAILED: PrintEventType.FAILED,
    PrintStatus.CANCELED: PrintEventType.CANCELED,
}

type Queue = tuple[PrintEvent | Run, ...]
type Why = tuple[str | None, str | None]
"""Code and reason of what stopped a job."""


def event_of(
    run: Run | None,
    kind: PrintEventType,
    now: datetime,
    *,
    late: bool,
    why: Why = (None, None),
) -> PrintEvent:
    """Return an event of a run."""
    event = PrintEvent(type=kind, at=now, late=late, error=why[0], reason=why[1])
    if run is None:
        return event
    return replace(
        event,
        task_id=run.ids[0] if run.ids else None,
        title=run.title,
        started_at=run.started_at,
        ended_at=run.ended_at,
        layer=run.layer,
        total_layers=run.total_layers,
        progress=run.progress,
    )


def notice(
    state: Lifecycle,
    kind: PrintEventType,
    now: datetime,
    *,
    late: bool,
    why: Why = (None, None),
) -> Lifecycle:
    """Return the state with an event of its open run that is to fire."""
    event = event_of(state.open_run, kind, now, late=late, why=why)
    return replace(state, queue=(*state.queue, event))


def with_end(
    state: Lifecycle, run: Run, now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return the state after the end of a run, and its event unless that has fired."""
    if run.is_listed and run.started_at:
        return state.with_fired(run, now), ()  # its row will not change any more
    if run.has_fired or run.is_listed or state.is_unlisted(run):
        return state, ()
    kind = ENDS[_ending(run, run.since or now)]
    why = run.error, run.reason
    event = event_of(run, kind, now, late=run.late, why=why)
    return state.with_fired(run, now), (event,)


def _ending(run: Run, at: datetime) -> PrintStatus:
    """Return how a run ended: by the printer, by the history, or as it seems."""
    if run.verdict is PrintStatus.FINISHED:
        return run.verdict  # a boot after a loss of power shows FAILED, too
    is_due = run.predicted_end is not None and run.predicted_end <= at
    guess = PrintStatus.FINISHED if is_due and not run.left else PrintStatus.FAILED
    return run.outcome or run.verdict or guess


def close(state: Lifecycle, now: datetime, *, polled: bool = False) -> Lifecycle:
    """Return the state with its open run closed: its end fires, or waits.

    What the printer did not report waits for the history, if that can know it.
    """
    run = state.open_run
    if run is None:
        return state
    late = run.late or (run.ended_at is None and not polled)
    run = replace(run, late=late, since=now)
    state = replace(state, run=run, is_open=False, over_at=None)
    if (late or polled) and not run.has_fired:
        return replace(state, queue=in_order(state.queue, run))
    state, events = with_end(state, run, now)
    return replace(state, queue=in_order(state.queue, *events))


def in_order(queue: Queue, *items: Run | PrintEvent) -> Queue:
    """Return a queue with what is about one print, before what is of later ones."""
    began_at = items[0].started_at if items else None
    ids = items[0].ids if items and isinstance(items[0], Run) else ()
    places = (at for at, item in enumerate(queue) if is_later(item, began_at, ids))
    at = next(places, len(queue))
    return (*queue[:at], *items, *queue[at:])


def is_later(
    item: Run | PrintEvent, began_at: datetime | None, ids: tuple[str, ...] = ()
) -> bool:
    """Return whether a run or event belongs to a print that began later.

    An event may be of the same print as a row, which has another clock. If it is not,
    and both began at the same time, what the printer reports is left over.
    """
    if isinstance(item, Run):
        noticed_at, most = item.since, timedelta()
    else:
        noticed_at = item.at if item.title else None  # an error, maybe of no print
        is_other = ids and item.task_id and item.task_id not in ids
        most = -SOON if is_other else SAME_START
    started_at = item.started_at or noticed_at
    return bool(started_at and began_at and started_at - began_at > most)


def reopen(state: Lifecycle, run: Run) -> Lifecycle:
    """Return the state with a run open again that seemed to be over."""
    if run in state.waiting:
        state = state.with_waiting(run)
    else:
        run = replace(run, has_fired=True)
    return replace(state, run=at_work(run), is_open=True, over_at=None)


def at_work(run: Run) -> Run:
    """Return a run without what was said of its end."""
    return replace(
        run,
        outcome=None,
        verdict=None,
        ended_at=None,
        since=None,
        late=False,
        left=False,
        error=None,
        reason=None,
    )
