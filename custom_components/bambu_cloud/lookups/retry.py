"""Decide when to ask the cloud again for what can wait."""

from collections.abc import Callable
from random import random

from ..api import BambuBlockedError, BambuError, BambuRateLimitError

_HOUR = 3600.0


def patience(err: BambuError) -> float:
    """Return for how many seconds not to ask after a failure."""
    if isinstance(err, BambuRateLimitError | BambuBlockedError):
        return spread(max(err.retry_after, _HOUR))
    return spread(_HOUR)


def spread(seconds: float, draw: Callable[[], float] = random) -> float:
    """Return up to a tenth more seconds, so that not every home asks at once."""
    return seconds * (1 + draw() / 10)
