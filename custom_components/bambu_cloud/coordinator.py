"""Coordinate what the account tells when asked and what its printers push."""

import asyncio
from contextlib import aclosing
from dataclasses import dataclass
import logging
from typing import TYPE_CHECKING, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from .account.options import Options
from .account.ownership import async_acquire, async_has_other_owner
from .api import (
    BambuAuthError,
    BambuCloud,
    BambuError,
    LinkDown,
    LinkUp,
    ReportStream,
    StreamEvent,
)
from .const import DOMAIN
from .devices.ams_registry import AmsDevices
from .devices.printer import Link, PrinterCoordinator
from .devices.state_store import PrinterStore
from .errors import poll_error
from .model import PolledPrinter, PrinterState, Report

if TYPE_CHECKING:
    from .runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class PollCounters:
    """Count the polls since the account was set up, for diagnostics."""

    polls: int = 0
    failures: int = 0
    last_error: str | None = None


class AccountCoordinator(DataUpdateCoordinator[dict[str, PolledPrinter]]):
    """Poll the account, and listen to its printers."""

    config_entry: BambuConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        cloud: BambuCloud,
        stream: ReportStream,
    ) -> None:
        """Prepare; nothing is asked yet."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"{DOMAIN} account",
            update_interval=Options.from_dict(entry.options).poll_link_down,
        )
        self.stream = stream
        self.link = Link(entry=entry, stream=stream)
        self.counters = PollCounters()
        self.printers: dict[str, PrinterCoordinator] = {}
        self.ams = AmsDevices(
            hass, self.link, self.printers, self.async_update_listeners
        )
        self._cloud = cloud
        self._store = PrinterStore(hass, entry.entry_id)
        self._kept: dict[str, PrinterState] = {}
        self._told: tuple[bool, bool] | None = None

    @override
    async def _async_setup(self) -> None:
        """Remember the printers as they were."""
        self._kept = await self._store.async_load()

    @override
    async def _async_update_data(self) -> dict[str, PolledPrinter]:
        """Ask which printers there are and what they do."""
        options = Options.from_dict(self.config_entry.options)
        self.update_interval = (
            options.poll_link_up if self.link.pushed else options.poll_link_down
        )
        try:
            polled = await self._cloud.polled_printers()
        except BambuError as err:
            self.counters.failures += 1
            self.counters.last_error = type(err).__name__
            raise poll_error(err) from err
        printers = {printer.serial: printer for printer in polled}
        await self._async_follow(
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
        """Tell the printers' entities when the poll begins to fail or to work."""
        self.counters.polls += 1
        self.link.polled = self.last_update_success
        self._async_tell_printers()

    async def _async_follow(self, polled: dict[str, PolledPrinter]) -> None:
        """Follow the printers of the account, no less and no more."""
        known = self.printers.keys() | self._kept.keys()
        for serial in known - polled.keys():
            await self._async_remove(serial)
        for serial, told in polled.items():
            if printer := self.printers.get(serial):
                printer.async_apply_poll(told)
                if _is_to_be_asked(printer.data):
                    await self.stream.request_full_report(serial)
            else:
                self._async_add(told)
            await asyncio.sleep(0)  # there may be many, each with dozens of entities
        await self.stream.set_printers(polled)
        self._store.async_save_later(self._states)

    @callback
    def _async_add(self, told: PolledPrinter) -> None:
        """Begin with a printer, as it was when it was last seen."""
        serial = told.serial
        state = self._kept.pop(serial, None) or PrinterState(serial=serial)
        printer = PrinterCoordinator(self.hass, self.link, state)
        printer.async_apply_poll(told)
        async_acquire(self.hass, self.config_entry, serial)
        printer.async_update_device()
        self.printers[serial] = printer
        printer.on_ams = self.ams.async_follow
        self.ams.async_follow(printer)

    async def _async_remove(self, serial: str) -> None:
        """Remove a printer that left the account, with its device and entities."""
        self._kept.pop(serial, None)
        if printer := self.printers.pop(serial, None):
            await printer.async_shutdown()
            self.ams.async_forget(printer)
        registry = dr.async_get(self.hass)
        if device := registry.async_get_device_by_identifier(
            (DOMAIN, serial), self.config_entry.entry_id
        ):
            registry.async_remove_device(device.id)

    async def async_listen(self) -> None:
        """Take what the printers push, until the token is dead."""
        try:
            async with aclosing(self.stream.events()) as events:
                async for event in events:
                    self._async_handle(event)
        except BambuAuthError:
            self._async_set_link(up=False)
            self.config_entry.async_start_reauth(self.hass)

    @callback
    def _async_handle(self, event: StreamEvent) -> None:
        """Handle one event of the stream."""
        match event:
            case Report():
                if printer := self.printers.get(event.serial):
                    printer.async_apply(event)
                    self._store.async_save_later(self._states)
            case LinkUp():
                self._async_set_link(up=True)
            case LinkDown():
                self._async_set_link(up=False)

    @callback
    def _async_set_link(self, *, up: bool) -> None:
        """Take note of the link; once it is gone, only the poll knows anything."""
        self.link.pushed = up
        if not up:
            for printer in self.printers.values():
                printer.async_lose_link()
            # While the poll fails, it knows best how long to leave the cloud alone.
            if self.last_update_success:
                self.config_entry.async_create_background_task(
                    self.hass, self.async_request_refresh(), f"{DOMAIN} poll"
                )
        self._async_tell_printers()

    @callback
    def _async_tell_printers(self) -> None:
        """Tell all entities of all printers when the account's links changed."""
        links = (self.link.pushed, self.link.polled)
        if links != self._told:
            self._told = links
            self.config_entry.async_create_background_task(
                self.hass, self._async_tell_all(), f"{DOMAIN} link"
            )

    async def _async_tell_all(self) -> None:
        """Tell all entities, and let others have their turn in between."""
        for printer in tuple(self.printers.values()):
            printer.async_update_listeners()
            await asyncio.sleep(0)
        self.ams.async_tell()

    @callback
    def async_tell_names(self) -> None:
        """Tell who shows filaments that more of them have names."""
        for printer in self.printers.values():
            printer.async_tell(frozenset({"ams", "external_spools"}))
        self.ams.async_tell()

    @callback
    def async_tell_texts(self) -> None:
        """Tell who shows errors that more of them have texts."""
        for printer in self.printers.values():
            printer.async_tell(frozenset({"hms"}))

    def _states(self) -> dict[str, PrinterState]:
        """Return the printers as they are; called in other threads."""
        return {serial: each.data for serial, each in tuple(self.printers.items())}

    @override
    async def async_shutdown(self) -> None:
        """Keep the printers as they are, for the next start."""
        await super().async_shutdown()
        await self._store.async_save_now()


def _is_to_be_asked(printer: PrinterState) -> bool:
    """Tell whether only a full report can tell how things are."""
    unplugged = any(not unit.connected for unit in printer.ams.units)
    return bool(printer.presence.online) and (unplugged or not printer.complete)
