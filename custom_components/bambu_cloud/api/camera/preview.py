"""Stills of printers that show no video, one now and then (camera 2.4; EXPERIMENTAL).

They come through the file tunnel, at the port where other models have their JPEG
stream. Whether a printer gives them while its live view is off is not known.
"""

import asyncio
from collections.abc import Awaitable, Callable
import math

from ...model import CameraKind
from ..clock import SYSTEM_CLOCK, Clock
from .errors import (
    BambuCameraError,
    BambuCameraFrameError,
    BambuCameraRefusedError,
    BambuCameraUnreachableError,
)
from .file_tunnel import (
    HEADER_SIZE,
    Download,
    Header,
    Message,
    MessageType,
    download,
    login,
    setup,
)
from .lan import CONNECT_TIMEOUT, LanConnection, LanPrinter, lan_connection

PREVIEW_TIMEOUT = 12.0
"""Seconds within which a whole still has to come."""
PREVIEW_INTERVAL = 30.0
"""Seconds for which a still is good; Bambu Lab's own program waits as long."""


async def preview_still(
    printer: LanPrinter,
    *,
    on_leaf: Callable[[str], None] = lambda _: None,
    connect_timeout: float = CONNECT_TIMEOUT,
    timeout: float = PREVIEW_TIMEOUT,
) -> bytes:
    """Return one still of a printer; the connection is closed then.

    Args:
        printer: Whose still; it has to prove its identity before it gets the code.
        on_leaf: Called with the SHA-256 of its certificate, after the still.
        connect_timeout: Seconds to connect.
        timeout: Seconds to wait for the still.

    Raises:
        BambuCameraAddressError: there is no address that is for us.
        BambuCameraCodeError: there is no access code.
        BambuCameraUnreachableError: no answer, or the connection broke.
        BambuCameraCertificateError: the certificate is not the one that was pinned.
        BambuCameraRefusedError: the printer hung up on the login.
        BambuCameraUnsupportedError: the printer has no stills, or gives none.
        BambuCameraFrameError: what came is no JPEG.
    """
    greeting = login(printer.access_code)
    async with lan_connection(
        printer, CameraKind.JPEG, seconds=connect_timeout
    ) as link:
        try:
            async with asyncio.timeout(timeout):
                await _log_in(link, greeting)
                still = await _still(link)
        except TimeoutError as err:
            raise BambuCameraUnreachableError("The printer fell silent") from err
        except (EOFError, OSError) as err:
            raise BambuCameraUnreachableError("The connection broke") from err
        on_leaf(link.fingerprint)
        return still


async def _log_in(link: LanConnection, greeting: bytes) -> None:
    """Open the tunnel."""
    link.writer.write(greeting)
    try:
        header = Header.read(await link.reader.readexactly(HEADER_SIZE))
    except (EOFError, OSError) as err:
        raise BambuCameraRefusedError("Wrong access code, or no file tunnel") from err
    await link.reader.readexactly(header.size)
    if not header.is_welcome:
        raise BambuCameraFrameError("The login was answered by something else")


async def _still(link: LanConnection) -> bytes:
    """Request a still, and return it."""
    link.writer.write(setup())
    await _reply(link, MessageType.SETUP)
    link.writer.write(download())
    parts = Download()
    while not (still := parts.add(await _reply(link, MessageType.CONTROL))):
        pass
    return still


async def _reply(link: LanConnection, kind: MessageType) -> Message:
    """Return the next reply; messages that were not requested are skipped."""
    while True:
        header = Header.read(await link.reader.readexactly(HEADER_SIZE))
        content = await link.reader.readexactly(header.size)
        if header.is_message and (message := Message.read(content)).replies_to(kind):
            return message


class Previews:
    """Share the stills of one printer, one per interval.

    Attributes:
        error: Why the last attempt brought none.
    """

    def __init__(
        self,
        fetch: Callable[[], Awaitable[bytes]],
        *,
        on_change: Callable[[], None] = lambda: None,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without a still.

        Args:
            fetch: Gets one, or raises `BambuCameraError`.
            on_change: Called when an attempt is over.
            clock: For the age of a still.
        """
        self.error: BambuCameraError | None = None
        self._fetch, self._on_change, self._clock = fetch, on_change, clock
        self._still: bytes | None = None
        self._not_before = -math.inf
        self._fetching: asyncio.Task[None] | None = None

    async def still(self) -> bytes:
        """Return a still that is not older than the interval.

        Canceling the wait does not cancel the attempt.

        Raises:
            BambuCameraError: there is none; the class says why.
        """
        if self._fetching is None and self._clock.monotonic() >= self._not_before:
            self._not_before = self._clock.monotonic() + PREVIEW_INTERVAL
            self._still = None
            self._fetching = asyncio.create_task(self._run())
        if self._fetching is not None:
            await asyncio.wait({self._fetching})
        if self._still is not None:
            return self._still
        if self.error is not None:
            raise self.error.with_traceback(None)
        raise BambuCameraUnreachableError("The camera is not watched any more")

    async def reset(self) -> None:
        """Drop still and error, and return when no connection is open."""
        fetching, self._fetching = self._fetching, None
        self._still = self.error = None
        self._not_before = -math.inf
        if fetching is not None:
            fetching.cancel()
            await asyncio.wait({fetching})

    async def _run(self) -> None:
        """Fetch a still."""
        still, error = None, None
        try:
            still = await self._fetch()
        except BambuCameraError as err:
            error = err
        self._fetching, self._still, self.error = None, still, error
        self._on_change()
