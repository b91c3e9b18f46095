"""Requests to printers, numbered (protocol B.3)."""

from typing import Any

from ..clock import SYSTEM_CLOCK, Clock
from ..commands import Command

_FIRST, _COUNT = 20000, 10000


class RequestSequence:
    """Build requests, each with a number of its own.

    The number is text and runs from 20000 to 29999, as the slicer's does (protocol
    B.3). It begins anywhere: replies to other clients that start at 20000 arrive, too.
    """

    def __init__(self, clock: Clock = SYSTEM_CLOCK) -> None:
        """Start at a random number."""
        self._count = int(clock.random() * _COUNT)

    def build(self, root: str, command: str, **fields: Any) -> dict[str, Any]:
        """Return a request; `root` is the part of the printer that it is for."""
        number = str(_FIRST + self._count % _COUNT)
        self._count += 1
        return {root: {"sequence_id": number, "command": command, **fields}}

    def of(self, command: Command) -> dict[str, Any]:
        """Return the request that a command makes."""
        return self.build(command.root, command.name, **command.fields)
