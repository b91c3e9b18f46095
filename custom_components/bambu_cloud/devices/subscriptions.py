"""Subscribe to each printer of an account, as they come and leave."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from homeassistant.core import CALLBACK_TYPE, callback

from .printer import PrinterCoordinator

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

type PrintersBySerial = Mapping[str, PrinterCoordinator]


def unsubscribe_all(*stops: Callable[[], object]) -> CALLBACK_TYPE:
    """Return how to end several subscriptions of a printer."""

    @callback
    def unsubscribe() -> None:
        """End them in order."""
        for stop in stops:
            stop()

    return unsubscribe


class PrinterSubscriptions:
    """Subscribe to each printer that comes, and unsubscribe from each that leaves."""

    def __init__(
        self, subscribe: Callable[[PrinterCoordinator], CALLBACK_TYPE]
    ) -> None:
        """Call this with each printer; what it returns unsubscribes."""
        self._subscribe = subscribe
        self._subscribed: dict[str, tuple[PrinterCoordinator, CALLBACK_TYPE]] = {}
        self.printers: PrintersBySerial = {}
        """Those of the account, which whoever polls it keeps up to date."""

    @callback
    def async_start(self, entry: BambuConfigEntry, printers: PrintersBySerial) -> None:
        """Subscribe to printers until the entry is unloaded."""
        self.printers = printers
        self.async_sync_printers()
        entry.async_on_unload(self._async_stop)

    @callback
    def async_sync_printers(self) -> None:
        """Unsubscribe from printers that left, and subscribe to new ones."""
        for serial, (printer, unsubscribe) in tuple(self._subscribed.items()):
            if self.printers.get(serial) is not printer:
                del self._subscribed[serial]
                unsubscribe()
        for serial, printer in self.printers.items():
            if serial not in self._subscribed:
                self._subscribed[serial] = (printer, self._subscribe(printer))

    @callback
    def _async_stop(self) -> None:
        """Unsubscribe from all printers."""
        self.printers = {}
        self.async_sync_printers()
