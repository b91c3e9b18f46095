"""Tell what happens to the runs of a printer, each thing once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from ..sections.job import PrintStatus
from ..task import PrintTask
from .event import PrintEvent, PrintEventType
from .run import Run
from .state import Lifecycle, recent_too, told_too

_ENDS = {
    PrintStatus.FINISHED: PrintEventType.FINISHED,
    PrintStatus.FAILED: PrintEventType.FAILED,
    PrintStatus.CANCELED: PrintEventType.CANCELED,
}
LOOK_AGAIN = timedelta(seconds=30)
_PRINTER_MAY_SAY = timedelta(seconds=90)
"""How long to wait for a printer to say that what failed was canceled."""
_HISTORY_MAY_SAY = timedelta(minutes=10)
_HISTORY_IS_DOWN = timedelta(minutes=20)
_NOBODY_SAYS = timedelta(hours=6)
_GONE = timedelta(seconds=20)
_GONE_FOR_GOOD = timedelta(minutes=2)
_PUSH_MAY_SAY = timedelta(minutes=3)
_ASK_EVERY = timedelta(seconds=60)
_STANDS_STILL = timedelta(minutes=10)


class Teller:
    """Carries a memory from one moment to the next, and collects what to tell."""

    def __init__(self, memory: Lifecycle, now: datetime) -> None:
        """Begin with nothing to tell."""
        self.memory = memory
        self.now = now
        self.events: list[PrintEvent] = []
        if memory.since is None:
            self.know(since=now)

    def know(self, **changes: Any) -> None:
        """Change what is remembered."""
        self.memory = replace(self.memory, **changes)

    def know_of_run(self, run: Run, **changes: Any) -> Run:
        """Change what is remembered of the current run, and return it."""
        run = replace(run, **changes)
        self.know(run=run)
        return run

    def tell(self, kind: PrintEventType, run: Run | None, **more: Any) -> None:
        """Tell something about a run."""
        about: dict[str, Any] = {}
        if run is not None:
            about = {
                "task_id": run.ids[0] if run.ids else None,
                "title": run.title,
                "started_at": run.started_at,
                "layer": run.layer,
                "total_layers": run.total_layers,
                "progress": run.progress,
            }
        self.events.append(PrintEvent(type=kind, at=self.now, **about | more))

    def begin(self, run: Run, *, late: bool) -> None:
        """Tell that a run began."""
        self.know(run=run, is_open=True, gone_at=None)
        self.tell(PrintEventType.STARTED, run, late=late)

    def close(self, run: Run, *, wait: bool) -> None:
        """Note that the current run is over; tell it, or wait for the history."""
        run = replace(run, since=self.now)
        self.know(run=run, is_open=False, gone_at=None, ended_at=self.now)
        if wait and run.ids:
            self.know(waiting=(*self.memory.waiting, run))
        else:
            self.tell_end(run)

    def lose(self, run: Run, *, outcome: PrintStatus) -> None:
        """Note that the current run is over, though nobody said so.

        Args:
            run: The run.
            outcome: What to tell if the history cannot know the job.
        """
        guess = run.outcome or (None if run.ids else outcome)
        late = run.late or run.ended_at is None
        self.close(replace(run, late=late, outcome=guess), wait=late)

    def tell_end(self, run: Run) -> None:
        """Tell how a run ended; what the printer said of it counts most."""
        outcome = run.outcome or run.verdict or PrintStatus.FAILED
        self.tell(
            _ENDS[outcome],
            run,
            ended_at=run.ended_at,
            error=run.error,
            reason=run.reason,
            late=run.late,
        )
        if not run.ids:
            self.know(recent=recent_too(self.memory.recent, run))
        self.note_told(run.ids)

    def note_told(self, ids: tuple[str, ...]) -> None:
        """Remember that there is no more to tell about a job."""
        told, forgotten = told_too(self.memory.told, ids, self.now)
        since = self.memory.since
        if since is None or (forgotten is not None and forgotten > since):
            since = forgotten
        self.know(told=told, since=since)

    def resume(self, run: Run) -> Run:
        """Take a run as open again that seemed to be over, and return it."""
        rest = tuple(other for other in self.memory.waiting if other is not run)
        run = replace(run, since=None, outcome=None, verdict=None, ended_at=None)
        self.know(waiting=rest, run=run, is_open=True, gone_at=None)
        return run

    def read(self, tasks: Sequence[PrintTask]) -> None:
        """Take from the account's history what nobody has told yet."""
        for task in reversed(tasks):
            ids = frozenset({task.id})
            if run := self.memory.waiting_as(ids):
                judged = run.judged(task)
                waiting = (judged if one is run else one for one in self.memory.waiting)
                self.know(waiting=tuple(waiting))
            elif not task.is_over or self.memory.is_told(ids):
                continue
            elif (run := self._open_run()) and task.id in run.ids:
                self._read_end(run, task)
            elif self._is_news(task):
                found = replace(Run.of_task(task), since=self.now).judged(task)
                self.know(waiting=(*self.memory.waiting, found))
                self._outdate_run(task)

    def _outdate_run(self, task: PrintTask) -> None:
        """Note that another job came after the last run: it is not shown any more."""
        run, ended_at = self.memory.run, task.ended_at
        if run is None or run.since is None or ended_at is None or self.memory.is_open:
            return
        if run.since < ended_at:
            self.know(run=replace(run, was_reset=True))

    def _open_run(self) -> Run | None:
        """Return the run that has not ended, as far as we know."""
        return self.memory.run if self.memory.is_open else None

    def _read_end(self, run: Run, task: PrintTask) -> None:
        """Take from the history that the current run is over.

        A printer that is heard will say so itself, and know better why; only when that
        was may be more than it knows.
        """
        moved_at = self.memory.moved_at or self.now
        quiet = self.now - max(moved_at, task.ended_at or self.now)
        if self.memory.heard and not self.memory.gone_at and quiet < _PUSH_MAY_SAY:
            self.know_of_run(run.judged(task))
            return
        self.close(replace(run.judged(task), late=True), wait=True)

    def _is_news(self, task: PrintTask) -> bool:
        """Tell whether a job began and ended while nobody watched."""
        since, ended_at = self.memory.since, task.ended_at
        if since is None or ended_at is None or ended_at <= since:
            return False
        for run in self.memory.recent:
            if run.is_recorded_as(task):
                recent = (one for one in self.memory.recent if one is not run)
                self.know(recent=tuple(recent))
                self.note_told((task.id,))
                return False
        return True

    def settle(self) -> None:
        """Tell what need not wait any longer."""
        run = self._open_run()
        if run and (gone_at := self.memory.gone_at):
            enough = _GONE if run.ids else _GONE_FOR_GOOD
            if self.now - gone_at >= enough:
                self.lose(run, outcome=PrintStatus.FAILED)
        for waiting in self.memory.waiting:
            if self._waited_enough(waiting):
                rest = (one for one in self.memory.waiting if one is not waiting)
                self.know(waiting=tuple(rest))
                self.tell_end(waiting)

    def _waited_enough(self, run: Run) -> bool:
        """Tell whether nothing more can be learned of how a run ended."""
        waited = self.now - (run.since or self.now)
        if run.verdict is not None:
            certain = run.outcome or run.verdict is PrintStatus.FINISHED
            return bool(certain) or waited >= _PRINTER_MAY_SAY
        asked_at = self.memory.asked_at
        if asked_at is not None and run.since is not None and asked_at > run.since:
            return waited >= _HISTORY_MAY_SAY
        return waited >= (_HISTORY_IS_DOWN if run.outcome else _NOBODY_SAYS)

    def done(self) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
        """Return what is remembered from now on, and what there is to tell."""
        memory = self.memory
        restless = memory.doubt or memory.flip or memory.gone_at or memory.waiting
        self.know(
            wants_history=self._wants_history(),
            look_at=self.now if restless else self.now + LOOK_AGAIN,
        )
        run, moved_at = self._open_run(), memory.moved_at
        stuck = run and moved_at and self.now - moved_at >= _STANDS_STILL
        leaping = run is not None and run.is_leaping
        doubtful = memory.doubt is not None and not memory.doubt.is_of_rest
        doubtful |= leaping or memory.gone_at is not None
        self.know(wants_report=memory.heard and bool(stuck or doubtful))
        return self.memory, tuple(self.events)

    def _wants_history(self) -> bool:
        """Tell whether only the history can tell more, and may know more by now."""
        memory = self.memory
        asked_at = memory.asked_at
        if asked_at is None or memory.has_gap:
            return True
        begun = [run.since for run in memory.waiting if run.verdict is None]
        run = self._open_run()
        if run and run.ids and not memory.heard:
            begun.append(memory.known_at)
        elif run and run.ids and memory.wants_report:
            begun.append(memory.moved_at)
        age = max((self.now - at for at in begun if at), default=None)
        return age is not None and self.now - asked_at >= max(_ASK_EVERY, age / 4)
