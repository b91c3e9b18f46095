"""Know what firmware the cloud offers for each printer of an account."""

from datetime import datetime, timedelta
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later

from ..api import (
    BambuAuthError,
    BambuCloud,
    BambuConnectionError,
    BambuError,
    DeviceFirmware,
)
from ..const import DOMAIN
from ..devices.printer import Following, PrinterCoordinator, PrintersBySerial
from ..lookups.retry import patience, spread

_LOGGER = logging.getLogger(__name__)

_INTERVAL = timedelta(hours=6).total_seconds()


class FirmwareCoordinator:
    """Request the offers of one printer after the other (protocol A.8.6)."""

    def __init__(
        self, hass: HomeAssistant, entry: ConfigEntry[Any], cloud: BambuCloud
    ) -> None:
        """Begin with no offer."""
        self._hass = hass
        self._entry = entry
        self._cloud = cloud
        self._following = Following(self._async_begin)
        self._offers: dict[str, DeviceFirmware] = {}
        self._planned: dict[str, CALLBACK_TYPE] = {}
        self._waiting: dict[str, None] = {}
        self._is_asking = False
        self._listeners: list[CALLBACK_TYPE] = []

    def of(self, serial: str) -> DeviceFirmware | None:
        """Return what the cloud told of a printer last, None as long as it has not."""
        return self._offers.get(serial)

    @callback
    def async_listen(self, listener: CALLBACK_TYPE) -> CALLBACK_TYPE:
        """Tell a listener when the cloud says something else."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Begin to keep the offers up to date, as long as the entry is loaded."""
        self._following.async_start(self._entry, printers)

    @callback
    def async_follow(self) -> None:
        """Follow the printers of the account, no less and no more."""
        self._following.async_follow()

    @callback
    def _async_begin(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Ask for the offers of a printer, now and after each update."""
        serial = printer.data.serial
        unwatch = self._async_watch(printer)
        self._async_ask_soon(serial)

        @callback
        def end() -> None:
            """Forget what was offered."""
            unwatch()
            self._async_unplan(serial)
            self._waiting.pop(serial, None)
            self._offers.pop(serial, None)

        return end

    @callback
    def _async_watch(self, printer: PrinterCoordinator) -> CALLBACK_TYPE:
        """Ask again after each update."""
        installed = printer.data.firmware.installed

        @callback
        def follow_firmware() -> None:
            """Look at what is installed, of which only a change counts."""
            nonlocal installed
            before, installed = installed, printer.data.firmware.installed
            if before is not None and installed != before:
                self._async_ask_soon(printer.data.serial)

        return printer.async_add_listener(follow_firmware, frozenset({"firmware"}))

    @callback
    def _async_ask_soon(self, serial: str) -> None:
        """Ask in the background, after those who wait already."""
        self._async_unplan(serial)
        self._waiting[serial] = None
        if not self._is_asking:
            self._is_asking = True
            self._entry.async_create_background_task(
                self._hass, self._async_ask(), f"{DOMAIN} firmware", eager_start=False
            )

    async def _async_ask(self) -> None:
        """Ask for the offers of all who wait, one after the other."""
        try:
            while self._waiting:
                serial = next(iter(self._waiting))
                del self._waiting[serial]
                await self._async_refresh(serial)
        finally:
            self._is_asking = False

    async def _async_refresh(self, serial: str) -> None:
        """Ask for the offers of a printer; an error leaves everything as it was."""
        try:
            found = await self._cloud.firmware(serial)
        except BambuError as err:
            # Whoever polls the account tells when the login is dead.
            _LOGGER.debug("Going on with the known offers of firmware: %s", err)
            self._async_plan(serial, patience(err))
            if isinstance(err, BambuAuthError | BambuConnectionError):
                self._async_put_off(err)
            return
        self._async_plan(serial, spread(_INTERVAL))
        offers = {offers.serial: offers for offers in found}.get(serial)
        if offers is None or serial not in self._following or offers == self.of(serial):
            return
        self._offers[serial] = offers
        for listener in tuple(self._listeners):
            listener()

    @callback
    def _async_put_off(self, err: BambuError) -> None:
        """Let all who wait come later: the trouble is not with one printer alone."""
        for serial in self._waiting:
            self._async_plan(serial, patience(err))
        self._waiting.clear()

    @callback
    def _async_plan(self, serial: str, seconds: float) -> None:
        """Ask for a printer again in a while, if it is still there."""
        self._async_unplan(serial)
        if serial not in self._following:
            return

        @callback
        def again(_: datetime) -> None:
            """Ask again."""
            self._async_ask_soon(serial)

        job = HassJob(again, cancel_on_shutdown=True)
        self._planned[serial] = async_call_later(self._hass, seconds, job)

    @callback
    def _async_unplan(self, serial: str) -> None:
        """Forget what was planned for a printer."""
        if unplan := self._planned.pop(serial, None):
            unplan()
