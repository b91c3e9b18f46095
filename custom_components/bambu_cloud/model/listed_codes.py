"""List the codes that mean something to a person (protocol C.7.1)."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

_LENGTH_OF_ERROR = len("0300_400C")


@dataclass(frozen=True, slots=True)
class ListedCodes:
    """The codes that have an official text for a printer.

    All others are internal: no message and no error, as in Bambu Lab's own slicer.
    """

    messages: frozenset[str] = frozenset()
    """Of the health management system; empty before a list was fetched."""
    errors: frozenset[str] = frozenset()
    """Of print errors; empty before a list was fetched."""

    @classmethod
    def of(cls, codes: Iterable[str]) -> Self:
        """Return these codes, sorted by their kind."""
        listed = frozenset(codes)
        errors = frozenset(code for code in listed if len(code) == _LENGTH_OF_ERROR)
        return cls(messages=listed - errors, errors=errors)

    def __contains__(self, code: str) -> bool:
        """Return whether a code counts; without a list, each does."""
        listed = self.errors if len(code) == _LENGTH_OF_ERROR else self.messages
        return not listed or code in listed


ALL_CODES = ListedCodes()
"""Before a list was fetched, everything counts."""
