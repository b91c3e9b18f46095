"""A viewer of a camera, who gets frames as fast as they come or can be sent on."""

import asyncio
from typing import Protocol


class _NextFrame(Protocol):
    """Where a viewer gets frames from."""

    def __call__(self, number: int, *, patient: bool) -> tuple[int, bytes] | None:
        """Return a newer frame with its number, None if there is none yet."""


class Viewer:
    """Wait for the frames of a hub; a slow viewer misses some."""

    def __init__(self, next_frame: _NextFrame) -> None:
        """Start without a frame."""
        self._next_frame = next_frame
        self._number = 0
        self._changed = asyncio.Event()
        self._ended = False

    async def next(self, *, patient: bool = True) -> bytes | None:
        """Return the next frame, None when there will be no more.

        It can be canceled, as by a timeout, and called again.

        Args:
            patient: Wait also while the camera cannot be reached.

        Raises:
            BambuCameraError: waiting does not help, or not soon.
        """
        while not self._ended:
            self._changed.clear()
            if found := self._next_frame(self._number, patient=patient):
                self._number, frame = found
                return frame
            await self._changed.wait()
        return None

    def wake(self) -> None:
        """Check again whether there is a frame."""
        self._changed.set()

    def end(self) -> None:
        """End the view: there will be no more frames."""
        self._ended = True
        self._changed.set()
