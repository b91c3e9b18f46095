"""Store parts of an account in files of Home Assistant's storage."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from glob import escape
import logging
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from .const import DOMAIN

_LOGGER = logging.getLogger(__name__)

_VERSION = 1
_FIRST_KEYS: Mapping[str, str] = {
    "filament_names": "filaments.{}",
    "print_events": "print_events.{}",
    "printers": "{}",
    "statistics": "prints.{}",
}
"""Names of files in version 0.1.0, after the domain and with the entry's id in them."""


class StoredFile:
    """One file that holds a JSON object.

    Whatever is wrong with the file, loading returns and saving works afterward. What is
    saved must not change any more: it is written by another thread.
    """

    def __init__(self, hass: HomeAssistant, key: str, old_key: str = "") -> None:
        """Name the file, and an older one that it replaces."""
        self._hass = hass
        self._key = key
        self._store: Store[dict[str, Any]] = Store(
            hass,
            _VERSION,
            key,
            private=True,
            atomic_writes=True,
            serialize_in_event_loop=False,
        )
        self._old = StoredFile(hass, old_key) if old_key else None
        self._content: Callable[[], dict[str, Any]] = dict
        """What a write that is planned will call."""
        self._is_planned = False

    async def async_load(self) -> dict[str, Any]:
        """Return the object, an empty one where there is none."""
        content = await self.async_read()
        if self._old is None or (old := await self._old.async_read()) is None:
            return content or {}
        if content is None:
            content = old
            await self.async_save(old)
            # Only once the new file is on the disk, the old one can go.
            if await StoredFile(self._hass, self._key).async_read() != old:
                return content
        await self._old.async_unlink()
        return content

    async def async_read(self) -> dict[str, Any] | None:
        """Return the object; set anything else aside.

        What is no JSON at all, Home Assistant sets aside, and raises a repair.
        """
        content: Any
        try:
            content = await self._store.async_load()
        except HomeAssistantError, KeyError, NotImplementedError, TypeError, ValueError:
            await self.async_set_aside()
            return None
        if content is None or isinstance(content, dict):
            return content
        await self.async_set_aside()
        return None

    async def async_set_aside(self) -> None:
        """Rename the file, which makes no sense, for a person to inspect."""
        path = Path(self._store.path)
        aside = path.with_name(f"{path.name}.corrupt.{dt_util.utcnow().isoformat()}")
        try:
            await self._hass.async_add_executor_job(path.rename, aside)
        except OSError as err:
            _LOGGER.warning("%s makes no sense and will be replaced (%s)", path, err)
        else:
            _LOGGER.warning("%s makes no sense and was set aside as %s", path, aside)

    async def async_save(self, content: dict[str, Any]) -> None:
        """Write the object, or leave that to the last moment when that is near."""
        self._is_planned = False
        await self._store.async_save(content)

    @callback
    def async_save_later(
        self, content: Callable[[], dict[str, Any]], delay: timedelta
    ) -> None:
        """Write the object after a delay, at the latest when Home Assistant stops.

        `content` is called by then, in another thread. A write that is planned stays
        so: one that is put off by each change would come after the last of them only.
        """
        self._content = content
        if not self._is_planned:
            self._is_planned = True
            self._store.async_delay_save(self._content_by_now, delay.total_seconds())

    def _content_by_now(self) -> dict[str, Any]:
        """Return what is to be written; called in another thread."""
        self._is_planned = False
        return self._content()

    async def async_unlink(self) -> None:
        """Remove the file alone."""
        self._is_planned = False
        await self._store.async_remove()

    async def async_remove(self) -> None:
        """Remove the file, what was set aside of it, and the one that it replaces."""
        await self.async_unlink()
        await self._hass.async_add_executor_job(self._remove_aside)
        if self._old is not None:
            await self._old.async_remove()

    def _remove_aside(self) -> None:
        """Remove what was set aside."""
        path = Path(self._store.path)
        for aside in path.parent.glob(f"{escape(path.name)}.corrupt.*"):
            aside.unlink(missing_ok=True)


def account_file(hass: HomeAssistant, entry_id: str, part: str) -> StoredFile:
    """Return the file of a part of an account, `bambu_cloud.<entry>.<part>`."""
    first = _FIRST_KEYS.get(part)
    old_key = f"{DOMAIN}.{first.format(entry_id)}" if first else ""
    return StoredFile(hass, f"{DOMAIN}.{entry_id}.{part}", old_key)


def read_texts(value: Any) -> dict[str, str]:
    """Return of a stored object what is text."""
    items = value.items() if isinstance(value, dict) else ()
    return {key: text for key, text in items if isinstance(text, str)}
