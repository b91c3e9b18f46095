"""Weigh the spools, and compare with what was drawn from them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field

from tests.simulator.cloud_side.filament_manager import SpoolShelf

from .machine import Machine, Print, Spool

_ROUNDED = 1.01
"""g of a spool that may be owed still: whole ones are written."""


@dataclass
class Verdict:
    """What a life brought.

    Attributes:
        faults: What must never happen, in words.
        grams: What was drawn, by what is known of it.
        reasons: Prints by why they are not certain.
    """

    prints: int = 0
    faults: list[str] = field(default_factory=list)
    grams: defaultdict[str, float] = field(default_factory=lambda: defaultdict(float))
    reasons: Counter[str] = field(default_factory=Counter)

    def add(self, kind: str, grams: float) -> None:
        """Add drawn filament."""
        self.grams[kind] += grams


def judge(
    shelf: SpoolShelf,
    prints: list[tuple[Machine, Print]],
    spools: list[Spool],
) -> Verdict:
    """Return what was booked twice, lost or made up."""
    verdict = Verdict(prints=len(prints))
    for _, job in prints:
        _judge_print(job, verdict)
    for spool in spools:
        row = shelf.rows.get(spool.number)
        if row is None or spool.tag:
            continue
        charged = row["totalNetWeight"] - row["netWeight"]
        if charged < spool.least - _ROUNDED:
            verdict.faults.append(
                f"lost: {charged} of {spool.least:.1f} g of {spool.number}"
            )
        if charged > spool.most + _ROUNDED:
            verdict.faults.append(
                f"too much: {charged} of {spool.most:.1f} g of {spool.number}"
            )
    return verdict


def _judge_print(job: Print, verdict: Verdict) -> None:
    """Compare what is said of a print, and note what it may subtract from spools."""
    drawn = job.drawn
    total = sum(drawn.values())
    # A layer of each filament is not spread evenly where a print fails.
    slack = 0.0 if job.is_finished else _layer(job)
    verdict.reasons.update(job.reasons or {"certain"})
    verdict.add("drawn", total)
    if job.said is None:
        verdict.add("not found out", total)
        if not job.reasons:
            verdict.faults.append(f"print {job.number}: nothing is known")
    else:
        said = sum(grams for grams, _ in job.said)
        verdict.add(
            "unassigned", sum(grams for grams, placed in job.said if not placed)
        )
        if abs(said - total) > slack + 0.01 and not job.reasons:
            verdict.faults.append(f"print {job.number}: {said:.1f} of {total:.1f} g")
    if job.booked > total + slack + 0.01:
        verdict.faults.append(f"print {job.number}: {job.booked} of {total} g booked")
    verdict.add("booked", job.booked)
    for spool, grams in drawn.items():
        spool.most += grams + slack
        if not job.reasons:
            spool.least += grams - slack
    if job.reasons:
        for spool in job.nearby:
            spool.most += total + slack - drawn.get(spool, 0.0)


def _layer(job: Print) -> float:
    """Return the g of one layer of each filament together."""
    count = len(job.filaments)
    return sum(each.grams * count / (job.layers - count + 1) for each in job.filaments)
