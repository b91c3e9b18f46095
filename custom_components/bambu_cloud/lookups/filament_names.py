"""Names of filaments, Bambu Lab's and the user's own."""

from collections.abc import Mapping
from datetime import datetime
import logging
from typing import TYPE_CHECKING, override

from homeassistant.const import MAX_LENGTH_STATE_STATE
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback

from ..account.part import AccountPart
from ..api import SYSTEM_CLOCK, BambuCloud, BambuError, Clock
from ..cadences import FILAMENT_NAMES, FILAMENT_NAMES_AFTER_START
from ..model.values import aware_time
from ..storage import StoredFile, account_file, read_texts
from .coordinator import BackgroundCoordinator
from .retry import jitter

if TYPE_CHECKING:
    from ..devices.subscriptions import PrintersBySerial
    from ..runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)


class FilamentNames(BackgroundCoordinator[Mapping[str, str]], AccountPart):
    """Fetch the names of filaments by the ids that printers report (protocol A.9.2)."""

    interval = FILAMENT_NAMES

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        cloud: BambuCloud,
        on_change: CALLBACK_TYPE,
        *,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start without names."""
        super().__init__(hass, entry, name="filament names", data={}, clock=clock)
        self._cloud = cloud
        self._on_change = on_change
        self._file = _file(hass, entry.entry_id)
        self._fetched_at: datetime | None = None

    def name_of(self, filament_id: str | None) -> str | None:
        """Return the name of a filament, None if it has none."""
        return None if filament_id is None else self.data.get(filament_id)

    def filament_id(self, name: str) -> str | None:
        """Return the id of the filament with this name, None if there is none."""
        wanted = name.casefold()
        return next((i for i, n in self.data.items() if n.casefold() == wanted), None)

    @override
    async def async_load(self) -> None:
        """Restore the names."""
        content = await self._file.async_load()
        if not content:
            return
        names, fetched_at = content.get("names"), content.get("fetched_at")
        self.data = read_texts(names)
        self._fetched_at = aware_time(fetched_at)
        if self._fetched_at is None or self.data != names:
            self._fetched_at = None
            await self._file.async_set_aside()

    @override
    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Fetch the names daily; at once only where there are none."""
        if self._fetched_at is None:
            self.async_refresh_soon()
        else:
            age = self._clock.now() - self._fetched_at
            due = max(FILAMENT_NAMES - age, FILAMENT_NAMES_AFTER_START)
            self.update_interval = jitter(min(due, FILAMENT_NAMES), self._clock)
        self.config_entry.async_on_unload(self.async_add_listener(self._on_change))

    @override
    async def _async_fetch(self) -> Mapping[str, str]:
        """Fetch and store the names."""
        presets = await self._cloud.filament_presets()
        names = {
            preset.filament_id: preset.name[:MAX_LENGTH_STATE_STATE]
            for preset in presets
        }
        self._fetched_at = self._clock.now()
        await self._file.async_save(
            {"fetched_at": self._fetched_at.isoformat(), "names": names}
        )
        return names

    @override
    @callback
    def _async_on_error(self, err: BambuError) -> None:
        """Go on with the names from before."""
        _LOGGER.debug("Going on with the known names of filaments: %s", err)

    @override
    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of an account."""
        await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "filament_names")
