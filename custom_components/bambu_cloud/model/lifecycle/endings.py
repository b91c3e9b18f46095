"""Decide whether a print has started or ended."""

from dataclasses import replace
from datetime import timedelta

from ..sections.job import Job
from ..sections.job_status import PrintStatus
from .in_print import InPrintObserver
from .run import JobMatch, JumpPolicy, Run, ids_of
from .state import PendingObservation
from .timing import (
    DELIVERED_WITHIN,
    STABLE_FOR,
    STABLE_FOR_DECIDED,
    STABLE_FOR_FAILED,
)

_JITTER = 2
"""% by which two reports of one end may differ."""


class EndObserver(InPrintObserver):
    """Decides which starts and ends to accept."""

    def _supersede(self, run: Run) -> None:
        """Close a run whose end was missed, as another job shows."""
        if run.hint is PrintStatus.CANCELED:
            run = replace(run, outcome=PrintStatus.CANCELED)
        self._abandon(run, outcome=run.guessed_outcome(self.now))

    def _is_duplicate(self) -> bool:
        """Return whether a job without ids may be one that has just ended."""
        return not self._ids and any(
            run.title == self._job.name and self.now - run.since < DELIVERED_WITHIN
            for run in self.state.recent
            if run.since is not None
        )

    def _start(self) -> None:
        """Start a run of a new job."""
        pending, is_unidentified = self.state.pending, False
        if pending and pending.key[0] == "again":
            title = self.state.run and self.state.run.title
            is_alike = title == self._job.name and not self._ids
            is_named = pending.job.status is PrintStatus.PREPARING
            is_certain = is_named or pending.confirmed or self._is_full()
            is_unidentified = is_alike and not is_certain
        elif pending and self._was_unseen(pending):
            self._close_unseen(pending.job)
        # What it shows at first may still be how far the last run got.
        started = Run(progress=0, layer=0) if self._continuous else Run()
        run = replace(self._with_job(started), is_unidentified=is_unidentified)
        self._start_run(run, late=not self._continuous)
        self._continue(run)

    def _was_unseen(self, pending: PendingObservation) -> bool:
        """Return whether a pending job that was over is another than this one."""
        is_stable = (
            pending.key[0] == "unseen" and self.now - pending.since >= STABLE_FOR
        )
        before, ids = Run().with_job(pending.job, None), ids_of(pending.job)
        state = self.state
        is_old = state.has_fired(ids) or state.waiting_run(ids) is not None
        is_other = before.match(self._job) is JobMatch.OTHER
        return is_stable and not is_old and is_other

    def _continue(self, before: Run) -> None:
        """Update the run, and fire what happened within it."""
        is_unidentified = before.is_unidentified and not self._is_full()
        run = replace(self._with_job(before), is_unidentified=is_unidentified)
        run = replace(run, outcome=None, hint=None, verdict=None, ended_at=None)
        self._update(run=run, gone_at=None, pending=None)
        run = self._check_pause(run)
        run = self._check_runout(run)
        self._check_first_layer(run)

    def _check_end(self) -> None:
        """Check a job that is over."""
        state, job = self.state, self._job
        match = state.match(job)
        run = state.run
        if state.is_open and run:
            self._check_end_of_open_run(run, match)
        elif waiting := state.waiting_run(self._ids):
            self._set_outcome(waiting)
        elif state.has_fired(self._ids):
            self._dismiss_end()
        elif run is None or self._ids or match is JobMatch.OTHER or run.was_reset:
            if self._is_unseen_end():
                self._close_unseen(job)
        elif self._is_second_end(run):
            if self._stable_for("second end", STABLE_FOR):
                self._start()
                self._close_ended(self._with_end(self.state.run or run))
        elif not self._is_confirmed_fresh():
            self._update(pending=None)

    def _check_end_of_open_run(self, run: Run, match: JobMatch) -> None:
        """Check a job that is over while a run is open."""
        job = self._job
        if run.is_unidentified and self._is_full():
            run = replace(self._with_job(run), is_unidentified=False)
            match = run.match(job)
        if match is JobMatch.OTHER:
            self._check_end_beside(run)
            return
        is_plausible = run.may_end_as(job)
        if self._is_end_accepted(run, is_plausible=is_plausible):
            ended = self._with_end(run)
            self._close_ended(
                ended.with_job(job, self._reported_start, jumps=JumpPolicy.ACCEPT)
            )
        elif is_plausible or self._is_confirmed():
            self._update_run(self._with_job(self._with_end(run)))
        else:
            recorded = run.recorded_end
            self._update_run(run, outcome=None, hint=job.status, ended_at=recorded)

    def _check_end_beside(self, run: Run) -> None:
        """Check a job that is over and is another than the open run."""
        if waiting := self.state.waiting_run(self._ids):
            self._set_outcome(waiting)
            self._hold("outdated")
        elif self.state.has_fired(self._ids) or self._is_duplicate():
            self._hold("outdated")
        elif self._is_unseen_end():
            self._supersede(run)
            self._close_unseen(self._job)

    def _is_end_accepted(self, run: Run, *, is_plausible: bool) -> bool:
        """Return whether to accept that the open run is over."""
        if self._was_end_missed():
            self._continuous = False
        is_identified = is_plausible and not run.is_unidentified
        if self._continuous and self._is_past_last_run() and is_identified:
            failed = self._job.status is PrintStatus.FAILED
            duration = STABLE_FOR_FAILED if failed else timedelta()
            is_stable = self._stable_for("end", duration)
            return is_stable and (self._has_stopped() or self._is_confirmed())
        return self._stable_for("end", STABLE_FOR) and (
            self._is_confirmed() or self._stable_for("end", STABLE_FOR_DECIDED)
        )

    def _with_end(self, run: Run) -> Run:
        """Return the run with its end, as the printer reports it."""
        return replace(
            run,
            outcome=self._job.status,
            late=run.late or not self._continuous,
            ended_at=self._since if self._continuous else run.recorded_end,
            **self._cause(),
        )

    def _close_ended(self, run: Run) -> None:
        """Close a run that the printer reported to be over."""
        if run.late:
            self._close_late(run)
        else:
            self._close(run, wait=False)
            self._update(pending=None)

    def _close_late(self, run: Run) -> None:
        """Close a run that was over before reports were continuous again.

        Once the printer has sent a report that was asked for, nothing of the run can be
        on its way.
        """
        is_fresh = self._is_confirmed_fresh()
        self._close(run, wait=True)
        self._update(pending=None, ended_at=None if is_fresh else self.now)

    def _is_unseen_end(self) -> bool:
        """Return whether a job that is over has started and ended unseen.

        A printer may name its next job a while before it begins.
        """
        if not self._stable_for("unseen", STABLE_FOR):
            return False
        pending = self.state.pending
        if pending and self._is_repeated() and self._is_only_report(pending):
            return False
        is_certain = pending is not None and (pending.was_active or pending.fresh)
        return (
            is_certain
            or not self._continuous
            or self._stable_for("unseen", STABLE_FOR_DECIDED)
        )

    def _is_repeated(self) -> bool:
        """Return whether an end equals in all one that has fired."""
        job = self._job
        shown = (job.name, job.progress, job.layer)
        recent = ((run.title, run.progress, run.layer) for run in self.state.recent)
        return not self._ids and shown in recent

    def _close_unseen(self, job: Job) -> None:
        """Close a run that has started and ended unseen."""
        run = Run().with_job(job, self._reported_start)
        self._close_late(replace(run, late=True, outcome=job.status))

    def _set_outcome(self, waiting: Run) -> None:
        """Set how a run ended that waits for the history."""
        ended = replace(waiting, outcome=self._job.status)
        runs = (ended if run is waiting else run for run in self.state.waiting)
        self._update(waiting=tuple(runs), pending=None)

    def _is_second_end(self, run: Run) -> bool:
        """Return whether an unnamed job has ended a second time, after a new start."""
        pending, job = self.state.pending, self._job
        is_expected = pending is not None and pending.key[0] in {"again", "second end"}
        if self._continuous and not is_expected:
            return False
        moved = abs((job.progress or 0) - (run.progress or 0)) > _JITTER
        finished = PrintStatus.FINISHED
        return moved or (job.status is finished) is not (run.outcome is finished)
