"""Hand what prints cost to the recorder, if Home Assistant has one."""

import asyncio
from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant, callback

from ..const import DOMAIN
from .records import CostRecords

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry


class Exporting:
    """Export one printer after the other, in the background."""

    def __init__(
        self, hass: HomeAssistant, entry: BambuConfigEntry, records: CostRecords
    ) -> None:
        """Export nothing yet."""
        self._hass = hass
        self._entry = entry
        self._records = records
        self._turn = asyncio.Lock()

    @callback
    def async_export(self, serial: str, name: str) -> None:
        """Export what the prints of a printer cost, if there are any."""
        if self._records.of(serial) and "recorder" in self._hass.config.components:
            self._entry.async_create_background_task(
                self._hass, self._async_export(serial, name), f"{DOMAIN} costs"
            )

    async def _async_export(self, serial: str, name: str) -> None:
        """Export what the prints of a printer cost by then."""
        from .statistics import async_export_costs  # noqa: PLC0415  only with a recorder

        async with self._turn:
            costs = self._records.of(serial)
            await async_export_costs(self._hass, serial, name, costs)
