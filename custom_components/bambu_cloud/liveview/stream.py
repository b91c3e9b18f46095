"""Get single frames from a stream, at intervals, and poll whether it plays."""

from datetime import datetime, timedelta

from homeassistant.components.camera import Camera
from homeassistant.components.stream import Stream
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval

from ..api import SYSTEM_CLOCK, Clock

_FIRST_PAUSE, _LONGEST_PAUSE = 10.0, 300.0
"""Seconds."""
_POLL_INTERVAL = timedelta(seconds=10)
_FRESH = 10.0
"""Seconds for which a frame is shown again instead of another one."""


class StreamStills:
    """Get frames from a camera's stream, and pause after a failure.

    The stream is opened once for all viewers.
    """

    def __init__(self, camera: Camera, *, clock: Clock = SYSTEM_CLOCK) -> None:
        """Start without a failure."""
        self._camera = camera
        self._clock = clock
        self._pause = _FIRST_PAUSE
        self._not_before: float | None = None
        self._last: tuple[tuple[int | None, int | None], float, bytes] | None = None

    async def async_frame(self, width: int | None, height: int | None) -> bytes | None:
        """Return a frame of now, in a size if both sides are given, or None."""
        if self._last and not is_running(self._camera.stream):
            size, fetched_at, frame = self._last
            if (
                size == (width, height)
                and self._clock.monotonic() - fetched_at < _FRESH
            ):
                return frame
        self._last = None
        if fetched := await self._fetch(width, height):
            self._last = ((width, height), self._clock.monotonic(), fetched)
        return fetched

    def reset(self) -> None:
        """Drop the last frame and end the pause: the stream is another one."""
        self._last = None
        self._not_before, self._pause = None, _FIRST_PAUSE

    async def _fetch(self, width: int | None, height: int | None) -> bytes | None:
        """Get a frame from the stream."""
        was_running = is_running(self._camera.stream)
        if not was_running and self._is_paused():
            return None
        if (stream := await self._camera.async_create_stream()) is None:
            self._not_before = self._clock.monotonic() + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            return None
        self._not_before, self._pause = None, _FIRST_PAUSE
        provider = self._camera.webrtc_provider
        if provider and (
            frame := await provider.async_get_image(
                self._camera, width=width, height=height
            )
        ):
            return frame
        # The keyframe from before the stream was closed last time is outdated.
        return await stream.async_get_image(
            width=width, height=height, wait_for_next_keyframe=not was_running
        )

    def _is_paused(self) -> bool:
        """Return whether the pause after a failure lasts."""
        return (
            self._not_before is not None and self._clock.monotonic() < self._not_before
        )


class StreamPoller:
    """Poll whether a stream is still playing; Home Assistant has no event for it."""

    def __init__(
        self, hass: HomeAssistant, camera: Camera, on_poll: CALLBACK_TYPE
    ) -> None:
        """Start stopped; `on_poll` is called at each poll."""
        self._hass = hass
        self._camera = camera
        self._on_poll = on_poll
        self._unsubscribe: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> None:
        """Poll as long as the stream plays."""
        if self._unsubscribe is None:
            self._unsubscribe = async_track_time_interval(
                self._hass, self._async_poll, _POLL_INTERVAL, cancel_on_shutdown=True
            )

    @callback
    def async_stop(self) -> None:
        """Stop polling."""
        if self._unsubscribe:
            self._unsubscribe()
        self._unsubscribe = None

    @callback
    def _async_poll(self, _: datetime) -> None:
        """Poll once."""
        self._on_poll()
        if not is_running(self._camera.stream):
            self.async_stop()


def is_running(stream: Stream | None) -> bool:
    """Return whether a stream has viewers, and plays."""
    return stream is not None and stream.available and bool(stream.outputs())


async def async_stop(stream: Stream) -> None:
    """Close a stream for all viewers, even if it is preloaded."""
    settings = stream.dynamic_stream_settings
    preloads, settings.preload_stream = settings.preload_stream, False
    try:
        for output in stream.outputs().values():
            await stream.remove_provider(output)
        await stream.stop()
    finally:
        settings.preload_stream = preloads
