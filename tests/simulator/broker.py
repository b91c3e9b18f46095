"""The MQTT broker of the simulated cloud: a façade over amqtt.

It behaves as protocol B.11 asks: user names and passwords are checked against
issued tokens, each account reaches the topics of its own printers, nothing is
retained. Printers publish from inside, so nothing of theirs is ever lost on
a connection of their own.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
import logging
import re
from typing import Any, Protocol, override

from amqtt.adapters import StreamReaderAdapter, StreamWriterAdapter
from amqtt.broker import Broker as AmqttBroker
from amqtt.contexts import Action, BrokerConfig, ListenerConfig
from amqtt.errors import MQTTError
from amqtt.mqtt.connack import ConnackPacket
from amqtt.mqtt.constants import QOS_0
from amqtt.mqtt.publish import PublishPacket

from .authority import server_context

# amqtt tells each packet, and calls a refused login an error.
logging.getLogger("amqtt").setLevel(logging.CRITICAL)
logging.getLogger("transitions").setLevel(logging.WARNING)

_TOPIC = re.compile(r"device/([^/+#]+)/(report|request)")
_SLOW_CLIENT = 16 * 1024 * 1024

ACCEPTED = 0
UNAVAILABLE = 3
NOT_AUTHORIZED = 5


class Gate(Protocol):
    """What the broker asks the cloud about its clients."""

    def admits(self, username: str, password: str) -> bool:
        """Tell whether this user name and token belong together."""

    def owns(self, username: str, serial: str) -> bool:
        """Tell whether the printer belongs to the user's account."""

    def receive(self, serial: str, payload: bytes) -> None:
        """Take a request that a client sent to a printer."""


def _writer_of(handler: Any) -> asyncio.StreamWriter | None:
    """Return the connection of a session, if it still has one."""
    if handler is None or handler.writer is None or handler.writer.is_closed:
        return None
    writer: asyncio.StreamWriter = handler.writer._writer
    return None if writer.is_closing() else writer


class _Server(AmqttBroker):
    """amqtt with this cloud's rules, and without its loose ends."""

    def __init__(self, front: Broker, port: int) -> None:
        """Prepare to listen on one port of 127.0.0.1."""
        listener = ListenerConfig(bind=f"127.0.0.1:{port}")
        super().__init__(BrokerConfig(listeners={"default": listener}, plugins={}))
        self._front = front

    @override
    async def _create_server_instance(
        self, listener_name: str, *arguments: Any
    ) -> asyncio.Server:
        """Listen for plain connections, which `_accept` turns into TLS."""
        _, address, port, _ = arguments
        return await asyncio.start_server(self._accept, address, port)

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve one connection until it ends."""
        with suppress(OSError, EOFError), self._front.connection(writer):
            if self._front.silent:
                await reader.read()
                return
            if not await _secured(writer):
                return
            if self._front.mute:
                await reader.read()
                return
            await self._client_connected(
                "default", StreamReaderAdapter(reader), StreamWriterAdapter(writer)
            )

    @override
    async def _initialize_client_session(
        self, reader: Any, writer: Any, *remote: Any
    ) -> Any:
        """Answer a login; a refused one never becomes a session."""
        handler, session = await super()._initialize_client_session(
            reader, writer, *remote
        )
        # amqtt enforces no keepalive, but would leave a timer behind for it.
        session.keep_alive = 0
        if code := self._front.verdict(session.username or "", session.password or ""):
            await ConnackPacket.build(0, code).to_stream(writer)
            await writer.close()
            raise MQTTError(f"refused with {code}")
        return handler, session

    @override
    async def _authenticate(self, session: Any, _: Any) -> bool:
        """Let in who passed `_initialize_client_session`."""
        return True

    @override
    async def _delete_session(self, client_id: str) -> None:
        """Kick the older of two sessions with one client id (protocol B.1)."""
        await self._cleanup_session(client_id)

    @override
    async def _handle_client_session(
        self, reader: Any, writer: Any, client_session: Any, *more: Any
    ) -> None:
        """Forget the session as soon as its connection is gone."""
        try:
            await super()._handle_client_session(reader, writer, client_session, *more)
        finally:
            client_id = client_session.client_id
            known, _ = self._sessions.get(client_id, (None, None))
            if known is client_session:
                await self._cleanup_session(client_id)

    @override
    async def _session_monitor(self) -> None:
        """Leave out the poll for ended sessions: none is left."""

    @override
    async def _topic_filtering(self, session: Any, topic: str, action: Action) -> bool:
        """Allow the topics of the account's own printers (protocol B.11)."""
        return self._front.allows(session.username, topic, action)

    @override
    async def _handle_message_delivery(
        self, client_session: Any, handler: Any, wait_deliver: Any
    ) -> bool:
        """Pass a client's request on to its printer; clients hear no requests."""
        message = wait_deliver.result()
        if message is not None:
            self._front.deliver(client_session.username, message.topic, message.data)
        return True

    def send(self, topic: str, payload: bytes) -> int:
        """Write a message to everyone subscribed and return to how many."""
        subscriptions = self._subscriptions.get(topic, ())
        if not subscriptions:
            return 0
        packet = PublishPacket.build(topic, payload, None, False, QOS_0, False)  # noqa: FBT003  # amqtt's signature
        data = packet.to_bytes()
        for session, _ in subscriptions:
            writer = _writer_of(self._get_handler(session))
            if writer and writer.transport.get_write_buffer_size() < _SLOW_CLIENT:
                writer.write(data)
        return len(subscriptions)


async def _secured(writer: asyncio.StreamWriter) -> bool:
    """Turn a connection into TLS; tell whether the client is still there."""
    plain = writer.transport
    try:
        await writer.start_tls(server_context(), ssl_shutdown_timeout=1)
    except AttributeError:  # asyncio trips over a client that left meanwhile
        vars(writer)["_transport"] = plain  # so that it can still be closed
        return False
    return True


class Broker:
    """The broker as the cloud, its tests and its control page use it.

    Attributes:
        port: Port on 127.0.0.1, chosen at the first start if it was 0.
        mute: Accept connections with TLS, then answer nothing.
        silent: Accept TCP connections, then answer nothing, not even TLS.
        refuse_subscriptions: Answer each SUBSCRIBE with 0x80.
        refuse_logins: CONNACK code for every login, None for an honest answer.
    """

    def __init__(self, gate: Gate, port: int = 0) -> None:
        """Prepare a broker that asks the gate about its clients."""
        self.port = port
        self.mute = False
        self.silent = False
        self.refuse_subscriptions = False
        self.refuse_logins: int | None = None
        self._gate = gate
        self._server: _Server | None = None
        self._connections: dict[asyncio.Task[Any], asyncio.StreamWriter] = {}

    @property
    def sessions(self) -> int:
        """Count the clients that are logged in."""
        sessions = self._server.sessions.values() if self._server else ()
        return sum(_writer_of(handler) is not None for _, handler in sessions)

    @property
    def running(self) -> bool:
        """Tell whether the broker listens."""
        return self._server is not None

    async def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        if self._server is not None:
            return
        server = _Server(self, self.port)
        await server.start()
        self._server = server
        (sock,) = server._servers["default"].instance.sockets
        self.port = sock.getsockname()[1]

    async def stop(self) -> None:
        """Go away at once, as a broker that crashes does."""
        server, self._server = self._server, None
        if server is None:
            return
        server._servers["default"].instance.close()
        await self.kick()
        await server.shutdown()

    async def kick(self) -> None:
        """Cut every connection and wait until nothing of them is left."""
        tasks = list(self._connections)
        for writer in self._connections.values():
            writer.transport.abort()
        if tasks:
            await asyncio.wait(tasks)

    def drop(self, wanted: Callable[[str, str], bool]) -> None:
        """Cut the sessions whose user name and password no longer pass."""
        sessions = self._server.sessions.values() if self._server else ()
        for session, handler in list(sessions):
            writer = _writer_of(handler)
            if writer and not wanted(session.username or "", session.password or ""):
                writer.transport.abort()

    async def publish(self, topic: str, payload: bytes) -> int:
        """Send bytes to everyone subscribed to the topic; return to how many."""
        count = self.send(topic, payload)
        await self.flush()
        return count

    def send(self, topic: str, payload: bytes) -> int:
        """Send like `publish`, without giving anyone time to read."""
        return self._server.send(topic, payload) if self._server else 0

    async def flush(self) -> None:
        """Give clients a moment to read, longer to those that are behind."""
        for _ in range(100):
            await asyncio.sleep(0)
            if not any(
                writer.transport.get_write_buffer_size()
                for writer in self._connections.values()
            ):
                return

    @contextmanager
    def connection(self, writer: asyncio.StreamWriter) -> Iterator[None]:
        """Keep account of a connection while the current task serves it."""
        task = asyncio.current_task()
        assert task is not None
        self._connections[task] = writer
        plain = writer.transport
        try:
            yield
        finally:
            del self._connections[task]
            plain.abort()

    def verdict(self, username: str, password: str) -> int:
        """Return the CONNACK code for a login."""
        if self.refuse_logins is not None:
            return self.refuse_logins
        return ACCEPTED if self._gate.admits(username, password) else NOT_AUTHORIZED

    def allows(self, username: str, topic: str, action: Action) -> bool:
        """Tell whether an account may use a topic this way."""
        match = _TOPIC.fullmatch(topic)
        if match is None or not self._gate.owns(username, match[1]):
            return False
        match action:
            case Action.SUBSCRIBE:
                return match[2] == "report" and not self.refuse_subscriptions
            case Action.PUBLISH:
                return match[2] == "request"
            case _:
                return True

    def deliver(self, username: str, topic: str, payload: bytes) -> None:
        """Hand a client's message to the printer, if it may reach that one."""
        if self.allows(username, topic, Action.PUBLISH):
            self._gate.receive(topic.split("/")[1], bytes(payload))
