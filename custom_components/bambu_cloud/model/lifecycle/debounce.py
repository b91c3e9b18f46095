"""Doubt what contradicts all that is known, until it has stood for a while.

Reports may arrive late, twice or not at all.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ..printer import PrinterState
from ..sections.job import Job, PrintStatus
from ..values import integer
from .history_match import Teller
from .run import Leaps, Run, ids_of
from .state import Doubt, Lifecycle

STANDS = timedelta(seconds=15)
_WATCHED = timedelta(minutes=2)
_STANDS_FLIP = timedelta(seconds=10)
_RESTLESS = timedelta(minutes=1)
_AWAY = timedelta(seconds=30)
"""A printer that left for longer may have done anything meanwhile."""
_TOLD = timedelta(minutes=3)
SETTLES = timedelta(minutes=1)
"""After an end: reports of the run that ended may still be on their way."""
_AHEAD = frozenset({PrintStatus.SLICING, PrintStatus.PREPARING})
_FULL = 0


class Doubter(Teller):
    """Looks at a printer without believing everything at once."""

    def __init__(self, memory: Lifecycle, printer: PrinterState, now: datetime) -> None:
        """Look at a printer."""
        super().__init__(memory, now)
        self._printer = printer
        self._job = printer.job
        self._ids = ids_of(printer.job)
        self._clock: datetime | None = None
        self._moved_at = memory.moved_at
        self._since = now
        """Since when the printer shows what it shows."""
        self._outdated = False
        """Whether it shows what is known to be over."""
        known_at = memory.known_at
        patience = _AWAY if memory.left else _WATCHED
        self._watched = known_at is not None and now - known_at <= patience
        self._back_at = memory.back_at if self._watched else now
        # What comes first after a gap may be older than the gap.
        self._watched &= self._back_at is None or now - self._back_at >= STANDS

    def _is_full(self) -> bool:
        """Tell whether the last report was a full one."""
        return integer(self._printer.raw.get("msg")) == _FULL

    def _is_answer(self) -> bool:
        """Tell whether this is a full report that was asked for, and so is fresh."""
        usual = self.memory.heard and self.memory.was_full
        return self._is_full() and not usual

    def _is_full_at_last(self) -> bool:
        """Tell whether this is the full report of a printer that else sends deltas."""
        return self._is_full() and self.memory.heard and not self.memory.was_full

    def _is_discovered(self) -> bool:
        """Tell whether a full report shows what nobody has told when it happened."""
        memory = self.memory
        told_all = self._is_full() and not memory.was_full
        moved_at = self._moved_at
        return told_all and moved_at is not None and self.now - moved_at > _TOLD

    def _is_confirmed(self) -> bool:
        """Tell whether a full report said, too, what is doubted."""
        doubt = self.memory.doubt
        return doubt is not None and doubt.confirmed

    def _is_answered(self) -> bool:
        """Tell whether the printer itself, asked by us, said what is doubted."""
        doubt = self.memory.doubt
        return doubt is not None and doubt.answered

    def _is_settled(self) -> bool:
        """Tell whether no report of the run before can be on its way any more."""
        ended_at = self.memory.ended_at
        return ended_at is None or self.now - ended_at >= SETTLES

    def _seen(self, run: Run) -> Run:
        """Return the run after this look."""
        return run.seen(self._job, self._clock, leaps=self._leaps())

    def _leaps(self) -> Leaps:
        """Tell whether to believe progress that is suddenly far ahead."""
        if self._is_answer():
            return Leaps.BELIEVED
        return Leaps.CHECKED if self._is_settled() else Leaps.IGNORED

    def _dismiss(self) -> None:
        """Dismiss an end that was told, unless another job hides behind its ids.

        The report that began that job may be lost.
        """
        doubt = self.memory.doubt
        if doubt is None or self._is_full():
            self.know(doubt=None)
        elif doubt.what[0] == "again":
            doubt = replace(self._new_doubt(("outdated",)), watched=False)
            self.know(doubt=doubt, has_gap=True)

    def _doubt(self, what: str) -> None:
        """Doubt what the printer says, as it contradicts what is known."""
        doubt = self.memory.doubt
        if doubt is None or doubt.what != (what,):
            self.know(doubt=self._new_doubt((what,)))

    def _stands(self, what: str, enough: timedelta) -> bool:
        """Tell whether the job has looked the same for long enough."""
        job, doubt = self._job, self.memory.doubt
        key = (what, job.status, self._ids, job.name, job.progress, job.layer)
        if doubt is None or doubt.what != key:
            answered, moves = self._is_answer(), self._is_same_doubt(key)
            doubt = replace(
                self._new_doubt(key), answered=answered, confirmed=answered, moves=moves
            )
            self.know(doubt=doubt)
        elif not doubt.confirmed and self._is_full():
            doubt = replace(doubt, confirmed=True, answered=self._is_answer())
            self.know(doubt=doubt)
        self._watched, self._since = doubt.watched, doubt.since
        return self.now - doubt.since >= enough

    def _is_same_doubt(self, key: tuple[object, ...]) -> bool:
        """Tell whether the same was doubted a moment ago, of the same job."""
        doubt = self.memory.doubt
        return doubt is not None and doubt.what[:4] == key[:4]

    def _is_alone(self, doubt: Doubt) -> bool:
        """Tell whether nothing was heard since a doubt began, as of an old report."""
        return self._printer.presence.last_seen == doubt.heard_at

    def _is_at_rest(self) -> bool:
        """Tell whether a job that seems to be over does not get on any more."""
        return self.memory.doubt is None or not self.memory.doubt.moves

    def _new_doubt(self, what: tuple[object, ...]) -> Doubt:
        """Return a doubt that begins now, maybe out of another."""
        doubt = self.memory.doubt
        watched = self._watched and (doubt is None or doubt.watched)
        at_work = self._job.is_active or (
            doubt is not None and doubt.at_work and self._is_job_of(doubt)
        )
        return Doubt(
            what=what,
            since=self.now,
            job=self._job,
            heard_at=self._printer.presence.last_seen,
            watched=watched,
            at_work=at_work,
        )

    def _is_job_of(self, doubt: Doubt) -> bool:
        """Tell whether the doubt is about the job that the printer shows now."""
        return ids_of(doubt.job) == self._ids and doubt.job.name == self._job.name

    def _gets_on(
        self, what: str, enough: timedelta, *, after: datetime | None = None
    ) -> bool:
        """Tell whether a doubtful job has been getting on for long enough.

        Args:
            what: The kind of doubt.
            enough: How long.
            after: When the last run ended, if its reports cannot be told from this.
        """
        key, mark = (what, self._ids, self._job.name), _mark(self._job)
        doubt = self.memory.doubt
        if doubt is None or doubt.what != key:
            doubt = replace(self._new_doubt(key), mark=mark)
            self.know(doubt=replace(doubt, confirmed=self._is_answer()))
            return False
        confirmed = doubt.confirmed or self._is_full()
        answered = doubt.answered or self._is_full_at_last()
        rises = mark > doubt.mark
        told = replace(doubt, mark=mark, confirmed=confirmed, answered=answered)
        self.know(doubt=replace(told, rose=doubt.rose or rises))
        self._watched = doubt.watched
        stood = self.now - doubt.since
        settled = after is None or self.now - after >= SETTLES
        certain = rises or (doubt.rose and stood >= SETTLES)
        return stood >= enough and (answered or (settled and certain))

    def _flips(self, what: str, value: object) -> bool:
        """Tell whether to believe that something has come or gone.

        At first at once; soon after that only if it stands for a while.
        """
        flips = dict(self.memory.flips)
        last = flips.get(what)
        if last is not None and self.now - last < _RESTLESS:
            flip, key = self.memory.flip, (what, value)
            if flip is None or flip.what != key:
                self.know(flip=Doubt(what=key, since=self.now, job=self._job))
                return False
            if self.now - flip.since < _STANDS_FLIP:
                return False
        flips[what] = self.now
        self.know(flips=tuple(flips.items()), flip=None)
        return True

    def _calm(self, what: str) -> None:
        """Forget that something seemed to come or go."""
        flip = self.memory.flip
        if flip is not None and flip.what[0] == what:
            self.know(flip=None)


def _mark(job: Job) -> tuple[int, ...]:
    """Return how far an active job is; it never goes back."""
    return (
        job.status not in _AHEAD,
        job.progress or 0,
        job.layer or 0,
        job.prepare_progress or 0,
    )
