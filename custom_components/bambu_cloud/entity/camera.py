"""What entities about a printer's camera have in common."""

from typing import override

from homeassistant.helpers.device_registry import DeviceInfo

from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator
from ..liveview.camera import SECTIONS, PrinterCamera
from ..runtime_data import RuntimeData
from .base import BambuEntity, BambuEntityDescription


class BambuCameraEntity[ValueT](BambuEntity[PrinterCoordinator, PrinterCamera, ValueT]):
    """Show something about the camera of a printer."""

    def __init__(
        self,
        coordinator: PrinterCoordinator,
        description: BambuEntityDescription[PrinterCamera, ValueT],
    ) -> None:
        """Listen to what the choice of a way to watch is made from."""
        super().__init__(coordinator, SECTIONS)
        self.entity_description = description
        serial = coordinator.data.serial
        runtime_data: RuntimeData = coordinator.link.entry.runtime_data
        self._subject = runtime_data.cameras.of(serial)
        self._attr_unique_id = f"{serial}_{description.key}"
        # Its coordinator registers the device, and keeps it up to date.
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, serial)})

    @property
    @override
    def subject(self) -> PrinterCamera:
        """Return the camera."""
        return self._subject

    @property
    @override
    def available(self) -> bool:
        """Return whether it is known how things are, also while the printer is off."""
        return self.coordinator.is_reachable(polled=True, needs_printer=False)

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to what is found out when somebody watches."""
        await super().async_added_to_hass()
        self.async_on_remove(self.subject.async_listen(self._handle_coordinator_update))
