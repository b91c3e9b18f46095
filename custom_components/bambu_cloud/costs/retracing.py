"""Complete what prints used that ended unseen, once the recorder has it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant, callback

from ..api import Clock
from ..const import DOMAIN
from ..lookups.retry import Timers
from ..model.energy import EnergyCount
from .records import CostRecords
from .settings import CostSettings, settings_of

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_COMPILED = timedelta(minutes=6)
"""After the end of a print, statistics of its last five minutes are there."""
_SOON = timedelta(seconds=5)
"""After a start, the recorder has other things to do."""


class Retracing:
    """Ask the recorder for the energy of prints that were not counted as a whole."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        records: CostRecords,
        on_change: Callable[[str], None],
        *,
        clock: Clock,
    ) -> None:
        """Start idle.

        Args:
            hass: Home Assistant.
            entry: The account.
            records: What prints cost.
            on_change: Called with a printer of which they have changed.
            clock: What says how late it is.
        """
        self._hass = hass
        self._entry = entry
        self._records = records
        self._on_change = on_change
        self._clock = clock
        self._timers = Timers(hass)
        self.async_cancel = self._timers.async_cancel

    @callback
    def async_schedule(self, serial: str) -> None:
        """Complete the next print of a printer, when that is possible."""
        ends = (cost.ended_at for cost in self._records.of(serial) if cost.wants_energy)
        if (ended_at := next(filter(None, ends), None)) is None:
            return
        delay = max(ended_at + _COMPILED - self._clock.now(), _SOON)
        run = partial(self._async_run, serial, ended_at)
        self._timers.async_schedule(serial, delay, run)

    @callback
    def _async_run(self, serial: str, ended_at: datetime) -> None:
        """Complete a print in the background."""
        self._entry.async_create_background_task(
            self._hass, self._async_retrace(serial, ended_at), f"{DOMAIN} costs"
        )

    async def _async_retrace(self, serial: str, ended_at: datetime) -> None:
        """Complete the print that ended then, and go on with the next one."""
        settings = settings_of(self._entry.options, serial)
        found = next(
            cost
            for cost in self._records.of(serial)
            if cost.wants_energy and cost.ended_at == ended_at
        )
        count = await self._async_count(settings, found.started_at, ended_at)
        # What its filament costs may have been found meanwhile.
        for cost in self._records.of(serial):
            if cost.is_same_as(found):
                better = cost.with_retraced(count, has_price=settings.has_price)
                self._records.async_add(serial, better)
        self._on_change(serial)
        self.async_schedule(serial)

    async def _async_count(
        self, settings: CostSettings, start: datetime | None, end: datetime
    ) -> EnergyCount | None:
        """Return what the recorder has, None without one."""
        if start is None or "recorder" not in self._hass.config.components:
            return None
        from .retrospect import async_count_between  # noqa: PLC0415  only with a recorder

        return await async_count_between(self._hass, settings, start, end)
