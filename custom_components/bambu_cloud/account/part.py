"""What the parts of an account have in common."""

from typing import TYPE_CHECKING

from homeassistant.core import HomeAssistant, callback

if TYPE_CHECKING:
    from ..devices.subscriptions import PrintersBySerial


class AccountPart:
    """A part of an account, from its set-up to its removal.

    A part has the methods that it needs; the others do nothing.
    """

    async def async_load(self) -> None:
        """Restore what is stored, before the part starts."""

    @callback
    def async_start(self, printers: PrintersBySerial) -> None:
        """Start, until the entry is unloaded, with the printers of the account.

        `printers` stays up to date.
        """

    @callback
    def async_sync_printers(self) -> None:
        """Handle that printers may have come or left."""

    @staticmethod
    async def async_remove(hass: HomeAssistant, entry_id: str) -> None:
        """Remove what is stored of an account, which is not loaded any more."""
