"""Decide which end and which start an event says."""

from collections.abc import Iterator

from .align import Alignment, Fired
from .facts import ANY, right_ends
from .job import Moment, PrintJob

_HELD_AT_MOST = 1800.0


def main_moments(jobs: list[PrintJob]) -> Iterator[Moment]:
    """Return starts and ends in their order, and those that may be guessed."""
    for job in jobs:
        if job.start is None or job.end is None:
            continue
        yield job.start
        resumed = job.resumed_after_power_loss
        if resumed is not None and (job.task_id is None or job.was_dropped):
            yield Moment(kind="failed", job=job, at=job.started_at)
            yield Moment(kind="started", job=job, at=resumed)
        yield job.end
        if job.misnamed_at is not None:
            yield Moment(kind="finished", job=job, at=job.misnamed_at)


def main_cost(moment: Moment, fired: Fired) -> float:
    """Return how little an event says a moment."""
    at, event = fired
    kind, job = event.type.value, moment.job
    if (kind == "started") is not (moment.kind == "started"):
        return 1000.0
    cost = 0.0
    if moment is job.end and kind not in right_ends(job, at):
        cost += 4
    is_start = moment.kind == "started"
    if event.task_id and event.task_id not in {job.task_id, *job.ids}:
        cost += 3 if is_start else 25
    elif event.title and event.title not in {*job.titles, *job.titles_seen}:
        cost += 2 if is_start else 9
    if event.late and not is_start and job.task_id and not event.task_id:
        cost += 4  # the history would have given it one
    noticed = event.at.timestamp()
    noticed = noticed if abs(noticed - at) < _HELD_AT_MOST else at
    is_unseen = job.first_active is None and job.polled_at is None
    if is_start and is_unseen and noticed > job.ended_at:
        cost += 9
    delay = abs(at - (moment.seen or moment.at))
    return cost + min(8.0, delay / (60 if is_start else 300))


def allow_late_order(
    result: Alignment, moments: list[Moment], events: list[Fired]
) -> tuple[list[tuple[Moment, Fired]], list[Moment], list[Fired]]:
    """Return the match with ends that came in another order before the next start.

    What ended while no one listened becomes visible in any order.
    """
    pairs, stray = list(result.pairs), []
    place = {id(fired): number for number, fired in enumerate(events)}
    started = [
        (place[id(fired)], moment.job.number)
        for moment, fired in pairs
        if moment.kind == "started"
    ]
    paired = {id(moment) for moment, _ in pairs}
    free = [one for one in moments if one.kind in ANY and id(one) not in paired]

    def find(fired: Fired) -> Moment | None:
        """Return the free end that an event says, if no later print had started."""
        before = [job for number, job in started if number < place[id(fired)]]
        fitting = [
            one
            for one in free
            if one.at <= fired[0] + 1
            and max(before, default=-1) <= one.job.number
            and (is_said(one, fired) or is_named(one, fired))
        ]
        return max(
            fitting,
            key=lambda one: (is_named(one, fired), one.required, one.at),
            default=None,
        )

    for fired in result.stray:
        if (found := find(fired)) is None:
            stray.append(fired)
            continue
        free.remove(found)
        pairs.append((found, fired))
    for number, (moment, fired) in enumerate(pairs):
        found = find(fired)
        is_spare = moment.kind in ANY and not moment.required
        if is_spare and found is not None and found.required:
            free.remove(found)
            pairs[number] = (found, fired)
    starts = [one for one in result.missed if one.kind == "started"]
    return pairs, starts + [one for one in free if one.required], stray


def is_named(moment: Moment, fired: Fired) -> bool:
    """Return whether an event names the print by its number in the history."""
    return moment.job.task_id is not None and moment.job.task_id == fired[1].task_id


def is_said(moment: Moment, fired: Fired) -> bool:
    """Return whether an event would say a moment, apart from the order."""
    delay = abs(fired[0] - (moment.seen or moment.at))
    most = 60 if moment.kind == "started" else 300
    return main_cost(moment, fired) - min(8.0, delay / most) < 2
