"""Find out whether a printer might be watched through the cloud."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import override

from homeassistant.components.button import ButtonEntity, ButtonEntityDescription
from homeassistant.const import EntityCategory

from .api import BambuError
from .camera_entity import BambuCameraEntity
from .entity import AnyBambuEntity, BambuEntityDescription
from .errors import session_error
from .printer_camera import PrinterCamera
from .printer_coordinator import PrinterCoordinator


@dataclass(frozen=True, kw_only=True)
class CameraButtonDescription(
    BambuEntityDescription[PrinterCamera, None], ButtonEntityDescription
):
    """Describe a button about a camera."""


TEST_CLOUD_CAMERA = CameraButtonDescription(
    key="test_cloud_camera",
    translation_key="test_cloud_camera",
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
    always=True,
    value_fn=lambda _: None,
)


def camera_buttons(printer: PrinterCoordinator) -> Iterator[AnyBambuEntity]:
    """Return what a person can try with the camera of a printer."""
    yield TestCloudCamera(printer, TEST_CLOUD_CAMERA)


class TestCloudCamera(BambuCameraEntity[None], ButtonEntity):
    """Ask for a session as a bridge would, and throw it away (camera 6.5)."""

    entity_description: CameraButtonDescription

    @override
    async def async_press(self) -> None:
        """Ask.

        Raises:
            HomeAssistantError: There is no session, and why.
        """
        cameras = self.coordinator.link.entry.runtime_data.cameras
        try:
            await cameras.async_session(self.coordinator.data.serial)
        except BambuError as err:
            raise session_error(err) from err
