"""The camera of a printer on port 6000: one JPEG after the other (protocol F.4)."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum, auto
import ssl
import struct
from typing import Any

from tests.simulator.serving import serving

from .certificates import Leaf
from .file_tunnel import LOGIN_KIND, FileTunnel

VIEWERS = 2
"""As many are served at a time; others are let in and wait (camera 2.2)."""

_HEADER = struct.Struct("<4I")
_CREDENTIALS = struct.Struct("<32s32s")
_LOGIN_KIND = 0x3000
_USER = b"bblp"
_NO_SUCH_STREAM = _HEADER.pack(8, 0x0003013F, 0, 0) + b"\xff" * 8
_PIECE = 1400
_LIE = 10
_NO_HANDSHAKE = "Error on transport creation for incoming connection"


class CameraFault(StrEnum):
    """A way for a camera to misbehave."""

    STALL = auto()
    """Sends no more pictures."""
    REFUSE = auto()
    """Hangs up before the first picture."""
    SPLIT = auto()
    """Sends pictures in small pieces."""
    MERGED = auto()
    """Sends several pictures at once."""
    EMPTY = auto()
    """Announces a picture of no bytes."""
    HUGE = auto()
    """Announces a picture of 100 MB."""
    NO_START = auto()
    """Sends what does not begin as a JPEG."""
    NO_END = auto()
    """Sends what does not end as a JPEG."""
    SHORT = auto()
    """Announces less than it sends."""
    LONG = auto()
    """Announces more than it sends."""
    CUT = auto()
    """Hangs up within a picture."""
    CUT_HEADER = auto()
    """Hangs up within the first bytes."""
    SLOW_CLOSE = auto()
    """Does not notice when a client wants to leave."""


@dataclass
class CameraCounts:
    """What a camera has counted."""

    opened: int = 0
    """Connections."""
    open: int = 0
    most: int = 0
    """Open at the same time."""
    admitted: int = 0
    refused: int = 0
    """Wrong access codes."""
    sent: int = 0
    """Pictures."""


@contextmanager
def handshakes_may_fail() -> Iterator[None]:
    """Ignore clients that leave during the handshake."""
    loop = asyncio.get_running_loop()
    handler = loop.get_exception_handler()

    def log_other(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> Any:
        """Pass other errors on."""
        if context["message"] != _NO_HANDSHAKE:
            log_error = handler or type(loop).default_exception_handler
            log_error(loop, context)

    loop.set_exception_handler(log_other)
    try:
        yield
    finally:
        loop.set_exception_handler(handler)


class JpegCamera:
    """Serve pictures over TLS to clients that have the access code.

    Attributes:
        leaf: The certificate it shows to those who come next.
        fault: How it misbehaves, while it is set.
        period: Seconds between two pictures.
        powered: Whether the camera itself is on.
        counts: What it has lived through.
        tunnel: What serves files at the same port, where the model has that.
    """

    def __init__(
        self,
        *,
        leaf: Leaf,
        access_code: Callable[[], str],
        draw: Callable[[], bytes],
        is_on: Callable[[], bool] = lambda: True,
        is_supported: bool = True,
        period: float = 1.0,
        tunnel: FileTunnel | None = None,
    ) -> None:
        """Prepare a camera; `draw` returns what it sees.

        Args:
            leaf: Its certificate.
            access_code: Tells the code of the moment.
            draw: Gives what it sees.
            is_on: Tells whether the printer is on.
            is_supported: Whether the model has such pictures at all.
            period: Seconds between two pictures.
            tunnel: Serves files, if the model has that.
        """
        self.leaf = leaf
        self.fault: CameraFault | None = None
        self.period = period
        self.counts = CameraCounts()
        self.tunnel = tunnel
        self._access_code = access_code
        self._draw = draw
        self.powered = True
        self._is_on = is_on
        self._is_supported = is_supported
        self._contexts: dict[Leaf, ssl.SSLContext] = {}
        self._served: list[asyncio.StreamWriter] = []

    @asynccontextmanager
    async def listening(self, address: str, port: int = 0) -> AsyncGenerator[int]:
        """Serve until the end of the block; return the port."""
        tls = self.leaf.context()
        tls.sni_callback = self._greet
        with handshakes_may_fail():
            async with serving(self._accept, address, port, tls=tls) as served_at:
                yield served_at

    def drop(self) -> None:
        """Break all connections, as a printer that is switched off."""
        for writer in self._served:
            writer.transport.abort()

    def _works(self) -> bool:
        """Return whether camera and printer are on."""
        return self.powered and self._is_on()

    def _greet(self, tls: ssl.SSLObject, _: str | None, __: ssl.SSLContext) -> Any:
        """Send the current certificate, or nothing at all."""
        if not self._works():
            return ssl.ALERT_DESCRIPTION_ACCESS_DENIED
        if self.leaf not in self._contexts:
            self._contexts[self.leaf] = self.leaf.context()
        tls.context = self._contexts[self.leaf]
        return None

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve a client until it leaves or is dropped."""
        self.counts.opened += 1
        self.counts.open += 1
        self.counts.most = max(self.counts.most, self.counts.open)
        self._served.append(writer)
        try:
            await self._serve(reader, writer)
        except EOFError, OSError:
            pass
        finally:
            self._served.remove(writer)
            self.counts.open -= 1
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Serve what a client requests, until it leaves."""
        size, kind, _, _ = _HEADER.unpack(await reader.readexactly(_HEADER.size))
        if kind == LOGIN_KIND and self.tunnel is not None:
            await self.tunnel.serve(size, reader, writer)
        elif await self._admits(size, kind, reader):
            await self._show(reader, writer)
        else:
            self.counts.refused += 1

    async def _show(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Send pictures to a client that logged in, until it leaves."""
        self.counts.admitted += 1
        if not self._is_supported:
            writer.write(_NO_SUCH_STREAM)
            return
        if self.fault is CameraFault.SLOW_CLOSE:
            tls: Any = writer.transport
            # Below TLS, which would take the client's leave by itself.
            tls._ssl_protocol._transport.pause_reading()
        while self._works() and self.fault is not CameraFault.REFUSE:
            if writer in self._served[:VIEWERS] and self.fault is not CameraFault.STALL:
                await self._send(writer)
            if await self._left(reader):
                return

    async def _admits(self, size: int, kind: int, reader: asyncio.StreamReader) -> bool:
        """Return whether a login is valid."""
        if (size, kind) != (_CREDENTIALS.size, _LOGIN_KIND):
            return False
        credentials = _CREDENTIALS.unpack(await reader.readexactly(size))
        user, code = (part.rstrip(b"\0") for part in credentials)
        return (user, code.decode()) == (_USER, self._access_code())

    async def _left(self, reader: asyncio.StreamReader) -> bool:
        """Wait until the next picture is due; return whether the client left."""
        try:
            async with asyncio.timeout(self.period):
                return not await reader.read(_PIECE)
        except TimeoutError:
            return False

    async def _send(self, writer: asyncio.StreamWriter) -> None:
        """Send a picture, or what a fault makes of it."""
        self.counts.sent += 1
        data = spoiled(self._draw(), self.fault)
        if self.fault is CameraFault.SPLIT:
            for start in range(0, len(data), _PIECE):
                writer.write(data[start : start + _PIECE])
                await writer.drain()
                await asyncio.sleep(0)
        else:
            writer.write(data)
            await writer.drain()
        if self.fault in {CameraFault.CUT, CameraFault.CUT_HEADER}:
            raise ConnectionAbortedError


def spoiled(jpeg: bytes, fault: CameraFault | None) -> bytes:
    """Return a picture with a header that may be wrong."""
    spoil = _SPOILED.get(fault)
    return spoil(jpeg) if spoil else _whole(jpeg)


def _whole(jpeg: bytes) -> bytes:
    """Return a picture after its header."""
    return _header(len(jpeg)) + jpeg


def _header(size: int) -> bytes:
    """Return the header of a picture."""
    return _HEADER.pack(size, 0, 1, 0)


_SPOILED: dict[CameraFault | None, Callable[[bytes], bytes]] = {
    CameraFault.EMPTY: lambda _: _header(0),
    CameraFault.HUGE: lambda jpeg: _header(100_000_000) + jpeg,
    CameraFault.NO_START: lambda jpeg: _whole(b"\0\0" + jpeg[2:]),
    CameraFault.NO_END: lambda jpeg: _whole(jpeg[:-2] + b"\0\0"),
    CameraFault.SHORT: lambda jpeg: _header(len(jpeg) - _LIE) + jpeg,
    CameraFault.LONG: lambda jpeg: (_header(len(jpeg) + _LIE) + jpeg) * 2,
    CameraFault.CUT: lambda jpeg: _whole(jpeg)[: len(jpeg) // 2],
    CameraFault.CUT_HEADER: lambda jpeg: _whole(jpeg)[:5],
    CameraFault.MERGED: lambda jpeg: _whole(jpeg) * 3,
}
