"""What a person may decide about an account, and what holds otherwise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Self

from ..const import POLL_LINK_DOWN, POLL_LINK_UP

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
    """Serials of printers that are left out; new printers are not among them."""
    language: str | None = None
    """Of the texts of errors; None follows Home Assistant."""

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """Return the options as they were kept; what makes no sense does not count."""
        unfollowed = kept.get(CONF_UNFOLLOWED)
        language = kept.get(CONF_LANGUAGE)
        return cls(
            poll_link_down=_minutes(kept.get(CONF_POLL_LINK_DOWN), POLL_LINK_DOWN),
            poll_link_up=_minutes(kept.get(CONF_POLL_LINK_UP), POLL_LINK_UP),
            unfollowed=frozenset(unfollowed if isinstance(unfollowed, list) else ()),
            language=language if isinstance(language, str) else None,
        )


def _minutes(value: object, default: timedelta) -> timedelta:
    """Return so many minutes, within what the cloud and a person can live with."""
    if not isinstance(value, int | float):
        return default
    return min(max(timedelta(minutes=value), _SHORTEST), _LONGEST)
