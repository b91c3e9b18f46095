"""Fetch which firmware the cloud offers for the printers of an account."""

import asyncio
import logging
from typing import TYPE_CHECKING, override

from homeassistant.core import CALLBACK_TYPE, callback

from ..account.part import AccountPart
from ..api import (
    SYSTEM_CLOCK,
    BambuAuthError,
    BambuCloud,
    BambuConnectionError,
    BambuError,
    Clock,
    DeviceFirmware,
)
from ..cadences import FIRMWARE
from ..devices.printer import PrinterCoordinator
from ..devices.subscriptions import PrintersBySerial, PrinterSubscriptions
from ..lookups.coordinator import BackgroundCoordinator
from ..lookups.retry import retry_delay

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)


class _Queue:
    """Order the requests of an account's printers: one after the other."""

    def __init__(self) -> None:
        """Start without requests."""
        self.turn = asyncio.Lock()
        self.failure: BambuError | None = None
        """The last one that was not about one printer alone."""


class FirmwareCoordinator(BackgroundCoordinator[DeviceFirmware | None]):
    """Fetch the firmware that is offered for one printer (protocol A.8.6)."""

    interval = FIRMWARE

    def __init__(
        self,
        printer: PrinterCoordinator,
        cloud: BambuCloud,
        queue: _Queue,
        clock: Clock,
    ) -> None:
        """Start without an offer."""
        super().__init__(
            printer.hass, printer.link.entry, name="firmware", data=None, clock=clock
        )
        self._printer = printer
        self._cloud = cloud
        self._queue = queue
        self._installed = printer.data.firmware.installed

    @callback
    def async_start(self) -> CALLBACK_TYPE:
        """Fetch offers now, after each update, and regularly for whoever listens.

        Return how to stop.
        """
        unsubscribe = self._printer.async_add_listener(
            self._async_check_installed, frozenset({"firmware"})
        )
        self.async_refresh_soon()

        @callback
        def stop() -> None:
            """Fetch nothing more."""
            unsubscribe()
            self.config_entry.async_create_background_task(
                self.hass, self.async_shutdown(), self.name
            )

        return stop

    @callback
    def _async_check_installed(self) -> None:
        """Fetch offers after an update; a first version is none."""
        before, self._installed = self._installed, self._printer.data.firmware.installed
        if before is not None and self._installed != before:
            self.async_refresh_soon()

    @override
    async def _async_update_data(self) -> DeviceFirmware | None:
        """Fetch offers in turn, unless the cloud fails for the printers before."""
        before = self._queue.failure
        async with self._queue.turn:
            if (err := self._queue.failure) and err is not before:
                self.update_interval = retry_delay(err, self._clock)
                return self.data
            return await super()._async_update_data()

    @override
    async def _async_fetch(self) -> DeviceFirmware | None:
        """Fetch offers."""
        serial = self._printer.data.serial
        found = await self._cloud.firmware(serial)
        return {firmware.serial: firmware for firmware in found}.get(serial, self.data)

    @override
    @callback
    def _async_on_error(self, err: BambuError) -> None:
        """Note what is not about this printer alone: it concerns the others, too."""
        _LOGGER.debug("Going on with the known offers of firmware: %s", err)
        if isinstance(err, BambuAuthError | BambuConnectionError):
            self._queue.failure = err


class FirmwareManager(AccountPart):
    """Have a coordinator for each printer of an account."""

    def __init__(
        self, entry: BambuConfigEntry, cloud: BambuCloud, *, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        """Start without printers."""
        self._entry = entry
        self._cloud = cloud
        self._clock = clock
        self._queue = _Queue()
        self._subscriptions = PrinterSubscriptions(self._async_subscribe)
        self._coordinators: dict[str, FirmwareCoordinator] = {}

    def of(self, serial: str) -> DeviceFirmware | None:
        """Return what is offered for a printer, None as long as that is unknown."""
        coordinator = self._coordinators.get(serial)
        return coordinator.data if coordinator else None

    @callback
    def async_add_listener(self, serial: str, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Notify a listener of offers for a printer; return how to stop."""
        coordinator = self._coordinators.get(serial)
        return coordinator.async_add_listener(listener) if coordinator else lambda: None

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Fetch offers, as long as the entry is loaded."""
        self._subscriptions.async_start(self._entry, printers)

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Fetch offers for the printers that there are."""
        self._subscriptions.async_sync_printers()

    @callback
    def _async_subscribe(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Fetch offers for a printer until it leaves."""
        serial = printer.data.serial
        coordinator = FirmwareCoordinator(
            printer, self._cloud, self._queue, self._clock
        )
        self._coordinators[serial] = coordinator
        stop = coordinator.async_start()

        @callback
        def unsubscribe() -> None:
            """Discard what was offered."""
            stop()
            del self._coordinators[serial]

        return unsubscribe
