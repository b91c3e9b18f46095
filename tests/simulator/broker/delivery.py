"""The delivery of reports from printers to the broker, with faults."""

from collections.abc import Callable
from datetime import datetime, timedelta

from tests.simulator.faults import JUNK, Faults, Junk


class Delivery:
    """Deliver reports as far as the faults allow."""

    def __init__(self, faults: Faults, send: Callable[[str, bytes], int]) -> None:
        """Deliver with `send`, under faults that may change."""
        self._faults = faults
        self._send = send
        self._late: list[tuple[datetime, str, bytes]] = []
        self._overtaken: list[tuple[str, bytes]] = []

    def put(self, serial: str, payload: bytes, now: datetime) -> None:
        """Deliver a report, or apply a fault to it."""
        topic = f"device/{serial}/report"
        faults = self._faults
        if faults.junk:
            junk = faults.junk.popleft()
            self._send(topic, JUNK[junk] if isinstance(junk, Junk) else junk)
        if faults.drop:
            faults.drop -= 1
        elif faults.reorder:
            faults.reorder -= 1
            self._overtaken.append((topic, payload))
        elif faults.delay:
            self._late.append((now + timedelta(seconds=faults.delay), topic, payload))
        else:
            self._deliver(topic, payload)

    def _deliver(self, topic: str, payload: bytes) -> None:
        """Send a report, and after it those that it overtook."""
        self._send(topic, payload)
        if self._faults.duplicate:
            self._faults.duplicate -= 1
            self._send(topic, payload)
        overtaken, self._overtaken = self._overtaken, []
        for late in overtaken:
            self._send(*late)

    def release(self, now: datetime) -> None:
        """Send delayed reports that are due."""
        due = [entry for entry in self._late if entry[0] <= now]
        self._late = [entry for entry in self._late if entry[0] > now]
        for _, topic, payload in due:
            self._deliver(topic, payload)
