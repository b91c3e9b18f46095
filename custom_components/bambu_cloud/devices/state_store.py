"""Store the last reports of printers: some are off when Home Assistant starts."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from homeassistant.core import HomeAssistant, callback
import orjson

from ..api import SYSTEM_CLOCK, Clock
from ..cadences import LINK_GONE, PRINTER_STATES
from ..model import PrinterState, identify, restored
from ..model.values import aware_time, text
from ..storage import account_file

type States = Mapping[str, PrinterState]

# Ten times what the most talkative printer is known to report.
_MAX_SIZE = 256 * 1024


class PrinterStore:
    """Store the last report, version answer and identity of each printer."""

    def __init__(
        self, hass: HomeAssistant, entry_id: str, *, clock: Clock = SYSTEM_CLOCK
    ) -> None:
        """Use one file per account."""
        self._hass = hass
        self._clock = clock
        self._file = account_file(hass, entry_id, "printers")
        self._states: Callable[[], States] = dict
        self._is_scheduled = False

    async def async_load(self) -> dict[str, PrinterState]:
        """Return the stored printers by serial; set aside what is damaged."""
        content = await self._file.async_load()
        sound = {serial: item for serial, item in content.items() if _is_sound(item)}
        if len(sound) < len(content):
            await self._file.async_set_aside()
        now = self._clock.now()
        return await self._hass.async_add_executor_job(_from_content, sound, now)

    @callback
    def async_save_later(self, states: Callable[[], States]) -> None:
        """Save the printers after a delay, at the latest when Home Assistant stops.

        More reports do not put off what is scheduled: they never end. `states` is
        called in another thread.
        """
        if not self._is_scheduled:
            self._is_scheduled = True
            self._states = states
            self._file.async_save_later(self._content, PRINTER_STATES)

    async def async_save_now(self) -> None:
        """Save what is scheduled, if anything."""
        if self._is_scheduled:
            content = await self._hass.async_add_executor_job(self._content)
            await self._file.async_save(content)

    def _content(self) -> dict[str, Any]:
        """Return what to store of all printers; later changes are scheduled anew."""
        self._is_scheduled = False
        now = self._clock.now()
        return {
            serial: _to_dict(state, now) for serial, state in self._states().items()
        }

    async def async_remove(self) -> None:
        """Remove the file."""
        await self._file.async_remove()


def _to_dict(state: PrinterState, now: datetime) -> dict[str, Any]:
    """Return what to store of a printer, without reports out of proportion."""
    is_current = state.complete and state.presence.online
    control = state.control
    reported: dict[str, Any] = {"raw": state.raw, "version": state.version}
    if not _is_modest([[reported]]):  # as deep as in the file
        reported = {"raw": {}, "version": {}}
    return {
        "name": state.name,
        "model": state.model.key,
        "seen_at": now.isoformat() if is_current else None,
        "refused_by": control.firmware if control.refused else None,
        **reported,
    }


def _is_modest(content: list[Any]) -> bool:
    """Return whether this can be written and is not longer than a printer may be."""
    try:
        return len(orjson.dumps(content)) <= _MAX_SIZE
    except orjson.JSONEncodeError:  # nested deeper than can be written
        return False


def _is_sound(item: Any) -> bool:
    """Return whether this is what `_to_dict` returned once."""
    return isinstance(item, dict) and all(
        isinstance(item.get(key), kind)
        for key, kind in (
            ("name", str),
            ("model", str),
            ("raw", dict),
            ("version", dict),
        )
    )


def _from_content(content: dict[str, Any], now: datetime) -> dict[str, PrinterState]:
    """Return the stored printers by serial: some 0.3 ms for each."""
    return {serial: _from_dict(serial, item, now) for serial, item in content.items()}


def _from_dict(serial: str, item: Mapping[str, Any], now: datetime) -> PrinterState:
    """Return the stored printer."""
    seen_at = aware_time(item.get("seen_at"))
    is_fresh = seen_at is not None and timedelta(0) <= now - seen_at < LINK_GONE
    return restored(
        serial=serial,
        name=item["name"],
        model=identify(code=item["model"]),
        raw=item["raw"],
        version=item["version"],
        seen_at=seen_at if is_fresh else None,
        refused_by=text(item.get("refused_by")),
    )
