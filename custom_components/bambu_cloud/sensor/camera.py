"""The status of a printer's camera."""

from collections.abc import Iterator
from typing import override

from homeassistant.components.sensor import (
    SensorDeviceClass,
    SensorEntity,
)
from homeassistant.const import EntityCategory

from ..devices.printer import PrinterCoordinator
from ..entity.base import BambuEntity
from ..entity.camera import BambuCameraEntity
from ..liveview.camera import PrinterCamera
from ..model import CameraStatus
from .base import BambuSensorDescription, Value

CAMERA_STATUS = BambuSensorDescription[PrinterCamera](
    key="camera_status",
    translation_key="camera_status",
    device_class=SensorDeviceClass.ENUM,
    options=[status.value for status in CameraStatus],
    entity_category=EntityCategory.DIAGNOSTIC,
    entity_registry_enabled_default=False,
    always=True,
    value_fn=lambda camera: camera.state.status.value,
)


def camera_sensors(printer: PrinterCoordinator) -> Iterator[BambuEntity]:
    """Return the sensors of the camera of a printer."""
    yield CameraSensor(printer, CAMERA_STATUS)


class CameraSensor(BambuCameraEntity[Value], SensorEntity):
    """Show the status of a printer's camera."""

    entity_description: BambuSensorDescription[PrinterCamera]

    @property
    @override
    def native_value(self) -> Value | None:
        """Return the status."""
        return self.current_value
