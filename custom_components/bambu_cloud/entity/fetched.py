"""The base of entities that fetch something of each print."""

from abc import abstractmethod
import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, override

from homeassistant.core import callback

from ..const import DOMAIN
from .history import BambuHistoryEntity


class BambuFetchedEntity[KeyT](BambuHistoryEntity):
    """Fetch something once for each print, in the background.

    What could not be fetched is retried when the history changes.
    """

    _tried: KeyT | None = None
    _fetching: asyncio.Task[None] | None = None

    @abstractmethod
    def _async_update_fetched(self) -> None:
        """Start to fetch what is wanted now and not there yet."""

    @callback
    def _async_fetch_once(
        self, key: KeyT, fetch: Callable[[], Coroutine[Any, Any, None]]
    ) -> None:
        """Fetch in the background, one at a time; `fetch` clears `_fetching`."""
        if self._fetching is None and key != self._tried:
            self._tried = key
            self._fetching = self.entry.async_create_background_task(
                self.hass, fetch(), f"{DOMAIN} {self.entity_description.key}"
            )

    @override
    async def async_will_remove_from_hass(self) -> None:
        """Cancel a fetch."""
        await super().async_will_remove_from_hass()
        if self._fetching:
            self._fetching.cancel()

    @override
    @callback
    def _handle_coordinator_update(self) -> None:
        """Fetch what another print needs."""
        self._async_update_fetched()
        super()._handle_coordinator_update()

    @override
    @callback
    def _handle_history_update(self) -> None:
        """Retry what could not be fetched."""
        self._tried = None
        super()._handle_history_update()
