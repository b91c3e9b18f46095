"""What can be asked of the cloud, and how sure it is that the cloud answers.

Each method of the client that asks something is marked with its operation. The table
of them all is in docs/api.md, and a test compares it with the simulated cloud.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
import re

from ..errors import BambuRequestError

_PLACE = re.compile(r"\{\w+\}")
# Nothing in it means anything else in a path.
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,127}")


class Evidence(StrEnum):
    """How well an operation is known (protocol 0.1)."""

    CONFIRMED = "confirmed"
    """Seen at work."""
    SHAPE_UNKNOWN = "confirmed, shape unknown"
    """It exists; nobody has published what it answers."""
    CLAIMED = "claimed"
    """Written down by one source, never seen. Nothing may depend on it."""
    CONTRADICTED = "contradicted"
    """Claimed, and measured otherwise: the cloud refuses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One method of HTTP on one path."""

    method: str
    path: str
    """Below the host; what stands in braces is filled in."""
    source: str
    """Section of the protocol reference."""
    evidence: Evidence = Evidence.CONFIRMED
    is_public: bool = False
    """Asked without the token."""
    on_site: bool = False
    """Asked of the web site instead of the API host."""

    @property
    def name(self) -> str:
        """Return what errors and logs call it: no id of anything is in it."""
        return f"{self.method} {self.path}"

    def target(self, *ids: str) -> str:
        """Return the path with ids in their places.

        Raises:
            BambuRequestError: something is no id, such as a part of another path.
        """
        places = iter(ids)
        return _PLACE.sub(lambda _: self._segment(next(places)), self.path)

    def _segment(self, value: str) -> str:
        """Return an id as a part of a path."""
        if _ID.fullmatch(value):
            return value
        raise BambuRequestError(f"{self.name} needs an id that could be one")


METHODS: dict[Operation, str] = {}
"""Which method of which class asks an operation."""


def asks[**P, R](operation: Operation) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Mark the method that asks an operation; there is one for each."""

    def mark(method: Callable[P, R]) -> Callable[P, R]:
        if operation in METHODS:
            raise AssertionError(f"{operation.name} is asked twice")
        METHODS[operation] = getattr(method, "__qualname__", "")
        return method

    return mark
