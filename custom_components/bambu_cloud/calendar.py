"""The prints of each printer as a calendar: past ones and the running one."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import lru_cache
import logging
from typing import NamedTuple, override

from homeassistant.components.calendar import (
    CalendarEntity,
    CalendarEntityDescription,
    CalendarEvent,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.util import dt as dt_util

from .api import BambuError
from .devices.printer import PrinterCoordinator
from .entity.base import BambuEntity
from .entity.history import BambuHistoryEntity
from .entity.setup import async_add_when_found
from .model import PrinterState, PrintTask, TaskStatus
from .model.print_cost import PrintCost
from .runtime_data import BambuConfigEntry
from .texts import async_text

_LOGGER = logging.getLogger(__name__)

PARALLEL_UPDATES = 0

_MINUTE = timedelta(minutes=1)
_HOUR = 60
"""Minutes."""
_OUTCOMES = "entity.sensor.print_status.state"


class RunningPrint(NamedTuple):
    """A print that is not over; to compare events of a calendar is slow."""

    start: datetime
    end: datetime
    summary: str
    uid: str | None


def running_print(printer: PrinterState) -> RunningPrint | None:
    """Return the running print, with the end that its printer predicts.

    While the printer is online, a print that takes longer than predicted ends a minute
    from now.
    """
    job = printer.job
    if not job.is_active or job.started_at is None:
        return None
    minute = dt_util.utcnow().replace(second=0, microsecond=0) + _MINUTE
    end = max(job.finish_at or job.started_at, job.started_at + _MINUTE)
    return RunningPrint(
        start=job.started_at,
        end=max(end, minute) if printer.presence.online else end,
        summary=job.name or printer.name,
        uid=job.task_id,
    )


PRINTS = CalendarEntityDescription(key="prints", translation_key="prints")


async def async_setup_entry(
    hass: HomeAssistant,
    entry: BambuConfigEntry,
    async_add_entities: AddConfigEntryEntitiesCallback,
) -> None:
    """Set up the calendars of all printers."""
    await async_add_when_found(entry, async_add_entities, _of_printer)


def _of_printer(printer: PrinterCoordinator) -> Iterator[BambuEntity]:
    """Return the calendar of a printer."""
    yield PrintCalendar(printer, PRINTS)


class PrintCalendar(BambuHistoryEntity, CalendarEntity):
    """Show what a printer has printed, and what it prints."""

    @property
    @override
    def current_value(self) -> RunningPrint | None:
        """Return the running print."""
        return running_print(self.printer.data)

    @property
    @override
    def event(self) -> CalendarEvent | None:
        """Return the running print."""
        running = self.current_value
        return None if running is None else _running_event(running)

    @override
    async def async_get_events(
        self, hass: HomeAssistant, start_date: datetime, end_date: datetime
    ) -> list[CalendarEvent]:
        """Return all prints of a time, as far back as the account's history goes."""
        history = self.runtime_data.history
        try:
            tasks = await history.async_since(self.serial, start_date)
        except BambuError as err:
            _LOGGER.debug("Going on with the known prints: %s", err)
            tasks = history.tasks(self.serial)
        running = self.event
        events = [event for task in tasks if (event := self._past(task))]
        if running:
            events.append(running)
        return sorted(
            (e for e in events if e.start < end_date and e.end > start_date),
            key=lambda event: event.start_datetime_local,
        )

    def _past(self, task: PrintTask) -> CalendarEvent | None:
        """Return a print that is over, with its spools and what it cost."""
        costs, with_uses = (
            self.runtime_data.costs,
            self.runtime_data.spool_use.with_uses,
        )
        return _past(self.hass, with_uses(task), costs.of_task(task))


@lru_cache(maxsize=1)
def _running_event(running: RunningPrint) -> CalendarEvent:
    """Return a running print; Home Assistant reads it three times for each state."""
    return CalendarEvent(**running._asdict())


def _past(
    hass: HomeAssistant, task: PrintTask, cost: PrintCost | None
) -> CalendarEvent | None:
    """Return a print that is over, None if its time is unknown."""
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
        description=_description(task, cost),
        uid=task.id,
    )


def _summary(hass: HomeAssistant, task: PrintTask) -> str:
    """Return the title of a print and its outcome."""
    outcome = None
    if task.status is not TaskStatus.UNKNOWN:
        outcome = async_text(hass, f"{_OUTCOMES}.{task.status}")
    return " · ".join(filter(None, (task.title, outcome))) or task.id


def _description(task: PrintTask, cost: PrintCost | None) -> str | None:
    """Return duration, weight and length, materials, the spools, and the cost."""
    figures: list[str] = []
    if task.duration:
        minutes = round(task.duration / _MINUTE)
        hours = f"{minutes // _HOUR} h " if minutes >= _HOUR else ""
        figures.append(f"{hours}{minutes % _HOUR} min")
    if task.weight:
        figures.append(f"{task.weight:.1f} g")
    if task.length:
        figures.append(f"{task.length:.1f} m")
    weights = (
        f"{material} {weight:.1f} g"
        for material, weight in task.weights.items()
        if material
    )
    spools = dict.fromkeys(each.spool for each in task.filaments if each.spool)
    lines = (
        *(" · ".join(figures), ", ".join(weights), ", ".join(spools)),
        _costs(cost) if cost else None,
    )
    return "\n".join(filter(None, lines)) or None


def _costs(cost: PrintCost) -> str:
    """Return energy and cost as one line."""
    figures: list[str] = []
    if cost.energy is not None:
        figures.append(f"{cost.energy:.2f} kWh")
    if cost.cost is not None:
        figures.append(f"{cost.cost:.2f} {cost.currency}")
    return " · ".join(figures)
