"""The way from a printer to Home Assistant, on which reports suffer."""

from datetime import datetime, timedelta
import heapq
from itertools import count
from random import Random

_REPEATABLE = 40


class Wire:
    """Carries reports, as badly as it is set to.

    Reports arrive in the order in which they were sent, but for those that another one
    overtakes (protocol B.9).

    Attributes:
        loss, duplication, overtaking: How probable each mishap is for one report.
        lag: Seconds by which every report is late.
        mishaps: How many reports suffered.
    """

    def __init__(self, random: Random) -> None:
        """Carry everything at once."""
        self.loss = self.duplication = self.overtaking = self.lag = 0.0
        self.mishaps = 0
        self._random = random
        self._order = count()
        self._under_way: list[tuple[datetime, int, bytes]] = []
        self._overtaken: list[bytes] = []
        self._past: list[bytes] = []

    def worsen(self) -> None:
        """Begin to lose, to repeat, to mix up and to delay."""
        self.loss, self.duplication, self.overtaking = (
            self._random.choice((0.0, 0.02, 0.1, 0.3)) for _ in range(3)
        )
        self.lag = self._random.choice((0.0, 0.0, 5.0, 20.0, 60.0))

    def mend(self) -> None:
        """Make no more mistakes; what is under way arrives in its time."""
        self.loss = self.duplication = self.overtaking = self.lag = 0.0

    def put(self, payload: bytes, now: datetime) -> None:
        """Send a report."""
        chance = self._random.random
        self._past = [*self._past[-_REPEATABLE:], payload]
        if self.loss and chance() < self.loss:
            self.mishaps += 1
        elif self.overtaking and chance() < self.overtaking:
            self.mishaps += 1
            self._overtaken.append(payload)
        else:
            twice = bool(self.duplication) and chance() < self.duplication
            self.mishaps += twice + bool(self.lag)
            copies = [payload, payload] if twice else [payload]
            for arriving in (*copies, *self._overtaken):
                self._send(arriving, now + timedelta(seconds=self.lag))
            self._overtaken.clear()

    def _send(self, payload: bytes, due: datetime) -> None:
        """Let a report arrive in its time."""
        heapq.heappush(self._under_way, (due, next(self._order), payload))

    def cut(self) -> None:
        """Lose everything that is under way."""
        self._under_way.clear()
        self._overtaken.clear()

    def repeat(self, now: datetime) -> None:
        """Deliver something old once more, as a broker might after a reconnect."""
        if self._past:
            self._send(self._random.choice(self._past), now)
            self.mishaps += 1

    def arrive(self, now: datetime) -> list[bytes]:
        """Return what arrives by now, in the order of arrival."""
        arrived = []
        while self._under_way and self._under_way[0][0] <= now:
            arrived.append(heapq.heappop(self._under_way)[2])
        return arrived
