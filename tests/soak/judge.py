"""Compare the events that fired with what happened."""

from collections.abc import Iterable, Iterator

from custom_components.bambu_cloud.model import PrintEvent

from .align import Fired, align
from .facts import ANY, is_start_required, may_go_on, right_ends, uncertain
from .in_print import judge_in_print
from .job import Moment, PrintJob
from .life import Life
from .match import allow_late_order, is_said, main_cost, main_moments
from .verdict import AT_ONCE, FAILURE_WITHIN, Fault, Verdict, is_broken, is_steady

_TOO_LATE = 7500.0
"""A print before may have to be decided first, for two hours (docs/lifecycle.md 6)."""
_IN_PRINT = (
    ("paused", "resumed"),
    ("filament_runout",),
    ("first_layer_finished",),
    ("error_raised", "error_cleared"),
)


def judge(life: Life) -> Verdict:
    """Return what is wrong with the events of a life."""
    verdict = Verdict()
    jobs = [job for job in life.jobs if job.end and job.start]
    for number, job in enumerate(jobs):
        if job.end is None or job.start is None:
            continue
        if reason := uncertain(jobs, number):
            verdict.reasons[job.number] = reason
        job.end.required = reason is None
        job.start.required = is_start_required(jobs, number)
    _judge_main(life, jobs, verdict)
    for kinds in _IN_PRINT:
        judge_in_print(life, jobs, kinds, verdict)
    verdict.faults.sort(key=lambda fault: fault.at)
    return verdict


def _judge_main(life: Life, jobs: list[PrintJob], verdict: Verdict) -> None:
    """Judge starts, ends and their order."""
    moments = list(main_moments(jobs))
    kinds = ANY | {"started"}
    events = [fired for fired in life.events if fired[1].type.value in kinds]
    result = align(moments, events, main_cost)
    pairs, missed, stray = allow_late_order(result, moments, events)
    ended: dict[int, float] = {}
    for moment, fired in pairs:
        if moment is moment.job.end:
            ended[moment.job.number] = fired[0]
    missed = [one for one in missed if not _is_past(one, ended)]
    verdict.faults += _unmatched(pairs, missed, stray)
    for moment, (at, event) in pairs:
        job = moment.job
        if moment not in {job.start, job.end}:
            continue
        if moment.kind == "started":
            faults = _judge_start(life, moment, at, event, ended)
        else:
            verdict.ends.append((job, (at, event)))
            faults = _judge_end(life, moment, at, event, ended, verdict)
        verdict.faults += (
            Fault(kind=kind, what=what, job=job, at=at) for kind, what in faults
        )


def _is_past(moment: Moment, ended: dict[int, float]) -> bool:
    """Return whether it is a start that was seen after the end had been said."""
    ended_at = ended.get(moment.job.number)
    is_start = moment.kind == "started" and moment.seen is not None
    return is_start and ended_at is not None and ended_at < (moment.seen or 0.0)


def _unmatched(
    pairs: list[tuple[Moment, Fired]], missed: list[Moment], stray: list[Fired]
) -> Iterator[Fault]:
    """Return what was missed, said twice, out of order, or about nothing."""
    for fired in stray:
        at, event = fired
        swapped = next(
            (one for one in missed if one.at <= at + 1 and is_said(one, fired)), None
        )
        same = [one for one, other in pairs if other[1].type == event.type]
        same = [one for one in same if one.at <= at + 1 and is_said(one, fired)]
        if swapped is not None:
            missed.remove(swapped)
            kind, job = "out of order", swapped.job
        elif same:
            kind, job = "duplicated", max(same, key=lambda one: one.at).job
        else:
            kind, job = "stranger", None
        yield Fault(kind=kind, what=f"{event.type} {event.title}", job=job, at=at)
    for moment in missed:
        at = moment.seen or moment.at
        yield Fault(kind="missed", what=moment.kind, job=moment.job, at=at)


def _judge_start(
    life: Life, moment: Moment, at: float, event: PrintEvent, ended: dict[int, float]
) -> Iterator[tuple[str, str]]:
    """Judge a start that was said."""
    if (
        not is_steady(moment, at, ended)
        or moment.seen is None
        or at < moment.seen  # the poll was faster
        or is_broken(life, moment)
        or may_go_on(moment.job)
    ):
        return
    if at - moment.seen > AT_ONCE:
        yield "wrong time", f"started {at - moment.seen:.0f} s after it was seen"
    if event.late:
        yield "wrong time", "start called late"


def _judge_end(
    life: Life,
    moment: Moment,
    at: float,
    event: PrintEvent,
    ended: dict[int, float],
    verdict: Verdict,
) -> Iterator[tuple[str, str]]:
    """Judge an end that was said."""
    job, kind = moment.job, event.type.value
    if kind not in right_ends(job, at):
        yield "wrong ending", f"{kind} instead of {job.outcome}"
    is_shown = not job.titles_seen or not job.titles_seen.isdisjoint(job.titles)
    if event.title and event.title not in job.titles and is_shown:
        yield "wrong name", f"{event.title} instead of {job.titles}"
    if event.task_id and event.task_id not in {job.task_id, *job.ids}:
        yield "wrong name", f"id {event.task_id} instead of {job.task_id}"
    steady = is_steady(moment, at, ended) and not is_broken(life, moment)
    if steady and moment.seen is not None and at >= moment.seen:
        delay = at - moment.seen
        most = AT_ONCE if job.outcome == "finished" else FAILURE_WITHIN
        verdict.delays.append((job.outcome, delay))
        if delay > most:
            yield "wrong time", f"{kind} {delay:.0f} s after it was seen"
        if event.late:
            yield "wrong time", "called late on a whole link"
    certain = _certain_at(life, job)
    if certain is not None and at - certain - _off(life, certain, at) > _TOO_LATE:
        yield "wrong time", f"said {at - certain:.0f} s after it could be noticed"
    if not _is_right_time(life, job, at, event):
        yield "wrong time", f"ended_at {event.ended_at} late={event.late}"


def _off(life: Life, first: float, last: float) -> float:
    """Return for how many seconds Home Assistant was off in between."""
    return sum(
        max(0.0, min(start, last) - max(stop, first))
        for stop, start in zip(life.home.stops, life.home.starts[1:], strict=False)
    )


def _certain_at(life: Life, job: PrintJob) -> float | None:
    """Return when everything that one needs to say an end was there."""
    times = [job.seen_over] if job.task_id is None else [job.readable_at]
    return min((at for at in times if at is not None), default=None)


def _is_right_time(life: Life, job: PrintJob, at: float, event: PrintEvent) -> bool:
    """Return whether the end that an event names is right."""
    if event.ended_at is None:
        read = job.readable_at is not None and job.readable_at < at
        return event.late and not (read and job.task_id)
    said = event.ended_at.timestamp()
    seen = (over for over in job.overs if over not in job.stops)
    shown_at = max([next(seen, job.ended_at), *job.overs[:1]])
    first, last = job.ended_at - 2, shown_at + FAILURE_WITHIN
    if job.recorded_end is not None and abs(said - job.recorded_end) <= 2:
        return True
    skews = (0.0, *_skews(life, at))
    return any(first <= said - skew <= max(last, first + 13) for skew in skews)


def _skews(life: Life, at: float) -> Iterable[float]:
    """Return by how much the clock may have been wrong."""
    if life.mishaps.counts["clock jump"]:
        return (-86400.0, -3600.0, 3600.0, 86400.0)
    return ()
