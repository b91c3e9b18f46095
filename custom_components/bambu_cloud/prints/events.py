"""Events of prints, each exactly once, also over restarts and outages."""

from collections import defaultdict, deque
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..account.part import AccountPart
from ..api import SYSTEM_CLOCK, Clock
from ..cadences import HISTORY_OF_END
from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import PrintersBySerial, PrinterSubscriptions
from ..lookups.retry import Timers
from ..model import Lifecycle, PrintEvent, observe, reconcile
from ..storage import StoredFile, account_file
from .history import PrintHistory

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_SOON = timedelta(seconds=1)
_SECTIONS = frozenset({"job", "hms"})
# Passed on to the first listener: the entity may still be on its way.
_MOST_WAITING = 20

type Listener = Callable[[PrintEvent], None]


class PrintEvents(AccountPart):
    """Observe the prints of each printer, and notify listeners of events.

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
        self._hass = hass
        self._entry = entry
        self._history = history
        self._clock = clock
        self._file = _file(hass, entry.entry_id)
        self._lifecycles: dict[str, Lifecycle] = {}
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)
        self._checks = Timers(hass)
        self._requests = Timers(hass)
        self._listeners: defaultdict[str, list[Listener]] = defaultdict(list)
        self._waiting: defaultdict[str, deque[PrintEvent]] = defaultdict(
            lambda: deque(maxlen=_MOST_WAITING)
        )
        self._is_saving = False

    @override
    async def async_load(self) -> None:
        """Restore the lifecycles."""
        for serial, stored in (await self._file.async_load()).items():
            self._lifecycles[serial] = Lifecycle.from_dict(stored)

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Observe the printers, as long as the entry is loaded."""
        self._subscriptions.async_start(self._entry, printers)

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Observe the printers that there are."""
        self._subscriptions.async_sync_printers()

    @callback
    def async_add_listener(self, serial: str, listener: Listener) -> CALLBACK_TYPE:
        """Call a listener with the events of a printer; return how to stop."""
        self._listeners[serial].append(listener)
        while self._waiting[serial]:
            listener(self._waiting[serial].popleft())
        return lambda: self._listeners[serial].remove(listener)

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Observe a printer, and what the cloud has of it."""
        serial = printer.data.serial
        check = partial(self._async_check, printer)
        check()
        stops = (
            printer.async_add_listener(check, _SECTIONS),
            self._history.async_add_listener(
                serial, partial(self._async_check_history, printer)
            ),
            partial(self._checks.async_cancel, serial),
            partial(self._requests.async_cancel, serial),
        )

        @callback
        def unsubscribe() -> None:
            """Stop observing."""
            for stop in stops:
                stop()

        return unsubscribe

    @callback
    def _async_check(self, printer: PrinterCoordinator) -> None:
        """Observe the state of a printer."""
        before = self._lifecycles.get(printer.data.serial, Lifecycle())
        after, events = observe(before, printer.data, self._clock.now())
        self._async_set_state(printer, after, events)

    @callback
    def _async_check_history(self, printer: PrinterCoordinator) -> None:
        """Reconcile the prints of a printer with the cloud's history."""
        serial = printer.data.serial
        before = self._lifecycles.get(serial, Lifecycle())
        tasks = self._history.tasks(serial)
        after, events = reconcile(before, tasks, self._clock.now())
        self._async_set_state(printer, after, events)

    @callback
    def _async_set_state(
        self,
        printer: PrinterCoordinator,
        lifecycle: Lifecycle,
        events: tuple[PrintEvent, ...],
    ) -> None:
        """Set and save the state, and only then notify listeners of events."""
        serial = printer.data.serial
        before = self._lifecycles.get(serial)
        self._lifecycles[serial] = lifecycle
        if lifecycle is before:
            return
        if lifecycle != before:
            self._async_save_soon()
        for event in events:
            if not self._listeners[serial]:
                self._waiting[serial].append(event)
            for listener in tuple(self._listeners[serial]):
                listener(event)
        self._async_schedule_check(printer, lifecycle)
        if lifecycle.wants_history:
            self._async_request_history(serial)

    @callback
    def _async_schedule_check(
        self, printer: PrinterCoordinator, lifecycle: Lifecycle
    ) -> None:
        """Check again when it is time, even if the printer reports nothing new."""
        serial = printer.data.serial
        self._checks.async_cancel(serial)
        if lifecycle.wants_report:
            self._entry.async_create_background_task(
                self._hass, printer.async_request_refresh(), f"{DOMAIN} report"
            )
        if lifecycle.next_check is not None:
            delay = max(lifecycle.next_check - self._clock.now(), _SOON)
            self._checks.async_schedule(
                serial, delay, partial(self._async_check, printer)
            )

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
        self._entry.async_create_background_task(
            self._hass, self._history.async_refresh(serial), f"{DOMAIN} history"
        )

    @callback
    def _async_save_soon(self) -> None:
        """Save the lifecycles, once for all that change at the same time."""
        if not self._is_saving:
            self._is_saving = True
            self._hass.async_create_task(
                self._async_save(), f"{DOMAIN} print events", eager_start=False
            )

    async def _async_save(self) -> None:
        """Write the file."""
        self._is_saving = False
        await self._file.async_save(
            {
                serial: lifecycle.to_dict()
                for serial, lifecycle in self._lifecycles.items()
            }
        )

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of an account."""
        await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "print_events")
