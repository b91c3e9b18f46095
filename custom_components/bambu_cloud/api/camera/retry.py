"""When to try a camera again, and which failures to report (camera 6.4)."""

import math

from ..backoff import Backoff
from ..clock import Clock
from .errors import BambuCameraError, BambuCameraRefusedError

_FIRST, _CEILING = 2.0, 60.0
_STABLE = 10.0
"""Seconds that a connection has to last to count as one that works."""
_JITTER = (0.75, 1.25)
_REFUSALS = 2
"""As many in a row are reported: a busy printer also hangs up at once."""


class Retries:
    """Plan the next attempt: 2, 4, … 60 seconds later, until a connection holds."""

    def __init__(self, clock: Clock) -> None:
        """Start without failures."""
        self._clock = clock
        self._backoff = Backoff(
            clock, first=_FIRST, ceiling=_CEILING, stable=_STABLE, jitter=_JITTER
        )
        self.reset()

    def reset(self) -> None:
        """Start afresh: something has changed."""
        self._backoff.reset()
        self._refusals = 0
        self._not_before = -math.inf

    @property
    def wait(self) -> float:
        """Return how many seconds are left until the next attempt; 0 for none."""
        return max(0.0, self._not_before - self._clock.monotonic())

    def note_frame(self) -> None:
        """End the row of refusals."""
        self._refusals = 0

    def note_failure(self, error: BambuCameraError, lasted: float) -> bool:
        """Plan the next attempt, and return whether the failure should be reported.

        A busy printer hangs up as it does for a wrong access code, but not for long.

        Args:
            error: why the connection ended.
            lasted: for how many seconds it had been open.
        """
        self._backoff.note_connection(lasted)
        self._not_before = self._clock.monotonic() + self._backoff.delay()
        if not isinstance(error, BambuCameraRefusedError):
            self._refusals = 0
            return True
        self._refusals += 1
        return self._refusals >= _REFUSALS
