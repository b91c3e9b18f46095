"""Coordinate an account: its poll, and the reports of its printers."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
from functools import partial
import logging
from typing import TYPE_CHECKING, override

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from .account.options import Options
from .account.ownership import async_acquire, async_has_other_owner
from .api import (
    SYSTEM_CLOCK,
    BambuAuthError,
    BambuCloud,
    BambuError,
    Clock,
    LinkDown,
    LinkUp,
    ReportStream,
    StreamEvent,
)
from .api.backoff import Backoff
from .cadences import LINK_GONE, POLL_LINK_DOWN, POLL_LINK_UP
from .const import DOMAIN
from .devices.ams_registry import AmsDevices, remove_device
from .devices.link import Link
from .devices.printer import PrinterCoordinator
from .devices.state_store import PrinterStore
from .devices.timer import Timer
from .errors import poll_error
from .listeners import in_turn
from .model import PolledPrinter, PrinterState, Report

if TYPE_CHECKING:
    from .runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)

_FIRST, _CEILING, _STABLE = 1.0, 300.0, 3600.0
"""Backoff after errors of the integration itself, in seconds."""


@dataclass(slots=True, kw_only=True)
class PollCounters:
    """Count the polls since the account was set up, for diagnostics."""

    polls: int = 0
    failures: int = 0
    last_error: str | None = None


class AccountCoordinator(DataUpdateCoordinator[dict[str, PolledPrinter]]):
    """Poll the account, and receive the reports of its printers."""

    config_entry: BambuConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        cloud: BambuCloud,
        stream: ReportStream,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Prepare; nothing is requested yet."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"{DOMAIN} account",
            update_interval=POLL_LINK_DOWN,
        )
        self.stream = stream
        self.link = Link(entry=entry, stream=stream)
        self.counters = PollCounters()
        self.printers: dict[str, PrinterCoordinator] = {}
        self.ams = AmsDevices(hass, self.link, self.printers)
        self._cloud = cloud
        self._clock = clock
        self._is_empty = False
        self._logged_error = False
        self._store = PrinterStore(hass, entry.entry_id, clock=clock)
        self._stored: dict[str, PrinterState] = {}
        self._registered: set[str] = set()
        """Serials with a device when the account was set up, until the first list."""
        self._poll_later = Timer(hass, self._async_poll)
        self._was_reached = True

    @override
    async def _async_setup(self) -> None:
        """Restore the printers, and find the devices of earlier ones."""
        self._stored = await self._store.async_load()
        self._registered = self.ams.registered_printers()

    @override
    async def _async_update_data(self) -> dict[str, PolledPrinter]:
        """Fetch which printers there are and what they do."""
        options = Options.from_dict(self.config_entry.options)
        self.update_interval = POLL_LINK_UP if self.link.pushed else POLL_LINK_DOWN
        try:
            polled = await self._cloud.polled_printers()
        except BambuError as err:
            self.counters.failures += 1
            self.counters.last_error = type(err).__name__
            raise poll_error(err) from err
        printers = {printer.serial: printer for printer in polled}
        # A list without any printer may be a mistake: only the second one removes them.
        was_empty, self._is_empty = self._is_empty, not printers
        if self._is_empty and not was_empty:
            return self.data or {}
        await self._async_sync_printers(
            {
                serial: printer
                for serial, printer in printers.items()
                if serial not in options.unfollowed
                and not async_has_other_owner(self.hass, self.config_entry, serial)
            }
        )
        return printers

    @override
    @callback
    def _async_refresh_finished(self) -> None:
        """Notify listeners when the poll begins to fail or to work."""
        self.counters.polls += 1
        self.link.polled = self.last_update_success
        self._async_notify_links()

    async def _async_sync_printers(self, polled: dict[str, PolledPrinter]) -> None:
        """Add new printers, update those that are here, and remove those that left."""
        former, self._registered = self._registered | self._stored.keys(), set()
        for serial in (former | self.printers.keys()) - polled.keys():
            await self._async_remove(serial)
        for serial, poll in polled.items():
            if printer := self.printers.get(serial):
                printer.async_apply_poll(poll)
                if _needs_full_report(printer.data):
                    await self.stream.request_full_report(serial)
            else:
                self._async_add(poll)
            await asyncio.sleep(0)  # there may be many, each with dozens of entities
        await self.stream.set_printers(polled)
        self._store.async_save_later(self._states)

    @callback
    def _async_add(self, poll: PolledPrinter) -> None:
        """Add a printer with its stored state."""
        serial = poll.serial
        state = self._stored.pop(serial, None) or PrinterState(serial=serial)
        printer = PrinterCoordinator(self.hass, self.link, state)
        if seen_at := state.presence.last_seen:  # a moment ago, before a reload
            printer.async_hold(LINK_GONE - (self._clock.now() - seen_at))
        printer.async_apply_poll(poll)
        async_acquire(self.hass, self.config_entry, serial)
        printer.async_update_device()
        self.printers[serial] = printer
        printer.on_ams = self.ams.async_apply
        self.ams.async_apply(printer)

    async def _async_remove(self, serial: str) -> None:
        """Remove a printer that left, with its devices, AMS units and entities."""
        self._stored.pop(serial, None)
        if printer := self.printers.pop(serial, None):
            await printer.async_shutdown()
            self.ams.async_remove_of(printer)
        self.ams.async_remove_old_devices(serial)
        remove_device(self.hass, self.config_entry.entry_id, serial)

    async def async_listen(self) -> None:
        """Receive what the printers push, until the token is dead.

        An error of the integration itself ends the connection, not the listening.
        """
        backoff = Backoff(self._clock, first=_FIRST, ceiling=_CEILING, stable=_STABLE)
        while True:
            started_at = self._clock.monotonic()
            try:
                await self._async_receive()
            except BambuAuthError:
                self._async_set_link(up=False)
                self.config_entry.async_start_reauth(self.hass)
                return
            except Exception as err:  # noqa: BLE001  without reports, nothing works
                self._async_log_error(err)
            self._async_set_link(up=False)
            backoff.note_connection(self._clock.monotonic() - started_at)
            await self._clock.sleep(backoff.delay())

    async def _async_receive(self) -> None:
        """Handle the events of the stream, until it raises."""
        async with aclosing(self.stream.events()) as events:
            async for event in events:
                self._async_handle(event)

    @callback
    def _async_log_error(self, error: Exception) -> None:
        """Log an error of the integration itself, in full only the first time."""
        level = logging.DEBUG if self._logged_error else logging.ERROR
        self._logged_error = True
        _LOGGER.log(level, "Reports could not be handled", exc_info=error)

    @callback
    def _async_handle(self, event: StreamEvent) -> None:
        """Handle one event of the stream."""
        match event:
            case Report():
                if printer := self.printers.get(event.serial):
                    printer.async_apply(event)
                    self._store.async_save_later(self._states)
            case LinkUp():
                self.link.log_return()
                self._async_set_link(up=True)
            case LinkDown():
                self.link.log_loss(event.reason)
                self._async_set_link(up=False)

    @callback
    def _async_set_link(self, *, up: bool) -> None:
        """Set whether reports arrive; without them, the poll is all there is."""
        was_up, self.link.pushed = self.link.pushed, up
        if up:
            self._poll_later.async_cancel()
        elif was_up:
            self._poll_later.async_start(LINK_GONE)
            for printer in self.printers.values():
                printer.async_lose_link()
        self._async_notify_links()

    @callback
    def _async_poll(self) -> None:
        """Poll once the link is gone for good."""
        # While the poll fails, its own retry respects what the cloud asked for.
        if self.last_update_success and not self.config_entry.pref_disable_polling:
            self.config_entry.async_create_background_task(
                self.hass, self.async_request_refresh(), f"{DOMAIN} poll"
            )

    @callback
    def _async_notify_links(self) -> None:
        """Notify all listeners when the account is reached again, or no more."""
        is_reached = self.link.pushed or self.link.polled
        if is_reached is not self._was_reached:
            self._was_reached = is_reached
            self._async_notify()

    @callback
    def async_notify_filament_names(self) -> None:
        """Notify listeners that show filaments."""
        self._async_notify("ams", "external_spools")

    @callback
    def async_notify_error_texts(self) -> None:
        """Notify listeners that show errors."""
        self._async_notify("hms")

    @callback
    def _async_notify(self, *sections: str) -> None:
        """Notify listeners of these sections or of all, one device after the other."""
        notify: list[CALLBACK_TYPE] = [
            partial(printer.async_notify_sections, frozenset(sections))
            if sections
            else printer.async_update_listeners
            for printer in self.printers.values()
        ]
        if not sections or "ams" in sections:
            notify += [unit.async_update_listeners for unit in self.ams.units.values()]
        self.config_entry.async_create_background_task(
            self.hass, in_turn(notify), f"{DOMAIN} notify"
        )

    def _states(self) -> dict[str, PrinterState]:
        """Return the printers as they are; called in other threads."""
        return {serial: each.data for serial, each in tuple(self.printers.items())}

    @override
    async def async_shutdown(self) -> None:
        """Save the printers for the next start."""
        await super().async_shutdown()
        self._poll_later.async_cancel()
        await self._store.async_save_now()
        for printer in self.printers.values():
            await printer.async_shutdown()

    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of the printers of an account."""
        await PrinterStore(hass, entry_id).async_remove()


def _needs_full_report(printer: PrinterState) -> bool:
    """Return whether only a full report can say how things are."""
    unplugged = any(not unit.connected for unit in printer.ams.units)
    return bool(printer.presence.online) and (unplugged or not printer.complete)
