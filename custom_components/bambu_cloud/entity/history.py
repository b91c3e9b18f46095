"""What entities of the print history have in common."""

from collections.abc import Mapping
from typing import Any, override

from homeassistant.core import callback
from homeassistant.helpers.device_registry import DeviceInfo

from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator
from ..model import EXTERNAL_DEPUTY, EXTERNAL_MAIN, PrintTask, TaskFilament
from ..runtime_data import RuntimeData
from .base import BambuEntity, BambuEntityDescription


class BambuHistoryEntity[SubjectT, ValueT](
    BambuEntity[PrinterCoordinator, SubjectT, ValueT]
):
    """Show something of what a printer prints or has printed.

    It outlasts the print: the printer may be off.
    """

    def __init__(
        self,
        coordinator: PrinterCoordinator,
        description: BambuEntityDescription[SubjectT, ValueT],
        *,
        sections: frozenset[str] = frozenset({"job"}),
    ) -> None:
        """Listen to the job, if to any part of the printer, and to the history."""
        super().__init__(coordinator, sections)
        self.entity_description = description
        self.serial = coordinator.data.serial
        self._attr_unique_id = f"{self.serial}_{description.key}"
        # Its coordinator registers the device, and keeps it up to date.
        self._attr_device_info = DeviceInfo(identifiers={(DOMAIN, self.serial)})

    @property
    def runtime_data(self) -> RuntimeData:
        """Return what the account's entities share."""
        runtime_data: RuntimeData = self.coordinator.link.entry.runtime_data
        return runtime_data

    @property
    def task(self) -> PrintTask | None:
        """Return the task of the current or last print."""
        return self.runtime_data.history.current(self.serial)

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to the history."""
        await super().async_added_to_hass()
        self.async_on_remove(
            self.runtime_data.history.async_listen(
                self.serial, self._handle_history_update
            )
        )

    @callback
    def _handle_history_update(self) -> None:
        """Show what the cloud has told of prints."""
        self._handle_coordinator_update()

    @property
    @override
    def exists(self) -> bool:
        """Return true: every printer has a history, however short."""
        return True

    @property
    @override
    def available(self) -> bool:
        """Return whether the cloud can be asked."""
        return self.coordinator.is_reachable(polled=True, needs_printer=False)


def filament_attributes(task: PrintTask) -> list[Mapping[str, Any]]:
    """Return the filaments of a task, as attributes of entities tell them."""
    return [_attributes(filament) for filament in task.filaments]


def _attributes(filament: TaskFilament) -> Mapping[str, Any]:
    """Return one filament; slots count from 1, external spools have none."""
    in_ams = filament.unit not in {None, EXTERNAL_DEPUTY, EXTERNAL_MAIN}
    return {
        "material": filament.material,
        "color": filament.color,
        "weight": filament.weight,
        "filament_id": filament.filament_id,
        "ams": filament.unit if in_ams else None,
        "slot": filament.slot + 1 if in_ams and filament.slot is not None else None,
    }
