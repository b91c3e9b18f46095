"""The cameras of printers, one for each, whatever way its pictures come."""

from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from typing import Any, override

from aiohttp import web
from homeassistant.components.camera import (
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
from .liveview.mjpeg import async_show
from .liveview.stream import StreamStills, StreamWatch, async_stop, is_running
from .model import UNKNOWN_MODEL, CameraStatus
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0

_WELL = {CameraStatus.OK, CameraStatus.IDLE}


@dataclass(frozen=True, kw_only=True)
class CameraDescription(
    BambuEntityDescription[PrinterCamera, str], CameraEntityDescription
):
    """Describe the camera of a printer."""


def _attributes(camera: PrinterCamera) -> Attributes:
    """Return how pictures come, and why they do not."""
    status, transport = camera.status, camera.source.transport
    told = camera.printer.data.camera
    return {
        "reason": None if status in _WELL else status.value,
        "transport": transport and transport.value,
        "resolution": told.resolution,
        "remote": told.remote_liveview,
    }


CAMERA = CameraDescription(
    key="camera",
    translation_key="camera",
    value_fn=lambda camera: camera.status.value,
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

    Nothing is opened before somebody watches.
    """

    entity_description: CameraDescription
    _attr_brand = MANUFACTURER

    def __init__(
        self, coordinator: PrinterCoordinator, description: CameraDescription
    ) -> None:
        """Begin without a picture."""
        Camera.__init__(self)
        super().__init__(coordinator, description)
        self._has_video = False
        self._url: str | None = None
        self._issues = CameraIssues(coordinator.hass, self.subject)
        self._stills = StreamStills(self)
        self._watch = StreamWatch(coordinator.hass, self, self._async_plays)

    @property
    @override
    def exists(self) -> bool:
        """Return whether there may be a camera: only strangers can be without one."""
        printer = self.coordinator.data
        if printer.model is not UNKNOWN_MODEL:
            return True
        return bool(printer.raw) and printer.camera.present is not False

    @property
    @override
    def available(self) -> bool:
        """Return whether there is a way to watch, off or in trouble as it may be."""
        return self.subject.source.problem is None and self.subject.is_reachable

    @property
    @override
    def current_value(self) -> Any:
        """Return what makes a difference to who looks at the camera."""
        return (
            self.subject.status,
            self._attr_is_on,
            self._attr_is_streaming,
            self._attr_supported_features,
        )

    @property
    @override
    def extra_restore_state_data(self) -> RestoredExtraData:
        """Return what is not in the state."""
        return RestoredExtraData({"is_on": self.subject.is_on})

    @override
    async def async_added_to_hass(self) -> None:
        """Be on or off as before, and begin to tell what is in the way."""
        await super().async_added_to_hass()
        if kept := await self.async_get_last_extra_data():
            await self.subject.async_turn(on=kept.as_dict().get("is_on") is not False)
        self._handle_coordinator_update()
        self.async_on_remove(self._issues.async_stop)

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Leave nothing open."""
        await super().async_will_remove_from_hass()
        await self.subject.async_close()
        await self._async_stop_stream()

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Follow what the printer says, its owner wants and an attempt told."""
        self._async_follow()
        self._issues.async_follow()
        super()._handle_coordinator_update()

    @override
    async def async_turn_on(self) -> None:
        """Show pictures again."""
        await self.subject.async_turn(on=True)

    @override
    async def async_turn_off(self) -> None:
        """Show none, to nobody, until told otherwise."""
        await self.subject.async_turn(on=False)
        await self._async_stop_stream()

    @override
    async def stream_source(self) -> str | None:
        """Return where the video is, if there is one; only names are looked up."""
        return await self.subject.async_url()

    @override
    async def async_create_stream(self) -> Stream | None:
        """Return what plays the video, if the video can be reached."""
        running = is_running(self.stream)
        if not (running or await self.subject.async_reach()):
            return None
        if stream := await super().async_create_stream():
            stream.set_update_callback(self._async_stream_changed)
            self._watch.async_start()
        return stream

    @override
    async def async_camera_image(
        self, width: int | None = None, height: int | None = None
    ) -> bytes | None:
        """Return a picture that is fresh, None if there is none."""
        running = is_running(self.stream)
        if not running and (picture := await self.subject.async_picture()):
            return picture
        if self.subject.shows_video:
            return await self._stills.async_picture(width, height)
        return None

    @override
    async def handle_async_mjpeg_stream(
        self, request: web.Request
    ) -> web.StreamResponse | None:
        """Show pictures as they come, as long as somebody looks."""
        if self.subject.shows_pictures:
            return await async_show(request, self.subject.hub)
        if self.subject.shows_previews:
            return await self.handle_async_still_stream(request, PREVIEW_INTERVAL)
        if self.subject.shows_video:
            return await super().handle_async_mjpeg_stream(request)
        return None

    @callback
    def _async_stream_changed(self) -> None:
        """Find out why, if the video cannot be played."""
        if self.stream and not self.stream.available:
            self._async_run(self.subject.async_reach(has_failed=True))
        self._async_plays()

    @callback
    def _async_plays(self) -> None:
        """Tell whether the video is played."""
        self.subject.async_plays(plays=is_running(self.stream))

    @callback
    def _async_follow(self) -> None:
        """Follow the camera; whoever plays its stream plays another if that changed."""
        camera, before = self.subject, (self._has_video, self._url)
        self._has_video, self._url = camera.has_video, camera.url
        self._attr_is_on = camera.is_on
        self._attr_is_streaming = camera.is_watched
        self._attr_supported_features = CameraEntityFeature.ON_OFF
        if self._has_video:
            self._attr_supported_features |= CameraEntityFeature.STREAM
        self.stream_options = {**camera.stream_options}
        if before == (self._has_video, self._url):
            return
        self._stills.forget()
        if not self._has_video:
            self._async_run(self._async_stop_stream())
        elif self._url and self.stream:
            self.stream.update_source(self._url)
        if self._url and all(before):
            # Another provider may be right for another address.
            self._async_run(self.async_refresh_providers())

    @callback
    def _async_run(self, work: Coroutine[Any, Any, object]) -> None:
        """Do something that takes a while."""
        entry = self.coordinator.link.entry
        entry.async_create_background_task(self.hass, work, f"{DOMAIN} camera")

    async def _async_stop_stream(self) -> None:
        """Close the stream; the next to watch gets a new one."""
        stream, self.stream = self.stream, None
        self._watch.async_stop()
        self.subject.async_plays(plays=False)
        if stream:
            await async_stop(stream)
