"""The operations of the cloud's HTTP interface, and the evidence for each.

Each operation is implemented by one method of the client, which is marked with it. The
table of them all is in docs/api.md, and a test compares it with the simulated cloud.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
import re

from ..errors import BambuRequestError

_PLACEHOLDER = re.compile(r"\{\w+\}")
# None of these characters has a meaning of its own in a path.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


class Evidence(StrEnum):
    """Grade the evidence for an operation (protocol 0.1)."""

    CONFIRMED = "confirmed"
    """Observed."""
    SHAPE_UNKNOWN = "confirmed, shape unknown"
    """It exists; no description of the response is published."""
    CLAIMED = "claimed"
    """Described by one source, never observed. Nothing may depend on it."""
    CONTRADICTED = "contradicted"
    """Claimed, and measured otherwise: the cloud refuses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """Describe one method of HTTP on one path."""

    method: str
    path: str
    """Below the host; names in braces are replaced by ids."""
    source: str
    """Section of the protocol reference."""
    evidence: Evidence = Evidence.CONFIRMED
    is_public: bool = False
    """Sent without the token."""
    on_site: bool = False
    """Sent to the web site instead of the API host."""

    @property
    def name(self) -> str:
        """Return the name in errors and logs, without any id."""
        return f"{self.method} {self.path}"

    def target(self, *ids: str) -> str:
        """Return the path with ids in place of the names in braces.

        Raises:
            BambuRequestError: one could be a part of another path.
        """
        values = iter(ids)
        return _PLACEHOLDER.sub(lambda _: self._segment(next(values)), self.path)

    def _segment(self, value: str) -> str:
        """Return an id as a part of a path."""
        if _ID.fullmatch(value):
            return value
        raise BambuRequestError(f"{self.name} needs an id that could be one")


METHODS: dict[Operation, str] = {}
"""The method that implements each operation, such as "Devices.printers"."""


def implements[**P, R](
    operation: Operation,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register the method that implements an operation; there is one for each."""

    def register(method: Callable[P, R]) -> Callable[P, R]:
        if operation in METHODS:
            raise AssertionError(f"{operation.name} is implemented twice")
        METHODS[operation] = getattr(method, "__qualname__", "")
        return method

    return register
