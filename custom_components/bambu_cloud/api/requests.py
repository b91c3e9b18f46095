"""Requests that printers understand from everybody (protocol B.3 and B.4)."""

from itertools import cycle
from typing import Any


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

    def full_report(self) -> dict[str, Any]:
        """Ask for everything; limited as protocol B.4 says."""
        return self.build("pushing", "pushall", version=1, push_target=1)

    def start_push(self) -> dict[str, Any]:
        """Ask to begin or go on reporting."""
        return self.build("pushing", "start")

    def get_version(self) -> dict[str, Any]:
        """Ask for the modules and their firmware."""
        return self.build("info", "get_version")
