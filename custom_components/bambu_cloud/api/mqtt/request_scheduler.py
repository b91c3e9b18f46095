"""When to request what from which printer (protocol B.4).

Pure: time, in seconds of any monotonic clock, comes in; queries come out.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from ...model.report import is_full
from ...model.values import as_object


class Query(Enum):
    """What is requested from printers without anyone pressing a button."""

    VERSION = auto()
    FULL = auto()
    START = auto()


GREETING = (Query.VERSION, Query.FULL)


@dataclass(slots=True)
class _Exchange:
    """What passed between us and one printer on this link; times in seconds."""

    needs_greeting: bool = True
    """Nothing from before counts: the link, the printer or the subscription is new."""
    greeted_at: float = 0.0
    last_seen: float | None = None
    unanswered: set[Query] = field(default_factory=set)
    """Of the greeting."""
    nudges: set[Query] = field(default_factory=set)
    """Sent because of the present silence."""
    is_online: bool = True
    """The broker has not reported that the printer left."""
    needs_full: bool = False
    modules: Any = None
    """What the printer calls the present set of its modules (protocol C.4)."""
    needs_version: bool = False
    """The set of modules changed: an AMS came or went."""
    version_requested_at: float = 0.0


class RequestScheduler:
    """Greet printers, nudge silent ones, and limit requests for full reports."""

    NUDGE_AFTER = 60.0
    FULL_AFTER = 120.0
    """Seconds of silence."""
    REPLY_TIMEOUT = 10.0
    """A greeting without a reply by then is repeated once (protocol B.5)."""
    FULL_INTERVAL = 300.0
    GREETING_INTERVAL = 3.0
    VERSION_INTERVAL = 10.0

    def __init__(self) -> None:
        """Start without printers."""
        self._exchanges: dict[str, _Exchange] = {}
        # Outlives the link: the limit protects the printer, whatever the reason.
        self._full_requested_at: dict[str, float] = {}

    def add(self, serial: str) -> None:
        """Add a printer, which will be greeted."""
        self._exchanges[serial] = _Exchange()

    def remove(self, serial: str) -> None:
        """Remove a printer."""
        self._exchanges.pop(serial, None)

    def clear(self) -> None:
        """Remove all printers, as after the loss of the link."""
        self._exchanges.clear()

    def request_full(self, serial: str) -> None:
        """Schedule a full report as soon as the limit allows."""
        if exchange := self._exchanges.get(serial):
            exchange.needs_full = True

    def note_report(self, serial: str, payload: Mapping[str, Any], now: float) -> None:
        """Register a report, and the queries that it replies to."""
        if not (exchange := self._exchanges.get(serial)):
            return
        event = as_object(payload.get("event")).get("event")
        exchange.is_online = event != "client.disconnected"
        exchange.needs_greeting |= event == "client.connected"
        exchange.last_seen = now
        exchange.nudges.clear()
        report = as_object(payload.get("print"))
        if is_full(report):
            exchange.needs_full = False
            exchange.unanswered.discard(Query.FULL)
        modules = as_object(report.get("online")).get("version")
        if modules is not None and modules != exchange.modules:
            exchange.needs_version |= exchange.modules is not None
            exchange.modules = modules
        if as_object(payload.get("info")).get("command") == "get_version":
            exchange.unanswered.discard(Query.VERSION)

    def due(self, now: float) -> tuple[tuple[str, Query], ...]:
        """Return the queries to send now: for one printer, so that they are spread."""
        for serial, exchange in self._exchanges.items():
            requested_at = self._full_requested_at.get(serial, -self.FULL_INTERVAL)
            since_full = now - requested_at
            if queries := self._due(exchange, now, since_full):
                if Query.FULL in queries:
                    exchange.needs_full = False
                    self._full_requested_at[serial] = now
                return tuple((serial, query) for query in queries)
        return ()

    def _due(
        self, exchange: _Exchange, now: float, since_full: float
    ) -> tuple[Query, ...]:
        """Return the queries for one printer, and register them as sent."""
        if exchange.needs_greeting:
            if since_full < self.GREETING_INTERVAL:
                return ()
            exchange.needs_greeting = False
            exchange.greeted_at = now
            exchange.unanswered.update(GREETING)
            return GREETING
        if exchange.needs_full and since_full >= self.FULL_INTERVAL:
            return (Query.FULL,)
        if not exchange.is_online:
            return ()
        since_version = now - max(exchange.version_requested_at, exchange.greeted_at)
        if exchange.needs_version and since_version >= self.VERSION_INTERVAL:
            exchange.needs_version = False
            exchange.version_requested_at = now
            return (Query.VERSION,)
        return self._repeated(exchange, now) or self._nudge(exchange, now, since_full)

    def _repeated(self, exchange: _Exchange, now: float) -> tuple[Query, ...]:
        """Repeat the part of the greeting without a reply, if the printer reports."""
        waited = now - exchange.greeted_at
        if exchange.last_seen is None or waited < self.REPLY_TIMEOUT:
            return ()
        missing = tuple(query for query in GREETING if query in exchange.unanswered)
        exchange.unanswered.clear()
        return missing

    def _nudge(
        self, exchange: _Exchange, now: float, since_full: float
    ) -> tuple[Query, ...]:
        """Return the query for a printer that fell silent, each once per silence."""
        silence = now - max(exchange.last_seen or 0.0, exchange.greeted_at)
        if silence >= self.NUDGE_AFTER and Query.START not in exchange.nudges:
            query = Query.START
        elif (
            silence >= self.FULL_AFTER
            and since_full >= self.FULL_INTERVAL
            and Query.FULL not in exchange.nudges
        ):
            query = Query.FULL
        else:
            return ()
        exchange.nudges.add(query)
        return (query,)
