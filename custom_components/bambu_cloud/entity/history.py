"""The base of entities of the print history."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.core import callback
from homeassistant.helpers.entity import EntityDescription

from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator
from ..model import PrintTask, TaskFilament
from .base import BambuEntity
from .place import place_attributes

COVERS = f"/api/{DOMAIN}/cover"


class BambuHistoryEntity(BambuEntity):
    """Show something of what a printer prints or has printed.

    It outlasts the print: the printer may be off.
    """

    polled = True
    needs_printer = False

    def __init__(
        self,
        coordinator: PrinterCoordinator,
        description: EntityDescription,
        *,
        sections: frozenset[str] = frozenset({"job"}),
    ) -> None:
        """Depend on the history, and on these sections of the printer."""
        super().__init__(coordinator, description, sections=sections)

    @property
    def task(self) -> PrintTask | None:
        """Return the task of the current or last print, with the spools it used."""
        task = self.runtime_data.history.current(self.serial)
        return task and self.runtime_data.spool_use.with_uses(task)

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to the history."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.runtime_data.history.async_add_listener(
                self.serial, self._handle_history_update
            )
        )

    @callback
    def _handle_history_update(self) -> None:
        """Handle a change of the history like one of the printer."""
        self._handle_coordinator_update()


def cover_path(device_id: str, task: PrintTask) -> str:
    """Return where Home Assistant has the cover of a print, for its own users."""
    return f"{COVERS}/{device_id}/{task.id}"


def filament_attributes(task: PrintTask) -> list[Mapping[str, Any]]:
    """Return the filaments of a task as an attribute."""
    return [_attributes(filament) for filament in task.filaments]


def _attributes(filament: TaskFilament) -> Mapping[str, Any]:
    """Return one filament, and where it came from."""
    return {
        "material": filament.material,
        "color": filament.color,
        "weight": filament.weight,
        "filament_id": filament.filament_id,
        **place_attributes(filament.places[0] if filament.places else None),
        "used": filament.used,
        "tray_uuid": filament.tray_uuid,
        "spool": filament.spool,
    }
