"""One connection to a camera for all viewers of its frames (camera 6.4).

A printer serves two viewers, goes on sending for minutes to one that vanished, and
some restart when they have to do too much. So there is one connection at most, it is
opened for the first viewer and closed a while after the last, and the old one is gone
before the next one is opened.
"""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
import math

from ..clock import SYSTEM_CLOCK, Clock
from .errors import BambuCameraBusyError, BambuCameraError, BambuCameraUnreachableError
from .jpeg import FRAME_TIMEOUT
from .lan import CONNECT_TIMEOUT
from .retry import Retries
from .viewer import Viewer


@dataclass(frozen=True, slots=True, kw_only=True)
class HubTimes:
    """How long a hub waits, in seconds."""

    connect: float = CONNECT_TIMEOUT
    frame: float = FRAME_TIMEOUT
    """For a frame, before it reconnects."""
    linger: float = 20.0
    """For the next viewer, after the last one left."""
    fresh: float = 5.0
    """The age at which a frame is too old to be shown."""
    still: float = 9.0
    """For a single frame."""


_TIMES = HubTimes()

type Frames = Callable[[HubTimes], AsyncGenerator[bytes]]


class CameraHub:
    """Share the frames of one printer's camera.

    Attributes:
        error: Why there was no frame last, None after one. The first sudden end in a
            row is not reported: a printer that is busy does that, too.
        is_streaming: Whether frames are coming.
    """

    def __init__(
        self,
        frames: Frames,
        *,
        on_change: Callable[[], None] = lambda: None,
        times: HubTimes = _TIMES,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without a connection.

        Args:
            frames: Connects once and yields frames until that fails.
            on_change: Called when `error` or `is_streaming` has changed.
            times: How long to wait for what.
            clock: For waiting and jitter.
        """
        self.error: BambuCameraError | None = None
        self.is_streaming = False
        self._frames = frames
        self._on_change = on_change
        self._times = times
        self._clock = clock
        self._retries = Retries(clock)
        self._viewers: set[Viewer] = set()
        self._frame, self._number, self._frame_at = b"", 0, -math.inf
        self._upstream: asyncio.Task[None] | None = None
        self._lingering: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def reason(self) -> str | None:
        """Return the status that says why there is no frame (camera 6.2)."""
        return self.error.reason if self.error else None

    @property
    def viewers(self) -> int:
        """Return the number of viewers."""
        return len(self._viewers)

    @asynccontextmanager
    async def viewing(self) -> AsyncGenerator[Viewer]:
        """View the camera until the end of the block: `await viewer.next()`."""
        viewer = Viewer(self._next_frame)
        self._join(viewer)
        try:
            yield viewer
        finally:
            self._leave(viewer)

    async def frames(self) -> AsyncGenerator[bytes]:
        """Yield the frames from now on, until the hub is closed.

        Use it with `aclosing`. Connections that break are renewed meanwhile; a slow
        viewer misses frames.

        Raises:
            BambuCameraError: no further attempt can succeed.
        """
        async with self.viewing() as viewer:
            while (frame := await viewer.next()) is not None:
                yield frame

    async def still(self) -> bytes:
        """Return one frame of now.

        Raises:
            BambuCameraError: there is none; the class says why.
        """
        try:
            async with asyncio.timeout(self._times.still), self.viewing() as viewer:
                if frame := await viewer.next(patient=False):
                    return frame
        except TimeoutError as err:
            if self.error is not None:
                raise self.error.with_traceback(None) from err
            raise BambuCameraBusyError("No picture came in time") from err
        raise BambuCameraUnreachableError("The camera is not watched any more")

    def retry(self) -> None:
        """Reconnect without regard to failures: something has changed."""
        self._retries.reset()
        self._drop()
        self._update(None, is_streaming=False)
        if self._viewers:
            self._open()

    async def close(self) -> None:
        """End all views and return when no task and no socket is left.

        The next viewer opens the hub again.
        """
        for viewer in self._viewers:
            viewer.end()
        self._viewers.clear()
        self._drop()
        while self._ending:
            await asyncio.wait(self._ending)

    def _join(self, viewer: Viewer) -> None:
        """Add a viewer, and connect if it is the first."""
        self._viewers.add(viewer)
        if self._lingering is not None:
            self._end(self._lingering)
            self._lingering = None
        if self._upstream is None:
            self._open()

    def _leave(self, viewer: Viewer) -> None:
        """Remove a viewer; the connection outlives the last one for a while."""
        self._viewers.discard(viewer)
        if not self._viewers and self._upstream is not None and not self._lingering:
            self._lingering = asyncio.create_task(self._linger())

    async def _linger(self) -> None:
        """Close the connection after a while."""
        await self._clock.sleep(self._times.linger)
        self._lingering = None
        self._drop()

    def _open(self) -> None:
        """Start to connect, unless that can only fail."""
        if self.error is None or not self.error.is_final:
            self._upstream = asyncio.create_task(self._run())

    def _drop(self) -> None:
        """Start to close the connection, and do not plan to do so later."""
        for task in (self._lingering, self._upstream):
            if task is not None:
                self._end(task)
        self._lingering = self._upstream = None
        self._frame_at = -math.inf
        self._update(self.error, is_streaming=False)

    def _end(self, task: asyncio.Task[None]) -> None:
        """Cancel a task, and remember it until it is done."""
        task.cancel()
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _run(self) -> None:
        """Connect again and again until that can only fail, or is canceled."""
        while self._ending:
            await asyncio.wait(self._ending)
        while self.error is None or not self.error.is_final:
            if wait := self._retries.wait:
                await self._clock.sleep(wait)
            opened = self._clock.monotonic()
            try:
                await self._stream()
            except BambuCameraError as err:
                lasted = self._clock.monotonic() - opened
                is_reported = self._retries.note_failure(err, lasted)
                self._update(err if is_reported else self.error, is_streaming=False)
        # `on_change` may have started another run.
        if self._upstream is asyncio.current_task():
            self._upstream = None

    async def _stream(self) -> None:
        """Pass on the frames of one connection, until it fails."""
        async with aclosing(self._frames(self._times)) as frames:
            async for frame in frames:
                self._set_frame(frame)

    def _set_frame(self, frame: bytes) -> None:
        """Set the newest frame, for all viewers."""
        self._frame, self._frame_at = frame, self._clock.monotonic()
        self._number += 1
        self._retries.note_frame()
        self._update(None, is_streaming=True)

    def _update(self, error: BambuCameraError | None, *, is_streaming: bool) -> None:
        """Set the state, wake the viewers, and call `on_change` if it differs."""
        before = (self.reason, self.is_streaming)
        self.error, self.is_streaming = error, is_streaming
        for viewer in self._viewers:
            viewer.wake()
        if before != (self.reason, self.is_streaming):
            self._on_change()

    def _next_frame(self, number: int, *, patient: bool) -> tuple[int, bytes] | None:
        """Return the newest frame after a number, if it is fresh.

        Raises:
            BambuCameraError: there is none, and the viewer should not wait.
        """
        age = self._clock.monotonic() - self._frame_at
        if self._number > number and age < self._times.fresh:
            return self._number, self._frame
        if self.error is not None and (
            self.error.is_final or (not patient and self._retries.wait)
        ):
            raise self.error.with_traceback(None)
        return None
