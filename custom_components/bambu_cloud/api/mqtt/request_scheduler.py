"""When to ask which printer for what (protocol B.4).

Pure: time, in seconds of any steady clock, comes in; what to ask comes out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from ...model.report import is_full
from ...model.values import as_object


class Ask(Enum):
    """What a printer can be asked for."""

    VERSION = auto()
    FULL = auto()
    START = auto()


GREETING = (Ask.VERSION, Ask.FULL)


@dataclass(slots=True)
class _Watch:
    """What passed between us and one printer on this link; times in seconds."""

    greet: bool = True
    """Nothing that was known counts: the link, the printer or our interest is new."""
    greeted_at: float = 0.0
    heard_at: float | None = None
    unanswered: set[Ask] = field(default_factory=set)
    """Of the greeting."""
    asked: set[Ask] = field(default_factory=set)
    """Because of the present silence."""
    present: bool = True
    """The broker has not told that the printer left."""
    wants_full: bool = False
    modules: Any = None
    """What the printer calls the present set of its modules (protocol C.4)."""
    wants_version: bool = False
    """The set of modules changed: an AMS came or went."""
    version_at: float = 0.0


class Watchdog:
    """Greet printers, poke silent ones, and hold back requests for full reports."""

    SILENCE_START = 60.0
    SILENCE_FULL = 120.0
    ANSWER = 10.0
    """A greeting that is not answered by then is repeated once (protocol B.5)."""
    FULL_EVERY = 300.0
    GREET_EVERY = 3.0
    VERSION_EVERY = 10.0

    def __init__(self) -> None:
        """Watch nobody."""
        self._watches: dict[str, _Watch] = {}
        # Outlives the link: the limit protects the printer, whatever the reason to ask.
        self._full_at: dict[str, float] = {}

    def watch(self, serial: str) -> None:
        """Begin with a printer: it will be greeted."""
        self._watches[serial] = _Watch()

    def forget(self, serial: str) -> None:
        """Leave a printer alone."""
        self._watches.pop(serial, None)

    def clear(self) -> None:
        """Leave all alone: the link is gone."""
        self._watches.clear()

    def want_full(self, serial: str) -> None:
        """Ask for a full report as soon as the limit allows."""
        if watch := self._watches.get(serial):
            watch.wants_full = True

    def heard(self, serial: str, payload: Mapping[str, Any], now: float) -> None:
        """Take note of a report, and of what it answers."""
        if not (watch := self._watches.get(serial)):
            return
        event = as_object(payload.get("event")).get("event")
        watch.present = event != "client.disconnected"
        watch.greet |= event == "client.connected"
        watch.heard_at = now
        watch.asked.clear()
        report = as_object(payload.get("print"))
        if is_full(report):
            watch.wants_full = False
            watch.unanswered.discard(Ask.FULL)
        modules = as_object(report.get("online")).get("version")
        if modules is not None and modules != watch.modules:
            watch.wants_version |= watch.modules is not None
            watch.modules = modules
        if as_object(payload.get("info")).get("command") == "get_version":
            watch.unanswered.discard(Ask.VERSION)

    def due(self, now: float) -> tuple[tuple[str, Ask], ...]:
        """Return what to ask now: of one printer at most, so that callers can space."""
        for serial, watch in self._watches.items():
            since_full = now - self._full_at.get(serial, -self.FULL_EVERY)
            if asks := self._asks(watch, now, since_full):
                if Ask.FULL in asks:
                    watch.wants_full = False
                    self._full_at[serial] = now
                return tuple((serial, ask) for ask in asks)
        return ()

    def _asks(self, watch: _Watch, now: float, since_full: float) -> tuple[Ask, ...]:
        """Return what to ask one printer now, and note that it was asked."""
        if watch.greet:
            if since_full < self.GREET_EVERY:
                return ()
            watch.greet = False
            watch.greeted_at = now
            watch.unanswered.update(GREETING)
            return GREETING
        if watch.wants_full and since_full >= self.FULL_EVERY:
            return (Ask.FULL,)
        if not watch.present:
            return ()
        since_version = now - max(watch.version_at, watch.greeted_at)
        if watch.wants_version and since_version >= self.VERSION_EVERY:
            watch.wants_version = False
            watch.version_at = now
            return (Ask.VERSION,)
        return self._once_more(watch, now) or self._poke(watch, now, since_full)

    def _once_more(self, watch: _Watch, now: float) -> tuple[Ask, ...]:
        """Repeat what a printer that talks has not answered."""
        if watch.heard_at is None or now - watch.greeted_at < self.ANSWER:
            return ()
        missing = tuple(ask for ask in GREETING if ask in watch.unanswered)
        watch.unanswered.clear()
        return missing

    def _poke(self, watch: _Watch, now: float, since_full: float) -> tuple[Ask, ...]:
        """Ask a printer that fell silent, each thing once."""
        silence = now - max(watch.heard_at or 0.0, watch.greeted_at)
        if silence >= self.SILENCE_START and Ask.START not in watch.asked:
            ask = Ask.START
        elif (
            silence >= self.SILENCE_FULL
            and since_full >= self.FULL_EVERY
            and Ask.FULL not in watch.asked
        ):
            ask = Ask.FULL
        else:
            return ()
        watch.asked.add(ask)
        return (ask,)
