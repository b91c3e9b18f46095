"""Events that are to fire once they are stored."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime, timedelta
import logging
from typing import Any, Protocol

from homeassistant.core import CALLBACK_TYPE, callback

from ..model.values import objects

_LOGGER = logging.getLogger(__name__)

_MOST = 200
"""More than a weekend of short prints on one printer."""
_LONGEST = timedelta(days=1)
"""Older events are no news: the entity was disabled, which they would fire for."""

type Listener[EventT] = Callable[[EventT], None]


class Dated(Protocol):
    """Something that was noticed at a time."""

    @property
    def at(self) -> datetime:
        """Return when it was noticed."""


class Outbox[EventT: Dated]:
    """Hold the events of each printer until they are stored and there is a listener.

    An event is stored before it fires, together with the state that it follows from,
    and removed from the file afterward. So a crash neither loses nor repeats it, but
    for the moment in which it fires.
    """

    def __init__(
        self,
        write: Callable[[EventT], dict[str, Any]],
        read: Callable[[Mapping[str, Any]], EventT | None],
    ) -> None:
        """Start without events.

        Args:
            write: Returns an event as JSON.
            read: Returns a stored event, None for what cannot be read.
        """
        self._write = write
        self._read = read
        self._listeners: defaultdict[str, list[Listener[EventT]]] = defaultdict(list)
        self._events: defaultdict[str, list[EventT]] = defaultdict(list)
        self._stored: defaultdict[str, int] = defaultdict(int)
        """How many of the events, from the first on, are stored."""
        self.on_fired: CALLBACK_TYPE = lambda: None
        """Called after events fired for a new listener: the file has them still."""

    def add(self, serial: str, events: Iterable[EventT]) -> None:
        """Add events of a printer, which are not stored yet."""
        waiting = self._events[serial]
        waiting += events
        if (excess := len(waiting) - _MOST) > 0:
            del waiting[:excess]
            self._stored[serial] = max(0, self._stored[serial] - excess)

    def to_list(self, serial: str) -> list[dict[str, Any]]:
        """Return the events of a printer as JSON."""
        return [self._write(event) for event in self._events[serial]]

    def restore(self, serial: str, stored: Any, now: datetime) -> None:
        """Add events of a printer that were stored and have not fired."""
        events = (self._read(item) for item in objects(stored))
        recent = [item for item in events if item and now - item.at <= _LONGEST]
        self.add(serial, recent)
        self._stored[serial] = len(self._events[serial])

    def remove(self, serial: str) -> tuple[EventT, ...]:
        """Remove the events of a printer, and return them."""
        self._stored.pop(serial, None)
        return tuple(self._events.pop(serial, ()))

    def newest(self) -> Mapping[str, EventT]:
        """Return the newest event of each printer that has any."""
        return {serial: events[-1] for serial, events in self._events.items() if events}

    @callback
    def async_note_stored(self, newest: Mapping[str, EventT]) -> bool:
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
        self, serial: str, listener: Listener[EventT]
    ) -> CALLBACK_TYPE:
        """Call a listener with the events of a printer; return how to stop."""
        self._listeners[serial].append(listener)
        if self._async_fire(serial):
            self.on_fired()
        return lambda: self._listeners[serial].remove(listener)

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
                    _LOGGER.exception("Unexpected error at an event of a printer")
        return bool(events)
