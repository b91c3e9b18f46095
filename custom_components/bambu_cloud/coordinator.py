"""Coordinate what the account tells when asked and what its printers push."""

from contextlib import aclosing
import logging
from typing import override

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import ConfigEntryAuthFailed
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator, UpdateFailed

from .api import (
    BambuAuthError,
    BambuBlockedError,
    BambuCloud,
    BambuConnectionError,
    BambuError,
    BambuRateLimitError,
    LinkDown,
    LinkUp,
    ReportStream,
    StreamEvent,
)
from .const import DOMAIN, POLL_LINK_DOWN, POLL_LINK_UP
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

type BambuConfigEntry = ConfigEntry[AccountCoordinator]


class PrinterCoordinator(DataUpdateCoordinator[PrinterState]):
    """Hold the state of one printer, which pushes it."""

    config_entry: BambuConfigEntry

    def __init__(
        self, hass: HomeAssistant, account: AccountCoordinator, state: PrinterState
    ) -> None:
        """Start with what is known."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=account.config_entry,
            name=f"{DOMAIN} printer",
            update_interval=None,
        )
        self.account = account
        self.data = state

    @property
    def serial(self) -> str:
        """Return the printer's serial."""
        return self.data.serial

    @callback
    def async_apply(self, state: PrinterState) -> None:
        """Take a new state and tell whoever shows what changed."""
        before, self.data = self.data, state
        if before.complete is not state.complete or before.model is not state.model:
            self.async_update_listeners()
        elif nouns := changed(before, state):
            self._async_tell(nouns)
        if (before.name, before.firmware) != (state.name, state.firmware):
            self._async_update_device()

    @callback
    def _async_tell(self, nouns: frozenset[str]) -> None:
        """Tell the listeners of these nouns; a listener's context is its nouns."""
        for update_callback, context in tuple(self._listeners.values()):
            if not isinstance(context, frozenset) or not nouns.isdisjoint(context):
                update_callback()

    @callback
    def _async_update_device(self) -> None:
        """Bring name and firmware of the device up to date."""
        registry = dr.async_get(self.hass)
        if device := registry.async_get_device_by_identifier(
            (DOMAIN, self.serial), self.config_entry.entry_id
        ):
            registry.async_update_device(
                device.id,
                name=self.data.name or device.name,
                sw_version=self.data.firmware.installed or device.sw_version,
            )

    @override
    async def _async_update_data(self) -> PrinterState:
        """Ask the printer for a full report, which arrives when it arrives."""
        await self.account.stream.request_full_report(self.serial)
        return self.data


class AccountCoordinator(DataUpdateCoordinator[dict[str, PolledPrinter]]):
    """Poll the account, and listen to its printers."""

    config_entry: BambuConfigEntry

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        cloud: BambuCloud,
        stream: ReportStream,
        store: PrinterStore,
    ) -> None:
        """Prepare; nothing is asked yet."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"{DOMAIN} account",
            update_interval=POLL_LINK_DOWN,
        )
        self.cloud = cloud
        self.stream = stream
        self.link_up = False
        self.printers: dict[str, PrinterCoordinator] = {}
        self._store = store
        self._kept: dict[str, PrinterState] = {}

    @override
    async def _async_setup(self) -> None:
        """Remember the printers as they were."""
        self._kept = await self._store.async_load()

    @override
    async def _async_update_data(self) -> dict[str, PolledPrinter]:
        """Ask which printers there are and what they do."""
        try:
            polled = await self.cloud.polled_printers()
        except BambuError as err:
            raise poll_error(err) from err
        printers = {printer.serial: printer for printer in polled}
        await self._async_follow(printers)
        self._store.async_keep_later(self._states)
        return printers

    async def _async_follow(self, printers: dict[str, PolledPrinter]) -> None:
        """Follow the printers of the account, no less and no more."""
        for serial, polled in printers.items():
            if serial not in self.printers:
                known = self._kept.pop(serial, PrinterState(serial=serial))
                self.printers[serial] = PrinterCoordinator(self.hass, self, known)
            printer = self.printers[serial]
            printer.async_apply(with_poll(printer.data, polled, link_up=self.link_up))
        for serial in self.printers.keys() - printers.keys():
            await self.printers.pop(serial).async_shutdown()
        self._async_remove_lost_devices()
        await self.stream.follow(self.printers)

    @callback
    def _async_remove_lost_devices(self) -> None:
        """Remove the devices of printers that left the account."""
        registry = dr.async_get(self.hass)
        known = {(DOMAIN, serial) for serial in self.printers}
        for device in dr.async_entries_for_config_entry(
            registry, self.config_entry.entry_id
        ):
            if known.isdisjoint(device.identifiers):
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
                    printer.async_apply(fold(printer.data, event))
            case LinkUp():
                self._async_set_link(up=True)
            case LinkDown():
                self._async_set_link(up=False)

    @callback
    def _async_set_link(self, *, up: bool) -> None:
        """Take note of the link; without it, the poll has to come sooner."""
        self.link_up = up
        self.update_interval = POLL_LINK_UP if up else POLL_LINK_DOWN
        self._schedule_refresh()
        for printer in self.printers.values():
            if not up:
                printer.data = with_link_lost(printer.data)
            printer.async_update_listeners()

    def _states(self) -> dict[str, PrinterState]:
        """Return the printers as they are."""
        return {serial: printer.data for serial, printer in self.printers.items()}

    async def async_keep(self) -> None:
        """Keep the printers as they are, for the next start."""
        await self._store.async_keep(self._states())


def poll_error(err: BambuError) -> Exception:
    """Return what Home Assistant understands of an error of the cloud."""
    retry_after: float | None = None
    match err:
        case BambuAuthError():
            return ConfigEntryAuthFailed(
                translation_domain=DOMAIN, translation_key="token_dead"
            )
        case BambuRateLimitError():
            key, retry_after = "rate_limited", err.retry_after
        case BambuBlockedError():
            key, retry_after = "blocked", err.retry_after
        case BambuConnectionError():
            key = "cannot_connect"
        case _:
            key = "bad_answer"
    return UpdateFailed(
        retry_after=retry_after, translation_domain=DOMAIN, translation_key=key
    )
