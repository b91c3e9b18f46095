"""The reports of all printers of one account, as one stream."""

import asyncio
from collections.abc import AsyncGenerator, Collection
from contextlib import aclosing
from dataclasses import dataclass
import logging
import ssl
from uuid import uuid4

from aiomqtt import Message, MqttError

from ...model import Report
from ..auth import CredentialSource
from ..backoff import Backoff
from ..clock import SYSTEM_CLOCK, Clock
from ..commands import full_report, get_version, start_push
from ..endpoints import ENDPOINTS, Region
from ..errors import (
    BambuAuthError,
    BambuBlockedError,
    BambuConnectionError,
    BambuError,
    BambuRateLimitError,
    BambuUnprovenAuthError,
)
from .client import SafeClient, refuses_login
from .decoder import Decoder, serial_of
from .publisher import Publisher
from .request_scheduler import Query, RequestScheduler
from .subscriptions import Subscriptions

_LOGGER = logging.getLogger(__name__)

_ROUND = 1.0
"""Seconds between two printers that something is requested from."""
_FIRST, _CEILING, _STABLE = 1.0, 30.0, 60.0
"""Backoff between connections, in seconds."""
_CEILING_REFUSED = 300.0
"""While the broker refuses a token that is alive (protocol B.1)."""

_COMMANDS = {
    Query.VERSION: get_version(),
    Query.FULL: full_report(),
    Query.START: start_push(),
}


@dataclass(frozen=True, slots=True)
class LinkUp:
    """The link is up, and printers are subscribed to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDown:
    """The link broke, or the first one does not come about; it is tried again."""

    reason: str


type StreamEvent = Report | LinkUp | LinkDown


class ReportStream(Publisher):
    """Hold one session with the broker for all printers of an account."""

    def __init__(
        self,
        region: Region,
        source: CredentialSource,
        *,
        tls_context: ssl.SSLContext,
        clock: Clock = SYSTEM_CLOCK,
        timeout: float = 10,
    ) -> None:
        """Prepare; nothing is connected before `events` is iterated.

        Args:
            region: where the account lives.
            source: returns the credentials for each connect.
            tls_context: shared and never changed; must verify certificates.
            clock: for the time of reports, waiting and jitter.
            timeout: how many seconds the broker has for each reply.
        """
        super().__init__(clock)
        self._region = region
        self._source = source
        self._tls_context = tls_context
        self._clock = clock
        self._timeout = timeout
        self._backoff = Backoff(clock, first=_FIRST, ceiling=_CEILING, stable=_STABLE)
        self._decoder = Decoder(self.counters, clock)
        self._scheduler = RequestScheduler()
        self._subscriptions = Subscriptions(self.counters, self._scheduler)
        # Two sessions with the same identifier would kick each other (protocol B.1).
        self._identifier = f"ha-bambu-cloud-{uuid4().hex}"
        self._is_loss_reported = False
        self._up_since: float | None = None

    @property
    def refused(self) -> frozenset[str]:
        """Return the printers whose reports the broker refuses."""
        return frozenset(self._subscriptions.refused)

    async def set_printers(self, serials: Collection[str]) -> None:
        """Set the printers to subscribe to, within a second when connected.

        A printer whose reports the broker refused is tried again.
        """
        self._subscriptions.set_printers(serials)

    async def events(self) -> AsyncGenerator[StreamEvent]:
        """Yield reports and the state of the link, for ever.

        One consumer at a time, and one that closes the generator:

            async with aclosing(stream.events()) as events:
                async for event in events: ...

        Raises:
            BambuAuthError: the token is dead. Everything else is retried.
        """
        self._up_since = None
        while True:
            try:
                credentials = await self._source.credentials()
                async with (
                    SafeClient(
                        ENDPOINTS[self._region],
                        credentials,
                        identifier=self._identifier,
                        tls_context=self._tls_context,
                        timeout=self._timeout,
                    ) as client,
                    aclosing(self._link(client)) as link,
                ):
                    async for event in link:
                        yield event
            except (MqttError, BambuError) as err:
                if self._note_down(err):
                    yield LinkDown(reason=str(err))
                delay = await self._delay_after(err)
                _LOGGER.debug("Trying again in %.1f s: %s", delay, err)
            # Out here, where the error is forgotten: it keeps its socket open.
            await self._clock.sleep(delay)

    async def request_full_report(self, serial: str) -> None:
        """Schedule a full report, as soon as the limits of protocol B.4 allow."""
        self._scheduler.request_full(serial)

    async def _delay_after(self, failure: MqttError | BambuError) -> float:
        """Return how many seconds to wait before the next attempt.

        Raises:
            BambuAuthError: no attempt will succeed (protocol A.4).
        """
        if isinstance(failure, BambuAuthError):
            raise failure
        refused = refuses_login(failure)
        if refused:
            self.counters.refused_logins += 1
            try:
                await self._source.verify()
            except BambuUnprovenAuthError as err:
                raise BambuAuthError("Broker and cloud refuse the token") from err
            except BambuAuthError:
                raise
            except BambuError as err:
                failure = err
        delay = self._backoff.delay(ceiling=_CEILING_REFUSED if refused else None)
        if isinstance(failure, BambuRateLimitError | BambuBlockedError):
            return max(delay, failure.retry_after)
        return delay

    async def _link(self, client: SafeClient) -> AsyncGenerator[StreamEvent]:
        """Yield the events of one connection, until it breaks."""
        self._subscriptions.clear()
        await self._subscriptions.sync(client)
        self._client = client
        upkeep = asyncio.create_task(self._maintain(client))
        upkeep.add_done_callback(client.wake)
        try:
            self._note_up()
            yield LinkUp()
            while not upkeep.done():
                self._note_overflow(client)
                for message in client.inbox.drain():
                    if report := self._decode(message):
                        yield report
                await client.wait()
            upkeep.result()
        finally:
            self._client = None
            self._replies.end_link()
            upkeep.cancel()
            await asyncio.wait((upkeep,))

    def _decode(self, message: Message) -> Report | None:
        """Return the report in a message, if there is one."""
        report = self._decoder.decode(
            message.topic.value, message.payload, self._subscriptions.wanted
        )
        if report is not None:
            now = self._clock.monotonic()
            self._scheduler.note_report(report.serial, report.payload, now)
            self._replies.receive(report.serial, report.payload)
        return report

    def _note_overflow(self, client: SafeClient) -> None:
        """Count what was dropped, and request full reports in place of reports."""
        self._decoder.note_too_large(client.inbox.too_large)
        client.inbox.too_large = 0
        for topic, count in client.inbox.lost.items():
            self.counters.overflowed += count
            self._scheduler.request_full(serial_of(topic))
        client.inbox.lost.clear()

    async def _maintain(self, client: SafeClient) -> None:
        """Sync subscriptions and send queries, to one printer per round."""
        while True:
            await self._subscriptions.sync(client)
            for serial, query in self._scheduler.due(self._clock.monotonic()):
                await self._query(serial, query)
            await self._clock.sleep(_ROUND)

    async def _query(self, serial: str, query: Query) -> None:
        """Send a query to a printer; it may get lost."""
        request = self.requests.of(_COMMANDS[query])
        try:
            await self.publish(serial, request, timeout=self._timeout)
        except BambuConnectionError as err:
            _LOGGER.debug("A query did not get through: %s", err)

    def _note_up(self) -> None:
        """Count a link that came up."""
        self._up_since = self._clock.monotonic()
        self.counters.connects += 1
        self._is_loss_reported = False

    def _note_down(self, failure: MqttError | BambuError) -> bool:
        """Count a failure, and return whether it is the first one without a link."""
        self.counters.last_error = str(failure)
        is_first, self._is_loss_reported = not self._is_loss_reported, True
        if self._up_since is None:
            self.counters.failed_connects += 1
            return is_first
        self._backoff.note_connection(self._clock.monotonic() - self._up_since)
        self._up_since = None
        self.counters.disconnects += 1
        return is_first
