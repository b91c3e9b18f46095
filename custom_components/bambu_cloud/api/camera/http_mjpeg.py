"""Pictures of a camera of the owner's own: MJPEG, or one JPEG after the other.

The address is what a person has entered, and may hold a password: it is in no text.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import aclosing
import re

import aiohttp

from .errors import BambuCameraFrameError, BambuCameraUnreachableError

_PERIOD = 1.0
"""Seconds between two requests for a single JPEG."""
_MAX_PICTURE = 10 * 1024 * 1024
_MAX_HEAD = 16 * 1024
_CHUNK = 64 * 1024
_OVERLAP = 8
_START, _END = b"\xff\xd8", b"\xff\xd9"
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length:\s*(\d{1,9})\s*$", re.IGNORECASE | re.MULTILINE)
# Without a length, a picture ends where its own end is followed by the next edge.
_PICTURE_END = re.compile(rb"\xff\xd9(?=[\r\n]{0,4}--)")


async def http_frames(
    session: aiohttp.ClientSession,
    url: str,
    *,
    connect_timeout: float,
    frame_timeout: float,
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
) -> AsyncGenerator[bytes]:
    """Yield pictures from an address until that fails, which it tells.

    Use it with `aclosing`: the end of the generator closes the connection.

    Args:
        session: Somebody else's, which stays open.
        url: With http or https; it may contain name and password.
        connect_timeout: Seconds to connect.
        frame_timeout: Seconds to wait for a picture.
        sleep: Sleeps seconds.

    Raises:
        BambuCameraUnreachableError: nobody answers, or not with a picture.
        BambuCameraFrameError: what came is no picture.
    """
    limits = aiohttp.ClientTimeout(
        total=None, sock_connect=connect_timeout, sock_read=frame_timeout
    )
    while True:
        try:
            async with session.get(url, timeout=limits) as response:
                if not response.ok:
                    raise BambuCameraUnreachableError(
                        f"The address answered with {response.status}"
                    )
                if response.content_type.startswith("multipart/"):
                    async with aclosing(_film(response, frame_timeout)) as film:
                        async for frame in film:
                            yield frame
                    raise BambuCameraUnreachableError("The connection broke")
                yield await _single(response, frame_timeout)
        except TimeoutError as err:
            raise BambuCameraUnreachableError("The camera fell silent") from err
        except (aiohttp.ClientError, OSError) as err:
            name = type(err).__name__
            # The cause would tell the address.
            raise BambuCameraUnreachableError(f"No connection ({name})") from None
        await sleep(_PERIOD)


async def _single(response: aiohttp.ClientResponse, seconds: float) -> bytes:
    """Return the one picture that is the answer."""
    body = bytearray()
    async with asyncio.timeout(seconds):
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > _MAX_PICTURE:
                raise BambuCameraFrameError("The picture does not come to an end")
    return _checked(bytes(body))


async def _film(
    response: aiohttp.ClientResponse, seconds: float
) -> AsyncGenerator[bytes]:
    """Yield the pictures of which the answer consists."""
    parts = Parts()
    while True:
        async with asyncio.timeout(seconds):
            while not (frames := list(parts.feed(await response.content.readany()))):
                if response.content.at_eof():
                    return
        for frame in frames:
            yield frame


class Parts:
    """Find the pictures in an answer of many parts, however it comes in pieces."""

    def __init__(self) -> None:
        """Begin before the first part."""
        self._rest = bytearray()
        self._searched = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the pictures that are complete with this.

        Raises:
            BambuCameraFrameError: what comes is no picture, or has no end.
        """
        self._rest += data
        while (frame := self._next()) is not None:
            yield _checked(frame)

    def _next(self) -> bytes | None:
        """Cut the next picture off, if it is there as a whole."""
        # Some put an empty line between a picture and the next edge.
        del self._rest[: len(self._rest) - len(self._rest.lstrip(b"\r\n"))]
        if (head := _HEAD_END.search(self._rest, 0, _MAX_HEAD)) is None:
            if len(self._rest) > _MAX_HEAD:
                raise BambuCameraFrameError("What came is no part of a film")
            return None
        start = head.end()
        told = _LENGTH.search(self._rest[:start].replace(b"\r", b""))
        end = start + int(told[1]) if told else self._end(start)
        if (len(self._rest) if end is None else end) - start > _MAX_PICTURE:
            raise BambuCameraFrameError("The picture does not come to an end")
        if end is None or end > len(self._rest):
            return None
        frame = bytes(self._rest[start:end])
        del self._rest[:end]
        self._searched = 0
        return frame

    def _end(self, start: int) -> int | None:
        """Return where a picture ends that has not told its length."""
        found = _PICTURE_END.search(self._rest, max(start, self._searched))
        # What was searched once is not searched again, but for a cut edge.
        self._searched = max(len(self._rest) - _OVERLAP, 0)
        return found.end() if found else None


def _checked(frame: bytes) -> bytes:
    """Return a picture that is one."""
    if frame.startswith(_START) and frame.rstrip(b"\r\n").endswith(_END):
        return frame
    raise BambuCameraFrameError(f"What came is no JPEG ({len(frame)} bytes)")
