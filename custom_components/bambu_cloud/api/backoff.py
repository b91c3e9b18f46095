"""How long to wait before the next attempt."""

from .clock import Clock

_LARGEST_EXPONENT = 9
"""Ceilings are reached by then, and the power does not overflow."""


class Backoff:
    """Double the delay with each failure in a row, up to a ceiling.

    Chance spreads the delays of many clients, so that a server that comes back does
    not meet all of them at once.
    """

    def __init__(
        self,
        clock: Clock,
        *,
        first: float,
        ceiling: float,
        stable: float,
        jitter: tuple[float, float] = (0.0, 1.0),
    ) -> None:
        """Start without failures.

        Args:
            clock: draws the jitter.
            first: seconds after the first failure.
            ceiling: seconds at most, before jitter.
            stable: seconds that a connection has to last to start afresh after it.
            jitter: the range of the random factor of each delay.
        """
        self._clock = clock
        self._first, self._ceiling, self._stable = first, ceiling, stable
        self._jitter = jitter
        self._failures = 0

    def reset(self) -> None:
        """Start afresh."""
        self._failures = 0

    def note_connection(self, seconds: float) -> None:
        """Start afresh after a connection that lasted long enough."""
        if seconds > self._stable:
            self.reset()

    def delay(self, *, ceiling: float | None = None) -> float:
        """Return the seconds to wait after one more failure.

        Args:
            ceiling: instead of the default one, for this kind of failure.
        """
        step = self._first * 2.0 ** min(self._failures, _LARGEST_EXPONENT)
        self._failures += 1
        low, high = self._jitter
        factor = low + (high - low) * self._clock.random()
        return factor * min(step, ceiling or self._ceiling)
