"""Follow the prints of a printer, and tell each thing that happens to one once.

What a printer says may arrive late, twice or not at all, and we may not be there. So
what contradicts all that is known must stand for a while before it is believed, and
what nobody saw is looked up in the account's history.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from .attention import AttentionReason, attention
from .job import Job, PrintStatus
from .lifecycle_doubter import SETTLES
from .lifecycle_memory import Doubt, Lifecycle
from .lifecycle_narrator import Narrator
from .lifecycle_teller import Teller
from .print_event import PrintEvent, PrintEventType
from .print_run import Kinship, Run
from .printer import PrinterState
from .task import PrintTask
from .values import moment

__all__ = ["Lifecycle", "PrintEvent", "PrintEventType", "observe", "settle"]

_STANDS = timedelta(seconds=15)
_STANDS_FAILED = timedelta(seconds=5)
_STANDS_KNOWN = timedelta(minutes=10)
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


class _Observer(Narrator):
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
            self.know(known_at=self.now, numbers=numbers)
        elif self._printer.presence.online is False:
            if self.memory.is_open and self.memory.run:
                self.know_of_run(self.memory.run, left=True)
        elif reported is None and self._ids:
            self._hear_of()
            if job.is_active:
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
            self.know(run=replace(self.memory.run, was_reset=True), doubt=None)
        else:
            self.know(doubt=None)
        self._hear_complaints()

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
                run = replace(run, outcome=job.status)
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
            if self._gets_on("resumed", _STANDS):
                self._go_on(self.resume(waiting))
        elif memory.is_told(self._ids):
            if self._gets_on("again", _STANDS_KNOWN):
                self._start()
        elif self._ids or memory.run is None or self._is_new(memory.run, kinship):
            self._start()

    def _follow_beside(self, run: Run, kinship: Kinship) -> None:
        """Follow an active job while a run is open: the same, or its successor."""
        if run.is_vague and self._is_full() and not run.is_behind(self._job):
            kinship = Kinship.SAME
        alike = kinship is Kinship.ALIKE
        if kinship is Kinship.SAME or (alike and not run.is_behind(self._job)):
            self._go_on(run)
        elif alike:
            if self._gets_on("again", _STANDS):
                self._replace(run)
        elif waiting := self.memory.waiting_as(self._ids):
            if self._gets_on("resumed", _STANDS):
                self._lose(run)
                self._go_on(self.resume(waiting))
        elif self.memory.is_told(self._ids):
            if self._gets_on("again", _STANDS_KNOWN):
                self._replace(run)
        elif self._ids or self._gets_on("other", _STANDS):
            self._replace(run)

    def _replace(self, run: Run) -> None:
        """Follow another job: the old one is over, though nobody saw it end."""
        self._lose(run)
        self._start()

    def _lose(self, run: Run) -> None:
        """Note that a run is over, though nobody saw it end."""
        self.lose(run, outcome=run.guessed(self.now))

    def _is_new(self, run: Run, kinship: Kinship) -> bool:
        """Tell whether an active job without ids began after the last one ended."""
        if run.clock and self._clock and self._clock - run.clock > _LATER:
            return True
        other = kinship is Kinship.OTHER or run.title != self._job.name
        if other and not self._is_echo():
            return True
        return self._gets_on("again", _STANDS, after=run.since)

    def _is_echo(self) -> bool:
        """Tell whether a job without ids may be one that has just ended."""
        return not self._ids and any(
            run.title == self._job.name and self.now - run.since < SETTLES
            for run in self.memory.recent
            if run.since is not None
        )

    def _start(self) -> None:
        """Begin with a new job."""
        doubt, vague = self.memory.doubt, False
        if doubt and doubt.what[0] == "again":
            title = self.memory.run and self.memory.run.title
            alike = title == self._job.name and not self._ids
            vague = alike and not self._is_full()
        elif doubt and self._was_unseen(doubt):
            self._end_unseen(doubt.job)
        run = replace(self._seen(Run()), is_vague=vague)
        self.begin(run, late=not self._watched)
        if self.memory.run:
            self._go_on(self.memory.run)

    def _was_unseen(self, doubt: Doubt) -> bool:
        """Tell whether a job that was over, and still doubtful, is not this one."""
        stood = doubt.what[0] == "unseen" and self.now - doubt.since >= _STANDS
        before = Run().seen(doubt.job, None)
        return stood and before.kinship(self._job) is Kinship.OTHER

    def _go_on(self, before: Run) -> None:
        """Tell what happened within the run."""
        vague = before.is_vague and not self._is_full()
        run = replace(self._seen(before), outcome=None, ended_at=None, is_vague=vague)
        self.know(run=run, gone_at=None, doubt=None)
        self._tell_pause(run)
        self._tell_runout()
        self._tell_first_layer()

    def _follow_end(self) -> None:
        """Draw conclusions from a job that is over."""
        memory, job = self.memory, self._job
        kinship = memory.kinship(job)
        run = memory.run
        if memory.is_open and run:
            self._follow_end_beside(run, kinship)
        elif waiting := memory.waiting_as(self._ids):
            self._note_outcome(waiting)
        elif memory.is_told(self._ids):
            self._dismiss()
        elif run is None or self._ids or kinship is Kinship.OTHER or run.was_reset:
            if self._is_unseen():
                self._end_unseen(job)
        elif self._is_second_end(run):
            if self._stands("second end", _STANDS):
                self._start()
                self._end(self._ended(self.memory.run or run))
        else:
            self.know(doubt=None)

    def _follow_end_beside(self, run: Run, kinship: Kinship) -> None:
        """Draw conclusions from a job that is over while a run seems to be open."""
        job = self._job
        if run.is_vague and self._is_full():
            run = replace(self._seen(run), is_vague=False)
            kinship = run.kinship(job)
        if kinship is Kinship.OTHER:
            if waiting := self.memory.waiting_as(self._ids):
                self._note_outcome(waiting)
                self._doubt("outdated")
            elif self.memory.is_told(self._ids) or self._is_echo():
                self._doubt("outdated")
            elif self._is_unseen():
                self._lose(run)
                self._end_unseen(job)
            return
        plausible = run.may_end_as(job)
        if self._watched and self._is_settled() and plausible and not run.is_vague:
            failed = job.status is PrintStatus.FAILED
            believed = self._stands("end", _STANDS_FAILED if failed else timedelta())
        else:
            believed = self._stands("end", _STANDS) and (
                self._is_confirmed() or self._stands("end", _STANDS_KNOWN)
            )
        if believed:
            self._end(self._seen(self._ended(run)))
        elif plausible or self._is_confirmed():
            self.know_of_run(self._ended(run))
        else:
            self.know_of_run(run, outcome=None, ended_at=None)

    def _ended(self, run: Run) -> Run:
        """Return the run with its end, as the printer tells it."""
        return replace(
            run,
            outcome=self._job.status,
            late=run.late or not self._watched,
            ended_at=self._since if self._watched else None,
            **self._why(),
        )

    def _end(self, run: Run) -> None:
        """Note that the run is over, by the printer's word."""
        self.close(run, wait=run.late)
        self.know(doubt=None)

    def _is_unseen(self) -> bool:
        """Tell whether a job that is over has begun and ended while nobody watched.

        A printer may name its next job a while before it begins.
        """
        if not self._stands("unseen", _STANDS):
            return False
        return not self._watched or self._stands("unseen", _STANDS_KNOWN)

    def _end_unseen(self, job: Job) -> None:
        """Note a job that began and ended while nobody watched."""
        run = replace(Run().seen(job, self._clock), late=True, outcome=job.status)
        self.close(run, wait=True)
        self.know(doubt=None)

    def _note_outcome(self, waiting: Run) -> None:
        """Note how a run ended that waits for the history."""
        told = replace(waiting, outcome=self._job.status)
        runs = (told if run is waiting else run for run in self.memory.waiting)
        self.know(waiting=tuple(runs), doubt=None)

    def _is_second_end(self, run: Run) -> bool:
        """Tell whether an unnamed job has ended a second time, after it began again."""
        doubt, job = self.memory.doubt, self._job
        expected = doubt is not None and doubt.what[0] in {"again", "second end"}
        if self._watched and not expected:
            return False
        behind = (job.progress or 0) < (run.progress or 0)
        finished = PrintStatus.FINISHED
        return behind or (job.status is finished) is not (run.outcome is finished)
