"""The status of a printer's camera."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
    SensorEntityDescription,
)
from homeassistant.const import EntityCategory

from ..devices.printer import PrinterCoordinator
from ..entity.base import BambuEntity, BambuEntityDescription
from ..entity.camera import BambuCameraEntity
from ..liveview.camera import PrinterCamera
from ..model import CameraStatus


@dataclass(frozen=True, kw_only=True)
class CameraSensorDescription(
    BambuEntityDescription[PrinterCamera, str], SensorEntityDescription
):
    """Describe a sensor about a camera."""


CAMERA_STATUS = CameraSensorDescription(
    key="camera_status",
    translation_key="camera_status",
    device_class=SensorDeviceClass.ENUM,
    options=[status.value for status in CameraStatus],
    entity_category=EntityCategory.DIAGNOSTIC,
    always=True,
    value_fn=lambda camera: camera.state.status.value,
)


def camera_sensors(printer: PrinterCoordinator) -> Iterator[BambuEntity]:
    """Return the sensors of the camera of a printer."""
    yield CameraSensor(printer, CAMERA_STATUS)


class CameraSensor(BambuCameraEntity[str], SensorEntity):
    """Show the status of a printer's camera."""

    entity_description: CameraSensorDescription

    @property
    @override
    def native_value(self) -> str | None:
        """Return the status."""
        return self.current_value
