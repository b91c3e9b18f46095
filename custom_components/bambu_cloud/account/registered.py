"""Remember that all entities of an account are registered as they are now."""

from datetime import datetime
from typing import TYPE_CHECKING, override

from homeassistant.const import __version__
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
from homeassistant.loader import async_get_integration

from ..cadences import ALL_REGISTERED
from ..const import DOMAIN
from ..storage import StoredFile, account_file
from .part import AccountPart

if TYPE_CHECKING:
    from ..devices.subscriptions import PrintersBySerial
    from ..runtime_data import BambuConfigEntry


class RegisteredEntities(AccountPart):
    """Remember what all entities of an account were last registered by.

    Names and units in the registry follow from the versions and the language. As long
    as these are the same, adding an entity that is disabled changes nothing.
    """

    def __init__(self, hass: HomeAssistant, entry: BambuConfigEntry) -> None:
        """Assume that entities are registered by something else."""
        self._hass = hass
        self._entry = entry
        self._file = _file(hass, entry.entry_id)
        self._registered_by: dict[str, str] = {}
        self.are_current = False
        """Whether what is registered of entities needs no update."""

    @override
    async def async_load(self) -> None:
        """Compare what registered entities before with what does now."""
        integration = await async_get_integration(self._hass, DOMAIN)
        self._registered_by = {
            "integration": f"{integration.version}",
            "home_assistant": __version__,
            "language": self._hass.config.language,
        }
        self.are_current = await self._file.async_load() == self._registered_by

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Remember it once the account has been loaded for a while."""

        async def save(_: datetime) -> None:
            """Write the file."""
            await self._file.async_save(self._registered_by)

        if not self.are_current:
            cancel = async_call_later(self._hass, ALL_REGISTERED, save)
            self._entry.async_on_unload(cancel)

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove the file."""
        await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "registered")
