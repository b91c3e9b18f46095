"""A printer that plays scripts and reports as its kind does."""

from collections.abc import Callable, Iterator
from random import Random
from typing import Any

from .flavour import Flavour
from .job import Moment, PrintJob
from .schedule import Schedule
from .script import Step
from .wire import Packet

_SILENT = frozenset({"layer_num", "mc_percent", "mc_remaining_time"})


class Printer:
    """Prints, and notes in truth what happens.

    Attributes:
        state: What its full reports say.
        has_power, has_network: Whether it can report.
        on_mark: Called with what happened to a print, after it was noted.
    """

    def __init__(
        self,
        schedule: Schedule,
        flavour: Flavour,
        random: Random,
        send: Callable[[Packet], None],
    ) -> None:
        """Switch it on."""
        self.flavour = flavour
        self.state: dict[str, Any] = {
            "command": "push_status",
            "gcode_state": random.choice(("IDLE", "FINISH", "FAILED")),
            "subtask_name": "An old print",
            "gcode_file": "An old print.gcode",
            "task_id": "0",
            "subtask_id": "0",
            "mc_percent": 100,
            "mc_remaining_time": 0,
            "layer_num": 12,
            "total_layer_num": 12,
            "stg_cur": 255,
            "print_type": "idle",
            "print_error": 0,
            "fail_reason": "0",
            "hms": [],
            "wifi_signal": "-50dBm",
        }
        if flavour.start_time:
            self.state["gcode_start_time"] = "0"
        self.job: PrintJob | None = None
        self.has_power = self.has_network = True
        self.on_power: Callable[[], None] = lambda: None
        self.on_mark: Callable[[str, PrintJob], None] = lambda _mark, _job: None
        self._schedule = schedule
        self._random = random
        self._send = send
        self._steps: Iterator[Step] = iter(())
        self._next_job: PrintJob | None = None
        self._life = 0
        self._error: str | None = None

    @property
    def is_online(self) -> bool:
        """Return whether it is connected to the broker."""
        return self.has_power and self.has_network

    @property
    def is_busy(self) -> bool:
        """Return whether a script is not played to its end."""
        return self._next_job is not None

    @property
    def is_active(self) -> bool:
        """Return whether it prints, in truth."""
        return self.job is not None and not self.job.is_over

    def play(self, job: PrintJob, steps: Iterator[Step]) -> None:
        """Begin with a script."""
        self._next_job, self._steps = job, steps
        self._play_on()

    def _play_on(self) -> None:
        """Wait for the next step."""
        step = next(self._steps, None)
        if step is None:
            self._next_job = None
            self._life += 1
            self._schedule_idle(self._life)
            return

        def play() -> None:
            """Apply the step."""
            self._apply_step(step)
            self._play_on()

        self._schedule.later(step.after, play)

    def _apply_step(self, step: Step) -> None:
        """Show what a step changes, and note what it is in truth."""
        changes = dict(step.changes)
        job = self._next_job
        if job is None:
            return
        for mark in step.marks:
            self._note(mark, job)
        is_stale = self.flavour.start_time == "stale"
        if is_stale and self.state.get("gcode_start_time") != "0":
            changes.pop("gcode_start_time", None)
        if "gcode_start_time" in changes:
            changes["gcode_start_time"] = str(int(self._schedule.now))
        if self.flavour.local_ids == "left over" and job.task_id is None:
            for key in ("task_id", "subtask_id"):
                changes.pop(key, None)
        self.change(changes)
        if "boot" in step.marks:
            self.has_power = True
            self.on_power()
            self.connect()

    def _note(self, mark: str, job: PrintJob) -> None:
        """Note what happens in truth."""
        now = self._schedule.now
        name, _, code = mark.partition(" ")
        match name:
            case "start":
                self.job = job
                job.started_at = now
                job.start = Moment(kind="started", job=job, at=now)
            case "end":
                job.ended_at, job.outcome = now, code
                job.end = Moment(kind=code, job=job, at=now)
            case "power":
                self.has_power = False
                self.leave()
            case "go":
                job.resumed_after_power_loss = now
            case "named" | "boot":
                pass
            case _:
                kind = _KINDS[name]
                text = _spell(int(code)) if code else None
                if name == "error":
                    self._error = text
                elif name == "clear":
                    text = self._error
                job.moments.append(Moment(kind=kind, job=job, at=now, code=text))
        self.on_mark(name, job)

    def change(self, changes: dict[str, Any]) -> None:
        """Report what changed."""
        self.state |= changes
        if changes:
            self.report(changes)

    def report(self, changes: dict[str, Any]) -> None:
        """Report everything, or only this."""
        if self.flavour.is_full:
            self.report_all()
        else:
            self._push({"command": "push_status", "msg": 1, **changes})

    def report_all(self) -> None:
        """Report everything."""
        self._push({**self.state, "msg": 0})

    def _push(self, message: dict[str, Any]) -> None:
        """Send a report, if the printer can."""
        if self.is_online:
            payload = {"print": message}
            self._send(Packet(self._schedule.now, payload, self.job))

    def beat(self) -> None:
        """Report that nothing of the job changed."""
        self.state["wifi_signal"] = f"-{self._random.randint(40, 70)}dBm"
        self.report({"wifi_signal": self.state["wifi_signal"]})

    def answer(self) -> None:
        """Answer the request for a full report, if the printer ever does."""
        if self.flavour.answers:
            self._schedule.later(self._random.uniform(0.2, 4), self.report_all)

    def leave(self) -> None:
        """Be gone; the broker may notice."""
        if self.flavour.says_goodbye:
            self._schedule.later(self._random.uniform(5, 60), self._say_gone)

    def _say_gone(self) -> None:
        """Let the broker report that the printer left, if it has not come back."""
        if not self.is_online:
            event = {"event": {"event": "client.disconnected"}}
            self._send(Packet(self._schedule.now, event, None))

    def connect(self) -> None:
        """Come back to the broker, and report everything."""
        if self.is_online:
            if self.flavour.says_goodbye:
                event = {"event": {"event": "client.connected"}}
                self._send(Packet(self._schedule.now, event, None))
            self.report_all()

    def _schedule_idle(self, life: int) -> None:
        """Show IDLE some time after an end, on some printers."""
        if self.flavour.goes_idle is None:
            return

        def show_idle() -> None:
            """Show it if nothing has started."""
            if life != self._life or self.is_busy or self.is_active:
                return
            changes: dict[str, Any] = {"gcode_state": "IDLE", "print_type": "idle"}
            if self.flavour.forgets:
                changes |= {"subtask_name": "", "task_id": "0", "subtask_id": "0"}
            self.change(changes)

        self._schedule.later(self.flavour.goes_idle, show_idle)


_KINDS = {
    "pause": "paused",
    "resume": "resumed",
    "runout": "filament_runout",
    "layer": "first_layer_finished",
    "error": "error_raised",
    "clear": "error_cleared",
}


def _spell(code: int) -> str:
    """Return a code as events say it."""
    return f"{code >> 16:04X}_{code & 0xFFFF:04X}"
