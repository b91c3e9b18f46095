"""Sum up all printers of an account, and what they have printed today."""

import asyncio
from collections.abc import Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.event import async_track_time_change
from homeassistant.util import dt as dt_util

from ..account.part import AccountPart
from ..account.service_devices import ServiceDevice, service_name
from ..api import SYSTEM_CLOCK, Clock
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import (
    PrintersBySerial,
    PrinterSubscriptions,
    unsubscribe_all,
)
from ..listeners import Listeners
from ..prints.history import PrintHistory
from ..prints.statistics import PrintStatistics
from ..prints.totals import Totals
from .summary import Fleet, PrinterSummary, fleet_of, summary_of

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_SECTIONS = frozenset({"job", "hms"})
"""That a summary is made of; that a printer is reachable concerns every listener."""


class FleetManager(AccountPart):
    """Sum up what the printers of an account do."""

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
        self.data: Fleet | None = None
        """What they do, None until each has reported or is off."""
        self.entry = entry
        self._hass = hass
        self._history = history
        self._statistics = statistics
        self._clock = clock
        self._summaries: dict[str, PrinterSummary | None] = {}
        self._today: dict[str, Totals | None] = {}
        self._notifying: asyncio.Handle | None = None
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)
        self._listeners = Listeners()

    @property
    def device_name(self) -> str:
        """Return the name of the device of all printers."""
        return service_name(self.entry, ServiceDevice.FLEET)

    @property
    def device_names(self) -> frozenset[str]:
        """Return the name of the device, if there is one."""
        return frozenset({self.device_name} if self.has_several else ())

    @property
    def midnight(self) -> datetime:
        """Return the last midnight."""
        return dt_util.start_of_local_day(dt_util.as_local(self._clock.now()))

    @property
    def has_several(self) -> bool:
        """Return whether there is anything to sum up."""
        return len(self._subscriptions.printers) > 1

    @property
    def is_reachable(self) -> bool:
        """Return whether any printer is connected."""
        return any(
            printer.is_connected for printer in self._subscriptions.printers.values()
        )

    @property
    def today(self) -> Totals | None:
        """Return what they have printed since midnight, None until all was read."""
        printed = [self._today.get(serial) for serial in self._subscriptions.printers]
        counted = [totals for totals in printed if totals is not None]
        return sum(counted, start=Totals()) if len(counted) == len(printed) else None

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Observe the printers, as long as the entry is loaded."""
        self._subscriptions.async_start(self.entry, printers)
        self.entry.async_on_unload(
            async_track_time_change(
                self._hass, self._async_new_day, hour=0, minute=0, second=0
            )
        )

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Observe the printers that there are."""
        self._subscriptions.async_sync_printers()
        self._async_notify_soon()

    @callback
    def async_add_listener(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Notify a listener of changes."""
        return self._listeners.async_add(listener)

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Observe a printer until it leaves."""
        serial = printer.data.serial
        update = partial(self._async_update, printer)
        count = partial(self._async_count, serial)
        stops = (
            printer.async_add_listener(update, _SECTIONS),
            self._history.async_add_listener(serial, count),
        )
        update()
        count()

        return unsubscribe_all(*stops)

    @callback
    def _async_update(self, printer: PrinterCoordinator) -> None:
        """Sum up what a printer does."""
        serial = printer.data.serial
        summary = summary_of(
            printer.shown,
            printer.display_name,
            is_reachable=printer.is_reachable(polled=True),
        )
        if self._summaries.get(serial) != summary:
            self._summaries[serial] = summary
            self._async_notify_soon()

    @callback
    def _async_count(self, serial: str) -> None:
        """Count what a printer has printed since midnight."""
        printed = self._statistics.since(serial, self.midnight)
        if serial not in self._today or self._today[serial] != printed:
            self._today[serial] = printed
            self._async_notify_soon()

    @callback
    def _async_new_day(self, _: datetime) -> None:
        """Begin a new day."""
        for serial in self._subscriptions.printers:
            self._async_count(serial)
        self._async_notify_soon()

    def _in_order(self) -> Iterator[PrinterSummary]:
        """Yield the summaries in the order of the printers."""
        for serial in self._subscriptions.printers:
            if summary := self._summaries.get(serial):
                yield summary

    @callback
    def _async_notify_soon(self) -> None:
        """Notify listeners once of changes of many printers at the same time."""
        if self._notifying is None:
            self._notifying = self._hass.loop.call_soon(self._async_notify)

    @callback
    def _async_notify(self) -> None:
        """Sum up, and notify listeners."""
        self._notifying = None
        self.data = fleet_of(self._in_order())
        self._listeners.async_notify()
