"""What there is to see of a printer's camera, and why there is nothing."""

from homeassistant.core import CALLBACK_TYPE, callback

from ..devices.printer import PrinterCoordinator
from ..listeners import Listeners
from ..model import CameraSource, CameraStatus, CameraTransport

_EXTERNAL = {CameraTransport.EXTERNAL, CameraTransport.EXTERNAL_JPEG}


class CameraState:
    """Derive what entities show from source, switch and the last attempt.

    Attributes:
        source: How the camera is reached.
        is_on: Whether the owner has the camera turned on.
        is_playing: Whether Home Assistant plays the stream.
        receives_frames: Whether frames are coming.
        failure: Why the last attempt failed, None if it did not.
        cloud_refuses: Whether Bambu Lab refuses sessions through the cloud.
    """

    def __init__(self, printer: PrinterCoordinator, source: CameraSource) -> None:
        """Start turned on, before any attempt."""
        self.source = source
        self.is_on = True
        self.is_playing = False
        self.receives_frames = False
        self.failure: CameraStatus | None = None
        self.cloud_refuses = False
        self._printer = printer
        self._listeners = Listeners()

    @property
    def status(self) -> CameraStatus:
        """Return whether there would be a picture, and why there is none."""
        if not self.is_on:
            return CameraStatus.OFF
        problem = self.source.problem
        if problem is CameraStatus.UNSUPPORTED_TRANSPORT and self.cloud_refuses:
            return CameraStatus.CLOUD_NOT_PERMITTED
        if problem is None and not self.is_reachable:
            return CameraStatus.PRINTER_OFFLINE
        return problem or self.failure or CameraStatus.IDLE

    @property
    def is_streaming(self) -> bool:
        """Return whether there is a viewer who sees something."""
        return self.is_playing or self.receives_frames

    @property
    def is_reachable(self) -> bool:
        """Return whether the printer is on, as far as that matters."""
        if self.source.transport in _EXTERNAL:
            return True
        return self._printer.is_reachable(polled=True)

    @property
    def has_failed(self) -> bool:
        """Return whether the status comes from a failed attempt."""
        return self.status is self.failure

    @property
    def has_frames(self) -> bool:
        """Return whether single frames can be requested."""
        return self._is_ready(
            CameraTransport.LAN_JPEG,
            CameraTransport.EXTERNAL_JPEG,
            CameraTransport.BRIDGE_JPEG,
        )

    @property
    def has_previews(self) -> bool:
        """Return whether there is no more than a still at intervals."""
        return self._is_ready(CameraTransport.PREVIEW)

    @property
    def has_stream(self) -> bool:
        """Return whether there is a stream to play."""
        return self._is_ready(
            CameraTransport.LAN_RTSPS, CameraTransport.EXTERNAL, CameraTransport.BRIDGE
        )

    @property
    def can_stream(self) -> bool:
        """Return whether there is a stream that did not fail."""
        return self.has_stream and self.failure is None

    @property
    def has_still(self) -> bool:
        """Return whether there are stills, maybe beside a stream."""
        return self.source.has_preview and (self.has_previews or self.has_stream)

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Call a listener after every change; return what removes it."""
        return self._listeners.async_add(listener)

    @callback
    def async_notify(self) -> None:
        """Call all listeners."""
        self._listeners.async_notify()

    @callback
    def async_set_failure(self, failure: CameraStatus | None) -> None:
        """Set the outcome of an attempt, and notify listeners if it differs."""
        if failure is not self.failure:
            self.failure = failure
            self.async_notify()

    @callback
    def async_set_playing(self, *, is_playing: bool) -> None:
        """Set whether the stream is played, and notify listeners if it differs."""
        if is_playing is not self.is_playing:
            self.is_playing = is_playing
            self.async_notify()

    def _is_ready(self, *transports: CameraTransport) -> bool:
        """Return whether one of these transports is in use, and nothing is missing."""
        source = self.source
        ready = self.is_on and source.problem is None and self.is_reachable
        return ready and source.transport in transports
