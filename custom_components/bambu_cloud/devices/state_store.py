"""Keep what printers last reported: some are off when Home Assistant starts."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import CALLBACK_TYPE, Event, HassJob, HomeAssistant, callback
from homeassistant.helpers.event import async_call_later
import orjson

from ..const import DOMAIN
from ..model import PrinterState, identify, restored
from ..storage import StoredFile

type States = Mapping[str, PrinterState]

_DELAY = 15 * 60
# Ten times what the most talkative printer is known to report.
_MAX_SIZE = 256 * 1024


class PrinterStore:
    """Hold the last report, version answer and identity of each printer."""

    def __init__(self, hass: HomeAssistant, entry_id: str) -> None:
        """Use one file per account."""
        self._hass = hass
        self._file = StoredFile(hass, f"{DOMAIN}.{entry_id}")
        self._planned: Callable[[], States] | None = None
        self._unplan: tuple[CALLBACK_TYPE, ...] = ()
        self._turn = asyncio.Lock()

    async def async_load(self) -> dict[str, PrinterState]:
        """Return the printers that were kept, by serial; set aside what is damaged."""
        content = await self._file.async_load()
        sound = {serial: kept for serial, kept in content.items() if _is_sound(kept)}
        if len(sound) < len(content):
            await self._file.async_set_aside()
        return {serial: _from_kept(serial, kept) for serial, kept in sound.items()}

    @callback
    def async_keep_later(self, states: Callable[[], States]) -> None:
        """Keep the printers in a while, at the latest when Home Assistant stops.

        More reports do not put off what is planned: they never end.
        """
        if self._planned is not None:
            return
        self._planned = states

        async def keep(_: datetime | Event) -> None:
            """Keep the printers as they are by then."""
            await self.async_keep_now()

        self._unplan = (
            async_call_later(
                self._hass, _DELAY, HassJob(keep, cancel_on_shutdown=True)
            ),
            self._hass.bus.async_listen(EVENT_HOMEASSISTANT_FINAL_WRITE, keep),
        )

    async def async_keep_now(self) -> None:
        """Do what is planned, if anything."""
        async with self._turn:
            if self._planned is None:
                return
            states, self._planned = dict(self._planned()), None
            for unplan in self._unplan:
                unplan()
            content = await self._hass.async_add_executor_job(_to_keep, states)
            await self._file.async_save(content)

    async def async_remove(self) -> None:
        """Remove the file."""
        await self._file.async_remove()


def _to_keep(states: States) -> dict[str, Any]:
    """Return what is worth keeping of the printers, none of it out of proportion."""
    return {serial: _to_keep_of(state) for serial, state in states.items()}


def _to_keep_of(state: PrinterState) -> dict[str, Any]:
    """Return what is worth keeping of one printer."""
    told: dict[str, Any] = {"raw": state.raw, "version": state.version}
    if not _is_modest({"data": {state.serial: told}}):
        told = {"raw": {}, "version": {}}
    return {"name": state.name, "model": state.model.key, **told}


def _is_modest(content: dict[str, Any]) -> bool:
    """Tell whether this can be written and is no longer than a printer may be."""
    try:
        return len(orjson.dumps(content)) <= _MAX_SIZE
    except orjson.JSONEncodeError:  # nested deeper than can be written
        return False


def _is_sound(kept: Any) -> bool:
    """Tell whether this is what `_to_keep_of` returned once."""
    return isinstance(kept, dict) and all(
        isinstance(kept.get(key), kind)
        for key, kind in (
            ("name", str),
            ("model", str),
            ("raw", dict),
            ("version", dict),
        )
    )


def _from_kept(serial: str, kept: Mapping[str, Any]) -> PrinterState:
    """Rebuild one printer."""
    return restored(
        serial=serial,
        name=kept["name"],
        model=identify(code=kept["model"]),
        raw=kept["raw"],
        version=kept["version"],
    )
