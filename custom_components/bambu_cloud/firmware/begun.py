"""Wait until a printer has begun to change its firmware (protocol G.3)."""

import asyncio
from datetime import datetime

from homeassistant.core import HassJob, callback
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.event import async_call_later

from ..const import DOMAIN
from ..devices.printer import PrinterCoordinator

_PATIENCE = 30
"""s in which it has to report that it begins."""


class Begun:
    """Look what a printer reports, from before it is told."""

    def __init__(self, printer: PrinterCoordinator) -> None:
        """Begin to look."""
        self._printer = printer
        self._begun: asyncio.Future[bool] = printer.hass.loop.create_future()
        self._unwatch = printer.async_add_listener(
            self._async_look, frozenset({"firmware"})
        )

    async def async_wait(self) -> None:
        """Wait for the printer's own word, for half a minute at most.

        Raises:
            HomeAssistantError: It has not begun.
        """

        @callback
        def give_up(_: datetime) -> None:
            """Stop to wait."""
            self._settle(begun=False)

        job = HassJob(give_up, cancel_on_shutdown=True)
        cancel = async_call_later(self._printer.hass, _PATIENCE, job)
        try:
            begun = await self._begun
        finally:
            cancel()
        if not begun:
            raise HomeAssistantError(
                translation_domain=DOMAIN, translation_key="upgrade_not_begun"
            )

    @callback
    def async_stop(self) -> None:
        """Look no more."""
        self._unwatch()

    @callback
    def _async_look(self) -> None:
        """Look whether it has begun, or was even done at once."""
        if self._printer.data.firmware.is_upgrading:
            self._settle(begun=True)

    def _settle(self, *, begun: bool) -> None:
        """End the wait."""
        if not self._begun.done():
            self._begun.set_result(begun)
