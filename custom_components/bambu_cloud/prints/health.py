"""Events of health messages, each exactly once, also over restarts and outages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from ..model import HealthEvent, PrinterState, observe_health
from ..model.health_events import (
    Codes,
    read_codes,
    read_health_event,
    write_health_event,
)
from .outbox import Outbox

_CODES, _UNFIRED = "health", "unfired_health"


class HealthOfPrinter(NamedTuple):
    """What another account goes on with."""

    codes: Codes | None
    unfired: tuple[HealthEvent, ...]


class HealthLog:
    """Hold the health messages of each printer, and what is to fire."""

    def __init__(self) -> None:
        """Start without any printer."""
        self.outbox = Outbox(write_health_event, read_health_event)
        self._codes: dict[str, Codes | None] = {}

    def restore(self, serial: str, stored: Mapping[str, Any], now: datetime) -> None:
        """Restore what was stored of a printer."""
        self._codes[serial] = read_codes(stored.get(_CODES))
        self.outbox.restore(serial, stored.get(_UNFIRED), now)

    def to_dict(self, serial: str) -> dict[str, Any]:
        """Return as JSON what has to outlast a restart."""
        codes = self._codes.get(serial)
        return {
            _CODES: None if codes is None else sorted(codes),
            _UNFIRED: self.outbox.to_list(serial),
        }

    def observe(self, printer: PrinterState, now: datetime) -> bool:
        """Observe what a printer shows; return whether there is anything to store."""
        serial = printer.serial
        before = self._codes.get(serial)
        codes, events = observe_health(before, printer, now)
        self._codes[serial] = codes
        self.outbox.add(serial, events)
        return codes != before

    def remove(self, serial: str) -> HealthOfPrinter:
        """Remove the state of a printer, and return it."""
        return HealthOfPrinter(
            self._codes.pop(serial, None), self.outbox.remove(serial)
        )

    def add(self, serial: str, health: HealthOfPrinter) -> None:
        """Go on with what another account has observed of a printer."""
        self._codes[serial] = health.codes
        self.outbox.add(serial, health.unfired)
