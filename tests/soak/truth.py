"""What really happened to a print, and whether that is what fired."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from custom_components.bambu_cloud.model.lifecycle.observer import (
    PrintEvent,
    PrintEventType,
)

if TYPE_CHECKING:
    from tests.simulator.printer.job import Job

ENDS = frozenset(
    {PrintEventType.FINISHED, PrintEventType.FAILED, PrintEventType.CANCELED}
)
_SEEN = 28.0
"""Seconds for which something must be seen before nobody may miss it."""
_SKEW = timedelta(seconds=180)
_FOUND = timedelta(minutes=10)
"""An end whose report was lost is found with the next full report."""
_EXACT = timedelta(seconds=1)


@dataclass(kw_only=True)
class Truth:
    """One print.

    Attributes:
        job: As the printer knows it.
        kind: What was planned for it.
        source: "cloud", "touch screen" or "calibration".
        twice: Whether its title is that of the print before.
        outcome, started_at, ended_at: What came of it.
        seen_active, seen_over: For how many seconds the client could see that.
        canceled_at: When it could first see that it was canceled.
        recorded_at: When the client first read a history that knows its end.
        lossy: Whether reports of it were lost or came in the wrong order, so that what
            printers leave out of the next ones is not known.
        proven: Whether a full report told its end.
        clean: Whether nothing went wrong on the way.
        pauses, runouts: How often it waited.
    """

    job: Job
    kind: str
    source: str
    twice: bool
    started_at: datetime
    outcome: str = ""
    ended_at: datetime | None = None
    seen_active: float = 0.0
    seen_over: float = 0.0
    canceled_at: datetime | None = None
    recorded_at: datetime | None = None
    lossy: bool = False
    proven: bool = False
    clean: bool = True
    pauses: int = 0
    runouts: int = 0
    fired: list[PrintEvent] = field(default_factory=list)

    @property
    def task_id(self) -> str | None:
        """Return the number that the account's history has for it."""
        return str(self.job.task_id) if self.job.task_id else None

    @property
    def is_seen(self) -> bool:
        """Return whether its end was there to be seen for a while."""
        return self.seen_over >= _SEEN and (self.proven or not self.lossy)

    @property
    def is_knowable(self) -> bool:
        """Return whether it could be observed at all, with its end.

        Of a print without a task nothing is left once another one has begun.
        """
        if self.task_id:
            return True
        began = self.seen_active >= _SEEN or not self.twice
        return began and self.is_seen

    def faults(self) -> Iterable[str]:
        """Return what is wrong with the events of its end."""
        if not self.is_knowable:
            if len(self.fired) > 1:
                yield "duplicated"
            return
        if not self.fired:
            yield "missed"
            return
        if len(self.fired) > 1:
            yield "duplicated"
        event = self.fired[0]
        if event.type.value != self.outcome and not self._is_excused(event):
            yield "wrong ending"
        if not self._is_right_time(event):
            yield "wrong time"

    def _is_right_time(self, event: PrintEvent) -> bool:
        """Return whether it ended at that time, with a history by the second."""
        if event.ended_at is None or self.ended_at is None:
            unread = self.recorded_at is None or self.recorded_at > event.at
            return self.task_id is None or (event.late and unread)
        skew = abs(event.ended_at - self.ended_at)
        if event.late and self.task_id:
            return skew <= _EXACT
        return skew <= (_FOUND if self.lossy else _SKEW)

    def _is_excused(self, event: PrintEvent) -> bool:
        """Return whether the cancel could not be observed: it is not in the history."""
        failed = event.type is PrintEventType.FAILED
        was_visible = self.canceled_at is not None and self.canceled_at < event.at
        return failed and self.outcome == "canceled" and not was_visible


@dataclass(kw_only=True)
class Count:
    """What was counted, of one kind of print or of all."""

    prints: int = 0
    fired: int = 0
    late: int = 0
    unknowable: int = 0
    faults: Counter[str] = field(default_factory=Counter)

    def add(self, truth: Truth, faults: list[str]) -> None:
        """Count a print."""
        self.prints += 1
        self.fired += len(truth.fired)
        self.late += sum(event.late for event in truth.fired)
        self.unknowable += not truth.is_knowable
        self.faults.update(faults)


def assign(truths: list[Truth], events: Iterable[PrintEvent]) -> list[PrintEvent]:
    """Assign each end that fired to its print, and return the others."""
    strangers = []
    for event in events:
        if event.type not in ENDS:
            continue
        fitting = [truth for truth in truths if _fits(truth, event)]
        untold = [truth for truth in fitting if not truth.fired]
        right = [truth for truth in untold if _is_of(truth, event)]
        nameless = [truth for truth in truths if _is_nameless(truth, event)]
        guessed = [truth for truth in untold if not truth.is_knowable]
        if chosen := right or nameless or guessed or untold or fitting:
            chosen[-1].fired.append(event)
        else:
            strangers.append(event)
    return strangers


def _fits(truth: Truth, event: PrintEvent) -> bool:
    """Return whether an event is about a print."""
    if event.task_id or truth.task_id:
        return event.task_id == truth.task_id
    ended = truth.ended_at is not None and truth.ended_at <= event.at
    return ended and truth.job.title == event.title


def _is_nameless(truth: Truth, event: PrintEvent) -> bool:
    """Return whether an event is about a print of the cloud whose ids were lost."""
    lost = truth.task_id and event.task_id is None and truth.lossy and not truth.fired
    ended = truth.ended_at is not None and truth.ended_at <= event.at
    return (
        bool(lost and ended) and truth.job.title == event.title and _is_of(truth, event)
    )


def _is_of(truth: Truth, event: PrintEvent) -> bool:
    """Return whether a print may have ended so; a cancel may fire as a failure."""
    failed = event.type is PrintEventType.FAILED
    return truth.outcome == event.type.value or (failed and truth.outcome == "canceled")
