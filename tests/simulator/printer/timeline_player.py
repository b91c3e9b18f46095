"""Play a timeline at a requested pace."""

from collections.abc import Iterator
from itertools import pairwise
import math

from tests.simulator.timelines import Changes, Timeline
from tests.simulator.timelines.turns import NOMINAL

_INTERRUPTS = {"pause": False, "resume": True, "print": True}


class TimelinePlayer:
    """The position of a print in its timeline.

    Attributes:
        position: Seconds of the timeline that have passed.
        held: Whether somebody stopped it, so that no time passes in it.
    """

    def __init__(self, timeline: Timeline, seconds: float) -> None:
        """Start a timeline that lasts so many simulated seconds."""
        self.timeline = timeline
        self.rate = NOMINAL / seconds
        self.position = 0.0
        self.held = False
        self._next = 0

    def play(self, seconds: float) -> Iterator[Changes]:
        """Let time pass; return the changes that are due, one by one."""
        end = self.position + (0.0 if self.held else seconds * self.rate)
        steps = self.timeline.steps
        while self._next < len(steps) and steps[self._next][0] <= end:
            self.position, changes = steps[self._next]
            self._next += 1
            yield changes
        self.position = end

    def skip_to(self, turn: str) -> None:
        """Continue behind the next such turn, if there is one."""
        steps = self.timeline.steps
        for number in range(self._next, len(steps)):
            if steps[number][1].get("do") == turn:
                self.position = steps[number][0]
                self._next = number + 1
                return

    @property
    def preparation(self) -> int:
        """Return the percentage of PREPARE, in tens."""
        begin = self.timeline.time_of("prepare")
        end = self.timeline.time_of("run")
        done = (self.position - begin) / (end - begin)
        return min(100, max(0, math.floor(done * 10) * 10))

    @property
    def running(self) -> bool:
        """Return whether the job itself runs, not its preparation."""
        return self.position >= self.timeline.time_of("run")

    @property
    def printing(self) -> bool:
        """Return whether the first layer has started."""
        return self.position >= self.timeline.time_of("print")

    def _printed(self, until: float) -> float:
        """Return the seconds that were spent printing."""
        turns = [
            (at, _INTERRUPTS[changes["do"]])
            for at, changes in self.timeline.steps
            if changes.get("do") in _INTERRUPTS
        ]
        marks = [*turns, (float("inf"), False)]
        return sum(
            max(0.0, min(after, until) - at)
            for (at, printing), (after, _) in pairwise(marks)
            if printing
        )

    @property
    def progress(self) -> float:
        """Return how much of the print is done, from 0 to 1."""
        return self._printed(self.position) / self.timeline.printing

    @property
    def remaining_seconds(self) -> float:
        """Return the printer's estimate of the remaining seconds."""
        begin = self.timeline.time_of("print")
        lead = max(0.0, begin - self.position)
        return (
            lead + self.timeline.printing - self._printed(self.position)
        ) / self.rate
