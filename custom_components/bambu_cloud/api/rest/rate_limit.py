"""How often a host gets requests (protocol A.13).

No limit of the cloud is published. Cloudflare, which guards it, reacts to bursts; all
clients of a host therefore share one limiter.
"""

from ..clock import SYSTEM_CLOCK, Clock
from ..errors import BambuRateLimitError


class HostLimit:
    """Space out the requests to one host. Times are seconds of a monotonic clock.

    A burst of requests passes at once, then two each second. After a refusal none
    passes until the pause that the host asked for is over.
    """

    BURST = 60
    INTERVAL = 0.5

    def __init__(self) -> None:
        """Start with a whole burst in reserve."""
        self._next_at = float("-inf")
        self._paused_until = float("-inf")

    def reserve(self, now: float) -> float:
        """Count one request; return in how many seconds it may be sent."""
        self._next_at = max(self._next_at, now) + self.INTERVAL
        return max(0.0, self._next_at - now - self.BURST * self.INTERVAL)

    def pause(self, now: float, seconds: float) -> None:
        """Let no request pass for so many seconds."""
        self._paused_until = max(self._paused_until, now + seconds)

    def pause_left(self, now: float) -> float:
        """Return for how many more seconds no request passes."""
        return max(0.0, self._paused_until - now)


class RateLimiter:
    """Space out the requests to all hosts."""

    def __init__(self, clock: Clock = SYSTEM_CLOCK) -> None:
        """Start without any host."""
        self.clock = clock
        self._hosts: dict[str, HostLimit] = {}

    async def wait(self, host: str) -> None:
        """Wait until a host may get a request."""
        if delay := self._host(host).reserve(self.clock.monotonic()):
            await self.clock.sleep(delay)

    def pause(self, host: str, seconds: float) -> None:
        """Send a host nothing for so many seconds."""
        self._host(host).pause(self.clock.monotonic(), seconds)

    def check(self, host: str) -> None:
        """Check that a host has not asked for a pause.

        Raises:
            BambuRateLimitError: it has, and the pause is not over.
        """
        if left := self._host(host).pause_left(self.clock.monotonic()):
            text = "The cloud has asked to be left alone for a while"
            raise BambuRateLimitError(text, retry_after=left)

    def _host(self, host: str) -> HostLimit:
        """Return the limit of a host."""
        return self._hosts.setdefault(host, HostLimit())


RATE_LIMITER = RateLimiter()
"""The one that all clients share."""
