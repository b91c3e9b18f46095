"""A camera hub with viewers, and the changes that it reports."""

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

_UNHURRIED = {"connect": WAIT_LIMIT, "frame": WAIT_LIMIT, "still": WAIT_LIMIT}
"""Real time: who gives up on a busy machine waits for a clock that stands still."""


class ViewedHub:
    """A hub, and the changes that it reports."""

    def __init__(self, to: LanPrinter, clock: FakeClock, **times: float) -> None:
        """Make a hub of a printer, with the clock of a test."""
        self.changes: list[tuple[str | None, bool]] = []
        self.pinned: list[str] = []
        self.mend: Callable[[], None] = lambda: None
        self.printer = to
        self.hub = CameraHub(
            self._frames,
            on_change=self._on_change,
            times=HubTimes(**{**_UNHURRIED, **times}),
            clock=clock.clock,
        )
        self.tasks: list[asyncio.Task[None]] = []
        self.seen: list[list[bytes]] = []
        self.received: list[bytes] = []

    async def _frames(self, times: HubTimes) -> AsyncGenerator[bytes]:
        """Connect to the printer as it is described now."""
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
        """Pin the first certificate that the printer shows."""
        if self.printer.pin is None:
            self.pinned.append(leaf)
            self.printer = replace(self.printer, pin=leaf)

    def update(self, **changes: Any) -> None:
        """Change the description of the printer, and reconnect."""
        self.printer = replace(self.printer, **changes)
        self.hub.retry()

    def _on_change(self) -> None:
        """Note what the hub has to say."""
        self.changes.append((self.hub.reason, self.hub.is_streaming))
        self.mend()

    def viewer(self) -> asyncio.Task[None]:
        """Start a viewer that reads until the hub is closed or gives up."""
        seen: list[bytes] = []

        async def view() -> None:
            async with aclosing(self.hub.frames()) as frames:
                async for frame in frames:
                    seen.append(frame)  # noqa: PERF401  read while it grows

        self.seen.append(seen)
        self.tasks.append(asyncio.create_task(view()))
        return self.tasks[-1]

    async def frame(self) -> bytes:
        """Return one frame, without a short timeout."""
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


type MakeHub = Callable[..., ViewedHub]
