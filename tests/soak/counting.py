"""Run lives and count the events of their prints."""

from collections import Counter
from dataclasses import dataclass, field
import sys
import time

from .life import Life
from .truth import Count, assign

_PRINTS_PER_LIFE = 40


@dataclass(kw_only=True)
class Outcome:
    """What a trial brought.

    Attributes:
        kinds, sources: Counts by kind of print, and by where it came from.
        mishaps: What went wrong on purpose, and how often.
        complaints: A line for each print that was not told as it happened.
    """

    seconds: float = 0.0
    total: Count = field(default_factory=Count)
    kinds: dict[str, Count] = field(default_factory=dict)
    sources: dict[str, Count] = field(default_factory=dict)
    mishaps: Counter[str] = field(default_factory=Counter)
    complaints: list[str] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        """Return whether each print fired as it happened, once."""
        return not self.complaints


def trial(prints: int, seed: int) -> Outcome:
    """Run as many lives as the prints need."""
    began = time.process_time()
    outcome = Outcome()
    lives, rest = divmod(prints, _PRINTS_PER_LIFE)
    for number in range(lives + bool(rest)):
        name = f"{seed}.{number}"
        life = Life(name)
        life.live(_PRINTS_PER_LIFE if number < lives else rest)
        judge(name, life, outcome)
    outcome.seconds = time.process_time() - began
    return outcome


def judge(name: str, life: Life, outcome: Outcome) -> None:
    """Compare the events with what happened."""
    strangers = assign(life.truths, life.listener.events)
    outcome.complaints += [f"life {name}: nothing of the kind: {e}" for e in strangers]
    outcome.mishaps.update(life.mishaps)
    outcome.mishaps["reports lost, repeated or late"] += life.wire.mishaps
    for number, truth in enumerate(life.truths):
        faults = list(truth.faults())
        for count in (
            outcome.total,
            outcome.kinds.setdefault(truth.kind, Count()),
            outcome.sources.setdefault(truth.source, Count()),
        ):
            count.add(truth, faults)
        if faults:
            outcome.complaints.append(
                f"life {name} ({life.printer.model.product}), print {number}:"
                f" {', '.join(faults)}: {truth}"
            )


def say(outcome: Outcome) -> None:
    """Print the counts."""
    write = sys.stdout.write
    columns = "{:28}{:>8}{:>8}{:>8}{:>12}{:>8}{:>12}{:>8}{:>8}\n"
    write(
        columns.format(
            "", "prints", "fired", "late", "unknowable", "missed", "duplicated",
            "wrong", "time",
        )
    )  # fmt: skip
    for name, count in (
        *sorted(outcome.kinds.items()),
        *sorted(outcome.sources.items()),
        ("all", outcome.total),
    ):
        faults = count.faults
        write(
            columns.format(
                name,
                count.prints,
                count.fired,
                count.late,
                count.unknowable,
                faults["missed"],
                faults["duplicated"],
                faults["wrong ending"],
                faults["wrong time"],
            )
        )
    write("\n")
    for name, number in sorted(outcome.mishaps.items()):
        write(f"{name:40}{number:>8}\n")
    for complaint in outcome.complaints[:20]:
        write(f"\n{complaint}\n")
    write(f"\n{outcome.total.prints} prints in {outcome.seconds:.1f} s\n")
