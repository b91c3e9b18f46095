"""Store what was done to the printers of an account, and return what is due."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
import re
from typing import TYPE_CHECKING, Any, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_interval

from ..account.part import AccountPart
from ..api import SYSTEM_CLOCK, Clock
from ..cadences import MAINTENANCE
from ..const import CONF_MAINTENANCE
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import (
    PrintersBySerial,
    PrinterSubscriptions,
    unsubscribe_all,
)
from ..listeners import Listeners
from ..model.values import as_object
from ..prints.history import PrintHistory
from ..prints.statistics import PrintStatistics
from ..prints.totals import Totals
from ..storage import StoredFile, account_file
from .due import Item, Record, Situation, Usage, done, item_of, observed, undone
from .tasks import REMINDERS, Rule, Task, rules_of

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_RECENT_DAYS = 30
"""That the totals call recent."""
_SAVE_DELAY = timedelta(seconds=10)
"""Within which all printers of a start report, for one file; a crash costs no more."""
_ABRASIVE = re.compile(r"-?(CF|GF)\b|wood|glow|sparkle|metal", re.IGNORECASE)
"""Materials that wear parts down (docs/maintenance.md 2)."""


class Maintenance(AccountPart):
    """Hold for each printer what was done when, and what is due."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        history: PrintHistory,
        statistics: PrintStatistics,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without printers."""
        self._hass = hass
        self._entry = entry
        self._history = history
        self._statistics = statistics
        self._clock = clock
        self._file = _file(hass, entry.entry_id)
        self._records: dict[str, dict[Task, Record]] = {}
        self._is_save_due = False
        self._listeners: dict[str, Listeners] = {}
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)

    @override
    async def async_load(self) -> None:
        """Restore what was done."""
        content = await self._file.async_load()
        for serial, stored in as_object(content.get("records")).items():
            self._records[serial] = {
                Task(key): record
                for key, raw in as_object(stored).items()
                if key in Task and (record := Record.from_dict(raw))
            }

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Update the lists, as long as the entry is loaded."""
        self._subscriptions.async_start(self._entry, printers)
        self._entry.async_on_unload(
            async_track_time_interval(self._hass, self._async_check_dates, MAINTENANCE)
        )
        self._entry.async_on_unload(self._async_save)

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Have a list for each printer that there is."""
        self._subscriptions.async_sync_printers()

    @callback
    def async_add_listener(self, serial: str, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Notify a listener when the list of a printer may have changed."""
        return self._listeners.setdefault(serial, Listeners()).async_add(listener)

    def items(self, serial: str) -> tuple[Item, ...]:
        """Return the tasks of a printer, those that are open first."""
        rules, situation = self._rules(serial), self._situation(serial)
        items = [
            item_of(task, rules.get(task), record, situation)
            for task, record in self._records.get(serial, {}).items()
            if task in rules or record.codes or record.is_wanted
        ]
        order = list(Task)
        items.sort(key=lambda item: (not item.is_open, order.index(item.task)))
        return tuple(items)

    async def async_set_done(self, serial: str, task: Task, *, is_done: bool) -> None:
        """Note that a person has done a task, or that it was a mistake."""
        record = self._records[serial][task]
        self._records[serial][task] = (
            done(record, self._situation(serial)) if is_done else undone(record)
        )
        self._async_notify(serial)
        await self._file.async_save(self._content())

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Update the list of a printer until it leaves."""
        serial = printer.data.serial

        @callback
        def update() -> None:
            self._async_update(serial, printer)

        stop_messages = printer.async_add_listener(update, frozenset({"hms"}))
        stop_history = self._history.async_add_listener(serial, update)
        update()

        return unsubscribe_all(stop_messages, stop_history)

    @callback
    def _async_update(self, serial: str, printer: PrinterCoordinator) -> None:
        """Note tasks that are new, and what the printer asks for."""
        records = self._records.setdefault(serial, {})
        before, situation = dict(records), self._situation(serial)
        codes = [message.code for message in printer.data.hms.messages]
        wanted = {*self._rules(serial), *_asked(codes)}
        for task in wanted - records.keys():
            records[task] = Record(since=situation.now, usage=situation.usage)
        for task, old in records.items():
            record = self._complete(serial, old, situation.usage)
            if printer.data.complete:
                records[task] = observed(record, task, codes, situation)
            else:
                records[task] = record
        if records != before and not self._is_save_due:
            self._is_save_due = True
            self._file.async_save_later(self._content, _SAVE_DELAY)
        self._async_notify(serial)

    @callback
    def _async_notify(self, serial: str) -> None:
        """Notify the listeners to a printer's list."""
        if listeners := self._listeners.get(serial):
            listeners.async_notify()

    @callback
    def _async_check_dates(self, _: datetime) -> None:
        """Notify all listeners, as time may have made something due."""
        for listeners in self._listeners.values():
            listeners.async_notify()

    def _rules(self, serial: str) -> Mapping[Task, Rule]:
        """Return what a printer needs regularly."""
        printer = self._subscriptions.printers.get(serial)
        model = printer.data.model.key if printer else ""
        chosen = as_object(self._entry.options.get(CONF_MAINTENANCE)).get(serial)
        return rules_of(model, as_object(chosen))

    def _situation(self, serial: str) -> Situation:
        """Return what was printed by now, and lately."""
        total = self._statistics.totals(serial)
        recent = _usage(self._statistics.recent(serial) or Totals())
        return Situation(
            now=self._clock.now(),
            usage=None if total is None else _usage(total),
            per_day=Usage(
                hours=recent.hours / _RECENT_DAYS,
                kg=recent.kg / _RECENT_DAYS,
                abrasive_kg=recent.abrasive_kg / _RECENT_DAYS,
                prints=(recent.prints or 0) / _RECENT_DAYS,
            ),
        )

    def _complete(self, serial: str, record: Record, total: Usage | None) -> Record:
        """Note what had been printed by then, once the history was read."""
        usage = record.usage or total
        if (
            usage
            and usage.prints is None
            and total
            and (later := self._statistics.since(serial, record.since))
        ):
            # A version that did not count them noted the rest.
            usage = replace(usage, prints=(total.prints or 0) - later.count)
        return record if usage == record.usage else replace(record, usage=usage)

    async def _async_save(self) -> None:
        """Store what has changed, before the account is unloaded."""
        if self._is_save_due:
            await self._file.async_save(self._content())

    def _content(self) -> dict[str, Any]:
        """Return what to store; called by another thread."""
        self._is_save_due = False
        return {
            "records": {
                serial: {
                    task.value: record.to_dict()
                    for task, record in tuple(records.items())
                }
                for serial, records in tuple(self._records.items())
            }
        }

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of an account."""
        await _file(hass, entry_id).async_remove()


def _asked(codes: list[str]) -> set[Task]:
    """Return the tasks that messages ask for."""
    return {task for code in codes if (task := REMINDERS.get(code))}


def _usage(totals: Totals) -> Usage:
    """Return what wears parts down."""
    return Usage(
        hours=totals.seconds / timedelta(hours=1).total_seconds(),
        kg=totals.weight / 1000,
        abrasive_kg=sum(
            weight
            for material, weight in totals.weights.items()
            if _ABRASIVE.search(material)
        )
        / 1000,
        prints=totals.count,
    )


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "maintenance")
