"""The MQTT client, without the leaks of the library (aiomqtt 2.5.1).

What is overridden here is private to the library. It can go once the library itself
closes the connection when connecting is canceled, when the broker hangs up before it
accepted and when reading from the socket raises, and adds no writer to a closed socket.
"""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
import logging
import re
import ssl
from types import TracebackType
from typing import Any, Self, override

import aiomqtt
from aiomqtt import Message, MqttCodeError, MqttError
from aiomqtt.exceptions import MqttConnectError
from paho.mqtt.client import Client as PahoClient, DisconnectFlags, MQTTMessage
from paho.mqtt.properties import Properties
from paho.mqtt.reasoncodes import ReasonCode

from ..auth import Credentials
from ..endpoints import Endpoints
from ..errors import BambuSubscribeError
from .inbox import Inbox

_LIBRARY = logging.getLogger(f"{__name__}.library")

# How the library names the CONNACK codes 4 and 5 (protocol B.1).
_LOGIN_REFUSED = (134, 135)
_TOPIC = re.compile(r"\bdevice/[^/\s'\"]+")

_KEEPALIVE = 60
_FAILURE = 0x80
_UNSPECIFIED = 0x80
# Seconds to send DISCONNECT when leaving.
_DISCONNECT_TIMEOUT = 1.0


def refuses_login(failure: Exception) -> bool:
    """Return whether the broker refused the credentials."""
    if not isinstance(failure, MqttConnectError):
        return False
    code = failure.rc.value if isinstance(failure.rc, ReasonCode) else failure.rc
    return code in _LOGIN_REFUSED


def _is_wanted(record: logging.LogRecord) -> bool:
    """Lower the library's log records to debug level, without serials.

    It calls any loss an error, and names the topic of every packet.
    """
    record.levelno, record.levelname = logging.DEBUG, "DEBUG"
    if not _LIBRARY.isEnabledFor(logging.DEBUG):
        return False
    record.msg = _TOPIC.sub("device/…", record.getMessage())
    record.args = ()
    return True


_LIBRARY.addFilter(_is_wanted)


class SafeClient(aiomqtt.Client):
    """A single connection to the broker, to be used once."""

    def __init__(
        self,
        endpoints: Endpoints,
        credentials: Credentials,
        *,
        identifier: str,
        tls_context: ssl.SSLContext,
        timeout: float,
    ) -> None:
        """Prepare the connection (protocol B.1).

        The broker has `timeout` seconds for each reply.
        """
        super().__init__(
            endpoints.broker_host,
            endpoints.broker_port,
            username=credentials.username,
            password=credentials.password,
            identifier=identifier,
            tls_context=tls_context,
            protocol=aiomqtt.ProtocolVersion.V311,
            clean_session=True,
            keepalive=_KEEPALIVE,
            timeout=timeout,
            logger=_LIBRARY,
        )
        self._awake = asyncio.Event()
        self._opened = False
        self._abandoned = False
        self._queue = self.inbox = Inbox(self.wake)

    @property
    def is_lost(self) -> bool:
        """Return whether the connection has ended."""
        return self._disconnected.done()

    def wake(self, *_: object) -> None:
        """Let `wait` return."""
        self._awake.set()

    async def wait(self) -> None:
        """Wait until a message arrives or `wake` is called.

        Raises:
            MqttError: the connection has ended.
        """
        if self._disconnected.done():
            raise MqttError(_end(self._disconnected.exception()))
        await self._awake.wait()
        self._awake.clear()

    async def subscribe_to(self, topic: str) -> None:
        """Subscribe to a topic.

        Raises:
            BambuSubscribeError: the broker refuses.
            MqttError: no reply in time, or the connection has ended.
        """
        (code,) = await self._or_lost(self.subscribe(topic))
        if (code.value if isinstance(code, ReasonCode) else code) >= _FAILURE:
            raise BambuSubscribeError("The broker refuses a subscription")

    async def unsubscribe_from(self, topic: str) -> None:
        """Unsubscribe from a topic; messages on the way still arrive."""
        with suppress(MqttError):
            await self._or_lost(self.unsubscribe(topic))

    async def send(self, topic: str, payload: bytes, *, wait: float) -> None:
        """Publish and wait for the acknowledgement, for so many seconds.

        Raises:
            MqttError: no acknowledgement in time, or the connection has ended.
        """
        await self._or_lost(self.publish(topic, payload, qos=1, timeout=wait))

    @override
    async def __aenter__(self) -> Self:
        """Connect, and close everything if that fails."""
        try:
            await super().__aenter__()
        except BaseException:
            await self._abandon()
            raise
        self._disconnected.add_done_callback(self._on_lost)
        return self

    @override
    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        """Send DISCONNECT if the connection is up, and close."""
        self.timeout = _DISCONNECT_TIMEOUT
        try:
            with suppress(MqttError):
                await super().__aexit__(exc_type, exc, tb)
        finally:
            await self._abandon()

    async def _or_lost[T](self, call: Coroutine[Any, Any, T]) -> T:
        """Await a call of the library, but not beyond the end of the connection."""
        task = self._loop.create_task(call)
        try:
            await asyncio.wait(
                (task, self._disconnected), return_when=asyncio.FIRST_COMPLETED
            )
        finally:
            if not task.done():
                task.cancel()
                await asyncio.wait((task,))
            if not task.cancelled():
                # Retrieved, also where our own cancellation hides it.
                task.exception()
        if task.cancelled():
            raise MqttError("Disconnected while waiting for a reply")
        return task.result()

    async def _abandon(self) -> None:
        """Close the connection, or have it closed once it comes about."""
        self._abandoned = True
        self._connected.cancel()
        if self._opened:
            self._hang_up()
        if self._misc_task is not None:
            await asyncio.wait((self._misc_task,), timeout=_DISCONNECT_TIMEOUT)

    def _hang_up(self) -> None:
        """Close the connection, and end what the library does for it."""
        # Nothing public closes at once, and a packet that raised would be handled again
        # for ever by anything that still reads.
        self._client._sock_close()  # noqa: SLF001  see above

    def _on_opened(self) -> None:
        """Note that the thread is done; close if the client was left meanwhile."""
        self._opened = True
        if self._abandoned:
            self._hang_up()

    def _on_lost(self, disconnected: asyncio.Future[None]) -> None:
        """Let `wait` return, and mark the reason as retrieved."""
        if not disconnected.cancelled():
            disconnected.exception()
        self._hang_up()
        self.wake()

    @override
    def _client_connect(self) -> None:
        """Connect in a worker thread, which cannot be canceled."""
        super()._client_connect()
        self._loop.call_soon_threadsafe(self._on_opened)

    @override
    def _on_socket_register_write(
        self, client: PahoClient, userdata: Any, sock: Any
    ) -> None:
        """Write as soon as there is room, unless the socket is closed by then."""

        def add_writer() -> None:
            if sock.fileno() >= 0:
                self._loop.add_writer(sock, client.loop_write)

        self._loop.call_soon_threadsafe(add_writer)

    @override
    def _on_message(
        self, client: PahoClient, userdata: Any, message: MQTTMessage
    ) -> None:
        """Add a message; a topic that is not UTF-8 becomes one of no printer."""
        try:
            super()._on_message(client, userdata, message)
        except ValueError:
            unreadable = Message(
                "?",
                message.payload,
                message.qos,
                retain=False,
                mid=0,
                properties=None,
            )
            self.inbox.put_nowait(unreadable)

    @override
    def _on_disconnect(
        self,
        client: PahoClient,
        userdata: Any,
        flags: DisconnectFlags,
        reason_code: ReasonCode,
        properties: Properties | None = None,
    ) -> None:
        """Fail a connect that still waits to be accepted."""
        if not self._connected.done():
            self._connected.set_exception(MqttError("Closed before it was accepted"))
        elif not self._connected.cancelled():
            super()._on_disconnect(client, userdata, flags, reason_code, properties)


def _end(failure: BaseException | None) -> str:
    """Return in words how a connection ended."""
    code = failure.rc if isinstance(failure, MqttCodeError) else None
    value = code.value if isinstance(code, ReasonCode) else code
    if value in {None, _UNSPECIFIED}:
        return "the connection was closed"
    return f"the connection was closed: {failure}"
