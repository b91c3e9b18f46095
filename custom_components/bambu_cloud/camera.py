"""The cameras of printers, one for each, by whatever transport."""

from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from typing import Any, override

from aiohttp import web
from homeassistant.components.camera import (
    DEFAULT_CONTENT_TYPE,
    Camera,
    CameraEntityDescription,
    CameraEntityFeature,
)
from homeassistant.components.stream import Stream
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.restore_state import RestoredExtraData, RestoreEntity

from .api import PREVIEW_INTERVAL
from .const import DOMAIN, MANUFACTURER
from .devices.printer import PrinterCoordinator
from .entity.base import Attributes, BambuEntity, BambuEntityDescription
from .entity.camera import BambuCameraEntity
from .entity.setup import async_add_when_found
from .liveview.camera import PrinterCamera
from .liveview.issues import CameraIssues
from .liveview.mjpeg import async_send_frames
from .liveview.notice import CONTENT_TYPE, async_notice, is_viewed
from .liveview.stream import StreamPoller, StreamStills, async_stop, is_running
from .model import UNKNOWN_MODEL, CameraStatus
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class CameraDescription(
    BambuEntityDescription[PrinterCamera, str], CameraEntityDescription
):
    """Describe the camera of a printer."""


def _attributes(camera: PrinterCamera) -> Attributes:
    """Return how the camera is reached, and why not."""
    status, transport = camera.state.status, camera.state.source.transport
    reported = camera.printer.data.camera
    return {
        "reason": None if status is CameraStatus.IDLE else status.value,
        "transport": transport and transport.value,
        "resolution": reported.resolution,
        "remote": reported.remote_liveview,
    }


CAMERA = CameraDescription(
    key="camera",
    translation_key="camera",
    value_fn=lambda camera: camera.state.status.value,
    attributes_fn=_attributes,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the cameras of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterator[BambuEntity]:
    """Return the camera of a printer."""
    yield BambuCamera(printer, CAMERA)


class BambuCamera(BambuCameraEntity[str], Camera, RestoreEntity):
    """Show what the camera of a printer sees.

    Nothing is opened before there is a viewer. A viewer changes no state: the logbook
    would list each look at a camera.
    """

    entity_description: CameraDescription
    _attr_brand = MANUFACTURER

    def __init__(
        self, coordinator: PrinterCoordinator, description: CameraDescription
    ) -> None:
        """Start without a frame."""
        Camera.__init__(self)
        super().__init__(coordinator, description)
        self._can_stream = False
        self._url: str | None = None
        self._issues = CameraIssues(coordinator.hass, self.subject)
        self._stills = StreamStills(self)
        self._poller = StreamPoller(coordinator.hass, self, self._async_update_playing)

    @property
    @override
    def exists(self) -> bool:
        """Return whether there may be a camera: only unknown models can lack one."""
        printer = self.coordinator.data
        if printer.model is not UNKNOWN_MODEL:
            return True
        return bool(printer.raw) and printer.camera.present is not False

    @property
    @override
    def current_value(self) -> Any:
        """Return what the state and its attributes depend on."""
        return (
            self.subject.state.status,
            self._attr_is_on,
            self._attr_supported_features,
        )

    @property
    @override
    def extra_restore_state_data(self) -> RestoredExtraData:
        """Return what the state does not have."""
        return RestoredExtraData({"is_on": self.subject.state.is_on})

    @override
    async def async_added_to_hass(self) -> None:
        """Restore whether the camera is on, and create issues from now on."""
        await super().async_added_to_hass()
        if stored := await self.async_get_last_extra_data():
            await self.subject.async_turn(on=stored.as_dict().get("is_on") is not False)
        self._handle_coordinator_update()
        self.async_on_remove(self._issues.async_stop)

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Close all connections."""
        await super().async_will_remove_from_hass()
        await self.subject.async_close()
        await self._async_stop_stream()

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Apply changes of printer, options and connection."""
        self._async_update()
        self._issues.async_update()
        super()._handle_coordinator_update()

    @override
    async def async_turn_on(self) -> None:
        """Turn the camera on."""
        await self.subject.async_turn(on=True)

    @override
    async def async_turn_off(self) -> None:
        """Turn the camera off, for all viewers."""
        await self.subject.async_turn(on=False)
        await self._async_stop_stream()

    @override
    async def stream_source(self) -> str | None:
        """Return the URL of the stream, if there is one; only resolves host names."""
        return await self.subject.async_stream_source()

    @override
    async def async_create_stream(self) -> Stream | None:
        """Return the stream, if it can be reached."""
        running = is_running(self.stream)
        if not (running or await self.subject.async_check_stream()):
            return None
        if stream := await super().async_create_stream():
            stream.set_update_callback(self._async_stream_changed)
            self._poller.async_start()
        return stream

    @override
    async def async_camera_image(
        self, width: int | None = None, height: int | None = None
    ) -> bytes | None:
        """Return a fresh frame, else why there is none, to whom that helps."""
        frame = await self._async_frame(width, height)
        notice = None if frame or not is_viewed() else await self._async_notice()
        # Home Assistant reads it when it has the picture.
        self.content_type = CONTENT_TYPE if notice else DEFAULT_CONTENT_TYPE
        return notice or frame

    async def _async_frame(self, width: int | None, height: int | None) -> bytes | None:
        """Return a fresh frame, None if there is none."""
        running = is_running(self.stream)
        if not running and (frame := await self.subject.async_frame()):
            return frame
        if self.subject.state.has_stream:
            return await self._stills.async_frame(width, height)
        return None

    @override
    async def handle_async_mjpeg_stream(
        self, request: web.Request
    ) -> web.StreamResponse | None:
        """Send frames as they come, else why there are none."""
        state, response = self.subject.state, None
        if state.has_frames:
            response = await async_send_frames(request, self.subject.hub)
        elif state.has_previews:
            response = await self.handle_async_still_stream(request, PREVIEW_INTERVAL)
        elif state.has_stream:
            response = await super().handle_async_mjpeg_stream(request)
        if response is None and (notice := await self._async_notice()):
            return web.Response(body=notice, content_type=CONTENT_TYPE)
        return response

    async def _async_notice(self) -> bytes | None:
        """Return a picture of why there is no frame, None if that is unknown."""
        status = self.subject.state.status
        idle = status is CameraStatus.IDLE
        return None if idle else await async_notice(self.hass, status)

    @callback
    def _async_stream_changed(self) -> None:
        """Find out why the stream cannot be played."""
        if self.stream and not self.stream.available:
            self._async_run(self.subject.async_check_stream(has_failed=True))
        self._async_update_playing()

    @callback
    def _async_update_playing(self) -> None:
        """Update whether the stream is played; without viewers, a session ends."""
        playing = is_running(self.stream)
        self.subject.state.async_set_playing(is_playing=playing)
        if self.subject.is_bridged and not playing:
            self._async_run(self._async_stop_stream())

    @callback
    def _async_update(self) -> None:
        """Apply the camera's state; a stream that plays continues at a new URL."""
        camera, before = self.subject, (self._can_stream, self._url)
        self._can_stream, self._url = camera.state.can_stream, camera.url
        self._attr_is_on = camera.state.is_on
        self._attr_supported_features = CameraEntityFeature.ON_OFF
        if self._can_stream:
            self._attr_supported_features |= CameraEntityFeature.STREAM
        self.stream_options = {**camera.stream_options}
        if before == (self._can_stream, self._url):
            return
        self._stills.reset()
        if not self._can_stream:
            self._async_run(self._async_stop_stream())
        elif self._url and self.stream:
            self.stream.update_source(self._url)
        if self._url and all(before):
            # Another provider may be right for another address.
            self._async_run(self.async_refresh_providers())

    @callback
    def _async_run(self, work: Coroutine[Any, Any, object]) -> None:
        """Run a coroutine in the background."""
        entry = self.coordinator.link.entry
        entry.async_create_background_task(self.hass, work, f"{DOMAIN} camera")

    async def _async_stop_stream(self) -> None:
        """Close the stream; the next viewer gets a new one."""
        stream, self.stream = self.stream, None
        self._poller.async_stop()
        self.subject.state.async_set_playing(is_playing=False)
        if stream:
            await async_stop(stream)
        await self.subject.async_end_view()
