"""Decode messages to reports; what cannot be read is counted and dropped."""

from collections.abc import Collection, Mapping
import logging
from typing import Any

import orjson

from ...model import Report
from ..clock import Clock
from .counters import StreamCounters

_LOGGER = logging.getLogger(__name__)

TOO_LARGE = 1_000_000
"""Bytes; the largest report seen is some 40 kB (protocol B.2)."""


_IS_TOO_LARGE = "too large"


def report_topic(serial: str) -> str:
    """Return the topic that a printer reports on (protocol B.2)."""
    return f"device/{serial}/report"


def request_topic(serial: str) -> str:
    """Return the topic of requests to a printer (protocol B.2)."""
    return f"device/{serial}/request"


def serial_of(topic: str) -> str:
    """Return the printer of a report topic; empty for any other topic."""
    match topic.split("/"):
        case ["device", serial, "report"]:
            return serial
    return ""


class _JunkError(Exception):
    """The reason why a message is no report."""


class Decoder:
    """Decode messages and count them."""

    def __init__(self, counters: StreamCounters, clock: Clock) -> None:
        """Stamp reports with the time of a clock."""
        self._counters = counters
        self._clock = clock
        self._logged: set[str] = set()

    def decode(
        self, topic: str, message: bytes, serials: Collection[str]
    ) -> Report | None:
        """Return the report in a message, None if it is none of these printers'."""
        self._counters.messages += 1
        serial = serial_of(topic)
        if serial not in serials:
            self._counters.unknown += 1
            self._log("of a printer that is not subscribed to", len(message))
            return None
        try:
            payload = self._payload(message)
        except _JunkError as err:
            self._counters.junk += 1
            self._log(str(err), len(message))
            return None
        return Report(
            serial=serial,
            payload=payload,
            received_at=self._clock.now(),
            size=len(message),
        )

    def note_too_large(self, count: int) -> None:
        """Count messages that were not even queued."""
        if count:
            self._counters.messages += count
            self._counters.junk += count
            self._log(_IS_TOO_LARGE, TOO_LARGE)

    def _payload(self, message: bytes) -> Mapping[str, Any]:
        """Return the JSON object in a message."""
        if len(message) >= TOO_LARGE:
            raise _JunkError(_IS_TOO_LARGE)
        try:
            content = orjson.loads(message)
        except orjson.JSONDecodeError:
            content = self._repaired(message)
        if not isinstance(content, dict):
            raise _JunkError("not a JSON object")
        if not any(isinstance(part, dict) for part in content.values()):
            raise _JunkError("without an object inside")
        return content

    def _repaired(self, message: bytes) -> Any:
        """Decode what is JSON but for invalid UTF-8 (A1 mini, protocol B.2)."""
        try:
            content = orjson.loads(message.decode(errors="replace"))
        except orjson.JSONDecodeError:
            raise _JunkError("not JSON") from None
        self._counters.repaired += 1
        return content

    def _log(self, cause: str, size: int) -> None:
        """Log the first message of its kind."""
        if cause not in self._logged:
            self._logged.add(cause)
            _LOGGER.debug("Dropping messages that are %s: %d bytes", cause, size)
