"""The MQTT broker of the simulated cloud: a façade over amqtt.

It behaves as protocol B.11 asks: user names and passwords are checked against
issued tokens, each account reaches the topics of its own printers, nothing is
retained. Printers publish from inside, so nothing of theirs is ever lost on
a connection of their own.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
import re
from typing import Any, Protocol

from amqtt.contexts import Action

from .mqtt_server import Server, backlog, writer_of

_TOPIC = re.compile(r"device/([^/+#]+)/(report|request)")

ACCEPTED = 0
NOT_AUTHORIZED = 5


class AccessControl(Protocol):
    """Decide what clients of the broker may do."""

    def admits(self, username: str, password: str) -> bool:
        """Return whether a user name and a token belong together."""

    def owns(self, username: str, serial: str) -> bool:
        """Return whether a printer belongs to a user's account."""

    def receive(self, serial: str, payload: bytes) -> None:
        """Pass a client's request on to a printer."""


class Broker:
    """The broker as the cloud, tests and the control page use it.

    Attributes:
        port: Port on 127.0.0.1, chosen at the first start if it was 0.
        mute: Accept connections with TLS, then answer nothing.
        silent: Accept TCP connections, then answer nothing, not even TLS.
        refuse_subscriptions: Answer each SUBSCRIBE with 0x80.
        refuse_logins: CONNACK code for every login, None for an honest answer.
    """

    def __init__(self, gate: AccessControl, port: int = 0) -> None:
        """Prepare a broker with access control."""
        self.port = port
        self.mute = False
        self.silent = False
        self.refuse_subscriptions = False
        self.refuse_logins: int | None = None
        self._gate = gate
        self._server: Server | None = None
        self._connections: dict[asyncio.Task[Any], asyncio.StreamWriter] = {}

    @property
    def sessions(self) -> int:
        """Return the number of clients that are logged in."""
        sessions = self._server.sessions.values() if self._server else ()
        return sum(writer_of(handler) is not None for _, handler in sessions)

    @property
    def running(self) -> bool:
        """Return whether the broker listens."""
        return self._server is not None

    async def start(self) -> None:
        """Listen, on the same port as before if there was one."""
        if self._server is not None:
            return
        server = Server(self, self.port)
        await server.start()
        self._server = server
        (sock,) = server._servers["default"].instance.sockets
        self.port = sock.getsockname()[1]

    async def stop(self) -> None:
        """Stop at once, as a broker that crashes does."""
        server, self._server = self._server, None
        if server is None:
            return
        server._servers["default"].instance.close()
        await self.kick()
        await server.shutdown()

    async def kick(self) -> None:
        """Cut every connection and wait until all are gone."""
        tasks = list(self._connections)
        for writer in self._connections.values():
            writer.transport.abort()
        if tasks:
            await asyncio.wait(tasks)

    def drop(self, wanted: Callable[[str, str], bool]) -> None:
        """Cut sessions whose user name and password have become invalid."""
        sessions = self._server.sessions.values() if self._server else ()
        for session, handler in list(sessions):
            writer = writer_of(handler)
            if writer and not wanted(session.username or "", session.password or ""):
                writer.transport.abort()

    async def publish(self, topic: str, payload: bytes) -> int:
        """Send bytes to all subscribers of a topic; return how many there are."""
        count = self.send(topic, payload)
        await self.flush()
        return count

    def send(self, topic: str, payload: bytes) -> int:
        """Send like `publish`, without waiting for clients to read."""
        return self._server.send(topic, payload) if self._server else 0

    async def flush(self) -> None:
        """Wait a moment for clients to read, longer for slow ones."""
        for _ in range(100):
            await asyncio.sleep(0)
            if not any(map(backlog, self._connections.values())):
                return

    @contextmanager
    def connection(self, writer: asyncio.StreamWriter) -> Iterator[None]:
        """Count a connection while the current task serves it."""
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
        """Return whether an account may use a topic this way."""
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
        """Pass a client's message on to the printer, if the client owns it."""
        if self.allows(username, topic, Action.PUBLISH):
            self._gate.receive(topic.split("/")[1], bytes(payload))
