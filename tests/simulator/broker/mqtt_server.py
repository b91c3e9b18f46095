"""amqtt as the MQTT server of the simulated cloud."""

import asyncio
from contextlib import suppress
import logging
from typing import TYPE_CHECKING, Any, override

from amqtt.adapters import StreamReaderAdapter, StreamWriterAdapter
from amqtt.broker import Broker as AmqttBroker
from amqtt.contexts import Action, BrokerConfig, ListenerConfig
from amqtt.errors import MQTTError
from amqtt.mqtt.connack import ConnackPacket
from amqtt.mqtt.constants import QOS_0
from amqtt.mqtt.publish import PublishPacket

from .certificate_authority import server_context

if TYPE_CHECKING:
    from .broker import Broker

# amqtt tells each packet, and calls a refused login an error.
logging.getLogger("amqtt").setLevel(logging.CRITICAL)
logging.getLogger("transitions").setLevel(logging.WARNING)

_SLOW_CLIENT = 16 * 1024 * 1024


def writer_of(handler: Any) -> asyncio.StreamWriter | None:
    """Return the connection of a session, None if it is closed."""
    if handler is None or handler.writer is None or handler.writer.is_closed:
        return None
    writer: asyncio.StreamWriter = handler.writer._writer
    return None if writer.is_closing() else writer


def backlog(writer: asyncio.StreamWriter) -> int:
    """Return how many bytes a client has not read yet."""
    if writer.transport.is_closing():
        return 0
    return writer.transport.get_write_buffer_size()


class Server(AmqttBroker):
    """amqtt with this cloud's rules, and without leftover tasks."""

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
        """Answer a login; a refused one gets no session."""
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
        """Accept everything that `_initialize_client_session` accepted."""
        return True

    @override
    async def _delete_session(self, client_id: str) -> None:
        """Cut the older of two sessions with one client id (protocol B.1)."""
        await self._cleanup_session(client_id)

    @override
    async def _handle_client_session(
        self, reader: Any, writer: Any, client_session: Any, *more: Any
    ) -> None:
        """Remove the session as soon as its connection is gone."""
        try:
            await super()._handle_client_session(reader, writer, client_session, *more)
        finally:
            client_id = client_session.client_id
            registered, _ = self._sessions.get(client_id, (None, None))
            if registered is client_session:
                await self._cleanup_session(client_id)

    @override
    async def _session_monitor(self) -> None:
        """Skip the poll for ended sessions: they are removed already."""

    @override
    async def _topic_filtering(self, session: Any, topic: str, action: Action) -> bool:
        """Allow topics of the account's own printers (protocol B.11)."""
        return self._front.allows(session.username, topic, action)

    @override
    async def _handle_message_delivery(
        self, client_session: Any, handler: Any, wait_deliver: Any
    ) -> bool:
        """Pass a client's request on to its printer alone."""
        message = wait_deliver.result()
        if message is not None:
            self._front.deliver(client_session.username, message.topic, message.data)
        return True

    def send(self, topic: str, payload: bytes) -> int:
        """Write a message to all subscribers; return how many there are."""
        subscriptions = self._subscriptions.get(topic, ())
        if not subscriptions:
            return 0
        packet = PublishPacket.build(topic, payload, None, False, QOS_0, False)  # noqa: FBT003  # amqtt's signature
        data = packet.to_bytes()
        for session, _ in subscriptions:
            writer = writer_of(self._get_handler(session))
            if writer and backlog(writer) < _SLOW_CLIENT:
                writer.write(data)
        return len(subscriptions)


async def _secured(writer: asyncio.StreamWriter) -> bool:
    """Turn a connection into TLS; return whether the client is still there."""
    plain = writer.transport
    try:
        await writer.start_tls(server_context(), ssl_shutdown_timeout=1)
    except AttributeError:  # asyncio trips over a client that left meanwhile
        vars(writer)["_transport"] = plain  # so that it can still be closed
        return False
    return True
