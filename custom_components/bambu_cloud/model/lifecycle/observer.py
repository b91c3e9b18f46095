"""Observe the prints of a printer, so that each event fires once.

Reports may arrive late, twice or not at all, and Home Assistant may not run. So what
contradicts all before must be stable for a while before it is accepted, and what was
not seen is looked up in the account's history.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from ..attention import AttentionReason, attention
from ..printer import PrinterState
from ..sections.job_status import PrintStatus
from ..task import PrintTask
from ..values import epoch_time
from .endings import EndObserver
from .event import PrintEvent, PrintEventType
from .history_match import HistoryMatcher
from .run import JobMatch, Run
from .state import Lifecycle
from .timing import DELIVERED_WITHIN, OTHER_START, STABLE_FOR, STABLE_FOR_DECIDED

__all__ = ["Lifecycle", "PrintEvent", "PrintEventType", "observe", "reconcile"]


def observe(
    state: Lifecycle, printer: PrinterState, now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return the state after an observation of a printer, and its events.

    To be called after each change of the printer, pushed or polled.
    """
    is_current = printer.presence.reported is True and printer.complete
    if (
        state.job is printer.job
        and state.hms is printer.hms
        and state.is_current is is_current
        and state.next_check is not None
        and now < state.next_check
    ):
        return state, ()
    return _Observer(state, printer, now).observe(is_current=is_current)


def reconcile(
    state: Lifecycle, tasks: Sequence[PrintTask], now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return the state after a fetch of the history, and its events.

    Args:
        state: The state before.
        tasks: The newest tasks of this printer, the newest first.
        now: The present time.
    """
    return HistoryMatcher(state, now).reconcile(tasks)


class _Observer(EndObserver):
    """Compares what a printer shows with the runs of its jobs."""

    def observe(self, *, is_current: bool) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
        """Return the next state, and the events.

        Args:
            is_current: Whether the printer itself reports, and has reported everything.
        """
        job, reported = self._job, self._printer.presence.reported
        if self.state.job is not job:
            self._update(moved_at=self.now)
        if is_current:
            self._check_printer()
            self._update(
                certain_at=self.state.certain_at if self._outdated else self.now,
                sends_ids=self.state.sends_ids or bool(self._ids),
                was_full=self._is_full(),
                left=False,
                back_at=self._back_at,
            )
        elif self._printer.presence.online is False:
            self._update(left=True)
            if self.state.is_open and self.state.run:
                self._update_run(self.state.run, left=True)
        elif reported is None and self._ids:
            has_changed = self.state.job is not job
            self._check_cloud()
            if has_changed and job.is_active:
                self._update(certain_at=self.now)
        self._update(job=job, hms=self._printer.hms, is_current=is_current)
        self._resolve_waiting()
        return self._result()

    def _check_printer(self) -> None:
        """Check what the printer reports."""
        start = self._printer.raw.get("gcode_start_time")
        self._reported_start = epoch_time(start)
        if not self._continuous:
            self._update(has_gap=True)
        if not self.state.primed:
            self._check_first()
            return
        if self._job.is_active:
            self._check_active()
        elif self._job.is_over:
            self._check_end()
        elif self._job.status is PrintStatus.IDLE and self.state.is_open:
            self._update(gone_at=self.state.gone_at or self.now, pending=None)
        elif self._job.status is PrintStatus.IDLE and self.state.run:
            self._check_idle(self.state.run)
        else:
            self._update(pending=None)
        self._check_errors()

    def _check_idle(self, run: Run) -> None:
        """Mark that the printer has been idle since the last run."""
        if run.was_reset or self._stable_for("idle", STABLE_FOR):
            self._update(run=replace(run, was_reset=True), pending=None)

    def _check_first(self) -> None:
        """Accept what the printer reports first; only the stored run can continue."""
        if self._job.status is PrintStatus.UNKNOWN:
            return
        self._update(primed=True, error=self._shown_error())
        run = self.state.run
        is_stored = run is not None and run.match(self._job) is JobMatch.SAME
        if is_stored and self._job.is_active:
            self._check_active()
        elif is_stored and self._job.is_over:
            self._check_end()
        elif self._job.is_active:
            if run and self.state.is_open:
                self._abandon(run, outcome=PrintStatus.FAILED)
            self._adopt()
        elif not self.state.is_open:
            self._mark_fired(tuple(sorted(self._ids)))
            self._update(run=self._with_job(Run()))

    def _check_cloud(self) -> None:
        """Check what the cloud returns of the job."""
        run, job = self.state.run, self._job
        is_current_run = run is not None and run.match(job) is JobMatch.SAME
        if job.is_active:
            start = job.started_at
            is_news = self.state.primed or (start and self._is_news_since(start))
            if is_current_run or is_news:
                self._check_active()
            else:
                self._adopt()
        elif run and is_current_run and self.state.is_open:
            if job.status is PrintStatus.FINISHED:
                ended_at = run.ended_at or (self.now if self._continuous else None)
                run = replace(run, outcome=job.status, ended_at=ended_at)
            self._close(replace(run, late=not self._continuous), wait=True)

    def _is_news_since(self, start: datetime) -> bool:
        """Return whether a job began after the first observation of the printer."""
        return self.state.since is not None and start > self.state.since

    def _adopt(self) -> None:
        """Open a run of a job that was active before the first observation."""
        run = self._with_job(Run())
        job = self._job
        paused = job.status is PrintStatus.PAUSED
        ran_out = attention(self._printer) is AttentionReason.FILAMENT_RUNOUT
        run = replace(run, is_paused=paused, ran_out=ran_out)
        self._update(run=run, is_open=True, pending=None)

    def _check_active(self) -> None:
        """Check an active job: the current run, or a new one."""
        state = self.state
        match = state.match(self._job)
        if state.is_open and state.run:
            self._check_active_beside(state.run, match)
        elif waiting := state.waiting_run(self._ids):
            if self._progressing_for("resumed", STABLE_FOR):
                self._continue(self._reopen(waiting))
        elif state.has_fired(self._ids):
            if self._progressing_for("again", STABLE_FOR_DECIDED):
                self._start()
        elif self._ids or state.run is None or self._is_new(state.run, match):
            self._start()

    def _check_active_beside(self, run: Run, match: JobMatch) -> None:
        """Check an active job while a run is open: the same, or its successor."""
        if self._is_open_run(run, match):
            self._outdated = run.is_behind(self._job)
            if self._outdated:
                self._fall_behind(run)
            else:
                self._continue(run)
        elif match is JobMatch.POSSIBLE:
            if self._progressing_for("again", DELIVERED_WITHIN):
                self._replace(run)
        elif waiting := self.state.waiting_run(self._ids):
            if self._progressing_for("resumed", STABLE_FOR):
                self._supersede(run)
                self._continue(self._reopen(waiting))
        elif self.state.has_fired(self._ids):
            if self._progressing_for("again", STABLE_FOR_DECIDED):
                self._replace(run)
        elif self._ids or run.outcome or self._progressing_for("other", STABLE_FOR):
            self._replace(run)

    def _is_open_run(self, run: Run, match: JobMatch) -> bool:
        """Return whether an active job is the run that is open."""
        is_behind = run.is_behind(self._job)
        is_unnamed = run.is_unidentified and run.outcome is None
        if match is JobMatch.SAME or (is_unnamed and self._is_full() and not is_behind):
            return True
        is_over = run.ended_at is not None and self.now - run.ended_at >= STABLE_FOR
        return match is JobMatch.POSSIBLE and not (is_behind or is_over)

    def _fall_behind(self, run: Run) -> None:
        """Check a job that is less far than it was: an old report, or another job.

        Once it has progressed like that for a while, the report that named it is lost.
        """
        if self._progressing_for("behind", STABLE_FOR):
            run = replace(
                run,
                is_unidentified=True,
                progress=self._job.progress,
                layer=self._job.layer,
            )
            self._update(has_gap=True)
        pending = self.state.pending
        self._continue(run)
        self._update(pending=pending)

    def _replace(self, run: Run) -> None:
        """Start another job; the open run is over, though its end was missed."""
        self._supersede(run)
        self._start()

    def _is_new(self, run: Run, match: JobMatch) -> bool:
        """Return whether an active job without ids began after the last one ended."""
        before, start = run.reported_start, self._reported_start
        if before and start and start - before > OTHER_START:
            return True
        is_other = match is JobMatch.OTHER or run.title != self._job.name
        if is_other and not self._is_duplicate():
            return True
        after = None if run.late else run.since
        return self._progressing_for("again", STABLE_FOR, after=after)
