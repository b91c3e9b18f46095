"""The cameras of all printers of an account, and their pinned certificates."""

import asyncio
from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, override

from homeassistant.config_entries import (
    SIGNAL_CONFIG_ENTRY_CHANGED,
    ConfigEntryChange,
)
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import CALLBACK_TYPE, Event, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_connect

from ..account.part import AccountPart
from ..api import (
    SYSTEM_CLOCK,
    BambuAuthError,
    BambuCloud,
    BambuForbiddenError,
    CameraSession,
    Clock,
)
from ..const import CONF_CAMERAS, DOMAIN
from ..devices.subscriptions import PrintersBySerial
from ..model import CameraOptions
from ..storage import StoredFile, account_file, read_texts
from .camera import PrinterCamera

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_REFUSED_FOR = timedelta(days=1)
"""After a refusal, before the next request for a session."""


class CameraManager(AccountPart):
    """Hold the camera of each printer, as long as the entry is loaded."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        cloud: BambuCloud,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without cameras."""
        self._hass = hass
        self._entry = entry
        self._cloud = cloud
        self._clock = clock
        self._locks: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._refused_at: dict[str, datetime] = {}
        self._file = _file(hass, entry.entry_id)
        self._pins: Mapping[str, str] = {}
        self._printers: PrintersBySerial = {}
        self._cameras: dict[str, tuple[PrinterCamera, CALLBACK_TYPE]] = {}

    def of(self, serial: str) -> PrinterCamera:
        """Return the camera of a printer of the account."""
        return self._cameras[serial][0]

    def find(self, serial: str) -> PrinterCamera | None:
        """Return the camera of a printer, None if it has left the account."""
        return self._cameras[serial][0] if serial in self._cameras else None

    @override
    async def async_load(self) -> None:
        """Load the pinned certificates."""
        self._pins = read_texts(await self._file.async_load())

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Subscribe to printers and options."""
        self._printers = printers
        self.async_sync_printers()
        for stop in (
            async_dispatcher_connect(
                self._hass, SIGNAL_CONFIG_ENTRY_CHANGED, self._async_entry_changed
            ),
            self._hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, self._async_close),
        ):
            self._entry.async_on_unload(stop)

    @override
    @callback
    def async_sync_printers(self) -> None:
        """Have a camera for each printer of the account."""
        for serial, (camera, unsubscribe) in tuple(self._cameras.items()):
            if self._printers.get(serial) is not camera.printer:
                del self._cameras[serial]
                unsubscribe()
        for serial, printer in self._printers.items():
            if serial not in self._cameras:
                camera = PrinterCamera(
                    printer,
                    self._options(serial),
                    self._pins.get(serial),
                    partial(self._async_pin, serial),
                    partial(self.async_session, serial),
                )
                self._cameras[serial] = (camera, camera.async_start())

    async def async_session(self, serial: str) -> CameraSession:
        """Create a session to view through the cloud, which is stored nowhere.

        Raises:
            BambuForbiddenError: Bambu Lab grants none for this printer. For a day, it
                gets no further request.
            BambuError: there is none for another reason.
        """
        camera = self.of(serial)
        async with self._locks[serial]:
            refused_at = self._refused_at.get(serial)
            if refused_at and self._clock.now() - refused_at < _REFUSED_FOR:
                raise BambuForbiddenError("There was no session for this printer")
            firmware = camera.printer.data.firmware.installed
            try:
                session = await self._cloud.camera_session(serial, firmware=firmware)
            except BambuAuthError:
                self._entry.async_start_reauth(self._hass)
                raise
            except BambuForbiddenError:
                self._refused_at[serial] = self._clock.now()
                camera.async_set_cloud_permitted(permitted=False)
                raise
            camera.async_set_cloud_permitted(permitted=True)
            return session

    async def _async_close(self, _: Event) -> None:
        """Close all connections."""
        for camera, _unsubscribe in self._cameras.values():
            await camera.async_close()

    @callback
    def _async_pin(self, serial: str, pin: str) -> None:
        """Store the certificate of a printer."""
        self._pins = {**self._pins, serial: pin}
        save = self._file.async_save({**self._pins})
        self._entry.async_create_background_task(self._hass, save, f"{DOMAIN} pin")

    @callback
    def _async_entry_changed(
        self, change: ConfigEntryChange, entry: BambuConfigEntry
    ) -> None:
        """Apply changed options."""
        if entry is self._entry and change is ConfigEntryChange.UPDATED:
            for serial, (camera, _) in self._cameras.items():
                camera.async_set_options(self._options(serial))

    def _options(self, serial: str) -> CameraOptions:
        """Return the options of the camera of a printer."""
        return CameraOptions.read(self._entry.options.get(CONF_CAMERAS, {}).get(serial))

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove the certificates of an account."""
        await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account's pins."""
    return account_file(hass, entry_id, "cameras")
