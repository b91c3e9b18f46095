"""Accept what contradicts all before only once it has been stable for a while.

Reports may arrive late, twice or not at all.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ..printer import PrinterState
from ..sections.job import Job
from ..values import integer
from .history_match import HistoryMatcher
from .run import JumpPolicy, Run, ids_of
from .state import Lifecycle, PendingObservation
from .timing import (
    DELIVERED_WITHIN,
    MAX_ABSENCE,
    MAX_GAP,
    MISSED_AFTER,
    STABLE_FOR,
    STABLE_FOR_TOGGLE,
    TOGGLE_WINDOW,
)

_FULL = 0


class Debouncer(HistoryMatcher):
    """Decides how long an observation has to stand before it counts."""

    def __init__(self, state: Lifecycle, printer: PrinterState, now: datetime) -> None:
        """Start with a printer as it is now."""
        super().__init__(state, now)
        self._printer = printer
        self._job = printer.job
        self._ids = ids_of(printer.job)
        self._reported_start: datetime | None = None
        self._moved_at = state.moved_at
        self._since = now
        """Since when the printer shows what it shows."""
        self._outdated = False
        """Whether it shows what is certainly over."""
        certain_at = state.certain_at
        max_gap = MAX_ABSENCE if state.left else MAX_GAP
        self._continuous = certain_at is not None and now - certain_at <= max_gap
        self._back_at = state.back_at if self._continuous else now
        # What comes first after a gap may be older than the gap.
        self._continuous &= self._back_at is None or now - self._back_at >= STABLE_FOR

    def _is_full(self) -> bool:
        """Return whether the last report was a full one."""
        return integer(self._printer.raw.get("msg")) == _FULL

    def _is_fresh(self) -> bool:
        """Return whether this is a full report that was asked for."""
        sends_full_reports = self.state.is_current and self.state.was_full
        return self._is_full() and not sends_full_reports

    def _is_full_after_delta(self) -> bool:
        """Return whether a printer that sends deltas has sent a full report."""
        return self._is_full() and self.state.is_current and not self.state.was_full

    def _was_end_missed(self) -> bool:
        """Return whether a full report shows an end whose own report was lost."""
        state = self.state
        is_first_full = self._is_full() and not state.was_full
        moved_at = self._moved_at
        return (
            is_first_full
            and moved_at is not None
            and self.now - moved_at > MISSED_AFTER
        )

    def _is_confirmed(self) -> bool:
        """Return whether a full report showed the pending observation, too."""
        pending = self.state.pending
        return pending is not None and pending.confirmed

    def _is_confirmed_fresh(self) -> bool:
        """Return whether a report that was asked for showed the pending observation."""
        pending = self.state.pending
        return pending is not None and pending.fresh

    def _is_past_last_run(self) -> bool:
        """Return whether all reports of the run before must have arrived."""
        ended_at = self.state.ended_at
        return ended_at is None or self.now - ended_at >= DELIVERED_WITHIN

    def _with_job(self, run: Run) -> Run:
        """Return the run with what the printer shows of its job."""
        return run.with_job(self._job, self._reported_start, jumps=self._jump_policy())

    def _jump_policy(self) -> JumpPolicy:
        """Return what to do with progress that is suddenly far ahead."""
        if self._is_fresh():
            return JumpPolicy.ACCEPT
        return JumpPolicy.CONFIRM if self._is_past_last_run() else JumpPolicy.IGNORE

    def _dismiss_end(self) -> None:
        """Dismiss an end that has fired, unless another job hides behind its ids.

        The report that began that job may be lost.
        """
        pending = self.state.pending
        if pending is None or self._is_full():
            self._update(pending=None)
        elif pending.key[0] == "again":
            pending = replace(self._new_observation(("outdated",)), continuous=False)
            self._update(pending=pending, has_gap=True)

    def _hold(self, kind: str) -> None:
        """Leave undecided what the printer shows, as it contradicts all before."""
        pending = self.state.pending
        if pending is None or pending.key != (kind,):
            self._update(pending=self._new_observation((kind,)))

    def _stable_for(self, kind: str, duration: timedelta) -> bool:
        """Return whether the job has been the same for so long."""
        job, pending = self._job, self.state.pending
        key = (kind, job.status, self._ids, job.name, job.progress, job.layer)
        if pending is None or pending.key != key:
            fresh, moves = self._is_fresh(), self._is_same_pending(key)
            pending = replace(
                self._new_observation(key), fresh=fresh, confirmed=fresh, moves=moves
            )
            self._update(pending=pending)
        elif not pending.confirmed and self._is_full():
            pending = replace(pending, confirmed=True, fresh=self._is_fresh())
            self._update(pending=pending)
        self._continuous, self._since = pending.continuous, pending.since
        return self.now - pending.since >= duration

    def _is_same_pending(self, key: tuple[object, ...]) -> bool:
        """Return whether the same was pending for the same job until now."""
        pending = self.state.pending
        return pending is not None and pending.key[:4] == key[:4]

    def _is_only_report(self, pending: PendingObservation) -> bool:
        """Return whether no report came since the one that may be an old one."""
        return self._printer.presence.last_seen == pending.last_seen

    def _has_stopped(self) -> bool:
        """Return whether a job that seems to be over makes no progress any more."""
        return self.state.pending is None or not self.state.pending.moves

    def _new_observation(self, key: tuple[object, ...]) -> PendingObservation:
        """Return an observation that is pending from now on, maybe out of another."""
        pending = self.state.pending
        continuous = self._continuous and (pending is None or pending.continuous)
        was_active = self._job.is_active or (
            pending is not None and pending.was_active and self._is_job_of(pending)
        )
        return PendingObservation(
            key=key,
            since=self.now,
            job=self._job,
            last_seen=self._printer.presence.last_seen,
            continuous=continuous,
            was_active=was_active,
        )

    def _is_job_of(self, pending: PendingObservation) -> bool:
        """Return whether the observation is about the job that the printer shows."""
        return ids_of(pending.job) == self._ids and pending.job.name == self._job.name

    def _progressing_for(
        self, kind: str, duration: timedelta, *, after: datetime | None = None
    ) -> bool:
        """Return whether an uncertain job has been progressing for so long.

        Args:
            kind: Why it is uncertain.
            duration: How long it has to progress.
            after: When the last run ended, if its reports look like those of this one.
        """
        key, position = (kind, self._ids, self._job.name), _position(self._job)
        pending = self.state.pending
        if pending is None or pending.key != key:
            pending = replace(self._new_observation(key), position=position)
            self._update(pending=replace(pending, confirmed=self._is_fresh()))
            return False
        rises = position > pending.position
        fresh = pending.fresh or self._is_full_after_delta()
        self._update(
            pending=replace(
                pending,
                position=position,
                confirmed=pending.confirmed or self._is_full(),
                fresh=fresh,
                rose=pending.rose or rises,
            )
        )
        self._continuous = pending.continuous
        elapsed = self.now - pending.since
        is_past = after is None or self.now - after >= DELIVERED_WITHIN
        is_certain = rises or (pending.rose and elapsed >= DELIVERED_WITHIN)
        return elapsed >= duration and (fresh or (is_past and is_certain))

    def _accept_toggle(self, kind: str, value: object) -> bool:
        """Return whether to accept that something has come or gone.

        At first at once; soon after that only if it stands for a while.
        """
        toggles = dict(self.state.toggles)
        last = toggles.get(kind)
        if last is not None and self.now - last < TOGGLE_WINDOW:
            pending, key = self.state.pending_toggle, (kind, value)
            if pending is None or pending.key != key:
                pending = PendingObservation(key=key, since=self.now, job=self._job)
                self._update(pending_toggle=pending)
                return False
            if self.now - pending.since < STABLE_FOR_TOGGLE:
                return False
        toggles[kind] = self.now
        self._update(toggles=tuple(toggles.items()), pending_toggle=None)
        return True

    def _clear_toggle(self, kind: str) -> None:
        """Drop a toggle that did not stand."""
        pending = self.state.pending_toggle
        if pending is not None and pending.key[0] == kind:
            self._update(pending_toggle=None)


def _position(job: Job) -> tuple[int, ...]:
    """Return how far an active job is; it never goes back."""
    return (
        not job.is_preparing,
        job.progress or 0,
        job.layer or 0,
        job.prepare_progress or 0,
    )
