"""The general options of an account, and their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

CONF_DEDUCT = "deduct"
CONF_LANGUAGE = "language"
CONF_LOW_SPOOL = "low_spool"
CONF_UNFOLLOWED = "unfollowed"

LOW_SPOOL = 100
"""g: enough for a small print, and time to buy another spool."""
MOST_LOW = 1000
"""g of a usual spool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Hold the general options of an account."""

    unfollowed: frozenset[str] = frozenset()
    """Serials of printers that are not shown; new printers are not among them."""
    language: str | None = None
    """Of the texts of errors; None follows Home Assistant."""
    low_spool: int = LOW_SPOOL
    """A spool with no more g than this is low."""
    deduct: bool = False
    """Whether prints are subtracted from spools that were entered by hand."""

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the options of an entry; the default replaces what makes no sense."""
        unfollowed = stored.get(CONF_UNFOLLOWED)
        language = stored.get(CONF_LANGUAGE)
        return cls(
            unfollowed=frozenset(unfollowed if isinstance(unfollowed, list) else ()),
            language=language if isinstance(language, str) else None,
            deduct=stored.get(CONF_DEDUCT) is True,
            low_spool=_grams(stored.get(CONF_LOW_SPOOL)),
        )


def _grams(value: object) -> int:
    """Return so many g, within 0 and a usual spool."""
    if not isinstance(value, int | float):
        return LOW_SPOOL
    return min(max(round(value), 0), MOST_LOW)
