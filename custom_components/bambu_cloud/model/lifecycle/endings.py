"""Believe that a print began or ended."""

from dataclasses import replace
from datetime import timedelta

from ..sections.job import Job, PrintStatus
from .debounce import SETTLES, STANDS
from .in_print import Narrator
from .run import Kinship, Leaps, Run, ids_of
from .state import Doubt

STANDS_KNOWN = timedelta(minutes=10)
_STANDS_FAILED = timedelta(seconds=5)
_JITTER = 2


class Believer(Narrator):
    """Decides which starts and ends to believe."""

    def _lose(self, run: Run) -> None:
        """Note that a run is over, though nobody saw it end for sure."""
        if run.hint is PrintStatus.CANCELED:
            run = replace(run, outcome=PrintStatus.CANCELED)
        self.lose(run, outcome=run.guessed(self.now))

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
            named = doubt.job.status is PrintStatus.PREPARING
            vague = alike and not (named or doubt.confirmed or self._is_full())
        elif doubt and self._was_unseen(doubt):
            self._end_unseen(doubt.job)
        # What it shows at first may still be how far the last run got.
        begun = Run(progress=0, layer=0) if self._watched else Run()
        run = replace(self._seen(begun), is_vague=vague)
        self.begin(run, late=not self._watched)
        self._go_on(run)

    def _was_unseen(self, doubt: Doubt) -> bool:
        """Tell whether a job that was over, and still doubtful, is not this one."""
        stood = doubt.what[0] == "unseen" and self.now - doubt.since >= STANDS
        before, ids = Run().seen(doubt.job, None), ids_of(doubt.job)
        known = self.memory.is_told(ids) or self.memory.waiting_as(ids) is not None
        return stood and not known and before.kinship(self._job) is Kinship.OTHER

    def _go_on(self, before: Run) -> None:
        """Tell what happened within the run."""
        vague = before.is_vague and not self._is_full()
        run = replace(self._seen(before), is_vague=vague)
        run = replace(run, outcome=None, hint=None, verdict=None, ended_at=None)
        self.know(run=run, gone_at=None, doubt=None)
        run = self._tell_pause(run)
        run = self._tell_runout(run)
        self._tell_first_layer(run)

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
            if self._stands("second end", STANDS):
                self._start()
                self._end(self._ended(self.memory.run or run))
        elif not self._is_answered():
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
        if self._is_discovered():
            self._watched = False
        if self._watched and self._is_settled() and plausible and not run.is_vague:
            failed = job.status is PrintStatus.FAILED
            stands = self._stands("end", _STANDS_FAILED if failed else timedelta())
            believed = stands and (self._is_at_rest() or self._is_confirmed())
        else:
            believed = self._stands("end", STANDS) and (
                self._is_confirmed() or self._stands("end", STANDS_KNOWN)
            )
        if believed:
            ended = self._ended(run)
            self._end(ended.seen(job, self._clock, leaps=Leaps.BELIEVED))
        elif plausible or self._is_confirmed():
            self.know_of_run(self._seen(self._ended(run)))
        else:
            recorded = run.recorded_end
            self.know_of_run(run, outcome=None, hint=job.status, ended_at=recorded)

    def _ended(self, run: Run) -> Run:
        """Return the run with its end, as the printer tells it."""
        return replace(
            run,
            outcome=self._job.status,
            late=run.late or not self._watched,
            ended_at=self._since if self._watched else run.recorded_end,
            **self._why(),
        )

    def _end(self, run: Run) -> None:
        """Note that the run is over, by the printer's word."""
        if run.late:
            self._close_late(run)
        else:
            self.close(run, wait=False)
            self.know(doubt=None)

    def _close_late(self, run: Run) -> None:
        """Note that a run was over before we came back.

        Once the printer has answered us, nothing of the run can be on its way.
        """
        answered = self._is_answered()
        self.close(run, wait=True)
        self.know(doubt=None, ended_at=None if answered else self.now)

    def _is_unseen(self) -> bool:
        """Tell whether a job that is over has begun and ended while nobody watched.

        A printer may name its next job a while before it begins.
        """
        if not self._stands("unseen", STANDS):
            return False
        doubt = self.memory.doubt
        if doubt and self._is_repeated() and self._is_alone(doubt):
            return False
        certain = doubt is not None and (doubt.at_work or doubt.answered)
        return certain or not self._watched or self._stands("unseen", STANDS_KNOWN)

    def _is_repeated(self) -> bool:
        """Tell whether an end looks in all like one that was told."""
        job = self._job
        shown = (job.name, job.progress, job.layer)
        recent = ((run.title, run.progress, run.layer) for run in self.memory.recent)
        return not self._ids and shown in recent

    def _end_unseen(self, job: Job) -> None:
        """Note a job that began and ended while nobody watched."""
        run = replace(Run().seen(job, self._clock), late=True, outcome=job.status)
        self._close_late(run)

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
        moved = abs((job.progress or 0) - (run.progress or 0)) > _JITTER
        finished = PrintStatus.FINISHED
        return moved or (job.status is finished) is not (run.outcome is finished)
