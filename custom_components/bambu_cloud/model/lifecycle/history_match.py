"""Close runs, compare them with the account's history, and collect events."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from ..sections.job_status import PrintStatus
from ..task import PrintTask
from .event import PrintEvent, PrintEventType
from .run import Run
from .state import Lifecycle, add_fired, add_recent
from .timing import (
    CHECK_INTERVAL,
    HISTORY_INTERVAL,
    IDLE_WITH_IDS,
    IDLE_WITHOUT_IDS,
    PRINTER_FIRST,
    UNCHANGED,
    WAIT_FOR_ANYTHING,
    WAIT_FOR_CANCEL,
    WAIT_FOR_HISTORY,
    WAIT_FOR_ROW,
)

_ENDS = {
    PrintStatus.FINISHED: PrintEventType.FINISHED,
    PrintStatus.FAILED: PrintEventType.FAILED,
    PrintStatus.CANCELED: PrintEventType.CANCELED,
}


class HistoryMatcher:
    """Carries a state from one moment to the next, and collects events."""

    def __init__(self, state: Lifecycle, now: datetime) -> None:
        """Start without events."""
        self.state = state
        self.now = now
        self.events: list[PrintEvent] = []
        if state.since is None:
            self._update(since=now)

    def reconcile(
        self, tasks: Sequence[PrintTask]
    ) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
        """Return the state after a request for the history, and the events."""
        self._match_tasks(tasks)
        self._update(history_at=self.now, has_gap=False)
        self._resolve_waiting()
        return self._result()

    def _update(self, **changes: Any) -> None:
        """Change the state."""
        self.state = replace(self.state, **changes)

    def _update_run(self, run: Run, **changes: Any) -> Run:
        """Change the current run, and return it."""
        run = replace(run, **changes)
        self._update(run=run)
        return run

    def _fire(self, kind: PrintEventType, run: Run | None, **details: Any) -> None:
        """Add an event about a run."""
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
        self.events.append(PrintEvent(type=kind, at=self.now, **about | details))

    def _start_run(self, run: Run, *, late: bool) -> None:
        """Open a run."""
        self._update(run=run, is_open=True, gone_at=None)
        self._fire(PrintEventType.STARTED, run, late=late)

    def _close(self, run: Run, *, wait: bool) -> None:
        """Close the current run; fire its end, or wait for the history."""
        run = replace(run, since=self.now)
        self._update(run=run, is_open=False, gone_at=None, ended_at=self.now)
        if wait and run.ids:
            self._update(waiting=(*self.state.waiting, run))
        else:
            self._fire_end(run)

    def _abandon(self, run: Run, *, outcome: PrintStatus) -> None:
        """Close the current run, whose end was not reported.

        Args:
            run: The run.
            outcome: How it ended if the history cannot have the job.
        """
        guess = run.outcome or (None if run.ids else outcome)
        late = run.late or run.ended_at is None
        self._close(replace(run, late=late, outcome=guess), wait=late)

    def _fire_end(self, run: Run) -> None:
        """Add the end of a run; what the printer reported counts most."""
        outcome = run.outcome or run.verdict or PrintStatus.FAILED
        self._fire(
            _ENDS[outcome],
            run,
            ended_at=run.ended_at,
            error=run.error,
            reason=run.reason,
            late=run.late,
        )
        if not run.ids:
            self._update(recent=add_recent(self.state.recent, run))
        self._mark_fired(run.ids)

    def _mark_fired(self, ids: tuple[str, ...]) -> None:
        """Store that the end of a job has fired."""
        fired, forgotten = add_fired(self.state.fired, ids, self.now)
        since = self.state.since
        if since is None or (forgotten is not None and forgotten > since):
            since = forgotten
        self._update(fired=fired, since=since)

    def _reopen(self, run: Run) -> Run:
        """Open a run again that seemed to be over, and return it."""
        rest = tuple(other for other in self.state.waiting if other is not run)
        run = replace(run, since=None, outcome=None, verdict=None, ended_at=None)
        self._update(waiting=rest, run=run, is_open=True, gone_at=None)
        return run

    def _match_tasks(self, tasks: Sequence[PrintTask]) -> None:
        """Match tasks with runs, and add those that ended unseen."""
        for task in reversed(tasks):
            ids = frozenset({task.id})
            if run := self.state.waiting_run(ids):
                judged = run.with_history(task)
                runs = (judged if item is run else item for item in self.state.waiting)
                self._update(waiting=tuple(runs))
            elif not task.is_over or self.state.has_fired(ids):
                continue
            elif (run := self._open_run()) and task.id in run.ids:
                self._end_by_history(run, task)
            elif self._is_news(task):
                found = replace(Run.of_task(task), since=self.now).with_history(task)
                self._update(waiting=(*self.state.waiting, found))
                self._outdate_run(task)

    def _outdate_run(self, task: PrintTask) -> None:
        """Mark the last run as replaced by a later job: it is not shown any more."""
        run, ended_at = self.state.run, task.ended_at
        if run is None or run.since is None or ended_at is None or self.state.is_open:
            return
        if run.since < ended_at:
            self._update(run=replace(run, was_reset=True))

    def _open_run(self) -> Run | None:
        """Return the run that has not ended, None if there is none."""
        return self.state.run if self.state.is_open else None

    def _end_by_history(self, run: Run, task: PrintTask) -> None:
        """Close the current run, as the history has its end.

        A reachable printer will report it itself, with a better reason; only when that
        was may be more than it has.
        """
        moved_at = self.state.moved_at or self.now
        quiet = self.now - max(moved_at, task.ended_at or self.now)
        if self.state.is_current and not self.state.gone_at and quiet < PRINTER_FIRST:
            self._update_run(run.with_history(task))
            return
        self._close(replace(run.with_history(task), late=True), wait=True)

    def _is_news(self, task: PrintTask) -> bool:
        """Return whether a job began and ended unseen."""
        since, ended_at = self.state.since, task.ended_at
        if since is None or ended_at is None or ended_at <= since:
            return False
        for run in self.state.recent:
            if run.is_recorded_as(task):
                recent = (item for item in self.state.recent if item is not run)
                self._update(recent=tuple(recent))
                self._mark_fired((task.id,))
                return False
        return True

    def _resolve_waiting(self) -> None:
        """Close and fire what has waited long enough."""
        run = self._open_run()
        if run and (gone_at := self.state.gone_at):
            duration = IDLE_WITH_IDS if run.ids else IDLE_WITHOUT_IDS
            if self.now - gone_at >= duration:
                self._abandon(run, outcome=PrintStatus.FAILED)
        for waiting in self.state.waiting:
            if self._has_waited_enough(waiting):
                rest = (item for item in self.state.waiting if item is not waiting)
                self._update(waiting=tuple(rest))
                self._fire_end(waiting)

    def _has_waited_enough(self, run: Run) -> bool:
        """Return whether nothing more can be learned of how a run ended."""
        waited = self.now - (run.since or self.now)
        if run.verdict is not None:
            certain = run.outcome or run.verdict is PrintStatus.FINISHED
            return bool(certain) or waited >= WAIT_FOR_CANCEL
        history_at = self.state.history_at
        if history_at is not None and run.since is not None and history_at > run.since:
            return waited >= WAIT_FOR_ROW
        return waited >= (WAIT_FOR_HISTORY if run.outcome else WAIT_FOR_ANYTHING)

    def _result(self) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
        """Return the state with what it needs next, and the events."""
        state = self.state
        is_undecided = (
            state.pending or state.pending_toggle or state.gone_at or state.waiting
        )
        self._update(
            wants_history=self._wants_history(),
            next_check=self.now if is_undecided else self.now + CHECK_INTERVAL,
        )
        run, moved_at = self._open_run(), state.moved_at
        is_stuck = run and moved_at and self.now - moved_at >= UNCHANGED
        is_uncertain = state.pending is not None and not state.pending.is_idle
        is_uncertain |= run is not None and run.has_jumped
        is_uncertain |= state.gone_at is not None
        wants_report = state.is_current and bool(is_stuck or is_uncertain)
        self._update(wants_report=wants_report)
        return self.state, tuple(self.events)

    def _wants_history(self) -> bool:
        """Return whether only the history may have more by now."""
        state = self.state
        history_at = state.history_at
        if history_at is None or state.has_gap:
            return True
        open_since = [run.since for run in state.waiting if run.verdict is None]
        run = self._open_run()
        if run and run.ids and not state.is_current:
            open_since.append(state.certain_at)
        elif run and run.ids and state.wants_report:
            open_since.append(state.moved_at)
        age = max((self.now - at for at in open_since if at), default=None)
        return age is not None and self.now - history_at >= max(
            HISTORY_INTERVAL, age / 4
        )
