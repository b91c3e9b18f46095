"""Pass a printer's reports through the model, as the integration does."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
import json
from typing import Any, Self

from custom_components.bambu_cloud.model import (
    PrinterState,
    PrintTask,
    Report,
    fold,
    identify,
    read_lifecycle,
    restored,
    with_link_lost,
    with_poll,
    write_lifecycle,
)
from custom_components.bambu_cloud.model.lifecycle.observer import (
    Lifecycle,
    PrintEvent,
    observe,
    reconcile,
)

from .polls import polled
from .printer_reports import NOON, SERIAL, delta, full

SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
CLOUD: dict[str, Any] = {
    "task_id": "702383065",
    "subtask_id": "702384465",
    "print_type": "cloud",
}
LOCAL: dict[str, Any] = {"task_id": "0", "subtask_id": "0", "print_type": "local"}
SYSTEM: dict[str, Any] = {"task_id": "0", "subtask_id": "0", "print_type": "system"}


class Story:
    """A printer, the state of its prints, and the events so far."""

    def __init__(self, model: str = "X1C", *, now: datetime = NOON) -> None:
        """Begin with a printer that has not said anything."""
        self.printer = PrinterState(serial=SERIAL, model=identify(code=model))
        self.memory = Lifecycle()
        self.now = now
        self.events: list[PrintEvent] = []
        self.link_up = True
        self.fields: dict[str, Any] = {"print_error": 0}

    @property
    def fired(self) -> list[str]:
        """Return the types of all events."""
        return [event.type.value for event in self.events]

    @property
    def last(self) -> PrintEvent:
        """Return the last event."""
        return self.events[-1]

    def is_undecided(self) -> bool:
        """Return whether only a full report can decide."""
        return self.memory.wants_report

    def says(self, state: str = "", *, after: float = 2, **fields: Any) -> Self:
        """Let the printer send a full report."""
        if state:
            fields["gcode_state"] = state
        self.fields |= fields
        return self._report(full(**self.fields), after)

    def says_only(self, *, after: float = 2, **fields: Any) -> Self:
        """Let the printer send a delta."""
        return self._report(delta(**fields), after)

    def event(self, word: str, *, after: float = 2) -> Self:
        """Let the broker report that the printer came or left."""
        return self._report({"event": {"event": f"client.{word}"}}, after)

    def stays(self, seconds: float, every: float = 5) -> Self:
        """Let the printer say for a while that nothing changes."""
        for _ in range(round(seconds / every)):
            self._report(full(**self.fields), every)
        return self

    def _report(self, payload: Mapping[str, Any], after: float) -> Self:
        """Fold a message."""
        self.now += timedelta(seconds=after)
        self.printer = fold(
            self.printer, Report(serial=SERIAL, payload=payload, received_at=self.now)
        )
        if self.printer.presence.online is False:
            self.printer = replace(self.printer, complete=False)
        return self._observe()

    def checks(self, *, after: float) -> Self:
        """Observe the printer again, without a report."""
        self.now += timedelta(seconds=after)
        return self._observe()

    def waits(self, seconds: float, every: float = 30) -> Self:
        """Let time pass without a report, with the usual checks."""
        for _ in range(round(seconds / every)):
            self.checks(after=every)
        return self

    def _observe(self) -> Self:
        """Observe the printer."""
        self.memory, events = observe(self.memory, self.printer, self.now)
        self.events += events
        return self

    def loses_link(self) -> Self:
        """Lose the link to the broker."""
        self.link_up = False
        self.printer = replace(with_link_lost(self.printer), complete=False)
        return self._observe()

    def polls(self, *, after: float = 60, **fields: Any) -> Self:
        """Ask the cloud about the printer."""
        self.now += timedelta(seconds=after)
        shown = {"name": "Workshop", "model_code": "", "product": ""}
        poll = polled(**shown | {"received_at": self.now} | fields)
        self.printer = with_poll(self.printer, poll, link_up=self.link_up)
        return self._observe()

    def polls_task(self, status: str = "RUNNING", **fields: Any) -> Self:
        """Poll the cloud, which returns a job."""
        task: dict[str, Any] = {
            "task_id": CLOUD["task_id"],
            "task_name": "Benchy",
            "task_status": status,
            "print_status": status,
            "progress": 45,
        }
        return self.polls(**task | fields)

    def reads(self, *tasks: PrintTask, after: float = 1) -> Self:
        """Fetch the history."""
        self.now += timedelta(seconds=after)
        self.memory, events = reconcile(self.memory, tasks, self.now)
        self.events += events
        return self

    def restarts(self, *, after: float = 60) -> Self:
        """Restart Home Assistant, with the stored state and printer."""
        self.now += timedelta(seconds=after)
        stored = json.loads(json.dumps(write_lifecycle(self.memory)))
        self.memory = read_lifecycle(stored)
        self.link_up = True
        self.printer = replace(
            restored(
                serial=SERIAL,
                name="",
                model=self.printer.model,
                raw=self.printer.raw,
                version={},
            ),
            complete=False,
        )
        return self

    def forgets(self) -> Self:
        """Remove all events so far."""
        self.events.clear()
        return self


def idle(model: str = "X1C") -> Story:
    """Return a printer that was seen idle."""
    return Story(model).says("IDLE", subtask_name="Old").reads(after=0).stays(20)


def printing(
    model: str = "X1C",
    ids: Mapping[str, Any] = CLOUD,
    *,
    title: str = "Benchy",
    progress: int = 40,
    layer: int = 12,
) -> Story:
    """Return a printer that is printing, without any events yet."""
    story = idle(model)
    story.says("PREPARE", mc_percent=0, layer_num=0, subtask_name=title, **ids)
    story.says("RUNNING", layer_num=1, mc_percent=1)
    story.says(layer_num=layer - 1, mc_percent=progress - 1)
    story.says(layer_num=layer, mc_percent=progress, mc_remaining_time=30)
    return story.forgets()
