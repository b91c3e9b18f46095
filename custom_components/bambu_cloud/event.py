"""Tell what happens to prints as events."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, override

from homeassistant.components.event import EventEntity, EventEntityDescription
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.start import async_at_started

from .devices.printer import PrinterCoordinator
from .entity.base import AnyBambuEntity, BambuEntityDescription, async_add_when_found
from .entity.history import BambuHistoryEntity, filament_attributes
from .model import PrinterState, PrintEvent, PrintEventType, PrintTask
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0


@dataclass(frozen=True, kw_only=True)
class PrintEventDescription(
    BambuEntityDescription[PrinterState, None], EventEntityDescription
):
    """Describe the events of a printer."""


def _nothing(_: PrinterState) -> None:
    """Return nothing: events have no value between them."""


PRINT_EVENT = PrintEventDescription(
    key="print_event",
    translation_key="print_event",
    event_types=[kind.value for kind in PrintEventType],
    value_fn=_nothing,
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the events of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterable[AnyBambuEntity]:
    """Return what tells the events of a printer."""
    yield BambuPrintEvent(printer, PRINT_EVENT)


class BambuPrintEvent(BambuHistoryEntity[PrinterState, None], EventEntity):
    """Tell what happens to the prints of a printer."""

    entity_description: PrintEventDescription

    @property
    @override
    def subject(self) -> PrinterState:
        """Return the printer."""
        return self.coordinator.data

    @property
    @override
    def available(self) -> bool:
        """Return true: what happened stays true, whether anybody can be heard."""
        return True

    @override
    async def async_added_to_hass(self) -> None:
        """Listen to what happens, once automations do."""
        await super().async_added_to_hass()
        self.async_on_remove(async_at_started(self.hass, self._async_listen))

    @callback
    def _async_listen(self, _: HomeAssistant) -> None:
        """Listen to what happens, beginning with what has happened meanwhile."""
        # A first state that is an event already would not trigger anything.
        self.async_write_ha_state()
        events = self.runtime_data.print_events
        self.async_on_remove(events.async_listen(self.serial, self._async_happen))

    @callback
    def _async_happen(self, event: PrintEvent) -> None:
        """Tell that something happened."""
        tasks = self.runtime_data.history.tasks(self.serial)
        task = next((item for item in tasks if item.id == event.task_id), None)
        told = {**_of_event(event), **self._of_error(event), **_of_task(task)}
        known = {name: value for name, value in told.items() if value is not None}
        self._trigger_event(event.type.value, known)
        self.async_write_ha_state()

    def _of_error(self, event: PrintEvent) -> Mapping[str, Any]:
        """Return what went wrong, in words if there are any."""
        if event.error is None:
            return {}
        text = self.runtime_data.error_texts.text(event.error)
        return {"error_code": event.error, "error_text": text}


def _of_event(event: PrintEvent) -> Mapping[str, Any]:
    """Return what the printer told of it."""
    return {
        "title": event.title,
        "task_id": event.task_id,
        "started": _written(event.started_at),
        "ended": _written(event.ended_at),
        "duration": _seconds(event.started_at, event.ended_at),
        "progress": event.progress,
        "layer": event.layer,
        "layers": event.total_layers,
        "reason": event.reason,
        "late": event.late,
    }


def _of_task(task: PrintTask | None) -> Mapping[str, Any]:
    """Return what the cloud knows of the print."""
    if task is None:
        return {}
    return {
        "weight": task.weight,
        "length": task.length,
        "plate": task.plate,
        "cover": task.cover_url,
        "filaments": filament_attributes(task),
    }


def _written(moment: datetime | None) -> str | None:
    """Return a time as text."""
    return moment.isoformat() if moment else None


def _seconds(start: datetime | None, end: datetime | None) -> int | None:
    """Return how long something took."""
    return round((end - start).total_seconds()) if start and end else None
