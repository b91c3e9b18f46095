"""Live many lives, count, and show each fault so that a person can understand it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
import sys
import time

from custom_components.bambu_cloud.model import PrintEvent

from .judge import judge
from .life import Life
from .mishaps import FAULTS
from .pace import HOUSEHOLD, Pace
from .verdict import AT_ONCE, FAILURE_WITHIN, Fault, Verdict

_PRINTS_PER_LIFE = 40
_NEAR_REPORT, _NEAR = 25.0, 400.0
KINDS = (
    "missed",
    "duplicated",
    "wrong ending",
    "wrong time",
    "wrong name",
    "out of order",
    "stranger",
    "wrong in-print",
)


@dataclass(kw_only=True)
class Outcome:
    """What all lives brought."""

    seconds: float = 0.0
    prints: int = 0
    ends: int = 0
    late: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    mishaps: Counter[str] = field(default_factory=Counter)
    delays: list[tuple[str, float]] = field(default_factory=list)
    stories: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Return whether everything was said as it happened, once."""
        return not self.faults


def soak(
    prints: int, seed: int, faults: tuple[str, ...] = FAULTS, *, pace: Pace = HOUSEHOLD
) -> Outcome:
    """Live as many lives as it needs, with these faults."""
    began, outcome, number = time.process_time(), Outcome(), 0
    while outcome.prints < prints:
        name = f"{seed}.{number}"
        life = Life(name, faults=faults, pace=pace)
        life.live(min(_PRINTS_PER_LIFE, prints - outcome.prints))
        count(name, life, judge(life), outcome)
        number += 1
    outcome.seconds = time.process_time() - began
    return outcome


def count(name: str, life: Life, verdict: Verdict, outcome: Outcome) -> None:
    """Add one life."""
    outcome.prints += len(life.jobs)
    outcome.ends += len(verdict.ends)
    outcome.late += sum(event.late for _, (_, event) in verdict.ends)
    outcome.reasons.update(verdict.reasons.values())
    outcome.mishaps.update(life.mishaps.counts)
    outcome.delays += verdict.delays
    for fault in verdict.faults:
        outcome.faults[fault.kind] += 1
        outcome.stories.append("\n".join(story_of(name, life, fault)))


def story_of(
    name: str, life: Life, fault: Fault, *, around: float = 90
) -> Iterator[str]:
    """Return the case of a fault, line by line."""
    job = fault.job
    yield f"life {name} {fault.kind}: {fault.what} at {_clock(fault.at)}"
    yield f"  {_describe(life)}"
    if job is not None:
        yield (
            f"  print {job.number} {job.source} {job.course} {job.titles} {job.task_id}"
            f" {_clock(job.started_at)} to {_clock(job.ended_at)} {job.outcome};"
            f" seen active {_clock(job.first_active)} to {_clock(job.last_active)},"
            f" over {_clock(job.seen_over)}, row read {_clock(job.readable_at)}"
        )
    times = [fault.at]
    if job is not None:
        times += [job.started_at, job.ended_at, job.seen_over or fault.at]
    first, last = min(times) - around, max(times) + around
    yield from (f"  {line}" for line in _pick(list(timeline(life, first, last)), times))


def _pick(lines: list[tuple[float, str]], times: list[float]) -> Iterator[str]:
    """Return what is near to what matters, and all that is no report."""
    skipped = 0
    for at, text in lines:
        nearest = min(abs(at - moment) for moment in times)
        is_report = not text.startswith(("EVENT", "fault", "TRUTH"))
        if nearest <= (_NEAR_REPORT if is_report else _NEAR) and text != "got delta ":
            if skipped:
                yield f"  … {skipped} more"
            skipped = 0
            yield f"{_clock(at)} {text}"
        else:
            skipped += 1


def timeline(life: Life, first: float, last: float) -> Iterator[tuple[float, str]]:
    """Return everything that happened in between, in order."""
    lines: list[tuple[float, int, str]] = []
    lines += ((at, 0, f"fault {text}") for at, text in life.mishaps.log)
    for job in life.jobs:
        began = f"{job.source}, {job.course}, {job.titles[0]}, ids {job.ids}"
        lines.append((job.started_at, 1, f"TRUTH print {job.number} began ({began})"))
        lines.append((job.ended_at, 1, f"TRUTH print {job.number} {job.outcome}"))
        lines += (
            (moment.at, 1, f"TRUTH print {job.number} {moment.kind}")
            for moment in job.moments
        )
        if job.resumed_after_power_loss:
            lines.append((job.resumed_after_power_loss, 1, "TRUTH goes on"))
        if job.readable_at:
            lines.append((job.readable_at, 1, f"TRUTH row of {job.number} was read"))
    for at, sent_at, text in life.home.witness.log:
        delay = f" (sent {at - sent_at:.0f} s before)" if at - sent_at > 1 else ""
        lines.append((at, 2, f"got {text}{delay}"))
    lines += (
        (at, 3, f"EVENT {_event(event)}") for at, event in life.home.prints.events
    )
    lines.sort(key=lambda line: line[:2])
    return ((at, text) for at, _, text in lines if first <= at <= last)


def _event(event: PrintEvent) -> str:
    """Return an event in short."""
    ended = event.ended_at and f" ended {_clock(event.ended_at.timestamp())}"
    late = " late" if event.late else ""
    error = f" {event.error}" if event.error else ""
    name = f"{event.type.value} {event.title!r} {event.task_id}"
    return f"{name}{error}{ended or ''}{late} noticed {_clock(event.at.timestamp())}"


def _describe(life: Life) -> str:
    """Return what kind of printer it is."""
    flavour = life.flavour
    return (
        f"{flavour.model} {'full' if flavour.is_full else 'deltas'}"
        f" answers={flavour.answers} local ids={flavour.local_ids}"
        f" boots as {flavour.boots_as} idle after={flavour.goes_idle}"
        f" cancel={flavour.cancel_style}/{flavour.cancel_field}"
        f" start_time={flavour.start_time or None}"
    )


def _clock(at: float | None) -> str:
    """Return a time for people."""
    if at is None or at == float("inf"):
        return "never"
    moment = datetime.fromtimestamp(at, UTC)
    return f"{moment:%d %H:%M:%S}.{moment.microsecond // 100_000}"


def say(outcome: Outcome) -> None:
    """Print the counts."""
    write = sys.stdout.write
    write(f"{outcome.prints} prints, {outcome.ends} ends, {outcome.late} late\n")
    write(f"{sum(outcome.reasons.values())} excused\n")
    for reason, number in outcome.reasons.most_common():
        write(f"  {number:6} {reason}\n")
    write("faults: " + ", ".join(f"{outcome.faults[kind]} {kind}" for kind in KINDS))
    write("\nwhole links:\n")
    for name, kinds, most in (
        ("finished", {"finished"}, AT_ONCE),
        ("failed, canceled", {"failed", "canceled"}, FAILURE_WITHIN),
    ):
        delays = sorted(delay for kind, delay in outcome.delays if kind in kinds)
        if delays:
            within = [sum(one <= limit for one in delays) for limit in (AT_ONCE, most)]
            shares = [100 * one / len(delays) for one in within]
            write(
                f"  {name}: {len(delays)} ends, {shares[0]:.2f} % within 1 s,"
                f" {shares[1]:.2f} % within {most:.0f} s, slowest {delays[-1]:.1f} s\n"
            )
    write("mishaps: ")
    write(", ".join(f"{n} {name}" for name, n in sorted(outcome.mishaps.items())))
    for story in outcome.stories[:15]:
        write(f"\n\n{story}")
    write(f"\n\n{outcome.prints} prints in {outcome.seconds:.1f} s\n")


def replay(name: str, *, pace: Pace = HOUSEHOLD) -> int:
    """Live one life again and print everything."""
    life = Life(name, pace=pace)
    life.live(_PRINTS_PER_LIFE)
    verdict = judge(life)
    write = sys.stdout.write
    write(f"{_describe(life)}\n")
    for at, text in timeline(life, 0, float("inf")):
        write(f"{_clock(at)} {text}\n")
    for fault in verdict.faults:
        number = None if fault.job is None else fault.job.number
        write(f"{fault.kind}: {fault.what} at {_clock(fault.at)}, print {number}\n")
    return 1 if verdict.faults else 0
