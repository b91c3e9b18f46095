"""Servers that misbehave on purpose, a few bytes each."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
import json
import ssl

from yarl import URL

from custom_components.bambu_cloud.api import Endpoints
from tests.simulator.serving import Handler, serving

from .wait import WAIT_LIMIT

type Response = Callable[[bytes], bytes]

CONNECT, PUBLISH, SUBSCRIBE, UNSUBSCRIBE, DISCONNECT = 1, 3, 8, 10, 14


@asynccontextmanager
async def listening(
    handler: Handler, tls: ssl.SSLContext | None = None
) -> AsyncGenerator[Endpoints]:
    """Serve connections on 127.0.0.1 and return the endpoints that lead there."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await handler(reader, writer)
        except EOFError, OSError:
            pass
        finally:
            writer.close()

    async with serving(serve, "127.0.0.1", tls=tls) as port:
        yield at(port)


def at(port: int) -> Endpoints:
    """Return endpoints that all lead to one port."""
    url = URL(f"http://127.0.0.1:{port}")
    return Endpoints(
        api=url, site=url, texts=url, broker_host="127.0.0.1", broker_port=port
    )


async def read_packet(reader: asyncio.StreamReader) -> tuple[int, bytes]:
    """Return the first byte and the content of one short MQTT packet."""
    first, length = await reader.readexactly(2)
    if length & 0x80:
        length = (length & 0x7F) + 128 * (await reader.readexactly(1))[0]
    return first, await reader.readexactly(length)


def accept(_: bytes) -> bytes:
    """Answer a CONNECT with CONNACK 0."""
    return b"\x20\x02\x00\x00"


def refuse(_: bytes) -> bytes:
    """Answer a CONNECT with CONNACK 5."""
    return b"\x20\x02\x00\x05"


def grant(content: bytes) -> bytes:
    """Answer a SUBSCRIBE with SUBACK 0."""
    return b"\x90\x03" + content[:2] + b"\x00"


def deny(content: bytes) -> bytes:
    """Answer a SUBSCRIBE with SUBACK 0x80."""
    return b"\x90\x03" + content[:2] + b"\x80"


def acknowledge(content: bytes) -> bytes:
    """Answer a PUBLISH with PUBACK."""
    start = 2 + int.from_bytes(content[:2])
    return b"\x40\x02" + content[start : start + 2]


class Peer:
    """A broker that serves one client with given answers and records its packets."""

    def __init__(self, answers: dict[int, Response]) -> None:
        """Answer packets by their type; types that are not named get silence."""
        self.received: list[int] = []
        self.login = b""
        self.published: list[tuple[str, bytes]] = []
        self.qualities: set[int] = set()
        """The qualities of service with which something was published."""
        self.gone = asyncio.Event()
        self._answers = answers
        self._received_more = asyncio.Condition()
        self._writer: asyncio.StreamWriter | None = None

    async def __call__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve the client until it leaves."""
        self._writer = writer
        try:
            while True:
                first, content = await read_packet(reader)
                kind = first >> 4
                if answer := self._answers.get(kind):
                    writer.write(answer(content))
                if kind == CONNECT:
                    self.login = content
                if kind == PUBLISH:
                    self.qualities.add(first >> 1 & 3)
                    start = 2 + int.from_bytes(content[:2])
                    topic = content[2:start].decode()
                    self.published.append((topic, content[start + 2 :]))
                async with self._received_more:
                    self.received.append(kind)
                    self._received_more.notify_all()
        finally:
            self.gone.set()

    async def has_received(self, kind: int) -> None:
        """Wait until a packet of this type came."""
        async with asyncio.timeout(WAIT_LIMIT), self._received_more:
            await self._received_more.wait_for(lambda: kind in self.received)

    def commands(self, serial: str) -> list[str]:
        """Return what one printer was asked, in order."""
        return [
            body["command"]
            for topic, payload in self.published
            if topic == f"device/{serial}/request"
            for body in json.loads(payload).values()
        ]

    def say(self, data: bytes) -> None:
        """Send something unasked."""
        assert self._writer is not None
        self._writer.write(data)

    def hang_up(self) -> None:
        """Break the connection."""
        assert self._writer is not None
        self._writer.transport.abort()
