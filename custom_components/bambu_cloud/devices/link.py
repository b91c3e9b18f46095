"""The connection of an account, which its printers share."""

from dataclasses import dataclass
import logging
from typing import TYPE_CHECKING

from ..api import ReportStream

if TYPE_CHECKING:
    from ..runtime_data import BambuConfigEntry

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
