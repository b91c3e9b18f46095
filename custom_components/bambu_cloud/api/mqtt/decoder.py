"""From messages to reports: what cannot be read is counted and dropped."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
import logging
from typing import Any

import orjson

from ...model import Report
from .counters import StreamCounters

_LOGGER = logging.getLogger(__name__)

# The largest report known is some 40 kB (protocol B.2).
_TOO_LARGE = 1_000_000


def report_topic(serial: str) -> str:
    """Return the topic that a printer reports on (protocol B.2)."""
    return f"device/{serial}/report"


def request_topic(serial: str) -> str:
    """Return the topic that a printer listens to (protocol B.2)."""
    return f"device/{serial}/request"


def serial_of(topic: str) -> str:
    """Return whose report a topic carries; empty if it is no such topic."""
    match topic.split("/"):
        case ["device", serial, "report"]:
            return serial
    return ""


class _JunkError(Exception):
    """Tell why a message is no report."""


class Reader:
    """Read messages and keep count."""

    def __init__(self, counters: StreamCounters, now: Callable[[], datetime]) -> None:
        """Stamp reports with the time of `now`."""
        self._counters = counters
        self._now = now
        self._told: set[str] = set()

    def read(
        self, topic: str, message: bytes, followed: Collection[str]
    ) -> Report | None:
        """Return the report that a message carries, None if it is no use."""
        self._counters.messages += 1
        serial = serial_of(topic)
        if serial not in followed:
            self._counters.unknown += 1
            self._tell("of a printer that is not followed", message)
            return None
        try:
            payload = self._payload(message)
        except _JunkError as err:
            self._counters.junk += 1
            self._tell(str(err), message)
            return None
        return Report(serial=serial, payload=payload, received_at=self._now())

    def _payload(self, message: bytes) -> Mapping[str, Any]:
        """Return the JSON object in a message."""
        if len(message) >= _TOO_LARGE:
            raise _JunkError("too large")
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
        """Read what is JSON but for invalid UTF-8 (A1 mini, protocol B.2)."""
        try:
            content = orjson.loads(message.decode(errors="replace"))
        except orjson.JSONDecodeError:
            raise _JunkError("not JSON") from None
        self._counters.repaired += 1
        return content

    def _tell(self, cause: str, message: bytes) -> None:
        """Log the first message of its kind."""
        if cause not in self._told:
            self._told.add(cause)
            _LOGGER.debug(
                "Dropping messages that are %s: %d bytes", cause, len(message)
            )
