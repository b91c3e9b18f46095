"""Which plates a person has cleared since the last print, also over restarts."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..account.part import AccountPart
from ..api import SYSTEM_CLOCK, Clock
from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import PrintersBySerial, PrinterSubscriptions
from ..errors import blocked_error
from ..listeners import Listeners
from ..model import Lifecycle, PrintEvent, PrintEventType
from ..model.preconditions import BlockedReason
from ..model.values import aware_time
from ..storage import StoredFile, account_file
from .events import PrintEvents

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_OF_USE = frozenset({"job"})
"""The section that shows that something is printed."""
_USES = {
    PrintEventType.STARTED,
    PrintEventType.FINISHED,
    PrintEventType.FAILED,
    PrintEventType.CANCELED,
}
"""Something lies on the plate after each of them, whoever stopped it and where."""


class ClearPlates(AccountPart):
    """Hold for each printer when a person has cleared its plate.

    Nothing is assumed: without the word of a person, no plate is clear.
    """

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        print_events: PrintEvents,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without any clear plate."""
        self._hass = hass
        self._entry = entry
        self._clock = clock
        self._file = _file(hass, entry.entry_id)
        self._cleared_at: dict[str, datetime] = {}
        self._listeners: dict[str, Listeners] = {}
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)
        print_events.on_prints.append(self._async_note_prints)

    @override
    async def async_load(self) -> None:
        """Restore which plates are clear."""
        for serial, stored in (await self._file.async_load()).items():
            if cleared_at := aware_time(stored):
                self._cleared_at[serial] = cleared_at

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Observe the printers, as long as the entry is loaded."""
        self._subscriptions.async_start(self._entry, printers)
        self._async_forget_others(printers)

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Observe the printers that there are; what others print is not seen."""
        self._subscriptions.async_sync_printers()
        self._async_forget_others(self._subscriptions.printers)

    @callback
    def async_add_listener(self, serial: str, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Notify a listener when the plate of a printer is clear, or no more."""
        return self._listeners.setdefault(serial, Listeners()).async_add(listener)

    def is_clear(self, serial: str) -> bool:
        """Return whether a person has cleared a plate since the last print."""
        return serial in self._cleared_at

    async def async_clear(self, printer: PrinterCoordinator) -> None:
        """Note that a person has cleared the plate of a printer.

        Raises:
            ServiceValidationError: Something is being printed on it.
        """
        state = printer.data
        if state.job.is_active and state.presence.online is not False:
            raise blocked_error(BlockedReason.BUSY)
        self._cleared_at[state.serial] = self._clock.now()
        self._async_notify(state.serial)
        await self._async_save()

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Observe what is printed on a plate."""
        check = partial(self._async_check, printer)
        return printer.async_add_listener(check, _OF_USE)

    @callback
    def _async_check(self, printer: PrinterCoordinator) -> None:
        """Note that a printer is at work, also if its start was not seen."""
        if printer.data.job.is_active and printer.is_reachable():
            self._async_use(printer.data.serial)

    @callback
    def _async_note_prints(
        self, serial: str, lifecycle: Lifecycle, events: tuple[PrintEvent, ...]
    ) -> None:
        """Note prints, also those whose end is not decided yet."""
        if (cleared_at := self._cleared_at.get(serial)) is None:
            return
        moments = [run.ended_at or run.since for run in lifecycle.waiting]
        moments += [each.ended_at or each.at for each in events if each.type in _USES]
        if any(moment and moment > cleared_at for moment in moments):
            self._async_use(serial)

    @callback
    def _async_use(self, serial: str) -> None:
        """Note that something was printed since the plate was clear."""
        if self._cleared_at.pop(serial, None) is not None:
            self._async_save_soon()
            self._async_notify(serial)

    @callback
    def _async_forget_others(self, printers: Mapping[str, object]) -> None:
        """Forget the plates of printers that left."""
        left = self._cleared_at.keys() - printers.keys()
        for serial in left:
            del self._cleared_at[serial]
        if left:
            self._async_save_soon()

    @callback
    def _async_notify(self, serial: str) -> None:
        """Notify the listeners to a plate."""
        if listeners := self._listeners.get(serial):
            listeners.async_notify()

    @callback
    def _async_save_soon(self) -> None:
        """Store in the background which plates are clear."""
        self._hass.async_create_task(
            self._async_save(), f"{DOMAIN} clear plates", eager_start=False
        )

    async def _async_save(self) -> None:
        """Store which plates are clear."""
        await self._file.async_save(self._to_dict())

    def _to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {key: moment.isoformat() for key, moment in self._cleared_at.items()}

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of an account."""
        await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "clear_plates")
