"""Requests to printers, numbered (protocol B.3)."""

from collections.abc import Callable
from random import random as draw
from typing import Any

from ..commands import Command

_FIRST, _COUNT = 20000, 10000


class Requests:
    """Build requests, each with a number of its own.

    The number is text and runs from 20000 to 29999, as the slicer's does (protocol
    B.3). It begins anywhere: whoever else starts at 20000 gets answers that we hear.
    """

    def __init__(self, random: Callable[[], float] = draw) -> None:
        """Start to count where a random number from 0 to 1 says."""
        self._told = int(random() * _COUNT)

    def build(self, root: str, command: str, **fields: Any) -> dict[str, Any]:
        """Return a request; `root` is the part of the printer that it is for."""
        number = str(_FIRST + self._told % _COUNT)
        self._told += 1
        return {root: {"sequence_id": number, "command": command, **fields}}

    def of(self, command: Command) -> dict[str, Any]:
        """Return the request that a command makes."""
        return self.build(command.root, command.name, **command.fields)
