"""Take single pictures out of a video stream, gently, and see whether it plays."""

from datetime import datetime, timedelta

from homeassistant.components.camera import Camera
from homeassistant.components.stream import Stream
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval

from ..api import SYSTEM_CLOCK, Clock

_FIRST_PAUSE, _LONGEST_PAUSE = 10.0, 300.0
"""Seconds."""
_LOOK = timedelta(seconds=10)
_GOOD_FOR = 10.0
"""Seconds for which a picture is shown again, rather than another one fetched."""


class StreamStills:
    """Ask a camera's stream for pictures, and leave it alone after a failure.

    The stream is opened once for all who watch it.
    """

    def __init__(self, camera: Camera, *, clock: Clock = SYSTEM_CLOCK) -> None:
        """Begin without a failure."""
        self._camera = camera
        self._clock = clock
        self._pause = _FIRST_PAUSE
        self._not_before: float | None = None
        self._kept: tuple[tuple[int | None, int | None], float, bytes] | None = None

    async def async_picture(
        self, width: int | None, height: int | None
    ) -> bytes | None:
        """Return a picture of now, of a size if both sides are told, or None."""
        if self._kept and not is_running(self._camera.stream):
            size, taken_at, picture = self._kept
            if (
                size == (width, height)
                and self._clock.monotonic() - taken_at < _GOOD_FOR
            ):
                return picture
        self._kept = None
        if taken := await self._taken(width, height):
            self._kept = ((width, height), self._clock.monotonic(), taken)
        return taken

    def forget(self) -> None:
        """Begin anew: what is seen now is something else."""
        self._kept = None
        self._not_before, self._pause = None, _FIRST_PAUSE

    async def _taken(self, width: int | None, height: int | None) -> bytes | None:
        """Take a picture out of the video."""
        was_running = is_running(self._camera.stream)
        if not was_running and self._is_early():
            return None
        if (stream := await self._camera.async_create_stream()) is None:
            self._not_before = self._clock.monotonic() + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            return None
        self._not_before, self._pause = None, _FIRST_PAUSE
        provider = self._camera.webrtc_provider
        if provider and (
            picture := await provider.async_get_image(
                self._camera, width=width, height=height
            )
        ):
            return picture
        # What was seen before the stream was closed last time is not what is now.
        return await stream.async_get_image(
            width=width, height=height, wait_for_next_keyframe=not was_running
        )

    def _is_early(self) -> bool:
        """Tell whether the stream is to be left alone for now."""
        return (
            self._not_before is not None and self._clock.monotonic() < self._not_before
        )


class StreamWatch:
    """Look now and then whether a stream still plays: it tells nobody."""

    def __init__(
        self, hass: HomeAssistant, camera: Camera, on_look: CALLBACK_TYPE
    ) -> None:
        """Look at nothing yet; `on_look` is called each time."""
        self._hass = hass
        self._camera = camera
        self._on_look = on_look
        self._unwatch: CALLBACK_TYPE | None = None

    @callback
    def async_start(self) -> None:
        """Look from now on, no longer than it plays."""
        if self._unwatch is None:
            self._unwatch = async_track_time_interval(
                self._hass, self._async_look, _LOOK, cancel_on_shutdown=True
            )

    @callback
    def async_stop(self) -> None:
        """Look no more."""
        if self._unwatch:
            self._unwatch()
        self._unwatch = None

    @callback
    def _async_look(self, _: datetime) -> None:
        """Look once."""
        self._on_look()
        if not is_running(self._camera.stream):
            self.async_stop()


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
