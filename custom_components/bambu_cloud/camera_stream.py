"""Take single pictures out of a video stream, gently."""

from collections.abc import Awaitable, Callable
import time

from homeassistant.components.camera import Camera
from homeassistant.components.camera.helper import async_get_stream_image
from homeassistant.components.stream import Stream

_FIRST_PAUSE, _LONGEST_PAUSE = 10.0, 300.0
"""Seconds."""


class StreamStills:
    """Ask a camera's stream for pictures, and leave it alone after a failure.

    The stream is opened once for all who watch it.
    """

    def __init__(
        self,
        camera: Camera,
        reach: Callable[[], Awaitable[bool]],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Begin without a failure; `reach` tells whether the stream can be opened."""
        self._camera = camera
        self._reach = reach
        self._clock = clock
        self._pause = _FIRST_PAUSE
        self._not_before: float | None = None

    async def async_picture(
        self, width: int | None, height: int | None
    ) -> bytes | None:
        """Return a picture of now, of a size if both sides are told, or None."""
        if is_running(self._camera.stream):
            return await async_get_stream_image(self._camera, width, height)
        if self._not_before is not None and self._clock() < self._not_before:
            return None
        if not await self._reach():
            self._not_before = self._clock() + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            return None
        self._not_before, self._pause = None, _FIRST_PAUSE
        # What was seen before the stream was closed last time is not what is now.
        return await async_get_stream_image(
            self._camera, width, height, wait_for_next_keyframe=True
        )


def is_running(stream: Stream | None) -> bool:
    """Tell whether a stream is watched, and plays."""
    return stream is not None and stream.available and bool(stream.outputs())


async def async_stop(stream: Stream) -> None:
    """Close a stream for everybody, also one that is to be kept open."""
    settings = stream.dynamic_stream_settings
    keeps_open, settings.preload_stream = settings.preload_stream, False
    try:
        for output in stream.outputs().values():
            await stream.remove_provider(output)
        await stream.stop()
    finally:
        settings.preload_stream = keeps_open
