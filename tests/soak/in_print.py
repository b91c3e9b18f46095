"""Judge what was said of pauses, runout, first layers and errors."""

from .align import Fired, align
from .job import Moment, PrintJob
from .life import Life
from .verdict import AT_ONCE, STEADY, Fault, Verdict, is_broken, is_held

_CLOSING = frozenset({"resumed", "error_cleared"})


def judge_in_print(
    life: Life, jobs: list[PrintJob], kinds: tuple[str, ...], verdict: Verdict
) -> None:
    """Judge what happened within prints."""
    moments = sorted(
        (moment for job in jobs for moment in job.moments if moment.kind in kinds),
        key=lambda moment: moment.at,
    )
    if "first_layer_finished" in kinds:
        moments += filter(None, map(_guessed_layer, jobs))
        moments.sort(key=lambda moment: moment.at)
    _demand(moments, set(life.home.stops))
    ended = {job.number: fired[0] for job, fired in verdict.ends}
    events = [fired for fired in life.events if fired[1].type.value in kinds]
    result = align(moments, events, _in_print_cost)
    for at, event in result.stray:
        what = f"{event.type} {event.title} {event.error or ''}"
        verdict.faults.append(
            Fault(kind="wrong in-print", what=f"stray {what}", job=None, at=at)
        )
    for moment in result.missed:
        what = f"missed {moment.kind} {moment.code or ''}"
        at = moment.seen or moment.at
        verdict.faults.append(
            Fault(kind="wrong in-print", what=what, job=moment.job, at=at)
        )
    for moment, (at, _) in result.pairs:
        seen, since = moment.seen, moment.whole_since
        if seen is None or since is None or since > seen - STEADY:
            continue
        if is_broken(life, moment) or is_held(moment, ended):
            continue
        if at - seen > AT_ONCE and moment.required:
            what = f"{moment.kind} {at - seen:.0f} s after it was seen"
            verdict.faults.append(
                Fault(kind="wrong in-print", what=what, job=moment.job, at=at)
            )


def _demand(moments: list[Moment], stops: set[float]) -> None:
    """Decide which moments have to be said."""
    is_lost = False
    for moment in moments:
        moment.required &= moment.job.absence is None
        # What a report shows in which Home Assistant crashes may not be stored. Then
        # what ends it is no news either, nor is another pause after one that went on.
        moment.required &= not (is_lost and moment.kind in {*_CLOSING, "paused"})
        if moment.seen is not None:
            is_lost = moment.seen in stops
        moment.required &= not is_lost
        # What is seen first of a print that seems to be the one before may be its own.
        is_first = moment.seen is not None and moment.seen == moment.job.first_active
        moment.required &= not (is_first and not _has_start(moment.job))
        if moment.kind == "first_layer_finished":
            was_early = any(at not in stops for at in moment.job.seen_early)
            moment.required &= was_early and not moment.job.adopted
            moment.required &= _has_start(moment.job)
            moment.required &= moment.job.misled_at is None


def _has_start(job: PrintJob) -> bool:
    """Return whether it was seen to be another print than the one before."""
    return job.start is None or job.start.required


def _guessed_layer(job: PrintJob) -> Moment | None:
    """Return the first layer of what seems to be printed, or to be another print."""
    if job.misled_at is not None:
        return Moment(kind="first_layer_finished", job=job, at=job.misled_at)
    is_same = job.task_id is not None and not job.was_dropped
    if job.resumed_after_power_loss is None or is_same:
        return None
    kind, at = "first_layer_finished", job.resumed_after_power_loss
    return Moment(kind=kind, job=job, at=at)


def _in_print_cost(moment: Moment, fired: Fired) -> float:
    """Return how little an event says a moment."""
    at, event = fired
    if event.type.value != moment.kind:
        return 1000.0
    cost = 0.0
    if moment.code and event.error and event.error != moment.code:
        cost += 5
    return cost + min(8.0, 0.05 * abs(at - (moment.seen or moment.at)))
