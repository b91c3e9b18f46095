"""Coordinate what can wait."""

from datetime import timedelta
import logging
from typing import TYPE_CHECKING, ClassVar, override

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.update_coordinator import DataUpdateCoordinator

from ..api import SYSTEM_CLOCK, BambuError, Clock
from ..const import DOMAIN
from .retry import jitter, retry_delay

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

_LOGGER = logging.getLogger(__name__)


class BackgroundCoordinator[DataT](DataUpdateCoordinator[DataT]):
    """Fetch what can wait, and go on with the last data after an error.

    An error is no more than a line for debugging: the poll of the account reports what
    a person has to mend, such as a dead login.
    """

    config_entry: BambuConfigEntry
    interval: ClassVar[timedelta]

    def __init__(
        self,
        hass: HomeAssistant,
        entry: BambuConfigEntry,
        *,
        name: str,
        data: DataT,
        always_update: bool = False,
        clock: Clock = SYSTEM_CLOCK,
    ) -> None:
        """Start with data from before; nothing is scheduled yet."""
        super().__init__(
            hass,
            _LOGGER,
            config_entry=entry,
            name=f"{DOMAIN} {name}",
            always_update=always_update,
        )
        self.data = data
        self._clock = clock

    @callback
    def async_refresh_soon(self) -> None:
        """Refresh in the background."""
        self.config_entry.async_create_background_task(
            self.hass, self.async_refresh(), self.name, eager_start=False
        )

    @override
    @callback
    def _schedule_refresh(self) -> None:
        """Schedule nothing after the end: a refresh may have been under way then."""
        if not self._shutdown_requested:
            super()._schedule_refresh()

    async def _async_fetch(self) -> DataT:
        """Return new data.

        Raises:
            BambuError: There is none.
        """
        raise NotImplementedError

    @callback
    def _async_on_error(self, err: BambuError) -> None:
        """Handle that there is no new data."""
        raise NotImplementedError

    @override
    async def _async_update_data(self) -> DataT:
        """Fetch data; schedule the next time."""
        try:
            data = await self._async_fetch()
        except BambuError as err:
            self._async_on_error(err)
            self.update_interval = retry_delay(err, self._clock)
            return self.data
        self.update_interval = jitter(self.interval, self._clock)
        return data
