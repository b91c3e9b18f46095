"""Requests to printers, numbered (protocol B.3)."""

from itertools import cycle
from typing import Any

from .commands import Command


class Requests:
    """Build requests, each with a number of its own.

    The number is text and runs from 20000 to 29999, as the slicer's does.
    """

    def __init__(self) -> None:
        """Start to count."""
        self._numbers = cycle(range(20000, 30000))

    def build(self, root: str, command: str, **fields: Any) -> dict[str, Any]:
        """Return a request; `root` is the part of the printer that it is for."""
        number = str(next(self._numbers))
        return {root: {"sequence_id": number, "command": command, **fields}}

    def of(self, command: Command) -> dict[str, Any]:
        """Return the request that a command makes."""
        return self.build(command.root, command.name, **command.fields)
