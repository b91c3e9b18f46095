"""Know what filaments are called, Bambu Lab's and the user's own."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
import logging
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import MAX_LENGTH_STATE_STATE
from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..api import BambuCloud, BambuError
from ..const import DOMAIN
from ..storage import StoredFile, account_file, read_moment, read_texts
from .retry import patience, spread

_LOGGER = logging.getLogger(__name__)

_DAY = 24 * 3600.0
_SOON = 60.0


class FilamentNames:
    """Hold the names of filaments by the ids that printers report (protocol A.9.2)."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry[Any],
        cloud: BambuCloud,
        on_change: Callable[[], None],
        *,
        now: Callable[[], datetime] = dt_util.utcnow,
    ) -> None:
        """Begin without names."""
        self._hass = hass
        self._entry = entry
        self._cloud = cloud
        self._on_change = on_change
        self._now = now
        self._file = _file(hass, entry.entry_id)
        self._names: Mapping[str, str] = {}
        self._fetched_at: datetime | None = None

    def name(self, filament_id: str | None) -> str | None:
        """Return the name of a filament, if it has one that is known."""
        return None if filament_id is None else self._names.get(filament_id)

    def filament_id(self, name: str) -> str | None:
        """Return the id of the filament with this name, if there is one."""
        wanted = name.casefold()
        return next((i for i, n in self._names.items() if n.casefold() == wanted), None)

    async def async_load(self) -> None:
        """Remember the names as they were."""
        content = await self._file.async_load()
        if not content:
            return
        names, fetched_at = content.get("names"), content.get("fetched_at")
        self._names = read_texts(names)
        self._fetched_at = read_moment(fetched_at)
        if self._fetched_at is None or self._names != names:
            self._fetched_at = None
            await self._file.async_set_aside()

    @callback
    def async_start(self) -> None:
        """Begin to keep the names up to date, as long as the entry is loaded."""
        self._entry.async_create_background_task(
            self._hass, self._async_keep_up(), f"{DOMAIN} filament names"
        )

    async def _async_keep_up(self) -> None:
        """Ask once a day, and after a failure an hour later."""
        delay = self._due_in()
        while True:
            await asyncio.sleep(delay)
            delay = await self._async_refresh()

    def _due_in(self) -> float:
        """Return in how many seconds to ask: at once only where no name is known."""
        if self._fetched_at is None:
            return 0
        age = (self._now() - self._fetched_at).total_seconds()
        return spread(min(max(_DAY - age, _SOON), _DAY))

    async def _async_refresh(self) -> float:
        """Ask for the names; return how many seconds that is good for."""
        try:
            presets = await self._cloud.filament_presets()
        except BambuError as err:
            # Whoever polls the account tells when the login is dead.
            _LOGGER.debug("Going on with the known names of filaments: %s", err)
            return patience(err)
        names = {
            preset.filament_id: preset.name[:MAX_LENGTH_STATE_STATE]
            for preset in presets
        }
        is_news = names != self._names
        self._names = names
        self._fetched_at = self._now()
        await self._file.async_save(
            {"fetched_at": self._fetched_at.isoformat(), "names": names}
        )
        if is_news:
            self._on_change()
        return spread(_DAY)


async def async_forget_filament_names(hass: HomeAssistant, entry_id: str) -> None:
    """Remove what was kept for an account."""
    await _file(hass, entry_id).async_remove()


def _file(hass: HomeAssistant, entry_id: str) -> StoredFile:
    """Return the file of an account."""
    return account_file(hass, entry_id, "filament_names")
