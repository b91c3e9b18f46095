"""Know how a printer's camera is watched, open it, and tell why there is no picture."""

from collections.abc import Callable, Coroutine
import logging
from typing import Any

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..api import BambuCameraError, BambuCameraUnsupportedError, CameraHub, Previews
from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator
from ..model import CameraOptions, CameraStatus, CameraTransport
from .connection import CameraLink
from .source import CameraChooser
from .stream_url import StreamOptions, stream_options, video_url

_LOGGER = logging.getLogger(__name__)

SECTIONS = frozenset({"camera", "job", "network", "presence"})
"""What the choice of a way to watch is made from."""

_EXTERNAL = {CameraTransport.EXTERNAL, CameraTransport.EXTERNAL_JPEG}


class PrinterCamera:
    """Hold what all that shows or watches a printer's camera has to agree on."""

    def __init__(
        self,
        printer: PrinterCoordinator,
        options: CameraOptions,
        pin: str | None,
        on_pin: Callable[[str], None],
    ) -> None:
        """Begin with what is known of the printer; nothing is opened yet.

        Args:
            printer: Whose camera it is.
            options: What the owner wants.
            pin: SHA-256 of the certificate by which it is known.
            on_pin: Told another one, which is to be remembered.
        """
        self.printer = printer
        self.is_on = True
        self._cloud_refuses = False
        self._chooser = CameraChooser(printer, options)
        self._plays = False
        self._trouble: CameraStatus | None = None
        self._listeners: list[CALLBACK_TYPE] = []
        self.source = self._chooser.choose()
        self._link = CameraLink(
            printer.data.serial,
            lambda: self.source,
            pin,
            on_pin,
            session=async_get_clientsession(printer.hass),
        )
        self.hub = CameraHub(self._link.frames, on_change=self._async_seen)
        self.previews = Previews(self._link.preview, on_change=self._async_previewed)

    @property
    def status(self) -> CameraStatus:
        """Return whether there is a picture, and why there is none."""
        if not self.is_on:
            return CameraStatus.OFF
        problem = self.source.problem
        if problem is CameraStatus.UNSUPPORTED_TRANSPORT and self._cloud_refuses:
            return CameraStatus.CLOUD_NOT_PERMITTED
        if problem is None and not self.is_reachable:
            return CameraStatus.PRINTER_OFFLINE
        usual = CameraStatus.OK if self.is_watched else CameraStatus.IDLE
        return problem or self._trouble or usual

    @property
    def is_watched(self) -> bool:
        """Tell whether somebody sees something."""
        return self._plays or self.hub.is_streaming

    @property
    def is_reachable(self) -> bool:
        """Tell whether it is known that the printer is on, where that matters."""
        if self.source.transport in _EXTERNAL:
            return True
        return self.printer.is_reachable(polled=True)

    @property
    def is_in_trouble(self) -> bool:
        """Tell whether somebody has tried to watch in vain."""
        return self.status is self._trouble

    @property
    def shows_pictures(self) -> bool:
        """Tell whether there are single pictures to ask somebody for."""
        return self._is_open(CameraTransport.LAN_JPEG, CameraTransport.EXTERNAL_JPEG)

    @property
    def shows_previews(self) -> bool:
        """Tell whether there is no more than a still now and then."""
        return self._is_open(CameraTransport.PREVIEW)

    @property
    def shows_video(self) -> bool:
        """Tell whether there is a video to ask somebody for."""
        return self._is_open(CameraTransport.LAN_RTSPS, CameraTransport.EXTERNAL)

    @property
    def has_video(self) -> bool:
        """Tell whether there is a video that is not known to fail."""
        return self.shows_video and self._trouble is None

    @property
    def url(self) -> str | None:
        """Return where the video is, as far as it is known without asking anybody."""
        if not self.has_video:
            return None
        return video_url(self.source, self._link.address, self.printer.data)

    @property
    def stream_options(self) -> StreamOptions:
        """Return how the video is to be played."""
        return stream_options(self.source, self.printer.data)

    def as_dict(self) -> dict[str, object]:
        """Return how the camera is watched, for diagnostics; no secret is in it."""
        source, error = self.source, self.hub.error or self.previews.error
        return {
            "status": self.status,
            "transport": source.transport,
            "has_host": bool(source.host),
            "has_access_code": bool(source.access_code),
            "has_pin": self._link.pin is not None,
            "viewers": self.hub.viewers,
            "error": error and type(error).__name__,
        }

    @callback
    def async_listen(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Tell a listener about every change, until it wants no more."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Follow the printer; return what ends that."""
        return self.printer.async_add_listener(self.async_follow, SECTIONS)

    @callback
    def async_set(self, options: CameraOptions) -> None:
        """Take what the owner wants."""
        self._chooser.options = options
        self.async_follow()

    @callback
    def async_follow(self) -> None:
        """Choose again, and start afresh if that makes a difference."""
        source = self._chooser.choose()
        if source != self.source:
            self.source, self._trouble = source, None
            if self.shows_pictures:
                self.hub.retry()
            else:
                self._async_run(self.hub.close())
            self._async_run(self.previews.reset())
            self._async_tell()

    async def async_turn(self, *, on: bool) -> None:
        """Show pictures, or none."""
        self.is_on = on
        self._trouble = None
        self._async_tell()
        if not on:
            await self.async_close()

    async def async_close(self) -> None:
        """Leave no connection open that is ours."""
        await self.hub.close()
        await self.previews.reset()

    @callback
    def async_plays(self, *, plays: bool) -> None:
        """Take whether the video is played."""
        if plays is not self._plays:
            self._plays = plays
            self._async_tell()

    async def async_picture(self) -> bytes | None:
        """Return a single picture of now that needs no video, None if there is none."""
        try:
            if self.shows_pictures:
                return await self.hub.still()
            if self.source.has_preview and (self.shows_previews or self.shows_video):
                return await self.previews.still()
        except BambuCameraError as err:
            _LOGGER.debug("There is no picture: %s", err)
        return None

    async def async_url(self) -> str | None:
        """Return where the video is now, None if there is none."""
        before = self.url
        if self.has_video:
            try:
                await self._link.locate()
            except BambuCameraError as err:
                self._async_report(self._link.read(err))
        if before != (url := self.url):
            self._async_tell()
        return url

    async def async_reach(self, *, has_failed: bool = False) -> bool:
        """Find out whether the video can be reached; if it failed, also by the code."""
        if self.source.transport is not CameraTransport.LAN_RTSPS:
            return True
        source, before, trouble = self.source, self.url, None
        with_code = has_failed or self._trouble is CameraStatus.WRONG_ACCESS_CODE
        try:
            await self._link.reach(with_code=with_code)
        except BambuCameraError as err:
            trouble = self._link.read(err)
        if source == self.source:
            self._async_report(trouble)
        if before != self.url:
            self._async_tell()
        return trouble is None

    @callback
    def async_permit_cloud(self, *, permitted: bool) -> None:
        """Know whether Bambu Lab gives a session through the cloud."""
        self._cloud_refuses = not permitted
        self._async_tell()

    @callback
    def async_trust(self) -> None:
        """Trust the certificate that was shown last: a person said so."""
        if self._link.trust():
            self.hub.retry()
            self._async_run(self.previews.reset())
            self._async_report(None)

    def _is_open(self, *transports: CameraTransport) -> bool:
        """Tell whether this is the way to watch, and nothing is known to be missing."""
        source = self.source
        ready = self.is_on and source.problem is None and self.is_reachable
        return ready and source.transport in transports

    @callback
    def _async_seen(self) -> None:
        """Take what the hub has found out."""
        error = self.hub.error
        if isinstance(error, BambuCameraUnsupportedError):
            self._chooser.refuses_jpeg = True
            self.async_follow()
            return
        self._trouble = self._link.read(error) if error else None
        self._async_tell()

    @callback
    def _async_previewed(self) -> None:
        """Take what came of a still; beside a video, it says nothing of that."""
        if self.source.transport is CameraTransport.PREVIEW:
            error = self.previews.error
            self._async_report(self._link.read(error) if error else None)

    @callback
    def _async_run(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that takes a while."""
        entry, hass = self.printer.link.entry, self.printer.hass
        entry.async_create_background_task(hass, work, f"{DOMAIN} camera")

    @callback
    def _async_report(self, trouble: CameraStatus | None) -> None:
        """Take what came of an attempt to watch."""
        if trouble is not self._trouble:
            self._trouble = trouble
            self._async_tell()

    @callback
    def _async_tell(self) -> None:
        """Tell all listeners."""
        for listener in tuple(self._listeners):
            listener()
