"""The frames of P1 and A1, one JPEG after the other (camera 2.2, protocol F.4)."""

import asyncio
from collections.abc import AsyncGenerator, Callable
import struct

from ...model import CameraKind
from .errors import (
    BambuCameraBusyError,
    BambuCameraCodeError,
    BambuCameraFrameError,
    BambuCameraRefusedError,
    BambuCameraUnreachableError,
    BambuCameraUnsupportedError,
)
from .lan import CONNECT_TIMEOUT, LanPrinter, lan_connection

FRAME_TIMEOUT = 15.0
"""Seconds within which a whole frame has to come."""

_USER = b"bblp"
_LOGIN = struct.Struct("<4I32s32s")
_LOGIN_SIZE, _LOGIN_KIND = 64, 0x3000
_HEADER = struct.Struct("<4I")
_REFUSAL = (8, 0x0003013F)
"""Size and kind of what models answer that have no such frames."""
_MAX_FRAME = 10 * 1024 * 1024
_START, _END = b"\xff\xd8", b"\xff\xd9"


async def jpeg_frames(
    printer: LanPrinter,
    *,
    on_leaf: Callable[[str], None] = lambda _: None,
    connect_timeout: float = CONNECT_TIMEOUT,
    frame_timeout: float = FRAME_TIMEOUT,
) -> AsyncGenerator[bytes]:
    """Connect once and yield frames until the connection fails, which raises.

    Use it with `aclosing`: the end of the generator closes the socket.

    Args:
        printer: Whose frames; it has to prove its identity before it gets the code.
        on_leaf: Called with the SHA-256 of its certificate, after the first frame.
        connect_timeout: Seconds to connect.
        frame_timeout: Seconds to wait for a frame.

    Raises:
        BambuCameraAddressError: there is no address that is for us.
        BambuCameraCodeError: there is no access code.
        BambuCameraUnreachableError: no answer, or the connection broke.
        BambuCameraCertificateError: the certificate is not the one that was pinned.
        BambuCameraRefusedError: the printer hung up before the first frame.
        BambuCameraBusyError: the printer sent nothing at all.
        BambuCameraUnsupportedError: this model has no such frames.
        BambuCameraFrameError: what came is no JPEG.
    """
    login = _login(printer.access_code)
    async with lan_connection(
        printer, CameraKind.JPEG, seconds=connect_timeout
    ) as link:
        link.writer.write(login)
        first = await _first_frame(link.reader, frame_timeout)
        on_leaf(link.fingerprint)
        yield first
        while True:
            yield await _next_frame(link.reader, frame_timeout)


def _login(access_code: str | None) -> bytes:
    """Return the 80 bytes that request frames."""
    code = (access_code or "").strip()
    if not code or not code.isascii() or len(code) > 32:
        raise BambuCameraCodeError("There is no access code that could be one")
    return _LOGIN.pack(_LOGIN_SIZE, _LOGIN_KIND, 0, 0, _USER, code.encode())


async def _first_frame(reader: asyncio.StreamReader, seconds: float) -> bytes:
    """Return the first frame; how it fails to come says why."""
    try:
        async with asyncio.timeout(seconds):
            header = await reader.readexactly(_HEADER.size)
    except TimeoutError as err:
        raise BambuCameraBusyError("The camera takes us, but sends nothing") from err
    except asyncio.IncompleteReadError as err:
        if err.partial:
            raise BambuCameraUnreachableError("The connection broke") from err
        raise BambuCameraRefusedError("Wrong access code or camera busy") from err
    except OSError as err:
        raise BambuCameraRefusedError("Wrong access code or camera busy") from err
    return await _next_frame(reader, seconds, header)


async def _next_frame(
    reader: asyncio.StreamReader, seconds: float, header: bytes | None = None
) -> bytes:
    """Return the next frame, whose header may have been read."""
    try:
        async with asyncio.timeout(seconds):
            size = _size(header or await reader.readexactly(_HEADER.size))
            frame = await reader.readexactly(size)
    except TimeoutError as err:
        raise BambuCameraUnreachableError("The camera fell silent") from err
    except (EOFError, OSError) as err:
        raise BambuCameraUnreachableError("The connection broke") from err
    if frame.startswith(_START) and frame.endswith(_END):
        return frame
    raise BambuCameraFrameError(f"What came is no JPEG ({size} bytes)")


def _size(header: bytes) -> int:
    """Return the size of the frame after a header."""
    size: int
    kind: int
    size, kind, _, _ = _HEADER.unpack(header)
    if (size, kind) == _REFUSAL:
        raise BambuCameraUnsupportedError("This printer has no JPEG stream")
    if 0 < size <= _MAX_FRAME:
        return size
    raise BambuCameraFrameError(f"A picture of {size} bytes was announced")
