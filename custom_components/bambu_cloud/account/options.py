"""The general options of an account, and their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

CONF_LANGUAGE = "language"
CONF_UNFOLLOWED = "unfollowed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Hold the general options of an account."""

    unfollowed: frozenset[str] = frozenset()
    """Serials of printers that are not shown; new printers are not among them."""
    language: str | None = None
    """Of the texts of errors; None follows Home Assistant."""

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self:
        """Return the options of an entry; the default replaces what makes no sense."""
        unfollowed = stored.get(CONF_UNFOLLOWED)
        language = stored.get(CONF_LANGUAGE)
        return cls(
            unfollowed=frozenset(unfollowed if isinstance(unfollowed, list) else ()),
            language=language if isinstance(language, str) else None,
        )
