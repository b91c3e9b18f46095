"""Play stories of what printers did, and compare what an owner is notified of.

python -m tests.story FILE...

A story is a JSON file: steps in which time passes and the printer reports, and what is
expected of events and states. It goes through the real model and lifecycle. Prints one
line for each file; exits with 1 if any story does not come out as expected.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
import json
from pathlib import Path
import sys
from typing import Any

from custom_components.bambu_cloud.model import (
    Lifecycle,
    PrinterState,
    PrintEvent,
    PrintTask,
    Report,
    fold,
    identify,
    observe,
    read_task,
    reconcile,
)

_START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
_SERIAL = "SN0000000000001"
_AFTERWARDS = timedelta(minutes=2)
_ANSWERED_AFTER = timedelta(seconds=1)
_KINDS = ("started", "first_layer_finished", "finished", "failed", "canceled")


@dataclass(slots=True)
class Player:
    """A printer, the state of its prints, and the events that fired."""

    printer: PrinterState
    answers: bool
    now: datetime = _START
    began: datetime | None = None
    lifecycle: Lifecycle = field(default_factory=Lifecycle)
    shown: dict[str, Any] = field(default_factory=dict)
    events: list[PrintEvent] = field(default_factory=list)
    marks: dict[str, datetime] = field(default_factory=dict)
    tasks: list[PrintTask] = field(default_factory=list)
    answer_at: datetime | None = None

    def play(self, step: Mapping[str, Any]) -> None:
        """Let one step happen."""
        match step["say"]:
            case "full" | "delta" as kind:
                self.pass_time(timedelta(seconds=step.get("after", 0)))
                self.began = self.began or self.now
                if mark := step.get("mark"):
                    self.marks[mark] = self.now
                self.shown |= step.get("set", {})
                self.report(self.shown if kind == "full" else step.get("set", {}), kind)
            case "same":
                self.repeat(step)
            case "version":
                payload = {"command": "get_version", "module": step["module"]}
                self.receive({"info": payload})
            case "row":
                if task := read_task({"deviceId": _SERIAL, **step["row"]}):
                    self.tasks.insert(0, task)
                self.store(*reconcile(self.lifecycle, self.tasks, self.now))
            case "forget":
                self.events.clear()
            case other:
                raise ValueError(f"unknown step: {other}")

    def repeat(self, step: Mapping[str, Any]) -> None:
        """Let reports come in which nothing of the job changes."""
        every, kind = timedelta(seconds=step["every"]), step.get("as", "full")
        end = self.now + timedelta(seconds=step["for"])
        while self.now + every <= end:
            self.pass_time(every)
            self.report(
                self.shown if kind == "full" else {"wifi_signal": "-50dBm"}, kind
            )
        self.pass_time(end - self.now)

    def report(self, fields: Mapping[str, Any], kind: str) -> None:
        """Let the printer send a report."""
        message = {"command": "push_status", "msg": int(kind == "delta"), **fields}
        self.receive({"print": message})

    def receive(self, payload: Mapping[str, Any]) -> None:
        """Handle a message as the integration does."""
        message = Report(serial=_SERIAL, payload=payload, received_at=self.now)
        before, self.printer = self.printer, fold(self.printer, message)
        seen = (before.job, before.hms) != (self.printer.job, self.printer.hms)
        if seen or self.lifecycle.next_check is None:
            self.observe()

    def observe(self) -> None:
        """Observe the printer."""
        self.store(*observe(self.lifecycle, self.printer, self.now))

    def store(self, lifecycle: Lifecycle, events: tuple[PrintEvent, ...]) -> None:
        """Store the state and collect the events."""
        self.lifecycle = lifecycle
        self.events.extend(events)
        if lifecycle.wants_report and self.answers and self.answer_at is None:
            self.answer_at = self.now + _ANSWERED_AFTER

    def pass_time(self, duration: timedelta) -> None:
        """Let time pass, with the checks and replies that are due."""
        end = self.now + duration
        while due := min(filter(None, self._due(end)), default=None):
            self.now = max(self.now, due)
            if self.answer_at is not None and self.answer_at <= self.now:
                self.answer_at = None
                self.report(self.shown, "full")
            else:
                self.observe()
        self.now = end

    def _due(self, end: datetime) -> Iterator[datetime | None]:
        """Return what is due until then."""
        for at in (self.answer_at, self.lifecycle.next_check):
            yield at if at is not None and at <= end else None


def play(story: Mapping[str, Any]) -> Iterator[str]:
    """Play a story and return what did not come out as expected."""
    player = Player(
        PrinterState(serial=_SERIAL, model=identify(code=story["model"])),
        answers=bool(story.get("answers_pushall")),
    )
    for step in story["steps"]:
        player.play(step)
    player.pass_time(_AFTERWARDS)
    expect = dict(story["expect"])
    for name, judge in _JUDGES.items():
        if name in expect:
            yield from judge(player, expect.pop(name))
    yield from (f"unknown expectation: {name}" for name in expect)


def _ends_and_starts(player: Player) -> list[PrintEvent]:
    """Return the events of the kinds that are expected one by one."""
    return [event for event in player.events if event.type.value in _KINDS]


def _named(event: PrintEvent, name: str) -> bool:
    """Return whether an event is of this kind, and of this title if there is one."""
    kind, _, title = name.partition(" ")
    return event.type.value == kind and (not title or event.title == title)


def _judge_events(player: Player, expected: list[str]) -> Iterator[str]:
    """Compare kinds, titles and order."""
    came_in = _ends_and_starts(player)
    came = [f"{event.type.value} {event.title}" for event in came_in]
    if len(came_in) != len(expected) or not all(
        map(_named, came_in, expected, strict=True)
    ):
        yield f"expected {expected}, came {came}"
    if late := [name for name, event in zip(came, came_in, strict=True) if event.late]:
        yield f"late: {late}"


def _judge_layers(player: Player, most: int) -> Iterator[str]:
    """Find events with a layer above."""
    layers = [event.layer for event in player.events if (event.layer or 0) > most]
    if layers:
        yield f"no layer above {most} expected, came {layers}"


def _judge_times(player: Player, expected: Mapping[str, list[float]]) -> Iterator[str]:
    """Compare when events came, in seconds since the first report."""
    for name, (least, most) in expected.items():
        times = [
            (event.at - (player.began or _START)).total_seconds()
            for event in _ends_and_starts(player)
            if _named(event, name)
        ]
        if not times or not all(least <= time <= most for time in times):
            yield f"{name} expected after {least} to {most} s, came after {times}"


def _judge_delays(player: Player, expected: Mapping[str, float]) -> Iterator[str]:
    """Compare how long after the mark events came."""
    mark = player.marks.get("end", _START)
    for name, most in expected.items():
        delays = [
            (event.at - mark).total_seconds()
            for event in _ends_and_starts(player)
            if _named(event, name)
        ]
        if not delays or max(delays) > most:
            yield f"{name} expected within {most} s, came after {delays}"


def _judge_seconds(
    player: Player, expected: Mapping[str, list[float]]
) -> Iterator[str]:
    """Compare the durations of prints."""
    for place, (least, most) in expected.items():
        try:
            event = _ends_and_starts(player)[int(place)]
        except IndexError:
            yield f"no event at {place}"
            continue
        begin, end = event.started_at, event.ended_at
        seconds = (end - begin).total_seconds() if begin and end else None
        if seconds is None or not least <= seconds <= most:
            yield f"event {place} expected to last {least} to {most} s, came {seconds}"


def _judge_state(player: Player, expected: Mapping[str, Any]) -> Iterator[str]:
    """Compare what the printer shows at the end."""
    printer = player.printer
    units = printer.ams.units
    shown: Mapping[str, Any] = {
        "status": printer.job.status,
        "tool": printer.nozzles.tool,
        "filament_present": printer.nozzles.filament_present,
        "storage": printer.storage.state,
        "remaining": [tray.remaining for tray in units[0].trays] if units else None,
    }
    for name, value in expected.items():
        if shown[name] != value:
            yield f"{name} expected {value}, came {shown[name]}"


_JUDGES: Mapping[str, Callable[[Player, Any], Iterator[str]]] = {
    "events": _judge_events,
    "layer_at_most": _judge_layers,
    "at": _judge_times,
    "after_mark": _judge_delays,
    "seconds": _judge_seconds,
    "state": _judge_state,
}


def main(files: list[str]) -> int:
    """Play the stories in these files and return how many failed, at most 1."""
    is_bad = False
    for file in files:
        path = Path(file)
        faults = list(play(json.loads(path.read_bytes())))
        print(f"FAIL {path.stem}: {'; '.join(faults)}" if faults else f"ok {path.stem}")  # noqa: T201  this is what it is for
        is_bad |= bool(faults)
    return int(is_bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
