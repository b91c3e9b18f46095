"""Tell what happens to prints, each thing once, whatever happens in between."""

from collections import defaultdict, deque
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..devices.printer import Following, PrinterCoordinator, PrintersBySerial
from ..model import Lifecycle, PrintEvent, observe, reconcile
from ..storage import StoredFile, account_file
from .history import PrintHistory

_AGAIN = 60.0
_SOON = 1.0
_SECTIONS = frozenset({"job", "hms"})
# Told as soon as somebody listens: the entity may still be on its way.
_MOST_WAITING = 20

type Listener = Callable[[PrintEvent], None]
type Told = tuple[PrintEvent, ...]


class PrintEvents:
    """Remember of each printer's prints what was told, also over restarts."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        history: PrintHistory,
        *,
        now: Callable[[], datetime] = dt_util.utcnow,
    ) -> None:
        """Begin without any memory."""
        self._hass = hass
        self._entry = entry
        self._history = history
        self._now = now
        self._file = _file(hass, entry.entry_id)
        self._memories: dict[str, Lifecycle] = {}
        self._following = Following(self._async_watch)
        self._asking: dict[str, CALLBACK_TYPE] = {}
        self._looking: dict[str, CALLBACK_TYPE] = {}
        self._listeners: defaultdict[str, list[Listener]] = defaultdict(list)
        self._waiting: defaultdict[str, deque[PrintEvent]] = defaultdict(
            lambda: deque(maxlen=_MOST_WAITING)
        )
        self._is_keeping = False

    async def async_load(self) -> None:
        """Remember what was told before."""
        for serial, kept in (await self._file.async_load()).items():
            self._memories[serial] = Lifecycle.from_dict(kept)

    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Begin to watch the printers, as long as the entry is loaded."""
        self._following.async_start(self._entry, printers)

    @callback
    def async_follow(self) -> None:
        """Follow the printers of the account, no less and no more."""
        self._following.async_follow()

    @callback
    def async_listen(self, serial: str, listener: Listener) -> CALLBACK_TYPE:
        """Tell a listener what happens to a printer's prints."""
        self._listeners[serial].append(listener)
        while self._waiting[serial]:
            listener(self._waiting[serial].popleft())

        @callback
        def remove_listener() -> None:
            """Listen no more."""
            self._listeners[serial].remove(listener)

        return remove_listener

    @callback
    def _async_watch(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Look at a printer, and at what the cloud remembers of it."""
        serial = printer.data.serial
        look = partial(self._async_look, printer)
        look_back = partial(self._async_look_back, printer)
        look()
        unwatch = printer.async_add_listener(look, _SECTIONS)
        unlisten = self._history.async_listen(serial, look_back)

        @callback
        def end() -> None:
            """Look no more."""
            unwatch()
            unlisten()
            _cancel(self._asking, serial)
            _cancel(self._looking, serial)

        return end

    @callback
    def _async_look(self, printer: PrinterCoordinator) -> None:
        """Take what the printer says by now."""
        memory = self._memories.get(printer.data.serial, Lifecycle())
        self._async_take(printer, *observe(memory, printer.data, self._now()))

    @callback
    def _async_look_back(self, printer: PrinterCoordinator) -> None:
        """Take what the cloud remembers by now."""
        serial = printer.data.serial
        memory = self._memories.get(serial, Lifecycle())
        tasks = self._history.tasks(serial)
        self._async_take(printer, *reconcile(memory, tasks, self._now()))

    @callback
    def _async_take(
        self, printer: PrinterCoordinator, memory: Lifecycle, events: Told
    ) -> None:
        """Remember, and only then tell."""
        serial = printer.data.serial
        before = self._memories.get(serial)
        self._memories[serial] = memory
        if memory is before:
            return
        if memory != before:
            self._async_keep()
        for event in events:
            if not self._listeners[serial]:
                self._waiting[serial].append(event)
            for listener in tuple(self._listeners[serial]):
                listener(event)
        self._async_look_later(printer, memory)
        if memory.wants_history:
            self._async_ask(serial)

    @callback
    def _async_look_later(self, printer: PrinterCoordinator, memory: Lifecycle) -> None:
        """Look again when it is time, even if the printer says nothing new."""
        serial = printer.data.serial
        _cancel(self._looking, serial)
        if memory.wants_report:
            self._entry.async_create_background_task(
                self._hass, printer.async_request_refresh(), f"{DOMAIN} report"
            )
        if memory.next_check is None:
            return

        @callback
        def look(_: datetime) -> None:
            """Look again."""
            self._looking.pop(serial, None)
            self._async_look(printer)

        delay = max((memory.next_check - self._now()).total_seconds(), _SOON)
        job = HassJob(look, cancel_on_shutdown=True)
        self._looking[serial] = async_call_later(self._hass, delay, job)

    @callback
    def _async_ask(self, serial: str) -> None:
        """Ask the cloud what became of a job, now and then until it is known."""
        if serial in self._asking:
            return

        @callback
        def again(_: datetime) -> None:
            """Ask once more, if there is still something to know."""
            self._asking.pop(serial, None)
            if self._memories[serial].wants_history:
                self._async_ask(serial)

        job = HassJob(again, cancel_on_shutdown=True)
        self._asking[serial] = async_call_later(self._hass, _AGAIN, job)
        self._entry.async_create_background_task(
            self._hass, self._history.async_refresh(serial), f"{DOMAIN} history"
        )

    @callback
    def _async_keep(self) -> None:
        """Keep what is remembered, in one go for all that changes at once."""
        if not self._is_keeping:
            self._is_keeping = True
            self._hass.async_create_task(
                self._async_save(), f"{DOMAIN} print events", eager_start=False
            )

    async def _async_save(self) -> None:
        """Write the file."""
        self._is_keeping = False
        await self._file.async_save(
            {serial: memory.to_dict() for serial, memory in self._memories.items()}
        )


async def async_forget_print_events(hass: HomeAssistant, entry_id: str) -> None:
    """Remove what was kept for an account."""
    await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "print_events")


def _cancel(planned: dict[str, CALLBACK_TYPE], serial: str) -> None:
    """Do not do what is planned for a printer, if anything is."""
    if cancel := planned.pop(serial, None):
        cancel()
