"""A simulated Home Assistant: what the coordinators do around model and lifecycle."""

from dataclasses import replace
from random import Random
from typing import Any

from custom_components.bambu_cloud.api.mqtt.request_scheduler import (
    Query,
    RequestScheduler,
)
from custom_components.bambu_cloud.model import (
    Lifecycle,
    PolledPrinter,
    PrinterState,
    Report,
    fold,
    identify,
    observe,
    restored,
    with_link_lost,
    with_poll,
)

from .cloud import Cloud
from .history import History
from .print_sync import PrintSync
from .printer import Printer
from .schedule import Schedule
from .tasks import Tasks
from .timers import Timers
from .wire import Packet, Wire
from .witness import Witness

_SERIAL = "S"
_POLL_UP, _POLL_DOWN = 300.0, 60.0
_TICK = 5.0
_SAVE_PRINTER = 900.0


class Home:
    """Observes one printer and fires events.

    Attributes:
        prints: What it has of the prints.
        is_running: Whether it runs.
        link_up: Whether it believes that it has a session.
    """

    def __init__(
        self,
        schedule: Schedule,
        printer: Printer,
        cloud: Cloud,
        random: Random,
    ) -> None:
        """Prepare; nothing runs."""
        self.starts: list[float] = []
        self.stops: list[float] = []
        """When it stopped; what it had not stored is gone."""
        self.is_running = self.link_up = False
        self.wire = Wire(self._receive)
        self.witness = Witness(self._is_clean)
        self._timers = Timers(schedule)
        self.prints = PrintSync(schedule, self._timers, self._observe)
        self.prints.on_applied = self._request_wanted
        self._schedule = schedule
        self._printer = printer
        self._cloud = cloud
        self._random = random
        self._state = PrinterState(serial=_SERIAL)
        self._scheduler = RequestScheduler()
        self._session = 0
        self._is_synced = False
        self._polled_ok = True
        self._history = History(Tasks(cloud), self._timers, self.prints, random)
        self._stored_state = self._state

    @property
    def has_printer(self) -> bool:
        """Return whether the printer is in the account, as of the last poll."""
        return self._is_synced

    def _is_clean(self) -> bool:
        """Return whether reports arrive at once."""
        return (
            self.is_running
            and self.link_up
            and self._is_synced
            and self.wire.is_clean
            and self._printer.is_online
        )

    # Start and stop.

    def start(self) -> None:
        """Start: the account is polled first, then the link comes up."""
        self.is_running = True
        self.starts.append(self._schedule.now)
        self.prints.start()
        state = self._stored_state
        self._state = _stale(
            restored(
                serial=_SERIAL,
                name=state.name,
                model=identify(code=self._printer.flavour.model),
                raw=state.raw,
                version=state.version,
            )
        )
        self._is_synced = False
        self._history.start()
        self._timers.every(_SAVE_PRINTER, self._save_printer)
        self._try_setup()

    def _try_setup(self) -> None:
        """Poll, and try again later while the cloud does not answer."""
        if not self._cloud.is_up:
            self._timers.later(self._random.uniform(5, 80), self._try_setup)
            return
        self._poll()
        self._timers.later(self._random.uniform(0.5, 10), self.connect)

    def stop(self, *, is_crash: bool) -> None:
        """Stop; after a crash, only what was stored before is left."""
        if not is_crash:
            self._stored_state = self._state
            self.prints.store()
        self.stops.append(self._schedule.now)
        self._timers.stop()
        self._session += 1
        self.is_running = self.link_up = self._history.is_open = False
        self._scheduler.clear()
        self.wire.cut()
        self.witness.lose_view()
        self.witness.check(self._schedule.now)

    def connect(self) -> None:
        """Begin a session; every printer is asked for a full report."""
        if not self.is_running or self.link_up or self.wire.is_up:
            return
        self._session += 1
        session = self._session
        self.link_up = True
        self.wire.connect()
        self._scheduler.clear()
        if self._is_synced:
            self._scheduler.add(_SERIAL)
        self._observe_soon()

        def tick() -> None:
            """Send what is due."""
            if session == self._session:
                self._send_due()
                self._schedule.later(_TICK, tick)

        tick()

    def lose_link(self) -> None:
        """Notice that the session is over."""
        self._session += 1
        self.wire.cut()
        self.witness.lose_view()
        self.witness.check(self._schedule.now)
        if not self.link_up:
            return
        self.link_up = False
        self._scheduler.clear()
        self._state = _stale(with_link_lost(self._state))
        if self._polled_ok:
            self._timers.later(0.3, self._poll_once)
        self._observe_soon()

    def _save_printer(self) -> None:
        """Store the last report."""
        self._stored_state = self._state

    # Reports.

    def _receive(self, packet: Packet) -> None:
        """Apply a message."""
        if not (self.is_running and self.link_up and self._is_synced):
            return
        self.witness.deliver(packet, self._schedule.now)
        self._scheduler.note_report(_SERIAL, packet.payload, self._schedule.now)
        report = Report(
            serial=_SERIAL, payload=packet.payload, received_at=self.prints.now
        )
        self._apply(fold(self._state, report))
        self._send_due()

    def _send_due(self) -> None:
        """Send the requests that are due."""
        for _, query in self._scheduler.due(self._schedule.now):
            reaches = self.wire.is_up and not self.wire.is_dead
            if query is not Query.VERSION and reaches and self._printer.is_online:
                self._printer.answer()

    def _apply(self, state: PrinterState) -> None:
        """Apply a new state, and observe it if it changed."""
        if state.presence.online is False:
            state = _stale(state)
        before, self._state = self._state, state
        if (
            state.presence != before.presence
            or state.complete is not before.complete
            or _differs(state.job, before.job)
            or _differs(state.hms, before.hms)
        ):
            self._observe()
            self._history.check_job(state.job)

    def _observe_soon(self) -> None:
        """Observe, as all listeners are called when the link changes."""
        self._timers.later(0.01, self._observe)

    def _observe(self) -> None:
        """Observe the printer."""
        if self.is_running and self._is_synced:
            memory, now = self.prints.memory, self.prints.now
            self.prints.apply(*observe(memory, self._state, now))

    # Polls.

    def _poll(self) -> None:
        """Poll, and again and again."""
        self._poll_once()
        self._timers.later(_POLL_UP if self.link_up else _POLL_DOWN, self._poll)

    def _poll_once(self) -> None:
        """Ask which printers there are and what they do."""
        self._polled_ok = self._cloud.is_up
        if not self._cloud.is_up:
            return
        if not self._cloud.has_printer:
            self._remove_printer()
            return
        polled = PolledPrinter(
            serial=_SERIAL,
            name="Soak",
            model_code=self._printer.flavour.model,
            product="",
            received_at=self.prints.now,
            **self._cloud.poll(),
        )
        if self._is_synced:
            self._apply(with_poll(self._state, polled, link_up=self.link_up))
            if self._state.presence.online and not self._state.complete:
                self._scheduler.request_full(_SERIAL)
            return
        self._state = with_poll(self._state, polled, link_up=self.link_up)
        self._is_synced = self._history.is_open = True
        if self.link_up:
            self._scheduler.add(_SERIAL)
        self._observe()
        self._timers.later(1.0, self._history.refresh)

    def _remove_printer(self) -> None:
        """Let go of a printer that left the account."""
        if self._is_synced:
            self._is_synced = False
            self.prints.stop()
            self._scheduler.remove(_SERIAL)
            self.witness.lose_view()
            self.witness.check(self._schedule.now)
            self._state = PrinterState(serial=_SERIAL)
            self._history.clear()

    def forget_prints(self) -> None:
        """Drop what is stored of the prints of a printer that left."""
        self.prints.forget()
        self.witness.forget()

    def _request_wanted(self, memory: Lifecycle) -> None:
        """Ask for what the lifecycle wants to learn."""
        if memory.wants_report:
            self._scheduler.request_full(_SERIAL)
        if memory.wants_history:
            self._history.ask()


def _stale(state: PrinterState) -> PrinterState:
    """Return a state that is of no use before the next full report."""
    return replace(state, complete=False) if state.complete else state


def _differs(one: Any, other: Any) -> bool:
    """Return whether two sections differ."""
    return one is not other and bool(one != other)
