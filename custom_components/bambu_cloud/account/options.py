"""The general options of an account, and their defaults."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from ..cadences import POLL_LINK_DOWN, POLL_LINK_UP

CONF_LANGUAGE = "language"
CONF_POLL_LINK_DOWN = "poll_link_down"
CONF_POLL_LINK_UP = "poll_link_up"
CONF_UNFOLLOWED = "unfollowed"

_SHORTEST, _LONGEST = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """Hold the general options of an account."""

    poll_link_down: timedelta = POLL_LINK_DOWN
    """Between two polls while printers do not push."""
    poll_link_up: timedelta = POLL_LINK_UP
    """Between two polls while they do."""
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
            poll_link_down=_minutes(stored.get(CONF_POLL_LINK_DOWN), POLL_LINK_DOWN),
            poll_link_up=_minutes(stored.get(CONF_POLL_LINK_UP), POLL_LINK_UP),
            unfollowed=frozenset(unfollowed if isinstance(unfollowed, list) else ()),
            language=language if isinstance(language, str) else None,
        )


def _minutes(value: object, default: timedelta) -> timedelta:
    """Return so many minutes, within the shortest and the longest interval."""
    if not isinstance(value, int | float):
        return default
    return min(max(timedelta(minutes=value), _SHORTEST), _LONGEST)
