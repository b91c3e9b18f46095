"""Events of prints, each exactly once, also over restarts and outages."""

from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..account.part import AccountPart
from ..api import SYSTEM_CLOCK, Clock
from ..cadences import HISTORY_OF_END
from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import (
    PrintersBySerial,
    PrinterSubscriptions,
    unsubscribe_all,
)
from ..lookups.retry import Timers
from ..model import HealthEvent, Lifecycle, PrintEvent, observe, reconcile, suspended
from ..model.stored_prints import (
    read_event,
    read_lifecycle,
    write_event,
    write_lifecycle,
)
from ..model.values import as_object, aware_time
from ..storage import StoredFile, account_file
from .event_file import EventFile
from .health import HealthLog, HealthOfPrinter
from .history import PrintHistory
from .outbox import Listener, Outbox

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_SOON, _LATEST = timedelta(seconds=1), timedelta(minutes=1)
"""No check is further ahead, unless the clock was set back."""
_SECTIONS = frozenset({"job", "hms", "presence"})
_UNFIRED, _CHANGED_AT = "unfired", "changed_at"

type OnPrints = Callable[[str, Lifecycle, tuple[PrintEvent, ...]], None]


class PrintsOfPrinter(NamedTuple):
    """What another account goes on with."""

    lifecycle: Lifecycle
    unfired: tuple[PrintEvent, ...]
    health: HealthOfPrinter


class PrintEvents(AccountPart):
    """Observe prints and health of each printer, and notify listeners of events.

    No coordinator: nothing is fetched. The lifecycle says when to check it again.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        history: PrintHistory,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without any state."""
        self.on_prints: list[OnPrints] = []
        """Called with the state of a printer's prints, and with new events."""
        self._hass = hass
        self._entry = entry
        self._history = history
        self._clock = clock
        self._stored = _file(hass, entry.entry_id)
        self._lifecycles: dict[str, Lifecycle] = {}
        self._changed_at: dict[str, datetime] = {}
        self._fetches: dict[str, int] = {}
        """How often the history had been fetched when it was read last."""
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)
        self._checks = Timers(hass)
        self._requests = Timers(hass)
        self._outbox = Outbox(write_event, read_event)
        self._health = HealthLog()
        outboxes = (self._outbox, self._health.outbox)
        self._file = EventFile(hass, self._stored, self._content, outboxes)

    @override
    async def async_load(self) -> None:
        """Restore the lifecycles, and events that were stored and did not fire."""
        now = self._clock.now()
        for serial, stored in (await self._stored.async_load()).items():
            self._lifecycles[serial] = read_lifecycle(stored)
            more = as_object(stored)
            self._outbox.restore(serial, more.get(_UNFIRED), now)
            self._health.restore(serial, more, now)
            if changed_at := aware_time(more.get(_CHANGED_AT)):
                self._changed_at[serial] = changed_at

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Observe the printers, as long as the entry is loaded."""
        self._subscriptions.async_start(self._entry, printers)
        self._file.async_start(self._entry)

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Observe the printers that there are."""
        self._subscriptions.async_sync_printers()

    @callback
    def async_add_listener(
        self, serial: str, listener: Listener[PrintEvent]
    ) -> CALLBACK_TYPE:
        """Call a listener with the prints' events of a printer; return how to stop."""
        return self._outbox.async_add_listener(serial, listener)

    @callback
    def async_add_health_listener(
        self, serial: str, listener: Listener[HealthEvent]
    ) -> CALLBACK_TYPE:
        """Call a listener with the health events of a printer; return how to stop."""
        return self._health.outbox.async_add_listener(serial, listener)

    @callback
    def async_hand_over(
        self, serial: str, since: datetime | None
    ) -> PrintsOfPrinter | None:
        """Remove and return what another account goes on with.

        None if there is nothing that is newer than what the other one has.
        """
        changed_at = self._changed_at.get(serial)
        if changed_at is None or (since and since >= changed_at):
            return None
        del self._changed_at[serial]
        self._file.async_save_soon()
        return PrintsOfPrinter(
            self._lifecycles.pop(serial),
            self._outbox.remove(serial),
            self._health.remove(serial),
        )

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Observe a printer, and what the cloud has of it."""
        serial = printer.data.serial
        self._async_acquire(serial)
        check = partial(self._async_check, printer)
        check()
        stops = (
            printer.async_add_listener(check, _SECTIONS),
            self._history.async_add_listener(
                serial, partial(self._async_check_history, printer)
            ),
            partial(self._checks.async_cancel, serial),
            partial(self._requests.async_cancel, serial),
            partial(self._fetches.pop, serial, None),
            partial(self._async_suspend, serial),
        )

        return unsubscribe_all(*stops)

    @callback
    def _async_suspend(self, serial: str) -> None:
        """Note that a printer is not observed for some time."""
        if lifecycle := self._lifecycles.get(serial):
            self._lifecycles[serial] = suspended(lifecycle)

    @callback
    def _async_acquire(self, serial: str) -> None:
        """Go on with what another account has observed of a printer."""
        for entry in self._hass.config_entries.async_loaded_entries(DOMAIN):
            events: PrintEvents = entry.runtime_data.print_events
            since = self._changed_at.get(serial)
            if events is not self and (found := events.async_hand_over(serial, since)):
                self._lifecycles[serial] = found.lifecycle
                self._changed_at[serial] = self._clock.now()
                self._outbox.add(serial, found.unfired)
                self._health.add(serial, found.health)
                self._file.async_save_soon()

    @callback
    def _async_check(self, printer: PrinterCoordinator) -> None:
        """Observe the state of a printer."""
        serial, now = printer.data.serial, self._clock.now()
        before = self._lifecycles.get(serial, Lifecycle())
        after, events = observe(before, printer.data, now)
        if self._health.observe(printer.data, now):
            self._changed_at[serial] = now
            self._file.async_save_soon()
        self._async_set_state(printer, after, events)

    @callback
    def _async_check_history(self, printer: PrinterCoordinator) -> None:
        """Reconcile the prints of a printer with the cloud's history, if it came."""
        serial = printer.data.serial
        history = self._history.of(serial)
        before = self._lifecycles.get(serial, Lifecycle())
        if history is None or history.fetches == self._fetches.get(serial):
            return
        is_noted = before.has_noted
        if not history.reaches(is_noted):
            self._async_in_background(history.async_read_back(is_noted), "history")
            return
        self._fetches[serial] = history.fetches
        after, events = reconcile(before, history.data, self._clock.now())
        self._async_set_state(printer, after, events)

    @callback
    def _async_set_state(
        self,
        printer: PrinterCoordinator,
        lifecycle: Lifecycle,
        events: tuple[PrintEvent, ...],
    ) -> None:
        """Set and save the state; its events fire once they are stored."""
        serial = printer.data.serial
        before = self._lifecycles.get(serial)
        self._lifecycles[serial] = lifecycle
        if lifecycle != before or events:
            self._changed_at[serial] = self._clock.now()
            self._outbox.add(serial, events)
            self._file.async_save_soon()
        elif lifecycle.open_run is not None:
            self._file.async_save_later()
        for listener in self.on_prints:
            listener(serial, lifecycle, events)
        self._async_schedule_check(printer, lifecycle)
        if lifecycle.open_run is None:
            printer.async_show_failure()
        if lifecycle is before:
            return
        if lifecycle.wants_report:
            self._async_in_background(printer.async_request_refresh(), "report")
        if lifecycle.wants_history:
            self._async_request_history(serial)

    @callback
    def _async_schedule_check(
        self, printer: PrinterCoordinator, lifecycle: Lifecycle
    ) -> None:
        """Check again when it is time, even if the printer reports nothing new."""
        serial = printer.data.serial
        if lifecycle.next_check is None:
            self._checks.async_cancel(serial)
            return
        delay = lifecycle.next_check - self._clock.now()
        delay = max(delay, _SOON) if delay <= _LATEST else _SOON
        self._checks.async_schedule(serial, delay, partial(self._async_check, printer))

    @callback
    def _async_request_history(self, serial: str) -> None:
        """Fetch what became of a job, again and again until it is there."""
        if serial in self._requests:
            return

        @callback
        def request_again() -> None:
            """Fetch once more, if that is still wanted."""
            if self._lifecycles[serial].wants_history:
                self._async_request_history(serial)

        self._requests.async_schedule(serial, HISTORY_OF_END, request_again)
        self._async_in_background(self._history.async_refresh(serial), "history")

    @callback
    def _async_in_background(self, work: Coroutine[Any, Any, None], name: str) -> None:
        """Run a task that ends with the entry at the latest."""
        self._entry.async_create_background_task(self._hass, work, f"{DOMAIN} {name}")

    def _content(self) -> dict[str, Any]:
        """Return what to store."""
        return {serial: self._to_dict(serial) for serial in self._lifecycles}

    def _to_dict(self, serial: str) -> dict[str, Any]:
        """Return what to store of a printer."""
        return {
            **write_lifecycle(self._lifecycles[serial]),
            _UNFIRED: self._outbox.to_list(serial),
            **self._health.to_dict(serial),
            _CHANGED_AT: (at := self._changed_at.get(serial)) and at.isoformat(),
        }

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of an account."""
        await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "print_events")
