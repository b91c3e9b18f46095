"""Prints of each printer in a calendar: past ones, and the one in work."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
import logging
from typing import override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEvent,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.translation import async_get_cached_translations
from homeassistant.util import dt as dt_util

from .api import BambuError
from .const import DOMAIN
from .devices.printer import PrinterCoordinator
from .entity.base import AnyBambuEntity, BambuEntityDescription, async_add_when_found
from .entity.history import BambuHistoryEntity
from .model import PrinterState, PrintTask, TaskStatus
from .runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)

PARALLEL_UPDATES = 0

_MINUTE = timedelta(minutes=1)
_OUTCOME = f"component.{DOMAIN}.entity.sensor.print_status.state."


@dataclass(frozen=True, kw_only=True)
class PrintCalendarDescription(
    BambuEntityDescription[PrinterState, CalendarEvent], CalendarEntityDescription
):
    """Describe a calendar of prints."""


def _running(printer: PrinterState) -> CalendarEvent | None:
    """Return the print in work, with the end that its printer predicts.

    It goes on longer than predicted as long as the printer is there to say so.
    """
    job = printer.job
    if not job.is_active or job.started_at is None:
        return None
    minute = dt_util.utcnow().replace(second=0, microsecond=0) + _MINUTE
    end = max(job.finish_at or job.started_at, job.started_at + _MINUTE)
    return CalendarEvent(
        start=job.started_at,
        end=max(end, minute) if printer.presence.online else end,
        summary=job.name or printer.name,
        uid=job.task_id,
    )


PRINTS = PrintCalendarDescription(
    key="prints", translation_key="prints", value_fn=_running
)


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the calendars of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterator[AnyBambuEntity]:
    """Return the calendar of a printer."""
    yield PrintCalendar(printer, PRINTS)


class PrintCalendar(BambuHistoryEntity[PrinterState, CalendarEvent], CalendarEntity):
    """Show what a printer has printed, and what it prints."""

    entity_description: PrintCalendarDescription

    @property
    @override
    def subject(self) -> PrinterState:
        """Return the printer."""
        return self.coordinator.data

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the print in work."""
        return self.current_value

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return all prints of a time, as far back as the account remembers."""
        history = self.runtime_data.history
        try:
            tasks = await history.async_since(self.serial, start_date)
        except BambuError as err:
            _LOGGER.debug("Going on with the known prints: %s", err)
            tasks = history.tasks(self.serial)
        running = self.event
        events = [event for task in tasks if (event := _past(hass, task))]
        if running:
            events.append(running)
        return sorted(
            (e for e in events if e.start < end_date and e.end > start_date),
            key=lambda event: event.start_datetime_local,
        )


def _past(hass: HomeAssistant, task: PrintTask) -> CalendarEvent | None:
    """Return a print that is over, unless nobody knows when that was."""
    if not (task.is_over or task.status is TaskStatus.UNKNOWN):
        return None
    estimate = timedelta(seconds=task.estimate or 0)
    start, end = task.started_at, task.ended_at
    if start is None and end is not None:
        start = end - estimate
    if start is None:
        return None
    end = end or start + estimate
    return CalendarEvent(
        start=start,
        end=max(end, start + _MINUTE),
        summary=_summary(hass, task),
        description=_description(task),
        uid=task.id,
    )


def _summary(hass: HomeAssistant, task: PrintTask) -> str:
    """Return what was printed, and what became of it."""
    words = async_get_cached_translations(hass, hass.config.language, "entity", DOMAIN)
    outcome = words.get(f"{_OUTCOME}{task.status}")
    return " · ".join(filter(None, (task.title, outcome))) or task.id


def _description(task: PrintTask) -> str | None:
    """Return duration, weight and length, materials, and where the cover is."""
    figures: list[str] = []
    if task.duration:
        minutes = round(task.duration / _MINUTE)
        figures.append(f"{minutes // 60}:{minutes % 60:02} h")
    if task.weight:
        figures.append(f"{task.weight:.1f} g")
    if task.length:
        figures.append(f"{task.length:.1f} m")
    weights = (
        f"{material} {weight:.1f} g"
        for material, weight in task.weights.items()
        if material
    )
    lines = (" · ".join(figures), ", ".join(weights), task.cover_url)
    return "\n".join(filter(None, lines)) or None
