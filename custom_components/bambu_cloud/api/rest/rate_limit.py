"""How often a host may be asked (protocol A.13).

No limit of the cloud is published. Cloudflare, which guards it, reacts to bursts; all
clients that talk to a host therefore share one limiter.
"""

import asyncio
from collections.abc import Awaitable, Callable
import time

from ..errors import BambuRateLimitError


class Limiter:
    """Keep requests to one host apart. Times are seconds of a steady clock.

    So many may come at once, then two each second. After a refusal nothing is asked
    until the host wants to hear from us again.
    """

    BURST = 60
    INTERVAL = 0.5

    def __init__(self) -> None:
        """Start rested."""
        self._rested_at = float("-inf")
        self._held_until = float("-inf")

    def reserve(self, now: float) -> float:
        """Take a turn; return in how many seconds it comes."""
        self._rested_at = max(self._rested_at, now) + self.INTERVAL
        return max(0.0, self._rested_at - now - self.BURST * self.INTERVAL)

    def hold(self, now: float, seconds: float) -> None:
        """Ask nothing for so long."""
        self._held_until = max(self._held_until, now + seconds)

    def held(self, now: float) -> float:
        """Return for how many more seconds nothing may be asked."""
        return max(0.0, self._held_until - now)


class Politeness:
    """The limiters of all hosts."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """Measure time with a steady clock."""
        self.clock = clock
        self._sleep = sleep
        self._limiters: dict[str, Limiter] = {}

    async def turn(self, host: str) -> None:
        """Wait until a host may be asked."""
        if delay := self._of(host).reserve(self.clock()):
            await self._sleep(delay)

    def hold(self, host: str, seconds: float) -> None:
        """Leave a host alone for so many seconds."""
        self._of(host).hold(self.clock(), seconds)

    def check(self, host: str) -> None:
        """Make sure that a host has not asked to be left alone.

        Raises:
            BambuRateLimitError: it has.
        """
        if left := self._of(host).held(self.clock()):
            text = "The cloud has asked to be left alone for a while"
            raise BambuRateLimitError(text, retry_after=left)

    def _of(self, host: str) -> Limiter:
        """Return the limiter of a host."""
        return self._limiters.setdefault(host, Limiter())


POLITENESS = Politeness()
"""What all clients share."""
