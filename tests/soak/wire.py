"""The way from a printer to Home Assistant, at its worst by protocol B.9.

Reports hold their order: what is delayed delays all that observe. Each may be lost or
come twice in a row, and whole stretches may be missing.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from .job import PrintJob


@dataclass(frozen=True, slots=True)
class Packet:
    """A message of the printer, and the print that it is about in truth."""

    sent_at: float
    payload: dict[str, Any]
    job: PrintJob | None


class Wire:
    """Carries messages.

    Attributes:
        loss, repetition: How probable that is for each message.
        is_up: Whether Home Assistant has a session at the broker.
        is_dead: Whether nothing arrives though both sides think that it would.
    """

    def __init__(self, deliver: Callable[[Packet], None]) -> None:
        """Begin without a session."""
        self.loss = self.repetition = 0.0
        self.is_up = self.is_dead = False
        self._held: list[Packet] | None = None
        self._deliver = deliver

    @property
    def is_clean(self) -> bool:
        """Return whether everything arrives at once."""
        return self.is_up and not (self.is_dead or self.loss or self._held is not None)

    def put(self, packet: Packet) -> None:
        """Carry a message, or lose it."""
        if not self.is_up or self.is_dead:
            return
        chances = Random(packet.sent_at)  # whatever else was sent
        if self.loss and chances.random() < self.loss:
            return
        is_twice = self.repetition and chances.random() < self.repetition
        for _ in range(2 if is_twice else 1):
            if self._held is None:
                self._deliver(packet)
            else:
                self._held.append(packet)

    def hold(self) -> None:
        """Let nothing arrive for now."""
        if self._held is None:
            self._held = []

    def release(self) -> None:
        """Let everything arrive that was held, in one go."""
        held, self._held = self._held, None
        for packet in held or ():
            self._deliver(packet)

    def cut(self) -> None:
        """End the session, and lose what is under way."""
        self.is_up = self.is_dead = False
        if self._held is not None:
            self._held = []

    def connect(self) -> None:
        """Begin a session."""
        self.is_up, self.is_dead = True, False
        self._held = None

    def mend(self) -> None:
        """Lose and repeat nothing any more."""
        self.loss = self.repetition = 0.0
