"""Coordinate what the account tells when asked and what its printers push."""

from contextlib import aclosing
from dataclasses import dataclass, replace
import logging
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from .api import (
    BambuAuthError,
    BambuCloud,
    BambuError,
    LinkDown,
    LinkUp,
    ReportStream,
    StreamEvent,
)
from .const import DOMAIN, MANUFACTURER, POLL_LINK_DOWN, POLL_LINK_UP
from .errors import poll_error
from .model import (
    PolledPrinter,
    PrinterState,
    Report,
    changed,
    fold,
    with_link_lost,
    with_poll,
)
from .store import PrinterStore

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class RuntimeData:
    """What the platforms of one account share."""

    account: AccountCoordinator


type BambuConfigEntry = ConfigEntry[RuntimeData]


@dataclass(slots=True, kw_only=True)
class PollCounters:
    """Count the polls since the account was set up, for diagnostics."""

    polls: int = 0
    failures: int = 0
    last_error: str | None = None


class PrinterCoordinator(DataUpdateCoordinator[PrinterState]):
    """Hold the state of one printer, which pushes it."""

    config_entry: BambuConfigEntry

    def __init__(self, account: AccountCoordinator, state: PrinterState) -> None:
        """Start with what was kept of the printer, which is no news."""
        super().__init__(
            account.hass,
            _LOGGER,
            config_entry=account.config_entry,
            name=f"{DOMAIN} printer",
            update_interval=None,
        )
        self.account = account
        self.data = _stale(state)
        self._product = ""

    @callback
    def async_apply(self, report: Report) -> None:
        """Take what the printer pushed."""
        self._async_take(fold(self.data, report))

    @callback
    def async_apply_poll(self, polled: PolledPrinter) -> None:
        """Take what the cloud says about the printer."""
        self._product = polled.product
        self._async_take(with_poll(self.data, polled, link_up=self.account.link_up))

    @callback
    def async_lose_link(self) -> None:
        """Stop to trust what was pushed; the account tells the entities."""
        self.data = _stale(with_link_lost(self.data))

    @callback
    def async_update_device(self) -> None:
        """Bring the device up to date, or create it."""
        state = self.data
        model = state.model.name or self._product
        dr.async_get(self.hass).async_get_or_create(
            config_entry_id=self.config_entry.entry_id,
            identifiers={(DOMAIN, state.serial)},
            manufacturer=MANUFACTURER,
            model=model or None,
            name=state.name or model or MANUFACTURER,
            serial_number=state.serial,
            sw_version=state.firmware.installed,
        )

    @callback
    def _async_take(self, state: PrinterState) -> None:
        """Take a new state and tell whoever shows what changed."""
        if state.presence.online is False:
            state = _stale(state)
        before, self.data = self.data, state
        nouns = changed(before, state)
        if "presence" in nouns or before.complete is not state.complete:
            self.async_update_listeners()
        elif nouns:
            self._async_tell(nouns)
        if _device_traits(before) != _device_traits(state):
            self.async_update_device()

    @callback
    def _async_tell(self, nouns: frozenset[str]) -> None:
        """Tell the listeners of these nouns; a listener's context names its own."""
        for update_callback, context in tuple(self._listeners.values()):
            if not isinstance(context, frozenset) or not nouns.isdisjoint(context):
                try:
                    update_callback()
                except Exception:
                    _LOGGER.exception("Unexpected error updating %s", update_callback)

    @override
    async def _async_update_data(self) -> PrinterState:
        """Ask the printer for a full report, which arrives when it arrives."""
        await self.account.stream.request_full_report(self.data.serial)
        return self.data


def _stale(state: PrinterState) -> PrinterState:
    """Return a state that is of no use before the next full report."""
    return replace(state, complete=False) if state.complete else state


def _device_traits(state: PrinterState) -> tuple[object, ...]:
    """Return what the device of a printer shows of it."""
    return state.name, state.model, state.firmware.installed


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
            update_interval=POLL_LINK_DOWN,
        )
        self.stream = stream
        self.counters = PollCounters()
        self.link_up = False
        self.printers: dict[str, PrinterCoordinator] = {}
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
        self.update_interval = POLL_LINK_UP if self.link_up else POLL_LINK_DOWN
        try:
            polled = await self._cloud.polled_printers()
        except BambuError as err:
            self.counters.failures += 1
            self.counters.last_error = type(err).__name__
            raise poll_error(err) from err
        printers = {printer.serial: printer for printer in polled}
        await self._async_follow(printers)
        return printers

    @override
    @callback
    def _async_refresh_finished(self) -> None:
        """Tell the printers' entities when the poll begins to fail or to work."""
        self.counters.polls += 1
        self._async_tell_printers()

    async def _async_follow(self, polled: dict[str, PolledPrinter]) -> None:
        """Follow the printers of the account, no less and no more."""
        known = self.printers.keys() | self._kept.keys()
        for serial in known - polled.keys():
            await self._async_remove(serial)
        for serial, told in polled.items():
            if is_new := serial not in self.printers:
                state = self._kept.pop(serial, None) or PrinterState(serial=serial)
                self.printers[serial] = PrinterCoordinator(self, state)
            printer = self.printers[serial]
            printer.async_apply_poll(told)
            if is_new:
                printer.async_update_device()
            elif printer.data.presence.online and not printer.data.complete:
                await self.stream.request_full_report(serial)
        await self.stream.follow(polled)
        self._store.async_keep_later(self._states)

    async def _async_remove(self, serial: str) -> None:
        """Remove a printer that left the account, with its device and entities."""
        self._kept.pop(serial, None)
        if printer := self.printers.pop(serial, None):
            await printer.async_shutdown()
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
                    self._store.async_keep_later(self._states)
            case LinkUp():
                self._async_set_link(up=True)
            case LinkDown():
                self._async_set_link(up=False)

    @callback
    def _async_set_link(self, *, up: bool) -> None:
        """Take note of the link; once it is gone, only the poll knows anything."""
        self.link_up = up
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
        links = (self.link_up, self.last_update_success)
        if links != self._told:
            self._told = links
            for printer in self.printers.values():
                printer.async_update_listeners()

    def _states(self) -> dict[str, PrinterState]:
        """Return the printers as they are."""
        return {serial: printer.data for serial, printer in self.printers.items()}

    @override
    async def async_shutdown(self) -> None:
        """Keep the printers as they are, for the next start."""
        await super().async_shutdown()
        await self._store.async_keep_now()
