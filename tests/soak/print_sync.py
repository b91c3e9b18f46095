"""What Home Assistant does around the lifecycle: store, fire, check again."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
import json

from custom_components.bambu_cloud.model import (
    Lifecycle,
    PrintEvent,
    read_lifecycle,
    suspended,
    write_lifecycle,
)

from .schedule import Schedule
from .timers import Timers

_PROGRESS_EVERY = 120.0
"""Seconds after which the progress of a print is stored."""


class PrintSync:
    """Observes the prints of one printer.

    Attributes:
        events: What fired, and when by the true clock.
        memory: The state of the lifecycle.
        skew: Seconds by which the clock of Home Assistant is wrong.
        crash_at_event: Crash before the next event fires: "before" or "after" what
            results from it was stored.
    """

    def __init__(
        self, schedule: Schedule, timers: Timers, check: Callable[[], None]
    ) -> None:
        """Learn no print."""
        self.events: list[tuple[float, PrintEvent]] = []
        self.memory = Lifecycle()
        self.skew = 0.0
        self.crash_at_event: str | None = None
        self.on_crash: Callable[[], None] = lambda: None
        self.on_first: Callable[[], None] = lambda: None
        """Called when it begins to observe the prints, having none."""
        self.on_applied: Callable[[Lifecycle], None] = lambda _memory: None
        """Called with each new state."""
        self._schedule = schedule
        self._timers = timers
        self._note_view = check
        self._token = 0
        self._stored: tuple[Lifecycle, tuple[PrintEvent, ...]] = (self.memory, ())
        self._stored_at = 0.0

    @property
    def now(self) -> datetime:
        """Return the time by the clock of Home Assistant."""
        return datetime.fromtimestamp(self._schedule.now + self.skew, UTC)

    def start(self) -> None:
        """Begin with what was stored; fire what was stored but had not fired."""
        memory, undelivered = self._stored
        self.memory = read_lifecycle(json.loads(json.dumps(write_lifecycle(memory))))
        for event in undelivered:
            self._fire(event)
        self._stored = (self.memory, ())

    def store(self) -> None:
        """Store all, as a stop without a crash does."""
        self._stored = (self.memory, ())

    def stop(self) -> None:
        """Check no more."""
        self._token += 1
        self.memory = suspended(self.memory)

    def forget(self) -> None:
        """Drop everything that is stored."""
        self.memory = Lifecycle()
        self._stored = (self.memory, ())

    def apply(self, memory: Lifecycle, events: Iterable[PrintEvent]) -> None:
        """Store what is new, and only then fire."""
        before, events = self.memory, tuple(events)
        if memory is before and not events:
            return
        if events and self.crash_at_event:
            if self.crash_at_event == "after":
                self._stored = (memory, events)
            self.crash_at_event = None
            self.on_crash()
            return
        self.memory = memory
        if memory.primed and not before.primed:
            self.on_first()
        is_due = self._schedule.now - self._stored_at >= _PROGRESS_EVERY
        if memory != before or (is_due and memory.open_run is not None):
            self._stored, self._stored_at = (memory, ()), self._schedule.now
        for event in events:
            self._fire(event)
        self._check_later(memory)
        self.on_applied(memory)

    def _fire(self, event: PrintEvent) -> None:
        """Fire an event."""
        self.events.append((self._schedule.now, event))

    def _check_later(self, memory: Lifecycle) -> None:
        """Check again when it is time; timers do not mind the clock."""
        self._token += 1
        token = self._token
        if memory.next_check is None:
            return

        def check() -> None:
            """Check, unless another check is scheduled."""
            if token == self._token:
                self._note_view()

        delay = max((memory.next_check - self.now).total_seconds(), 1.0)
        self._timers.later(delay, check)
