"""Messages of a printer's health management system (protocol C.7.1)."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from .state import Payload

_STARTED = datetime(2026, 7, 8, 11, 18, 8)  # noqa: DTZ001  printers send their local time
_RUNNING = timedelta(days=70)


class Health:
    """Active messages, among them those that have been there for months."""

    def __init__(
        self, state: Payload, after_job: Payload | None, elapsed: Callable[[], float]
    ) -> None:
        """Start with the messages of the profile, which last.

        Args:
            state: The report.
            after_job: What each end of a job adds.
            elapsed: Seconds since the simulation began.
        """
        self._after_job = after_job
        self._state = state
        self._elapsed = elapsed
        self._lasting: list[Payload] = state["hms"]

    def has(self, message: Payload) -> bool:
        """Return whether a message is active."""
        return any(_same(message, each) for each in self._state["hms"])

    def replace(self, messages: Iterable[Payload]) -> None:
        """Set what is active beside that which lasts."""
        self._state["hms"] = [*self._lasting, *map(self._dated, messages)]

    def end_job(self) -> None:
        """Add what comes after a job."""
        if self._after_job is not None:
            self.add(self._after_job)

    def add(self, message: Payload) -> None:
        """Add a message, unless it is active."""
        if not self.has(message):
            self._state["hms"] = [*self._state["hms"], self._dated(message)]

    def remove(self, message: Payload) -> None:
        """Remove a message."""
        active = self._state["hms"]
        self._state["hms"] = [each for each in active if not _same(message, each)]

    def _dated(self, message: Payload) -> Payload:
        """Return a message with its time, as newer firmware has it."""
        if not any("ts_unix" in each for each in self._lasting):
            return message
        running = _RUNNING + timedelta(seconds=self._elapsed())
        moment = f"{_STARTED + running:%Y%m%d%H%M%S}"
        milliseconds = running // timedelta(milliseconds=1)
        return message | {"ts_boot": milliseconds, "ts_unix": moment}


def _same(one: Payload, other: Payload) -> bool:
    """Return whether two messages have the same code."""
    return (one["attr"], one["code"]) == (other["attr"], other["code"])
