"""Connect to a printer's camera, for all entities that show something of it."""

from collections.abc import Awaitable, Callable, Coroutine
import logging
from typing import Any

from homeassistant.core import CALLBACK_TYPE, callback
from homeassistant.helpers.aiohttp_client import async_get_clientsession

from ..api import (
    BambuCameraError,
    BambuCameraUnsupportedError,
    CameraHub,
    CameraSession,
    Previews,
)
from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator
from ..model import CameraOptions, CameraStatus, CameraTransport
from .bridge import BridgeConnection
from .connection import CameraConnection
from .source import CameraSourceSelector
from .state import CameraState
from .stream_url import StreamOptions, stream_options, stream_url

_LOGGER = logging.getLogger(__name__)

_SECTIONS = frozenset({"address", "camera", "job", "presence"})
"""The sections that decide how the camera is reached."""


class PrinterCamera:
    """Share one camera among all its viewers.

    Attributes:
        printer: Whose camera it is.
        state: What there is to see, and why there is nothing.
        hub: Shares the frames of cameras that send single frames.
        previews: Shares the stills of cameras that have no more.
    """

    def __init__(
        self,
        printer: PrinterCoordinator,
        options: CameraOptions,
        pin: str | None,
        on_pin: Callable[[str], None],
        session: Callable[[], Awaitable[CameraSession]],
    ) -> None:
        """Start without a connection.

        Args:
            printer: Whose camera it is.
            options: What the owner has set.
            pin: SHA-256 of the printer's certificate, if it was seen before.
            on_pin: Called with another one, which is to be stored.
            session: Creates a session through the cloud.
        """
        self.printer = printer
        self._selector = CameraSourceSelector(printer, options)
        self.state = CameraState(printer, self._selector.select())
        http, serial = async_get_clientsession(printer.hass), printer.data.serial
        self._connection = CameraConnection(
            serial,
            lambda: self.state.source,
            pin,
            on_pin,
            session=http,
            bridge=BridgeConnection(serial, session, http),
        )
        self.hub = CameraHub(self._connection.frames, on_change=self._async_hub_changed)
        self.previews = Previews(
            self._connection.preview, on_change=self._async_previews_changed
        )

    @property
    def url(self) -> str | None:
        """Return the URL of the stream, if it can be composed without a request."""
        if not self.state.can_stream:
            return None
        return stream_url(
            self.state.source, self._connection.address, self.printer.data
        )

    @property
    def is_bridged(self) -> bool:
        """Return whether its stream has to be opened, and ended after the view."""
        return self.state.source.transport is CameraTransport.BRIDGE

    @property
    def stream_options(self) -> StreamOptions:
        """Return how the stream is to be played."""
        return stream_options(self.state.source, self.printer.data)

    def as_dict(self) -> dict[str, object]:
        """Return how the camera is reached, for diagnostics; without secrets."""
        source, error = self.state.source, self.hub.error or self.previews.error
        return {
            "status": self.state.status,
            "transport": source.transport,
            "has_host": bool(source.host),
            "has_access_code": bool(source.access_code),
            "has_pin": self._connection.pin is not None,
            "viewers": self.hub.viewers,
            "is_streaming": self.state.is_streaming,
            "error": error and type(error).__name__,
        }

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Subscribe to the printer; return what unsubscribes."""
        return self.printer.async_add_listener(self.async_update_source, _SECTIONS)

    @callback
    def async_set_options(self, options: CameraOptions) -> None:
        """Set what the owner wants."""
        self._selector.options = options
        self.async_update_source()

    @callback
    def async_update_source(self) -> None:
        """Select the source again, and reconnect if it differs."""
        source = self._selector.select()
        if source != self.state.source:
            self.state.source, self.state.failure = source, None
            if self.state.has_frames:
                self.hub.retry()
            else:
                self._async_run(self.hub.close())
            self._async_run(self.previews.reset())
            self._async_run(self.async_end_view())
            self.state.async_notify()

    async def async_turn(self, *, on: bool) -> None:
        """Turn the camera on or off."""
        self.state.is_on, self.state.failure = on, None
        self.state.async_notify()
        if not on:
            await self.async_close()

    async def async_close(self) -> None:
        """Close all connections of ours."""
        await self.hub.close()
        await self.previews.reset()
        await self.async_end_view()

    async def async_end_view(self) -> None:
        """End what was opened for the viewers of a stream."""
        await self._connection.bridge.close()

    async def async_frame(self) -> bytes | None:
        """Return a frame of now that needs no stream, None if there is none."""
        try:
            if self.state.has_frames:
                return await self.hub.still()
            if self.state.has_still:
                return await self.previews.still()
        except BambuCameraError as err:
            _LOGGER.debug("There is no picture: %s", err)
        return None

    async def async_stream_source(self) -> str | None:
        """Return the URL of the stream of now, None if there is none."""
        before = self.url
        if self.is_bridged:
            return await self._async_open_view()
        if self.state.can_stream:
            try:
                await self._connection.locate()
            except BambuCameraError as err:
                self.state.async_set_failure(self._connection.status_of(err))
        if before != (url := self.url):
            self.state.async_notify()
        return url

    async def async_check_stream(self, *, has_failed: bool = False) -> bool:
        """Return whether the stream can be reached.

        Args:
            has_failed: Also check the access code, as it does not play.
        """
        if self.is_bridged:
            if has_failed:
                self.state.async_set_failure(CameraStatus.BRIDGE_FAILED)
                await self.async_end_view()
            return not has_failed
        if self.state.source.transport is not CameraTransport.LAN_RTSPS:
            return True
        source, before, failure = self.state.source, self.url, None
        with_code = has_failed or self.state.failure is CameraStatus.WRONG_ACCESS_CODE
        try:
            await self._connection.check(with_code=with_code)
        except BambuCameraError as err:
            failure = self._connection.status_of(err)
        if source == self.state.source:
            self.state.async_set_failure(failure)
        if before != self.url:
            self.state.async_notify()
        return failure is None

    async def _async_open_view(self) -> str | None:
        """Return the address of a stream of the bridge, None if there is none."""
        url, source, failure = None, self.state.source, None
        try:
            url = await self._connection.bridge.open(source.url or "")
        except BambuCameraError as err:
            failure = self._connection.status_of(err)
        if source == self.state.source:
            self.state.async_set_failure(failure)
        return url

    @callback
    def async_set_cloud_permitted(self, *, permitted: bool) -> None:
        """Set whether Bambu Lab grants a session through the cloud."""
        self.state.cloud_refuses = not permitted
        self.state.async_notify()

    @callback
    def async_trust(self) -> None:
        """Trust the certificate that was shown last: a person said so."""
        if self._connection.trust():
            self.hub.retry()
            self._async_run(self.previews.reset())
            self.state.async_set_failure(None)

    @callback
    def _async_hub_changed(self) -> None:
        """Apply what the hub found out."""
        error = self.hub.error
        self.state.receives_frames = self.hub.is_streaming
        if isinstance(error, BambuCameraUnsupportedError):
            self._selector.refuses_jpeg = True
            self.async_update_source()
            return
        self.state.failure = self._connection.status_of(error) if error else None
        self.state.async_notify()

    @callback
    def _async_previews_changed(self) -> None:
        """Apply the outcome of a still, unless it is beside a stream."""
        if self.state.source.transport is CameraTransport.PREVIEW:
            error = self.previews.error
            failure = self._connection.status_of(error) if error else None
            self.state.async_set_failure(failure)

    @callback
    def _async_run(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a coroutine in the background."""
        entry, hass = self.printer.link.entry, self.printer.hass
        entry.async_create_background_task(hass, work, f"{DOMAIN} camera")
