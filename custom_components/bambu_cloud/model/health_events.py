"""Notice which health messages come and go, each once (protocol C.7.1)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from .printer import PrinterState
from .sections.hms import HmsMessage, read_code
from .values import aware_time, text

type Codes = frozenset[str]
"""All that a printer shows, also internal ones: a list of codes that arrives late or
changes raises and clears nothing."""


class HealthEventType(StrEnum):
    """What happened to a message."""

    RAISED = "raised"
    CLEARED = "cleared"


_TYPES = frozenset(kind.value for kind in HealthEventType)


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthEvent:
    """A message that came or went, once."""

    type: HealthEventType
    at: datetime
    """When it was noticed."""
    message: HmsMessage


def observe_health(
    before: Codes | None, printer: PrinterState, now: datetime
) -> tuple[Codes | None, tuple[HealthEvent, ...]]:
    """Return what a printer shows by now, and what fires because of it.

    Only what it reports itself counts, from the first full report of a connection on:
    a printer that is off or cannot be reached has cleared nothing. What is merely seen
    first, with None before, is no news.
    """
    if not (printer.complete and printer.presence.reported):
        return before, ()
    hms = printer.hms
    codes = frozenset(item.code for item in (*hms.messages, *hms.internal_messages))
    if before is None or codes == before:
        return codes, ()
    events = (
        HealthEvent(type=kind, at=now, message=message)
        for kind, found in (
            (HealthEventType.CLEARED, before - codes),
            (HealthEventType.RAISED, codes - before),
        )
        for code in sorted(found)
        if code in printer.listed_codes and (message := read_code(code))
    )
    return codes, tuple(events)


def read_codes(stored: Any) -> Codes | None:
    """Return stored codes, None where there are none yet."""
    if not isinstance(stored, list):
        return None
    return frozenset(code for item in stored if (code := text(item)))


def write_health_event(event: HealthEvent) -> dict[str, Any]:
    """Return an event as JSON."""
    return {
        "type": event.type.value,
        "at": event.at.isoformat(),
        "code": event.message.code,
    }


def read_health_event(stored: Mapping[str, Any]) -> HealthEvent | None:
    """Return a stored event, None for what cannot be read."""
    at, kind = aware_time(stored.get("at")), text(stored.get("type"))
    message = read_code(text(stored.get("code")) or "")
    if at is None or kind not in _TYPES or message is None:
        return None
    return HealthEvent(type=HealthEventType(kind), at=at, message=message)
