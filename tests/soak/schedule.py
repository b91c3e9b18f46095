"""Let time pass from one thing that happens to the next."""

from collections.abc import Callable
import heapq
from itertools import count


class Schedule:
    """Hold what is going to happen; times are seconds since 1970 of the true clock."""

    def __init__(self, now: float) -> None:
        """Start at a time."""
        self.now = now
        self._order = count()
        self._agenda: list[tuple[float, int, Callable[[], None]]] = []

    def later(self, seconds: float, action: Callable[[], None]) -> None:
        """Schedule something."""
        at = self.now + max(seconds, 0.0)
        heapq.heappush(self._agenda, (at, next(self._order), action))

    def run(self, until: float) -> None:
        """Let happen what is scheduled until then."""
        while self._agenda and self._agenda[0][0] <= until:
            at, _, action = heapq.heappop(self._agenda)
            self.now = max(self.now, at)
            action()
        self.now = max(self.now, until)
