"""Keep what printers last reported: some are off when Home Assistant starts."""

from collections.abc import Callable, Mapping
import logging
from typing import Any

from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store

from .const import DOMAIN
from .model import PrinterState, identify, restored

_LOGGER = logging.getLogger(__name__)

_VERSION = 1
_DELAY = 15 * 60


class PrinterStore:
    """Hold the last report, version answer and identity of each printer."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Use one file per account."""
        self._store: Store[dict[str, Any]] = Store(
            hass, _VERSION, f"{DOMAIN}.{entry_id}", private=True, atomic_writes=True
        )
        self._planned: Callable[[], dict[str, Any]] | None = None

    async def async_load(self) -> dict[str, PrinterState]:
        """Return the printers that were kept, by serial; skip what makes no sense."""
        try:
            content: Any = await self._store.async_load()
        except HomeAssistantError, KeyError, TypeError:
            _LOGGER.warning("What was kept of the printers cannot be read")
            content = None
        if not isinstance(content, dict):
            return {}
        return {
            serial: _from_kept(serial, kept)
            for serial, kept in content.items()
            if isinstance(kept, dict)
        }

    @callback
    def async_keep_later(
        self, states: Callable[[], Mapping[str, PrinterState]]
    ) -> None:
        """Keep the printers in a while, at the latest when Home Assistant stops.

        More reports do not put off what is planned: they never end.
        """
        if self._planned is not None:
            return

        @callback
        def to_keep() -> dict[str, Any]:
            """Return the printers as they are by then."""
            self._planned = None
            return {serial: _to_keep(state) for serial, state in states().items()}

        self._planned = to_keep
        self._store.async_delay_save(to_keep, _DELAY)

    async def async_keep_now(self) -> None:
        """Do what is planned, if anything."""
        if self._planned is not None:
            await self._store.async_save(self._planned())

    async def async_remove(self) -> None:
        """Remove the file."""
        await self._store.async_remove()


def _to_keep(state: PrinterState) -> dict[str, Any]:
    """Return what is worth keeping of one printer."""
    return {
        "name": state.name,
        "model": state.model.key,
        "raw": state.raw,
        "version": state.version,
    }


def _from_kept(serial: str, kept: Mapping[str, Any]) -> PrinterState:
    """Rebuild one printer."""
    raw, version = kept.get("raw"), kept.get("version")
    return restored(
        serial=serial,
        name=str(kept.get("name", "")),
        model=identify(code=str(kept.get("model", ""))),
        raw=raw if isinstance(raw, dict) else {},
        version=version if isinstance(version, dict) else {},
    )
