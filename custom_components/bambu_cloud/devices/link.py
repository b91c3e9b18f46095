"""The connection of an account, which its printers share."""

from collections.abc import Callable
from dataclasses import dataclass, field
import logging
from typing import TYPE_CHECKING

from homeassistant.core import CALLBACK_TYPE, callback

from ..api import ReportStream
from ..model import PrinterState

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry
    from .printer import PrinterCoordinator

_LOGGER = logging.getLogger(__name__)


@dataclass(slots=True, kw_only=True)
class Link:
    """The connection of an account, which its printers share."""

    entry: BambuConfigEntry
    stream: ReportStream
    pushed: bool = False
    """Whether reports of printers arrive."""
    polled: bool = True
    """Whether the last poll worked."""
    _on_refusal: list[Callable[[PrinterCoordinator], None]] = field(
        default_factory=list
    )
    _is_loss_logged: bool = False
    """Whether the link has been lost once: the first one is no return."""

    def log_loss(self, reason: str) -> None:
        """Log that no reports arrive any more, in words for whoever has the account."""
        self._is_loss_logged = True
        _LOGGER.info(
            "%s: connection to Bambu Lab's cloud lost, trying again (%s)",
            *(self.entry.title, reason),
        )

    def log_return(self) -> None:
        """Log that reports arrive again, if their loss was logged."""
        if self._is_loss_logged:
            _LOGGER.info("%s: connected to Bambu Lab's cloud again", self.entry.title)

    @callback
    def async_on_refusal(
        self, listener: Callable[[PrinterCoordinator], None]
    ) -> CALLBACK_TYPE:
        """Notify a listener of printers that begin to refuse commands."""
        self._on_refusal.append(listener)
        return lambda: self._on_refusal.remove(listener)

    @callback
    def async_check_refusal(
        self, printer: PrinterCoordinator, before: PrinterState
    ) -> None:
        """Notify listeners if a printer accepted commands until now."""
        accepts_commands = printer.data.control.accepts_commands
        if before.control.accepts_commands and accepts_commands is False:
            for listener in self._on_refusal:
                listener(printer)
