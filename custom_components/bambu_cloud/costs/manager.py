"""Count what the prints of an account cost while they go on, and store it."""

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, override

from homeassistant.core import (
    CALLBACK_TYPE,
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers.event import async_track_state_change_event

from ..account.part import AccountPart
from ..api import SYSTEM_CLOCK, Clock
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import (
    PrintersBySerial,
    PrinterSubscriptions,
    unsubscribe_all,
)
from ..listeners import Listeners
from ..model import Lifecycle, PrintEvent, PrintEventType, PrintTask
from ..model.energy import EnergyCount
from ..model.print_cost import OpenPrint, PrintCost, filament_cost
from ..prints.events import PrintEvents
from ..prints.history import PrintHistory
from .exporting import Exporting
from .meter import counted_now, meter_now
from .records import CostRecords, async_remove_records
from .retracing import Retracing
from .settings import CostSettings, settings_of

if TYPE_CHECKING:
    from ..filament.spool_use import SpoolUse
    from ..model.spool_use import Use
    from ..runtime_data import BambuConfigEntry

_ENDS = frozenset(
    {PrintEventType.FINISHED, PrintEventType.FAILED, PrintEventType.CANCELED}
)


class PrintCosts(AccountPart):
    """Hold what each print cost, where a person has configured how to find that.

    Starts before the print events, so that it misses none of them.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        history: PrintHistory,
        print_events: PrintEvents,
        spool_use: SpoolUse,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without prints."""
        self._hass = hass
        self._entry = entry
        self._history = history
        self._print_events = print_events
        self._spool_use = spool_use
        self._clock = clock
        self._records = CostRecords(hass, entry.entry_id)
        self._listeners: dict[str, Listeners] = {}
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)
        self._retracing = Retracing(
            hass, entry, self._records, self._async_changed, clock=clock
        )
        self._exporting = Exporting(hass, entry, self._records)

    @override
    async def async_load(self) -> None:
        """Restore what prints cost."""
        await self._records.async_load()

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Count, as long as the entry is loaded."""
        self._print_events.on_prints.append(self._async_on_prints)
        self._entry.async_on_unload(self._records.async_save)
        self._entry.async_on_unload(
            self._spool_use.async_add_listener(self._async_on_uses)
        )
        self._subscriptions.async_start(self._entry, printers)

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Count for the printers that there are."""
        self._subscriptions.async_sync_printers()

    @callback
    def async_add_listener(self, serial: str, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Notify a listener when what a printer's print costs has changed."""
        return self._listeners.setdefault(serial, Listeners()).async_add(listener)

    def settings(self, serial: str) -> CostSettings:
        """Return how the costs of a printer are found."""
        return settings_of(self._entry.options, serial)

    def current(self, serial: str) -> PrintCost | None:
        """Return what the current or last print of a printer costs."""
        if (found := self._records.open.get(serial)) is not None:
            has_price = self.settings(serial).has_price
            return self._cost(found).with_count(found.count, has_price=has_price)
        return next(reversed(self._records.of(serial)), None)

    def of_task(self, task: PrintTask) -> PrintCost | None:
        """Return what a print of the history cost, None if that was not counted."""
        return self._records.of_task(task.serial, task.id)

    @callback
    def async_of_event(self, serial: str, event: PrintEvent) -> PrintCost | None:
        """Return what a print cost at the event of its end."""
        if event.type not in _ENDS:
            return None
        self._async_on_history(serial)
        return self._records.ended_at(serial, event.ended_at or event.at)

    def _cost(self, found: OpenPrint) -> PrintCost:
        """Return a print of which nothing is counted yet."""
        return PrintCost(
            started_at=found.started_at, currency=self._hass.config.currency
        )

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Count for a printer until it leaves, if it is configured."""
        serial = printer.data.serial
        if not (settings := self.settings(serial)):
            return lambda: None
        entities = list(filter(None, (settings.meter, settings.price_entity)))

        @callback
        def on_state(_: Event[EventStateChangedData]) -> None:
            """Count what the meter shows now."""
            self._async_count(printer)

        stops = (
            async_track_state_change_event(self._hass, entities, on_state),
            self._history.async_add_listener(
                serial, partial(self._async_on_history, serial)
            ),
            partial(self._retracing.async_cancel, serial),
        )
        self._retracing.async_schedule(serial)
        self._exporting.async_export(serial, printer.display_name)

        return unsubscribe_all(*stops)

    @callback
    def _async_count(self, printer: PrinterCoordinator) -> None:
        """Add what the meter shows while the printer is certainly at work.

        What it counts while nobody knows is added when that is certain again.
        """
        serial, state = printer.data.serial, printer.data
        found = self._records.open.get(serial)
        if found is None or not (state.complete and state.job.is_active):
            return
        count = counted_now(self._hass, self.settings(serial), found.count)
        if count != found.count:
            self._records.async_set_open(serial, replace(found, count=count))
            self._async_notify(serial)

    @callback
    def _async_on_prints(
        self, serial: str, lifecycle: Lifecycle, events: tuple[PrintEvent, ...]
    ) -> None:
        """Begin to count, or end, whoever else listens to events."""
        if not (settings := self.settings(serial)):
            return
        for event in events:
            if event.type is PrintEventType.STARTED:
                started_at = event.started_at or event.at
                self._async_open(serial, settings, started_at, is_partial=event.late)
            elif event.type in _ENDS:
                self._async_close(serial, event, settings)
        run = lifecycle.open_run
        if serial not in self._records.open and run and not run.has_fired:
            # Nobody counted when it began.
            started_at = run.started_at or self._clock.now()
            self._async_open(serial, settings, started_at, is_partial=True)

    @callback
    def _async_open(
        self,
        serial: str,
        settings: CostSettings,
        started_at: datetime,
        *,
        is_partial: bool,
    ) -> None:
        """Begin to count; what the meter does not show at the start is missing."""
        if not settings.meter:
            return
        count = counted_now(self._hass, settings, EnergyCount())
        is_partial = is_partial or count.meter is None
        count = replace(count, is_partial=is_partial)
        found = OpenPrint(started_at=started_at, count=count)
        self._records.async_set_open(serial, found)
        self._async_notify(serial)

    @callback
    def _async_close(
        self, serial: str, event: PrintEvent, settings: CostSettings
    ) -> None:
        """End the count of a print; what is missing may be in statistics."""
        count, started_at = EnergyCount(is_partial=True), event.started_at
        if (found := self._records.open.get(serial)) is not None:
            self._records.async_set_open(serial, None)
            count, started_at = found.count, started_at or found.started_at
        if event.late or meter_now(self._hass, settings) is None:
            count = replace(count, is_partial=True)
        else:
            count = counted_now(self._hass, settings, count)
        cost = PrintCost(
            task_id=event.task_id,
            started_at=started_at,
            ended_at=event.ended_at or event.at,
            currency=self._hass.config.currency,
            is_energy_partial=bool(settings.meter),
            is_filament_partial=bool(settings.filament),
            wants_energy=bool(
                settings.meter and count.is_partial and started_at and event.ended_at
            ),
        )
        if found is None and self._records.has(serial, cost):
            return  # its end comes once more after a crash
        if found is not None and count.meter is not None:
            cost = cost.with_count(count, has_price=settings.has_price)
        self._async_set(serial, cost)
        self._async_on_history(serial)

    @callback
    def _async_on_history(self, serial: str) -> None:
        """Find out what the filament of prints cost that the history has now."""
        tasks = {task.id: task for task in self._history.tasks(serial)}
        for cost in self._records.of(serial):
            is_open = cost.is_filament_partial and cost.filament_cost is None
            if is_open and (task := tasks.get(cost.task_id or "")):
                self._async_on_uses(task, self._spool_use.uses(task))

    @callback
    def _async_on_uses(self, task: PrintTask, uses: tuple[Use, ...]) -> None:
        """Set what the filament of a print costs."""
        prices = self.settings(task.serial).filament
        found = filament_cost(task, uses, prices)
        if (cost := self.of_task(task)) is not None and found is not None:
            self._async_set(task.serial, cost.with_filament(found))

    @callback
    def _async_set(self, serial: str, cost: PrintCost) -> None:
        """Set what a print cost."""
        self._records.async_add(serial, cost)
        self._retracing.async_schedule(serial)
        self._async_changed(serial)

    @callback
    def _async_changed(self, serial: str) -> None:
        """Hand on what prints of a printer cost."""
        if (printer := self._subscriptions.printers.get(serial)) is not None:
            self._exporting.async_export(serial, printer.display_name)
        self._async_notify(serial)

    @callback
    def _async_notify(self, serial: str) -> None:
        """Notify the listeners to a printer's costs."""
        if listeners := self._listeners.get(serial):
            listeners.async_notify()

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of an account."""
        await async_remove_records(hass, entry_id)
