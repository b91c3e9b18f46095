"""Follow the prints of a printer, and tell each thing that happens to one once.

What a printer says may arrive late, twice or not at all, and we may not be there. So
what contradicts all that is known must stand for a while before it is believed, and
what nobody saw is looked up in the account's history.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ..attention import AttentionReason, attention
from ..printer import PrinterState
from ..sections.job import PrintStatus
from ..task import PrintTask
from ..values import moment
from .debounce import SETTLES, STANDS
from .endings import STANDS_KNOWN, Believer
from .event import PrintEvent, PrintEventType
from .history_match import Teller
from .run import Kinship, Run
from .state import Lifecycle

__all__ = ["Lifecycle", "PrintEvent", "PrintEventType", "observe", "settle"]

_LATER = timedelta(minutes=1)


def observe(
    memory: Lifecycle, printer: PrinterState, now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return what is remembered after a look at a printer, and what there is to tell.

    To be called after each change of the printer, pushed or polled.
    """
    heard = printer.presence.reported is True and printer.complete
    if (
        memory.job is printer.job
        and memory.hms is printer.hms
        and memory.heard is heard
        and memory.look_at is not None
        and now < memory.look_at
    ):
        return memory, ()
    return _Observer(memory, printer, now).looked(heard=heard)


def settle(
    memory: Lifecycle, tasks: Sequence[PrintTask], now: datetime
) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
    """Return what is remembered after a look at the history, and what there is to tell.

    Args:
        memory: What was remembered.
        tasks: The newest tasks of this printer, the newest first.
        now: The present time.
    """
    teller = Teller(memory, now)
    teller.read(tasks)
    teller.know(asked_at=now, has_gap=False)
    teller.settle()
    return teller.done()


class _Observer(Believer):
    """Draws conclusions from what a printer does."""

    def looked(self, *, heard: bool) -> tuple[Lifecycle, tuple[PrintEvent, ...]]:
        """Draw all conclusions.

        Args:
            heard: Whether the printer itself is speaking, and has said everything.
        """
        job, reported = self._job, self._printer.presence.reported
        if self.memory.job is not job:
            self.know(moved_at=self.now)
        if heard:
            self._hear()
            numbers = self.memory.numbers or bool(self._ids)
            known_at = self.memory.known_at if self._outdated else self.now
            full = self._is_full()
            self.know(known_at=known_at, numbers=numbers, was_full=full, left=False)
            self.know(back_at=self._back_at)
        elif self._printer.presence.online is False:
            self.know(left=True)
            if self.memory.is_open and self.memory.run:
                self.know_of_run(self.memory.run, left=True)
        elif reported is None and self._ids:
            followed = self.memory.job is not job
            self._hear_of()
            if followed and job.is_active:
                self.know(known_at=self.now)
        self.know(job=job, hms=self._printer.hms, heard=heard)
        self.settle()
        return self.done()

    def _hear(self) -> None:
        """Draw conclusions from what the printer says."""
        self._clock = moment(self._printer.raw.get("gcode_start_time"))
        if not self._watched:
            self.know(has_gap=True)
        if not self.memory.primed:
            self._hear_first()
            return
        if self._job.is_active:
            self._follow()
        elif self._job.is_over:
            self._follow_end()
        elif self._job.status is PrintStatus.IDLE and self.memory.is_open:
            self.know(gone_at=self.memory.gone_at or self.now, doubt=None)
        elif self._job.status is PrintStatus.IDLE and self.memory.run:
            self._rest(self.memory.run)
        else:
            self.know(doubt=None)
        self._hear_complaints()

    def _rest(self, run: Run) -> None:
        """Note that the printer has been idle since the last run."""
        if run.was_reset or self._stands("idle", STANDS):
            self.know(run=replace(run, was_reset=True), doubt=None)

    def _hear_first(self) -> None:
        """Take as given what the printer says first; only a known run can go on."""
        if self._job.status is PrintStatus.UNKNOWN:
            return
        self.know(primed=True, error=self._complaint())
        run = self.memory.run
        known = run is not None and run.kinship(self._job) is Kinship.SAME
        if known and self._job.is_active:
            self._follow()
        elif known and self._job.is_over:
            self._follow_end()
        elif self._job.is_active:
            if run and self.memory.is_open:
                self.lose(run, outcome=PrintStatus.FAILED)
            self._adopt()
        elif not self.memory.is_open:
            self.note_told(tuple(sorted(self._ids)))
            self.know(run=self._seen(Run()))

    def _hear_of(self) -> None:
        """Draw conclusions from what the cloud says of the job."""
        run, job = self.memory.run, self._job
        known = run is not None and run.kinship(job) is Kinship.SAME
        if job.is_active:
            began = job.started_at
            if known or self.memory.primed or (began and self._is_news_since(began)):
                self._follow()
            else:
                self._adopt()
        elif run and known and self.memory.is_open:
            if job.status is PrintStatus.FINISHED:
                ended_at = run.ended_at or (self.now if self._watched else None)
                run = replace(run, outcome=job.status, ended_at=ended_at)
            self.close(replace(run, late=not self._watched), wait=True)

    def _is_news_since(self, began: datetime) -> bool:
        """Tell whether a job began after we began to follow the printer."""
        return self.memory.since is not None and began > self.memory.since

    def _adopt(self) -> None:
        """Follow a job that was at work before us."""
        run = self._seen(Run())
        job = self._job
        paused = job.status is PrintStatus.PAUSED
        ran_out = attention(self._printer) is AttentionReason.FILAMENT_RUNOUT
        run = replace(run, is_paused=paused, ran_out=ran_out)
        self.know(run=run, is_open=True, doubt=None)

    def _follow(self) -> None:
        """Follow an active job: the known one, or a new one."""
        memory = self.memory
        kinship = memory.kinship(self._job)
        if memory.is_open and memory.run:
            self._follow_beside(memory.run, kinship)
        elif waiting := memory.waiting_as(self._ids):
            if self._gets_on("resumed", STANDS):
                self._go_on(self.resume(waiting))
        elif memory.is_told(self._ids):
            if self._gets_on("again", STANDS_KNOWN):
                self._start()
        elif self._ids or memory.run is None or self._is_new(memory.run, kinship):
            self._start()

    def _follow_beside(self, run: Run, kinship: Kinship) -> None:
        """Follow an active job while a run is open: the same, or its successor."""
        if self._is_same(run, kinship):
            self._outdated = run.is_behind(self._job)
            if self._outdated:
                self._fall_behind(run)
            else:
                self._go_on(run)
        elif kinship is Kinship.ALIKE:
            if self._gets_on("again", SETTLES):
                self._replace(run)
        elif waiting := self.memory.waiting_as(self._ids):
            if self._gets_on("resumed", STANDS):
                self._lose(run)
                self._go_on(self.resume(waiting))
        elif self.memory.is_told(self._ids):
            if self._gets_on("again", STANDS_KNOWN):
                self._replace(run)
        elif self._ids or run.outcome or self._gets_on("other", STANDS):
            self._replace(run)

    def _is_same(self, run: Run, kinship: Kinship) -> bool:
        """Tell whether an active job is the run that is open."""
        behind = run.is_behind(self._job)
        unnamed = run.is_vague and run.outcome is None
        if kinship is Kinship.SAME or (unnamed and self._is_full() and not behind):
            return True
        over = run.ended_at is not None and self.now - run.ended_at >= STANDS
        return kinship is Kinship.ALIKE and not (behind or over)

    def _fall_behind(self, run: Run) -> None:
        """Follow a job that does less than it did: an old report, or another job.

        Once it has got on like that for a while, the report that named it is lost.
        """
        if self._gets_on("behind", STANDS):
            job = self._job
            run = replace(run, is_vague=True, progress=job.progress, layer=job.layer)
            self.know(has_gap=True)
        doubt = self.memory.doubt
        self._go_on(run)
        self.know(doubt=doubt)

    def _replace(self, run: Run) -> None:
        """Follow another job: the old one is over, though nobody saw it end."""
        self._lose(run)
        self._start()

    def _is_new(self, run: Run, kinship: Kinship) -> bool:
        """Tell whether an active job without ids began after the last one ended."""
        if run.clock and self._clock and self._clock - run.clock > _LATER:
            return True
        other = kinship is Kinship.OTHER or run.title != self._job.name
        if other and not self._is_echo():
            return True
        after = None if run.late else run.since
        return self._gets_on("again", STANDS, after=after)
