"""A camera hub that is watched, and what its owner hears."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress
from dataclasses import replace
from typing import Any

from custom_components.bambu_cloud.api import (
    BambuCameraUnreachableError,
    CameraHub,
    HubTimes,
    LanPrinter,
    jpeg_frames,
)
from tests.helpers.wait import WAIT_LIMIT, until

from .clock import FakeClock


class Watched:
    """A hub, and what its owner hears of it."""

    def __init__(self, to: LanPrinter, clock: FakeClock, **times: float) -> None:
        """Watch a printer in a time that the test moves."""
        self.heard: list[tuple[str | None, bool]] = []
        self.pinned: list[str] = []
        self.mend: Callable[[], None] = lambda: None
        self.printer = to
        self.hub = CameraHub(
            self._frames,
            on_change=self._hear,
            times=HubTimes(**times),
            clock=clock.clock,
        )
        self.tasks: list[asyncio.Task[None]] = []
        self.seen: list[list[bytes]] = []
        self.received: list[bytes] = []

    async def _frames(self, times: HubTimes) -> AsyncGenerator[bytes]:
        """Connect to the printer as it is known now."""
        frames = jpeg_frames(
            self.printer,
            on_leaf=self._pin,
            connect_timeout=times.connect,
            frame_timeout=times.frame,
        )
        async with aclosing(frames):
            async for frame in frames:
                self.received.append(frame)
                yield frame

    def _pin(self, leaf: str) -> None:
        """Know the printer by the first certificate that it shows."""
        if self.printer.pin is None:
            self.pinned.append(leaf)
            self.printer = replace(self.printer, pin=leaf)

    def update(self, **known: Any) -> None:
        """Know something else of the printer, and begin anew."""
        self.printer = replace(self.printer, **known)
        self.hub.retry()

    def _hear(self) -> None:
        """Note what the hub has to say."""
        self.heard.append((self.hub.reason, self.hub.is_streaming))
        self.mend()

    def viewer(self) -> asyncio.Task[None]:
        """Begin to watch until the hub is closed or gives up."""
        seen: list[bytes] = []

        async def watch() -> None:
            async with aclosing(self.hub.frames()) as frames:
                async for frame in frames:
                    seen.append(frame)  # noqa: PERF401  read while it grows

        self.seen.append(seen)
        self.tasks.append(asyncio.create_task(watch()))
        return self.tasks[-1]

    async def frame(self) -> bytes:
        """Return one frame, however long it takes."""
        async with self.hub.viewing() as viewer, asyncio.timeout(WAIT_LIMIT):
            frame = await viewer.next()
        assert frame
        return frame

    async def sees(self, count: int = 1, viewer: int = -1) -> None:
        """Wait until a viewer has seen so many more pictures."""
        target = len(self.seen[viewer]) + count
        await until(lambda: len(self.seen[viewer]) >= target)

    async def end(self) -> None:
        """Close the hub, and see all viewers leave."""
        await self.hub.close()
        for task in self.tasks:
            with suppress(asyncio.CancelledError, BambuCameraUnreachableError):
                await task


type Watch = Callable[..., Watched]
