"""Counters of a report stream, for diagnostics."""

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(slots=True, kw_only=True)
class StreamCounters:
    """Count the events of a stream since it was made."""

    connects: int = 0
    disconnects: int = 0
    failed_connects: int = 0
    refused_logins: int = 0
    refused_subscriptions: int = 0
    requests: int = 0
    messages: int = 0
    """Everything that arrived, the next four included."""
    junk: int = 0
    """Dropped: not a JSON object, or far too large."""
    unknown: int = 0
    """Dropped: of a printer that is not subscribed to."""
    repaired: int = 0
    """Delivered, with invalid UTF-8 replaced."""
    overflowed: int = 0
    """Dropped: the consumer was too slow; a full report was requested."""
    last_error: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """Return the counters by name."""
        return asdict(self)
