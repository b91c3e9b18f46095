"""How long prints last, and how densely things go wrong."""

from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How fast life goes.

    Attributes:
        lengths: Seconds that a print may last.
        gaps: Seconds that may be between two prints.
        series: Seconds of each print while Home Assistant is off for many.
        between: Seconds from report to report while nothing changes.
        healing: Seconds from the end of a mishap to the next one.
        is_harsh: Whether power may be lost while something else is wrong, too.
    """

    lengths: tuple[float, ...]
    gaps: tuple[float, ...]
    series: float
    between: tuple[float, float]
    healing: float
    is_harsh: bool

    def draw_wait(self, random: Random, seconds: float) -> float:
        """Return after which part of a print something goes wrong.

        Half of it happens close to a start or an end, where it matters most.
        """
        if self.is_harsh or random.random() < 0.5:
            return random.uniform(0, seconds * 1.3)
        if random.random() < 0.5:
            return random.uniform(0, 180)
        return seconds + random.uniform(-100, 300)


HOUSEHOLD = Pace(
    lengths=(900.0, 1800.0, 3600.0, 10800.0),
    gaps=(40.0, 120.0, 400.0, 1500.0, 7200.0),
    series=900.0,
    between=(20.0, 60.0),
    healing=1800.0,  # rows come up to 20 minutes late
    is_harsh=False,
)
"""Prints of hours, and one thing that goes wrong at a time. This decides."""
HARSH = Pace(
    lengths=(120.0, 300.0, 600.0, 1800.0),
    gaps=(15.0, 40.0, 120.0, 400.0, 1500.0),
    series=200.0,
    between=(15.0, 50.0),
    healing=0.0,
    is_harsh=True,
)
"""Prints of minutes, and fault upon fault: an experiment that decides nothing."""
