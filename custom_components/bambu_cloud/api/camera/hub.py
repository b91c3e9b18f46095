"""One connection to a camera for everybody who watches its pictures (camera 6.4).

A printer serves two viewers, feeds whoever vanished for minutes, and some restart when
they have to do too much. So there is one connection at most, it is opened for the
first viewer and closed a while after the last, and the old one is gone before the next
one is opened.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
from dataclasses import dataclass
import math
from random import random as draw
import time

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
    """For a picture, before it starts anew."""
    linger: float = 20.0
    """For the next viewer, after the last one left."""
    fresh: float = 5.0
    """As long a picture may be shown as what happens now."""
    still: float = 9.0
    """For a picture that somebody wants just one of."""


_TIMES = HubTimes()

type Frames = Callable[[HubTimes], AsyncGenerator[bytes]]


class CameraHub:
    """Share the pictures of one printer's camera.

    Attributes:
        error: What stands in the way at last, None after a picture. The first sudden
            end in a row is not told: a printer that is busy does that, too.
        is_streaming: Whether pictures are coming.
    """

    def __init__(
        self,
        frames: Frames,
        *,
        on_change: Callable[[], None] = lambda: None,
        times: HubTimes = _TIMES,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        random: Callable[[], float] = draw,
    ) -> None:
        """Prepare to watch a camera; nothing is opened yet.

        Args:
            frames: Connects once and yields pictures until that fails.
            on_change: Called when `error` or `is_streaming` has changed.
            times: How long to wait for what.
            clock: A steady clock, in seconds.
            sleep: Sleeps seconds.
            random: Gives numbers from 0 to 1.
        """
        self.error: BambuCameraError | None = None
        self.is_streaming = False
        self._frames = frames
        self._on_change = on_change
        self._times = times
        self._clock, self._sleep = clock, sleep
        self._retries = Retries(clock, random)
        self._viewers: set[Viewer] = set()
        self._frame, self._number, self._shown_at = b"", 0, -math.inf
        self._upstream: asyncio.Task[None] | None = None
        self._lingering: asyncio.Task[None] | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def reason(self) -> str | None:
        """Return the word for what stands in the way (camera 6.2)."""
        return self.error.reason if self.error else None

    @property
    def viewers(self) -> int:
        """Return how many watch."""
        return len(self._viewers)

    @asynccontextmanager
    async def viewing(self) -> AsyncGenerator[Viewer]:
        """Watch until the end of the block: `await viewer.next()` gives a picture."""
        viewer = Viewer(self._after)
        self._join(viewer)
        try:
            yield viewer
        finally:
            self._leave(viewer)

    async def frames(self) -> AsyncGenerator[bytes]:
        """Yield what is seen from now on, until the hub is closed.

        Use it with `aclosing`. Connections that break are renewed meanwhile; a slow
        viewer misses pictures.

        Raises:
            BambuCameraError: what no further attempt can heal.
        """
        async with self.viewing() as viewer:
            while (frame := await viewer.next()) is not None:
                yield frame

    async def still(self) -> bytes:
        """Return one picture of now.

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
        """Forget what failed and begin anew: something has changed."""
        self._retries.reset()
        self._drop()
        self._tell(None, is_streaming=False)
        if self._viewers:
            self._open()

    async def close(self) -> None:
        """Send everybody home and return when no task and no socket is left.

        Whoever comes later opens it again.
        """
        for viewer in self._viewers:
            viewer.end()
        self._viewers.clear()
        self._drop()
        while self._ending:
            await asyncio.wait(self._ending)

    def _join(self, viewer: Viewer) -> None:
        """Begin to watch with one more viewer."""
        self._viewers.add(viewer)
        if self._lingering is not None:
            self._end(self._lingering)
            self._lingering = None
        if self._upstream is None:
            self._open()

    def _leave(self, viewer: Viewer) -> None:
        """Go on without a viewer, for a while also without any."""
        self._viewers.discard(viewer)
        if not self._viewers and self._upstream is not None and not self._lingering:
            self._lingering = asyncio.create_task(self._linger())

    async def _linger(self) -> None:
        """Close the connection after a while."""
        await self._sleep(self._times.linger)
        self._lingering = None
        self._drop()

    def _open(self) -> None:
        """Begin to connect, unless that can only fail."""
        if self.error is None or not self.error.is_final:
            self._upstream = asyncio.create_task(self._run())

    def _drop(self) -> None:
        """Begin to close the connection, and forget to do so later."""
        for task in (self._lingering, self._upstream):
            if task is not None:
                self._end(task)
        self._lingering = self._upstream = None
        self._shown_at = -math.inf
        self._tell(self.error, is_streaming=False)

    def _end(self, task: asyncio.Task[None]) -> None:
        """Cancel a task, and know of it until it is over."""
        task.cancel()
        self._ending.add(task)
        task.add_done_callback(self._ending.discard)

    async def _run(self) -> None:
        """Stay connected, as long as nobody ends it and it can be of use."""
        while self._ending:
            await asyncio.wait(self._ending)
        while self.error is None or not self.error.is_final:
            if wait := self._retries.wait:
                await self._sleep(wait)
            opened = self._clock()
            try:
                await self._stream()
            except BambuCameraError as err:
                is_told = self._retries.failed(err, self._clock() - opened)
                self._tell(err if is_told else self.error, is_streaming=False)
        # Whoever was told may have begun anew already.
        if self._upstream is asyncio.current_task():
            self._upstream = None

    async def _stream(self) -> None:
        """Show one picture after the other, until the connection fails."""
        async with aclosing(self._frames(self._times)) as pictures:
            async for frame in pictures:
                self._show(frame)

    def _show(self, frame: bytes) -> None:
        """Give a picture to all who watch."""
        self._frame, self._shown_at = frame, self._clock()
        self._number += 1
        self._retries.succeeded()
        self._tell(None, is_streaming=True)

    def _tell(self, error: BambuCameraError | None, *, is_streaming: bool) -> None:
        """Wake the viewers, and tell the owner of the hub what has changed."""
        before = (self.reason, self.is_streaming)
        self.error, self.is_streaming = error, is_streaming
        for viewer in self._viewers:
            viewer.wake()
        if before != (self.reason, self.is_streaming):
            self._on_change()

    def _after(self, number: int, *, patient: bool) -> tuple[int, bytes] | None:
        """Return a picture that a viewer has not seen, if it is fresh.

        Raises:
            BambuCameraError: there is none for now, and a viewer should know.
        """
        if self._number > number and self._clock() - self._shown_at < self._times.fresh:
            return self._number, self._frame
        if self.error is not None and (
            self.error.is_final or (not patient and self._retries.wait)
        ):
            raise self.error.with_traceback(None)
        return None
