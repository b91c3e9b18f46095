"""Keep something in a file of Home Assistant's storage that may come back damaged."""

from datetime import datetime
from glob import escape
import logging
from pathlib import Path
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

_LOGGER = logging.getLogger(__name__)

_VERSION = 1


class StoredFile:
    """One file that holds a JSON object.

    Whatever is wrong with the file, loading returns and saving works afterward. What is
    saved must not be changed any more: it is written by another thread.
    """

    def __init__(self, hass: HomeAssistant, key: str) -> None:
        """Name the file."""
        self._hass = hass
        self._store: Store[dict[str, Any]] = Store(
            hass,
            _VERSION,
            key,
            private=True,
            atomic_writes=True,
            serialize_in_event_loop=False,
        )

    async def async_load(self) -> dict[str, Any]:
        """Return the object, an empty one where there is none."""
        content: Any
        try:
            content = await self._store.async_load()
        except HomeAssistantError, KeyError, NotImplementedError, TypeError, ValueError:
            await self.async_set_aside()
            return {}
        if content is None:
            return {}
        if not isinstance(content, dict):
            await self.async_set_aside()
            return {}
        return content

    async def async_set_aside(self) -> None:
        """Rename the file, which makes no sense, for a person to look at."""
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
        await self._store.async_save(content)

    async def async_remove(self) -> None:
        """Remove the file, and what was set aside of it."""
        await self._store.async_remove()
        await self._hass.async_add_executor_job(self._remove_aside)

    def _remove_aside(self) -> None:
        """Remove what was set aside."""
        path = Path(self._store.path)
        for aside in path.parent.glob(f"{escape(path.name)}.corrupt.*"):
            aside.unlink(missing_ok=True)


def read_texts(value: Any) -> dict[str, str]:
    """Return of a stored object what is text."""
    items = value.items() if isinstance(value, dict) else ()
    return {key: text for key, text in items if isinstance(text, str)}


def read_moment(value: Any) -> datetime | None:
    """Return a stored time, None for anything else."""
    moment = dt_util.parse_datetime(value) if isinstance(value, str) else None
    return moment if moment is not None and moment.tzinfo else None
