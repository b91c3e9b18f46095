"""The life of one printer: print after print, fault after fault."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from random import Random

from tests.simulator.default_printers import MODELS
from tests.simulator.printer.job import Job
from tests.simulator.printer.printer import SimulatedPrinter
from tests.simulator.world import World

from .listener import Listener
from .truth import Truth
from .wire import Wire
from .witness import Witness

START = datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
_FIRST = 702_383_065
_TITLES = ("Benchy", "Cable clip", "Plant pot", "Spool holder")
_CALIBRATION = "auto_cali_for_user_param.gcode"
_STEP = 4.0
_COARSE = 30.0
_UNSEEN = 0.1
_DEADLINE = 400
_LATELY = 8
KINDS: dict[str, tuple[str, int]] = {
    "finishes": ("print_uninterrupted", 6),
    "pauses and finishes": ("print_ok", 4),
    "fails": ("print_uninterrupted", 3),
    "canceled": ("print_uninterrupted", 4),
    "runs out": ("filament_runout", 2),
    "runs out, canceled": ("filament_runout_canceled", 1),
    "loses power": ("print_uninterrupted", 2),
}
"""What happens to a print, the timeline for that, and how often."""
FAULTS = (
    "bad wire",
    "bad wire",
    "broker restart",
    "token change",
    "Home Assistant restart",
    "Home Assistant crash",
    "hours without connection",
    "hours without broker",
    "printer without Wi-Fi",
)


class Life:
    """A printer that prints, a listener, and what goes wrong in between.

    Attributes:
        truths: All prints, in order.
        mishaps: How often what went wrong.
    """

    def __init__(self, seed: str) -> None:
        """Buy a printer."""
        self.random = random = Random(seed)
        self.world = World(START, self._send)
        model, prefix = MODELS[random.choice(list(MODELS))]
        self.serial = f"{prefix}00A000000001"
        self.printer = SimulatedPrinter(model, serial=self.serial, name="Trial")
        self.world.add_printer(self.printer)
        self.wire = Wire(random)
        self.listener = Listener(self.world, self.serial, self.wire)
        self.truths: list[Truth] = []
        self.mishaps: dict[str, int] = {}
        self._numbers = count(_FIRST)
        self._truth: Truth | None = None
        self._witnessed = Witness(self.listener, self.wire)
        self._schedule: list[tuple[datetime, Callable[[], None]]] = []
        self._busy = False

    def _send(self, _topic: str, payload: bytes) -> int:
        """Publish what the printer says."""
        self.wire.put(payload, self.world.now)
        return 1

    def live(self, prints: int) -> None:
        """Print so many times, and let everything come to an end."""
        self.listener.connect()
        self._pass(30)
        for _ in range(prints):
            self._print()
            self._pass(self.random.choice((8, 20, 60, 200, 600)))
            self._wait_to_be_seen()
        self._recover()

    def _wait_to_be_seen(self) -> None:
        """Let most prints that leave no task be seen before the next one begins."""
        truth = self._truth
        if truth is None or truth.task_id or self.random.random() < _UNSEEN:
            return
        for _ in range(_DEADLINE):
            if truth.is_seen:
                break
            self._step()

    def _recover(self) -> None:
        """Let nothing go wrong any more, and wait until all has fired."""
        while self._schedule:
            self._pass(60)
        self.wire.mend()
        self._pass(1800)

    def _print(self) -> None:
        """Print once, as soon as there is power."""
        random = self.random
        while not self.printer.powered:
            self._step()
        kinds = list(KINDS)
        kind = random.choices(kinds, [KINDS[name][1] for name in kinds])[0]
        source = random.choices(("cloud", "touch screen", "calibration"), (6, 3, 1))[0]
        seconds = random.choice((120.0, 200.0, 300.0, 600.0))
        last = self.truths[-1] if self.truths else None
        if not (self.printer.powered and self.printer.connected):
            source = "touch screen"
        title = self._title(source, last)
        task_id = next(self._numbers) if source == "cloud" else 0
        job = Job(task_id=task_id, title=title, seconds=seconds)
        self._truth = truth = Truth(
            job=job,
            kind=kind,
            source=source,
            twice=last is not None and last.job.title == title,
            started_at=self.world.now,
            clean=not self._schedule,
        )
        self.truths.append(truth)
        self._witnessed.begin()
        ack = self.printer.printing.start(job, KINDS[kind][0])
        if self.printer.connected:
            self.world.send_report(self.serial, ack)
        self._schedule_print(kind, seconds)
        if random.random() < 0.5:
            self._schedule_faults(seconds)
        while not truth.outcome:
            self._step()

    def _title(self, source: str, last: Truth | None) -> str:
        """Return what to print; the same again, often."""
        if source == "calibration":
            return _CALIBRATION
        again = self.random.random() < 0.5
        if last is not None and last.source != "calibration" and again:
            return last.job.title
        return self.random.choice(_TITLES)

    def _schedule_print(self, kind: str, seconds: float) -> None:
        """Plan what happens to the print apart from its timeline."""
        moment = self.random.uniform(0.0, 0.97) * seconds
        printing = self.printer.printing
        if kind == "fails":
            self._later(moment, lambda: self._turn(lambda: printing.end("fail")))
        elif kind == "canceled":
            self._later(moment, lambda: self._turn(lambda: printing.end("cancel")))
        elif kind == "loses power":
            self._later(moment, self._lose_power)

    def _turn(self, action: Callable[[], None]) -> None:
        """Do something to the print that is running, and let the printer say so."""
        if self.printer.printing.player is None:
            return
        action()
        self.world.history.observe(self.printer, self.world.now)
        self.world.speak_up(self.serial)

    def _lose_power(self) -> None:
        """Switch the printer off, and on again later."""
        self._notice("power loss")
        self.world.power_off(self.serial)
        away = self.random.choice((20.0, 120.0, 1200.0, 7200.0))
        self._later(away, self._return)

    def _return(self) -> None:
        """Bring the printer back."""
        if not self.printer.connected:
            self.world.connect(self.serial)

    def _later(self, seconds: float, action: Callable[[], None]) -> None:
        """Plan something."""
        self._schedule.append((self.world.now + timedelta(seconds=seconds), action))

    def _notice(self, mishap: str) -> None:
        """Count something that went wrong."""
        self.mishaps[mishap] = self.mishaps.get(mishap, 0) + 1

    def _schedule_faults(self, seconds: float) -> None:
        """Plan what goes wrong during the print, or right after it."""
        if self._truth:
            self._truth.clean = False
        for _ in range(self.random.choice((1, 1, 2, 3))):
            fault = self.random.choice(FAULTS)
            at = self.random.uniform(-10, seconds + 40)
            self._later(max(0.0, at), partial(self._begin, fault))

    def _begin(self, fault: str) -> None:
        """Let something go wrong, one thing at a time."""
        random, listener = self.random, self.listener
        if self._busy:
            return
        self._busy = True
        self._notice(fault)
        lasts = random.choice((5.0, 30.0, 100.0, 400.0))
        match fault:
            case "bad wire":
                self.wire.worsen()
            case "broker restart":
                listener.lose_link()
            case "token change":
                listener.lose_link()
                listener.api_up = False
            case "Home Assistant restart":
                listener.stop(crash=False)
            case "Home Assistant crash":
                listener.stop(crash=True)
            case "hours without connection":
                listener.lose_link()
                listener.api_up = False
                lasts = random.uniform(1800, 4 * 3600)
            case "hours without broker":
                listener.lose_link()
                lasts = random.uniform(600, 7200)
            case _:
                lasts = random.choice((30.0, 120.0, 600.0, 3000.0))
                if self.printer.connected:
                    notice = random.random() < 0.5
                    self.world.disconnect(self.serial, notice=notice)
                    self._later(lasts, self._return)
        self._later(lasts, self._end)

    def _end(self) -> None:
        """Make good what went wrong."""
        self._busy = False
        self.wire.mend()
        self.listener.api_up = True
        if not self.listener.running:
            self.listener.start()
        if not self.listener.link_up:
            self.listener.connect()
            if self.random.random() < 0.3:
                self.wire.repeat(self.world.now)

    def _pass(self, seconds: float) -> None:
        """Let time pass."""
        end = self.world.now + timedelta(seconds=seconds)
        while self.world.now < end:
            self._step()

    def _step(self) -> None:
        """Let a little time pass on both sides."""
        listener = self.listener
        deaf = not listener.running or not (listener.link_up or listener.api_up)
        step = _COARSE if deaf or not self.printer.powered else _STEP
        before = self.printer.gcode_state
        self.world.pass_time(step)
        due = [action for at, action in self._schedule if at <= self.world.now]
        self._schedule = [
            entry for entry in self._schedule if entry[0] > self.world.now
        ]
        for action in due:
            action()
        self._witness(before)
        listener.step()
        self._witnessed.observe(self._truth, min(step, _STEP))
        self._witnessed.note_records(self.truths[-_LATELY:])

    def _witness(self, before: str) -> None:
        """Note what happens to the print."""
        truth, state = self._truth, self.printer.state
        if truth is None:
            return
        if truth.source == "calibration" and state["print_type"] == "local":
            state["print_type"] = "system"
        if self.printer.gcode_state == "PAUSE" != before:
            truth.pauses += 1
            truth.runouts += state["stg_cur"] == 6
        if truth.job.outcome and not truth.outcome:
            truth.ended_at = self.world.now.replace(microsecond=0)
            canceled = truth.kind in {"canceled", "runs out, canceled"}
            finished = truth.job.outcome == "FINISH"
            truth.outcome = (
                "finished" if finished else "canceled" if canceled else "failed"
            )
