"""Events that are to fire once they are stored."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
import logging
from typing import Any

from homeassistant.core import CALLBACK_TYPE, callback

from ..model import PrintEvent
from ..model.stored_prints import read_event, write_event
from ..model.values import objects

_LOGGER = logging.getLogger(__name__)

_MOST = 200
"""More than a weekend of short prints on one printer."""
_LONGEST = timedelta(days=1)
"""Older events are no news: the entity was disabled, which they would fire for."""

type Listener = Callable[[PrintEvent], None]


class Outbox:
    """Hold the events of each printer until they are stored and there is a listener.

    An event is stored before it fires, together with the state that it follows from,
    and removed from the file afterward. So a crash neither loses nor repeats it, but
    for the moment in which it fires.
    """

    def __init__(self) -> None:
        """Start without events."""
        self._listeners: defaultdict[str, list[Listener]] = defaultdict(list)
        self._events: defaultdict[str, list[PrintEvent]] = defaultdict(list)
        self._stored: defaultdict[str, int] = defaultdict(int)
        """How many of the events, from the first on, are stored."""

    def add(self, serial: str, events: Iterable[PrintEvent]) -> None:
        """Add events of a printer, which are not stored yet."""
        waiting = self._events[serial]
        waiting += events
        if (excess := len(waiting) - _MOST) > 0:
            del waiting[:excess]
            self._stored[serial] = max(0, self._stored[serial] - excess)

    def to_list(self, serial: str) -> list[dict[str, Any]]:
        """Return the events of a printer as JSON."""
        return [write_event(event) for event in self._events[serial]]

    def restore(self, serial: str, stored: Any, now: datetime) -> None:
        """Add events of a printer that were stored and have not fired."""
        events = (read_event(item) for item in objects(stored))
        recent = [item for item in events if item and now - item.at <= _LONGEST]
        self.add(serial, recent)
        self._stored[serial] = len(self._events[serial])

    def remove(self, serial: str) -> tuple[PrintEvent, ...]:
        """Remove the events of a printer, and return them."""
        self._stored.pop(serial, None)
        return tuple(self._events.pop(serial, ()))

    def newest(self) -> Mapping[str, PrintEvent]:
        """Return the newest event of each printer that has any."""
        return {serial: events[-1] for serial, events in self._events.items() if events}

    @callback
    def async_note_stored(self, newest: Mapping[str, PrintEvent]) -> bool:
        """Fire events, as all up to these are stored now; return whether any did."""
        fired = False
        for serial, last in newest.items():
            for number, event in enumerate(self._events[serial], start=1):
                if event is last:
                    self._stored[serial] = number
            fired |= self._async_fire(serial)
        return fired

    @callback
    def async_add_listener(
        self, serial: str, listener: Listener
    ) -> tuple[CALLBACK_TYPE, bool]:
        """Add a listener; return how to remove it, and whether events fired."""
        self._listeners[serial].append(listener)
        fired = self._async_fire(serial)
        return lambda: self._listeners[serial].remove(listener), fired

    @callback
    def _async_fire(self, serial: str) -> bool:
        """Fire what is stored, if there is a listener; return whether anything was."""
        listeners = tuple(self._listeners[serial])
        count = self._stored[serial] if listeners else 0
        events = self._events[serial][:count]
        del self._events[serial][:count]
        self._stored[serial] -= count
        for event in events:
            for listener in listeners:
                try:
                    listener(event)
                except Exception:  # one listener's fault is not that of the others
                    _LOGGER.exception("Unexpected error at an event of a print")
        return bool(events)
