"""How long to wait before the next attempt."""

from collections.abc import Callable


class Backoff:
    """Double the ceiling with each failure, and wait a random part of it.

    A cloud that comes back meets clients spread over time ("full jitter"). The ceiling
    is 30 s, and 300 s while the broker refuses a token that is alive (protocol B.1).
    """

    CEILING = 30.0
    CEILING_REFUSED = 300.0
    STABLE = 60.0

    def __init__(self, random: Callable[[], float]) -> None:
        """Take random numbers from 0 to 1 from here."""
        self._random = random
        self._failures = 0

    def lived(self, seconds: float) -> None:
        """Start afresh after a link that held."""
        if seconds > self.STABLE:
            self._failures = 0

    def delay(self, *, refused: bool = False) -> float:
        """Return the seconds to wait after one more failure."""
        ceiling = self.CEILING_REFUSED if refused else self.CEILING
        # Past the exponent 9 the ceiling has been reached; the power must not overflow.
        step = 2.0 ** min(self._failures, 9)
        self._failures += 1
        return self._random() * min(step, ceiling)
