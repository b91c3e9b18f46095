"""Store what happened before it fires."""

import asyncio
from collections.abc import Callable
import logging
from typing import TYPE_CHECKING, Any

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback

from ..cadences import PRINT_PROGRESS, PRINT_STATES
from ..const import DOMAIN
from ..lookups.retry import Timers
from ..storage import StoredFile
from .outbox import Outbox

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)

_LONGEST_WRITE = 5.0
"""s; a storage that hangs delays an event no longer."""
_PROGRESS = "progress"
_STATES = "states"


class EventFile:
    """Write a file whenever its content changes, and fire the events that are in it."""

    def __init__(
        self,
        hass: HomeAssistant,
        file: StoredFile,
        content: Callable[[], dict[str, Any]],
        outboxes: tuple[Outbox[Any], ...],
    ) -> None:
        """Write nothing yet.

        Args:
            hass: Home Assistant.
            file: Where to write.
            content: Returns what to write; the events of all outboxes are in it.
            outboxes: They fire what is written.
        """
        self._hass = hass
        self._file = file
        self._content = content
        self._outboxes = outboxes
        self._timers = Timers(hass)
        self._is_changed = self._is_saving = False
        for outbox in outboxes:
            outbox.on_fired = self._async_save_now

    @callback
    def async_save_soon(self) -> None:
        """Write the file: at once if events wait for it, else in a moment.

        It has all printers in it: of many that are seen first, not each can write it.
        """
        if any(outbox.newest() for outbox in self._outboxes):
            self._async_save_now()
        elif _STATES not in self._timers:
            self._timers.async_schedule(_STATES, PRINT_STATES, self._async_save_now)

    @callback
    def _async_save_now(self) -> None:
        """Write the file, once for all that changes until the last write is done."""
        self._timers.async_cancel(_STATES)
        self._is_changed = True
        if not self._is_saving:
            self._is_saving = True
            self._hass.async_create_task(
                self._async_save(), f"{DOMAIN} print events", eager_start=False
            )

    @callback
    def async_save_later(self) -> None:
        """Write the file in a while, for what is no change by itself.

        That is the progress of a print, and until when printers were observed.
        """
        if _PROGRESS not in self._timers:
            self._timers.async_schedule(_PROGRESS, PRINT_PROGRESS, self.async_save_soon)

    @callback
    def async_start(self, entry: BambuConfigEntry) -> None:
        """Write the file when Home Assistant stops, or the entry is unloaded before."""

        @callback
        def save(_event: Event) -> None:
            """Write what there is."""
            self._async_save_now()

        async def unload() -> None:
            """Write what would be written in a moment."""
            self._timers.async_cancel(_PROGRESS)
            if _STATES in self._timers:
                self._timers.async_cancel(_STATES)
                await self._async_write()

        entry.async_on_unload(
            self._hass.bus.async_listen(EVENT_HOMEASSISTANT_STOP, save)
        )
        entry.async_on_unload(unload)

    async def _async_save(self) -> None:
        """Write the file, and fire what is in it, until nothing changes any more."""
        while self._is_changed:
            self._is_changed = False
            newest = [(outbox, outbox.newest()) for outbox in self._outboxes]
            await self._async_write()
            for outbox, events in newest:
                self._is_changed |= outbox.async_note_stored(events)
        self._is_saving = False

    async def _async_write(self) -> None:
        """Write the file; events fire also if that goes wrong."""
        work = self._file.async_save(self._content())
        task = self._hass.async_create_task(work, f"{DOMAIN} print events file")
        await asyncio.wait({task}, timeout=_LONGEST_WRITE)
        if not task.done():
            _LOGGER.warning("Storing what was printed takes long; events do not wait")
        elif err := task.exception():
            _LOGGER.error("Events fire without being stored: %s", err)
