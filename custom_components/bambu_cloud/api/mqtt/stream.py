"""Everything the printers of one account push, as one stream."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Collection
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime
import logging
import random as _random
import ssl
import time
from uuid import uuid4

from aiomqtt import Message, MqttError

from ...model import Report
from ..auth import CredentialSource
from ..clock import utc_now
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
from .backoff import Backoff
from .client import SafeClient, refuses_login
from .decoder import Reader, serial_of
from .publisher import Publisher
from .request_scheduler import Ask, Watchdog
from .subscriptions import Subscriptions

_LOGGER = logging.getLogger(__name__)

_ROUND = 1.0
_QUESTIONS = {
    Ask.VERSION: get_version(),
    Ask.FULL: full_report(),
    Ask.START: start_push(),
}


@dataclass(frozen=True, slots=True)
class LinkUp:
    """Tell that the broker is listening to us and we to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkDown:
    """Tell that the link is gone; the stream is already trying again."""

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
        now: Callable[[], datetime] = utc_now,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = _random.random,
        timeout: float = 10,
    ) -> None:
        """Prepare; nothing is connected before `events` is iterated.

        Args:
            region: where the account lives.
            source: asked for credentials before each connect.
            tls_context: shared and never changed; must verify certificates.
            now: the time on the wall, for reports.
            clock: a steady clock, in seconds.
            sleep: waits for so many seconds.
            random: numbers from 0 to 1, to spread reconnects and to number requests.
            timeout: how many seconds the broker has for each answer.
        """
        super().__init__(random)
        self._region = region
        self._source = source
        self._tls_context = tls_context
        self._clock = clock
        self._sleep = sleep
        self._timeout = timeout
        self._backoff = Backoff(random)
        self._reader = Reader(self.counters, now)
        self._watchdog = Watchdog()
        self._subscriptions = Subscriptions(self.counters, self._watchdog)
        # Two sessions with the same identifier would kick each other (protocol B.1).
        self._identifier = f"ha-bambu-cloud-{uuid4().hex}"
        self._told_loss = False
        self._up_since: float | None = None

    @property
    def refused(self) -> frozenset[str]:
        """Return the printers whose reports the broker refuses."""
        return frozenset(self._subscriptions.refused)

    async def follow(self, serials: Collection[str]) -> None:
        """Set the printers that are listened to, within a second when connected.

        A printer whose reports the broker refused is tried again.
        """
        self._subscriptions.follow(serials)

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
                if self._went_down(err):
                    yield LinkDown(reason=str(err))
                delay = await self._delay_after(err)
                _LOGGER.debug("Trying again in %.1f s: %s", delay, err)
            # Out here, where the error is forgotten: it keeps its socket open.
            await self._sleep(delay)

    async def request_full_report(self, serial: str) -> None:
        """Ask for a full report, as soon as the limits of protocol B.4 allow."""
        self._watchdog.want_full(serial)

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
        delay = self._backoff.delay(refused=refused)
        if isinstance(failure, BambuRateLimitError | BambuBlockedError):
            return max(delay, failure.retry_after)
        return delay

    async def _link(self, client: SafeClient) -> AsyncGenerator[StreamEvent]:
        """Yield what one connection brings, until it breaks."""
        self._subscriptions.clear()
        await self._subscriptions.settle(client)
        self._client = client
        keeper = asyncio.create_task(self._keep(client))
        keeper.add_done_callback(client.wake)
        try:
            self._came_up()
            yield LinkUp()
            while not keeper.done():
                self._note_overflow(client)
                for message in client.inbox.taken():
                    if report := self._read(message):
                        yield report
                await client.news()
            keeper.result()
        finally:
            self._client = None
            self._answers.lose_link()
            keeper.cancel()
            await asyncio.wait((keeper,))

    def _read(self, message: Message) -> Report | None:
        """Return the report in a message, if there is one."""
        topic = message.topic.value
        followed = self._subscriptions.wanted
        report = self._reader.read(topic, message.payload, followed)
        if report is not None:
            self._watchdog.heard(report.serial, report.payload, self._clock())
            self._answers.heard(report.serial, report.payload)
        return report

    def _note_overflow(self, client: SafeClient) -> None:
        """Ask anew where messages were dropped because nobody took them in time."""
        for topic, count in client.inbox.lost.items():
            self.counters.overflowed += count
            self._watchdog.want_full(serial_of(topic))
        client.inbox.lost.clear()

    async def _keep(self, client: SafeClient) -> None:
        """Do what is to be done beside listening, one printer per round."""
        while True:
            await self._subscriptions.settle(client)
            for serial, ask in self._watchdog.due(self._clock()):
                await self._ask(serial, ask)
            await self._sleep(_ROUND)

    async def _ask(self, serial: str, ask: Ask) -> None:
        """Ask a printer; that it may not get through is part of the plan."""
        try:
            await self.publish(
                serial, self.requests.of(_QUESTIONS[ask]), timeout=self._timeout
            )
        except BambuConnectionError as err:
            _LOGGER.debug("A printer could not be asked: %s", err)

    def _came_up(self) -> None:
        """Take note of a link that works."""
        self._up_since = self._clock()
        self.counters.connects += 1
        if self._told_loss:
            self._told_loss = False
            _LOGGER.info("The link to Bambu Lab's cloud is back")

    def _went_down(self, failure: MqttError | BambuError) -> bool:
        """Take note of a link that broke or did not come up; tell the first one."""
        self.counters.last_error = str(failure)
        if not self._told_loss:
            self._told_loss = True
            _LOGGER.info("There is no link to Bambu Lab's cloud: %s", failure)
        if self._up_since is None:
            self.counters.failed_connects += 1
            return False
        self._backoff.lived(self._clock() - self._up_since)
        self._up_since = None
        self.counters.disconnects += 1
        return True
