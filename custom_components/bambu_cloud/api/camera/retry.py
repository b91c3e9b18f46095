"""When to try again to watch a camera, and what to tell of a failure (camera 6.4)."""

from collections.abc import Callable
import math

from .errors import BambuCameraError, BambuCameraRefusedError


class Retries:
    """Wait 2, 4, … 60 seconds, a quarter more or less, until a connection holds."""

    FIRST = 2.0
    LONGEST = 60.0
    STABLE = 10.0
    """Seconds: what lived as long has held."""
    REFUSALS = 2
    """So often in a row a printer has to hang up at once before that is told."""

    def __init__(self, clock: Callable[[], float], random: Callable[[], float]) -> None:
        """Take the time in seconds and numbers from 0 to 1 from here."""
        self._clock = clock
        self._random = random
        self.reset()

    def reset(self) -> None:
        """Begin anew: something has changed."""
        self._failures = self._refusals = 0
        self._not_before = -math.inf

    @property
    def wait(self) -> float:
        """Return how many seconds are left until the next attempt; 0 for none."""
        return max(0.0, self._not_before - self._clock())

    def succeeded(self) -> None:
        """Take note of a picture."""
        self._refusals = 0

    def failed(self, error: BambuCameraError, lived: float) -> bool:
        """Take note of a failure, and return whether it should be told.

        A busy printer hangs up as it does for a wrong access code, but not for long.
        """
        if lived > self.STABLE:
            self._failures = 0
        step = min(self.FIRST * 2.0 ** min(self._failures, 9), self.LONGEST)
        self._failures += 1
        self._not_before = self._clock() + step * (0.75 + self._random() / 2)
        if not isinstance(error, BambuCameraRefusedError):
            self._refusals = 0
            return True
        self._refusals += 1
        return self._refusals >= self.REFUSALS
