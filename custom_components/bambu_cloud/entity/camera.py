"""The base of entities about a printer's camera."""

from typing import override

from ..devices.printer import PrinterCoordinator
from ..liveview.camera import PrinterCamera
from .base import BambuEntityDescription, BambuValueEntity

_SECTIONS = frozenset({"address", "camera", "presence"})
"""What is shown of the printer; the camera itself notifies of what a job changes."""


class BambuCameraEntity[ValueT](BambuValueEntity[PrinterCamera, ValueT]):
    """Show something about the camera of a printer."""

    coordinator: PrinterCoordinator

    def __init__(
        self,
        coordinator: PrinterCoordinator,
        description: BambuEntityDescription[PrinterCamera, ValueT],
    ) -> None:
        """Depend on these sections, and on the camera."""
        super().__init__(coordinator, description, sections=_SECTIONS)
        self._subject = self.runtime_data.cameras.of(self.serial)

    @property
    @override
    def subject(self) -> PrinterCamera:
        """Return the camera."""
        return self._subject

    @property
    @override
    def available(self) -> bool:
        """Return whether the state is up to date, also while the printer is off."""
        return self.coordinator.is_reachable(polled=True, needs_printer=False)

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to changes of the camera."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.subject.state.async_add_listener(self._handle_coordinator_update)
        )
