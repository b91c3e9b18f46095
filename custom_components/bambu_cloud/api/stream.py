"""Everything the printers of one account push, as one stream."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
import random as _random
import ssl
import time
from typing import Any

from ..model import Report  # noqa: TID252  api and model move together
from .auth import CredentialSource
from .counters import StreamCounters
from .endpoints import Region


@dataclass(frozen=True, slots=True)
class LinkUp:
    """Tell that the broker is listening to us and we to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDown:
    """Tell that the link is gone; the stream is already trying again."""

    reason: str


type StreamEvent = Report | LinkUp | LinkDown


def _utc_now() -> datetime:
    """Return the time."""
    return datetime.now(UTC)


class ReportStream:
    """Hold one session with the broker for all printers of an account."""

    def __init__(
        self,
        region: Region,
        source: CredentialSource,
        *,
        tls_context: ssl.SSLContext,
        now: Callable[[], datetime] = _utc_now,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = _random.random,
    ) -> None:
        """Prepare; nothing is connected before `events` is iterated."""
        self.counters = StreamCounters()
        self._region = region
        self._source = source
        self._tls_context = tls_context
        self._now = now
        self._clock = clock
        self._sleep = sleep
        self._random = random

    @property
    def connected(self) -> bool:
        """Tell whether the link is up."""
        raise NotImplementedError

    async def follow(self, serials: Collection[str]) -> None:
        """Set the printers that are listened to, at once when connected."""
        raise NotImplementedError

    def events(self) -> AsyncGenerator[StreamEvent]:
        """Yield reports and the state of the link, for ever.

        Close it: `async with aclosing(stream.events()) as events`.

        Raises:
            BambuAuthError: the token is dead. Everything else is retried.
        """
        raise NotImplementedError

    async def publish(
        self,
        serial: str,
        payload: Mapping[str, Any],
        *,
        timeout: float = 10,  # noqa: ASYNC109  the broker is given time, not the task
    ) -> None:
        """Send a request to a printer and wait until the broker has it.

        Raises:
            BambuConnectionError: there is no link, or no acknowledgement in time.
        """
        raise NotImplementedError

    async def request_full_report(self, serial: str) -> None:
        """Ask for a full report, as soon as protocol B.4 allows."""
        raise NotImplementedError
