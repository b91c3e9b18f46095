"""What happens to prints and to the health of printers, as events."""

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, override

from homeassistant.components.event import (
    EventEntity,
    EventEntityDescription,
    EventExtraStoredData,
)
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.start import async_at_started

from .devices.printer import PrinterCoordinator
from .entity.base import BambuEntity, sections_of
from .entity.costs import cost_attributes
from .entity.history import BambuHistoryEntity, cover_path, filament_attributes
from .entity.setup import async_add_when_found
from .entity.spool import BambuFilamentEntity, async_add_for_spools
from .filament.deduction import Booked, attributes_of
from .filament.spools import AccountSpools
from .model import (
    HealthEvent,
    HealthEventType,
    PrintEvent,
    PrintEventType,
    PrintTask,
)
from .runtime_data import BambuConfigEntry

PARALLEL_UPDATES = 0


PRINT_EVENT = EventEntityDescription(
    key="print_event",
    translation_key="print_event",
    event_types=[kind.value for kind in PrintEventType],
)


HEALTH_MESSAGE = EventEntityDescription(
    key="health_message",
    translation_key="health_message",
    event_types=[kind.value for kind in HealthEventType],
)


BOOKED, UNDONE = "booked", "undone"
FILAMENT_BOOKED = EventEntityDescription(
    key="filament_booked",
    translation_key="filament_booked",
    event_types=[BOOKED, UNDONE],
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the events of all printers, and of the account's spools."""
    async_add_for_spools(entry, async_add_entities, _of_spools)
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterable[BambuEntity]:
    """Return the event entities of a printer."""
    yield BambuPrintEvent(printer, PRINT_EVENT)
    yield BambuHealthEvent(printer, HEALTH_MESSAGE, sections=sections_of("hms"))


def _of_spools(spools: AccountSpools) -> Iterable[BambuFilamentEntity]:
    """Return the event entity of the account's spools."""
    yield BambuBookingEvent(spools, FILAMENT_BOOKED)


class BambuBookingEvent(BambuFilamentEntity, EventEntity):
    """Show which weights of spools were changed because of prints."""

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to what is booked."""
        await super().async_added_to_hass()
        deduction = self.coordinator.config_entry.runtime_data.deduction
        self.async_on_remove(deduction.async_add_listener(self._async_show))

    @callback
    def _async_show(self, booked: Booked) -> None:
        """Show a weight that was changed."""
        attributes = attributes_of(booked)
        event_type = BOOKED if attributes["grams"] >= 0 else UNDONE
        self._trigger_event(event_type, dict(attributes))
        self.async_write_ha_state()


class BambuEvent(BambuEntity, EventEntity):
    """Show what happened last at a printer."""

    @property
    @override
    def available(self) -> bool:
        """Return true: what happened stays true without any connection."""
        return True

    @override
    async def async_added_to_hass(self) -> None:
        """Subscribe to events once automations are ready for them."""
        await super().async_added_to_hass()
        self.async_on_remove(async_at_started(self.hass, self._async_start))

    @callback
    def _async_start(self, _: HomeAssistant) -> None:
        """Subscribe to events, including those that happened meanwhile."""
        # A first state that is an event already would not trigger anything.
        self.async_write_ha_state()
        self.async_on_remove(self._async_subscribe())

    @abstractmethod
    def _async_subscribe(self) -> CALLBACK_TYPE:
        """Subscribe to events; return how to stop."""

    @callback
    def _async_fire(self, event_type: str, details: Mapping[str, Any]) -> None:
        """Show an event, without the details that there are not."""
        found = {key: value for key, value in details.items() if value is not None}
        self._trigger_event(event_type, found)
        self.async_write_ha_state()


class BambuHealthEvent(BambuEvent):
    """Show which health messages come and go."""

    _unrecorded_attributes = frozenset({"url"})

    @override
    def _async_subscribe(self) -> CALLBACK_TYPE:
        """Subscribe to the messages of the printer."""
        events = self.runtime_data.print_events
        return events.async_add_health_listener(self.serial, self._async_show)

    @callback
    def _async_show(self, event: HealthEvent) -> None:
        """Show a message that came or went."""
        texts, code = self.runtime_data.error_texts, event.message.code
        details = {
            "code": code,
            "severity": event.message.severity.value,
            "module": event.message.module,
            "text": texts.text(self.serial, code),
            "url": texts.page(self.serial, code),
        }
        self._async_fire(event.type.value, details)


class BambuPrintEvent(BambuHistoryEntity, BambuEvent):
    """Show what happens to the prints of a printer."""

    _unrecorded_attributes = frozenset({"filaments", "picture"})

    @override
    async def async_get_last_event_data(self) -> EventExtraStoredData | None:
        """Return the stored event, without the signed address of earlier versions."""
        stored = await super().async_get_last_event_data()
        if stored and stored.last_event_attributes:
            stored.last_event_attributes.pop("cover", None)
        return stored

    @override
    def _async_subscribe(self) -> CALLBACK_TYPE:
        """Subscribe to the prints of the printer."""
        events = self.runtime_data.print_events
        return events.async_add_listener(self.serial, self._async_show)

    @callback
    def _async_show(self, event: PrintEvent) -> None:
        """Show an event."""
        tasks = self.runtime_data.history.tasks(self.serial)
        task = next((item for item in tasks if item.id == event.task_id), None)
        details = {**_of_event(event), **self._of_error(event)}
        if task is not None:
            task = self.runtime_data.spool_use.with_uses(task)
            details |= {**_of_task(task), "picture": self._picture_of(task)}
        cost = self.runtime_data.costs.async_of_event(self.serial, event)
        details |= cost_attributes(cost)
        self._async_fire(event.type.value, details)

    def _picture_of(self, task: PrintTask) -> str | None:
        """Return where the cover of a print stays, unlike that of the image entity."""
        return cover_path(self.printer.device_id, task) if task.cover_url else None

    def _of_error(self, event: PrintEvent) -> Mapping[str, Any]:
        """Return the error of an event, with its text if there is one."""
        if event.error is None:
            return {}
        text = self.runtime_data.error_texts.text(self.serial, event.error)
        return {"error_code": event.error, "error_text": text}


def _of_event(event: PrintEvent) -> Mapping[str, Any]:
    """Return what the printer reported of an event."""
    return {
        "title": event.title,
        "task_id": event.task_id,
        "started": _iso_time(event.started_at),
        "ended": _iso_time(event.ended_at),
        "duration": _seconds(event.started_at, event.ended_at),
        "progress": event.progress,
        "layer": event.layer,
        "layers": event.total_layers,
        "reason": event.reason,
        "late": event.late,
    }


def _of_task(task: PrintTask) -> Mapping[str, Any]:
    """Return what the cloud has about the print; weight and length are as sliced."""
    return {
        "weight": task.weight and round(task.weight, 2),
        "length": task.length and round(task.length, 2),
        "plate": task.plate,
        "filaments": filament_attributes(task),
    }


def _iso_time(moment: datetime | None) -> str | None:
    """Return a time in ISO format."""
    return moment.isoformat() if moment else None


def _seconds(start: datetime | None, end: datetime | None) -> int | None:
    """Return a duration in s."""
    return round((end - start).total_seconds()) if start and end else None
