"""Frames of a camera of the owner's own: MJPEG, or one JPEG after the other.

The URL is what a person has entered, and may hold a password: it is in no text.
"""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import aclosing, contextmanager
import re

import aiohttp

from ..clock import SYSTEM_CLOCK, Clock
from .errors import BambuCameraFrameError, BambuCameraUnreachableError

_PERIOD = 1.0
"""Seconds between two requests for a single JPEG."""
_MAX_FRAME = 10 * 1024 * 1024
_MAX_HEAD = 16 * 1024
_CHUNK = 64 * 1024
_OVERLAP = 8
_START, _END = b"\xff\xd8", b"\xff\xd9"
_HEAD_END = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length:\s*(\d{1,9})\s*$", re.IGNORECASE | re.MULTILINE)
# Without a length, a frame ends where its own end is followed by the next boundary.
_FRAME_END = re.compile(rb"\xff\xd9(?=[\r\n]{0,4}--)")


async def http_frames(
    session: aiohttp.ClientSession,
    url: str,
    *,
    connect_timeout: float,
    frame_timeout: float,
    clock: Clock = SYSTEM_CLOCK,
) -> AsyncGenerator[bytes]:
    """Yield frames from a URL until that fails, which raises.

    Use it with `aclosing`: the end of the generator closes the connection.

    Args:
        session: Shared with others; it stays open.
        url: With http or https; it may contain name and password.
        connect_timeout: Seconds to connect.
        frame_timeout: Seconds to wait for a frame.
        clock: For waiting between single JPEGs.

    Raises:
        BambuCameraUnreachableError: no answer, or none with frames.
        BambuCameraFrameError: what came is no JPEG.
    """
    limits = aiohttp.ClientTimeout(
        total=None, sock_connect=connect_timeout, sock_read=frame_timeout
    )
    while True:
        with _as_camera_errors():
            async with (
                session.get(url, timeout=limits) as response,
                aclosing(_frames(response, frame_timeout)) as frames,
            ):
                async for frame in frames:
                    yield frame
        await clock.sleep(_PERIOD)


@contextmanager
def _as_camera_errors() -> Iterator[None]:
    """Raise errors of the connection as errors of the camera."""
    try:
        yield
    except TimeoutError as err:
        raise BambuCameraUnreachableError("The camera fell silent") from err
    except (aiohttp.ClientError, OSError) as err:
        name = type(err).__name__
        # The cause would reveal the URL.
        raise BambuCameraUnreachableError(f"No connection ({name})") from None


async def _frames(
    response: aiohttp.ClientResponse, seconds: float
) -> AsyncGenerator[bytes]:
    """Yield the frame of a response, or those of its parts until they end."""
    if not response.ok:
        raise BambuCameraUnreachableError(
            f"The address answered with {response.status}"
        )
    if not response.content_type.startswith("multipart/"):
        yield await _single(response, seconds)
        return
    parts = Parts()
    while True:
        async with asyncio.timeout(seconds):
            while not (frames := list(parts.feed(await response.content.readany()))):
                if response.content.at_eof():
                    raise BambuCameraUnreachableError("The connection broke")
        for frame in frames:
            yield frame


async def _single(response: aiohttp.ClientResponse, seconds: float) -> bytes:
    """Return the JPEG that is the body of a response."""
    body = bytearray()
    async with asyncio.timeout(seconds):
        async for chunk in response.content.iter_chunked(_CHUNK):
            body += chunk
            if len(body) > _MAX_FRAME:
                raise BambuCameraFrameError("The picture does not come to an end")
    return _checked(bytes(body))


class Parts:
    """Find the frames in a multipart response, however it comes in pieces.

    `aiohttp.MultipartReader` reads what follows the standard. Cameras do not: many
    declare their boundary with the two hyphens that precede it, some end lines with a
    line feed alone, and a frame without an end would fill the memory.
    """

    def __init__(self) -> None:
        """Start before the first part."""
        self._rest = bytearray()
        self._searched = 0

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield the frames that are complete with this.

        Raises:
            BambuCameraFrameError: what comes is no JPEG, or has no end.
        """
        self._rest += data
        while (frame := self._next()) is not None:
            yield _checked(frame)

    def _next(self) -> bytes | None:
        """Cut the next frame off, if it is there as a whole."""
        # Some put an empty line between a frame and the next boundary.
        first = self._rest[:_MAX_HEAD]
        del self._rest[: len(first) - len(first.lstrip(b"\r\n"))]
        if (head := _HEAD_END.search(self._rest, 0, _MAX_HEAD)) is None:
            if len(self._rest) > _MAX_HEAD:
                raise BambuCameraFrameError("What came is no part of a stream")
            return None
        start = head.end()
        length = _LENGTH.search(self._rest[:start].replace(b"\r", b""))
        end = start + int(length[1]) if length else self._end(start)
        if (len(self._rest) if end is None else end) - start > _MAX_FRAME:
            raise BambuCameraFrameError("The picture does not come to an end")
        if end is None or end > len(self._rest):
            return None
        frame = bytes(self._rest[start:end])
        del self._rest[:end]
        self._searched = 0
        return frame

    def _end(self, start: int) -> int | None:
        """Return where a frame without a length ends."""
        found = _FRAME_END.search(self._rest, max(start, self._searched))
        # What was searched once is not searched again, but for a cut boundary.
        self._searched = max(len(self._rest) - _OVERLAP, 0)
        return found.end() if found else None


def _checked(frame: bytes) -> bytes:
    """Return a frame if it is a whole JPEG."""
    if frame.startswith(_START) and frame.rstrip(b"\r\n").endswith(_END):
        return frame
    raise BambuCameraFrameError(f"What came is no JPEG ({len(frame)} bytes)")
