"""Somebody who watches a camera, as fast as pictures come or can be taken."""

import asyncio
from typing import Protocol


class _After(Protocol):
    """Where a viewer gets pictures from."""

    def __call__(self, number: int, *, patient: bool) -> tuple[int, bytes] | None:
        """Return a newer picture with its number, None if there is none yet."""


class Viewer:
    """Wait for the pictures of a hub; what is not taken in time is missed."""

    def __init__(self, after: _After) -> None:
        """Have seen nothing yet."""
        self._after = after
        self._seen = 0
        self._news = asyncio.Event()
        self._ended = False

    async def next(self, *, patient: bool = True) -> bytes | None:
        """Return the next picture, None when there will be no more.

        It can be canceled, as by a timeout, and asked again.

        Args:
            patient: Wait also while the camera cannot be reached.

        Raises:
            BambuCameraError: what waiting does not heal, or not soon.
        """
        while not self._ended:
            self._news.clear()
            if found := self._after(self._seen, patient=patient):
                self._seen, picture = found
                return picture
            await self._news.wait()
        return None

    def wake(self) -> None:
        """Tell that something has changed."""
        self._news.set()

    def end(self) -> None:
        """Tell that there will be no more pictures."""
        self._ended = True
        self._news.set()
