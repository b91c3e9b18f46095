"""Keep what printers last reported: some are off when Home Assistant starts."""

from collections.abc import Callable, Mapping
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.helpers.storage import Store

from .const import DOMAIN
from .model import PrinterState, identify, restored

_VERSION = 1
_DELAY = 30  # less than the shortest poll interval, each of which asks anew


class PrinterStore:
    """Hold the last full report, version answer and identity of each printer."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Use one file per account."""
        self._store: Store[dict[str, Any]] = Store(
            hass, _VERSION, f"{DOMAIN}.{entry_id}", private=True
        )

    async def async_load(self) -> dict[str, PrinterState]:
        """Return the printers that were kept, by serial; skip what makes no sense."""
        content = await self._store.async_load()
        if not isinstance(content, dict):
            return {}
        return {
            serial: _from_kept(serial, kept)
            for serial, kept in content.items()
            if isinstance(kept, dict)
        }

    def async_keep_later(
        self, states: Callable[[], Mapping[str, PrinterState]]
    ) -> None:
        """Keep the printers in a while, or when Home Assistant stops."""
        self._store.async_delay_save(lambda: _to_keep(states()), _DELAY)

    async def async_keep(self, states: Mapping[str, PrinterState]) -> None:
        """Keep the printers now."""
        await self._store.async_save(_to_keep(states))

    async def async_remove(self) -> None:
        """Remove the file."""
        await self._store.async_remove()


def _to_keep(states: Mapping[str, PrinterState]) -> dict[str, Any]:
    """Return what is worth keeping of the printers."""
    return {
        serial: {
            "name": state.name,
            "model": state.model.key,
            "raw": state.raw if state.complete else {},
            "version": state.version,
        }
        for serial, state in states.items()
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
