"""Home Assistant's side: what the coordinators do with reports, polls and history."""

from dataclasses import replace
from datetime import datetime, timedelta
import json
from typing import TYPE_CHECKING

import orjson

from custom_components.bambu_cloud.api.commands import (
    full_report,
    get_version,
    start_push,
)
from custom_components.bambu_cloud.api.mqtt.request_scheduler import (
    Query,
    RequestScheduler,
)
from custom_components.bambu_cloud.api.mqtt.sequence import RequestSequence
from custom_components.bambu_cloud.model import (
    PolledPrinter,
    PrinterState,
    Report,
    fold,
    identify,
    read_task,
    restored,
    with_link_lost,
    with_poll,
)
from custom_components.bambu_cloud.model.lifecycle.observer import (
    Lifecycle,
    PrintEvent,
    observe,
    reconcile,
)

from .wire import Wire

if TYPE_CHECKING:
    from tests.simulator.world import World

_POLL_LINK_UP = timedelta(minutes=5)
_POLL_LINK_DOWN = timedelta(minutes=1)
_HISTORY = timedelta(minutes=1)
_STORE_EVERY = timedelta(minutes=15)
_ROWS = 20


class Listener:
    """Observes one printer and collects the events of its prints.

    Attributes:
        events: What was told.
        running: Whether Home Assistant runs.
        link_up: Whether what the printer pushes can arrive.
        api_up: Whether the cloud answers.
        read_at: When the history was read last.
    """

    def __init__(self, world: World, serial: str, wire: Wire) -> None:
        """Start for the first time."""
        self.events: list[PrintEvent] = []
        self.running = True
        self.link_up = False
        self.api_up = True
        self.printer = PrinterState(serial=serial)
        self.memory = Lifecycle()
        self.requests = 0
        self._world = world
        self._serial = serial
        self._wire = wire
        self._build = RequestSequence()
        self._scheduler = RequestScheduler()
        self._poll_at = world.now
        self._history_at = world.now
        self.read_at = world.now
        self._store_at = world.now + _STORE_EVERY
        self._stored_state = self.memory
        self._stored = b"{}"
        self._stored_printer = self.printer

    @property
    def is_current(self) -> bool:
        """Return whether the printer reports and has reported everything."""
        present = self.printer.presence.reported is True
        return self.running and present and self.printer.complete

    @property
    def now(self) -> datetime:
        """Return the time."""
        return self._world.now

    def connect(self) -> None:
        """Get the link up; the stream greets the printer."""
        if self.running and not self.link_up:
            self.link_up = True
            self._scheduler.add(self._serial)

    def lose_link(self) -> None:
        """Lose the link, with all that is under way; the coordinator polls soon."""
        self._wire.cut()
        self._scheduler.clear()
        if self.link_up:
            self.link_up = False
            self._poll_at = self._world.now
        self.printer = _stale(with_link_lost(self.printer))

    def stop(self, *, crash: bool) -> None:
        """Stop Home Assistant; after a crash, only what was stored before is left."""
        self.lose_link()
        self.running = False
        if not crash:
            self._stored_printer = self.printer

    def start(self) -> None:
        """Start Home Assistant again, with what was stored."""
        stored = self._stored_printer
        self.running = True
        self.memory = Lifecycle.from_dict(json.loads(self._stored))
        self._stored_state = self.memory
        self.printer = _stale(
            restored(
                serial=self._serial,
                name=stored.name,
                model=identify(code=stored.model.key),
                raw=stored.raw,
                version=stored.version,
            )
        )
        self._poll_at = self._history_at = self._world.now

    def step(self) -> None:
        """Do everything that is due."""
        now = self._world.now
        arrived = self._wire.arrive(now)
        if not self.running:
            return
        if self.link_up:
            for payload in arrived:
                self._receive(payload)
            for serial, query in self._scheduler.due(_seconds(now)):
                self._query(serial, query)
        if self.api_up and now >= self._poll_at:
            self._poll()
        if self.memory.next_check is not None and now >= self.memory.next_check:
            self._observe()
        if self.api_up and self.memory.wants_history and now >= self._history_at:
            self._read_history()
        if now >= self._store_at:
            self._store_at = now + _STORE_EVERY
            self._stored_printer = self.printer

    def _receive(self, payload: bytes) -> None:
        """Fold a report, as stream and coordinator do."""
        now, content = self._world.now, orjson.loads(payload)
        self._scheduler.note_report(self._serial, content, _seconds(now))
        report = Report(serial=self._serial, payload=content, received_at=now)
        self._apply(fold(self.printer, report))

    def _apply(self, printer: PrinterState) -> None:
        """Set a new state."""
        if printer.presence.online is False:
            printer = _stale(printer)
        self.printer = printer
        self._observe()

    def _observe(self) -> None:
        """Observe the printer, after news or because it is time."""
        self._remember(*observe(self.memory, self.printer, self._world.now))
        if self.memory.wants_report:
            self._scheduler.request_full(self._serial)

    def _remember(self, memory: Lifecycle, events: tuple[PrintEvent, ...]) -> None:
        """Store at once what is new in the state."""
        self.memory = memory
        self.events += events
        if memory is not self._stored_state and memory != self._stored_state:
            self._stored = orjson.dumps(memory.to_dict())
        self._stored_state = memory

    def _query(self, serial: str, query: Query) -> None:
        """Send a query to the printer."""
        command = {
            Query.VERSION: get_version,
            Query.FULL: full_report,
            Query.START: start_push,
        }[query]
        request = self._build.of(command())
        self.requests += 1
        self._world.receive(serial, orjson.dumps(request))

    def _poll(self) -> None:
        """Ask the cloud, as the coordinator of the account does."""
        now, printer = self._world.now, self._world.printers[self._serial]
        self._poll_at = now + (_POLL_LINK_UP if self.link_up else _POLL_LINK_DOWN)
        job = self._world.history.current(self._serial)
        started = job.get("start_time")
        polled = PolledPrinter(
            serial=self._serial,
            name=printer.identity.name,
            model_code=printer.identity.code,
            product=printer.identity.product,
            received_at=now,
            online=self._world.listed_online(self._serial),
            print_status=self._world.history.print_status(self._serial),
            task_id=job.get("task_id"),
            task_name=job.get("task_name"),
            task_status=job.get("task_status"),
            started_at=datetime.fromisoformat(started) if started else None,
            predicted_seconds=job.get("prediction"),
            progress=job.get("progress"),
        )
        self._apply(with_poll(self.printer, polled, link_up=self.link_up))
        incomplete = not self.printer.complete or self.memory.wants_report
        if self.printer.presence.online and incomplete:
            self._scheduler.request_full(self._serial)

    def _read_history(self) -> None:
        """Ask for the history, as the coordinator does when the memory wants it."""
        now = self._world.now
        self._history_at = now + _HISTORY
        self.read_at = now
        rows = self._world.history.hits({self._serial}, now)[:_ROWS]
        tasks = [task for task in map(read_task, rows) if task is not None]
        self._remember(*reconcile(self.memory, tasks, now))


def _stale(printer: PrinterState) -> PrinterState:
    """Return a state that is of no use before the next full report."""
    return replace(printer, complete=False) if printer.complete else printer


def _seconds(now: datetime) -> float:
    """Return a time of a monotonic clock."""
    return now.timestamp()
