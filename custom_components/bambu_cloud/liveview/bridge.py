"""One stream at a time through the owner's bridge to the cloud."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing

from aiohttp import ClientSession

from ..api import (
    BambuCameraBridgeError,
    BambuCameraPermissionError,
    BambuCameraUnsupportedError,
    BambuError,
    BambuForbiddenError,
    BridgedStream,
    CameraBridge,
    CameraSession,
    HubTimes,
    http_frames,
)


class BridgeConnection:
    """Have a session and a stream while there is a viewer, and none before or after.

    Nothing of it is stored or logged.
    """

    def __init__(
        self,
        serial: str,
        session: Callable[[], Awaitable[CameraSession]],
        http: ClientSession,
    ) -> None:
        """Start without a session; `session` creates one."""
        self._serial = serial
        self._session = session
        self._http = http
        self._lock = asyncio.Lock()
        self._open: tuple[CameraBridge, BridgedStream] | None = None

    async def open(self, address: str) -> str:
        """Return the address of a new stream; the bridge ends an earlier one itself.

        Raises:
            BambuCameraError: There is none; the class says why.
        """
        async with self._lock:
            self._open = None
            bridge = CameraBridge(self._http, address)
            asked = {"serial": self._serial, **(await self._create()).as_dict()}
            stream = await bridge.open(asked)
            self._open = bridge, stream
            return stream.url

    async def close(self) -> None:
        """End the stream, if one is open."""
        async with self._lock:
            opened, self._open = self._open, None
            if opened:
                bridge, stream = opened
                await bridge.close(stream)

    async def _create(self) -> CameraSession:
        """Create a session; errors of the cloud become those of a camera."""
        try:
            return await self._session()
        except (BambuCameraUnsupportedError, BambuForbiddenError) as err:
            raise BambuCameraPermissionError("There is no session") from err
        except BambuError as err:
            raise BambuCameraBridgeError("There is no session") from err

    async def frames(self, address: str, times: HubTimes) -> AsyncGenerator[bytes]:
        """Open a stream of single frames, and yield them until it fails.

        Raises:
            BambuCameraError: It has failed; the class says why.
        """
        try:
            frames = http_frames(
                self._http,
                await self.open(address),
                connect_timeout=times.connect,
                frame_timeout=times.frame,
            )
            async with aclosing(frames):
                async for frame in frames:
                    yield frame
        finally:
            await self.close()
