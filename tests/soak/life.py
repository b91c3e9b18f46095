"""The life of one printer: print after print, fault after fault."""

from datetime import UTC, datetime
from itertools import count
from random import Random

from custom_components.bambu_cloud.model import PrintEvent

from .cloud import Cloud
from .flavour import CONSTANT_ID, draw_flavour
from .home import Home
from .job import PrintJob
from .mishaps import FAULTS, Mishaps
from .pace import HOUSEHOLD, Pace
from .printer import Printer
from .schedule import Schedule
from .script import Script
from .wire import Packet

START = datetime(2026, 1, 1, 10, tzinfo=UTC).timestamp()
_TITLES = ("Benchy", "Cable clip", "Plant pot", "Spool holder")
_COURSES = {
    "finishes": 7,
    "fails": 3,
    "canceled": 4,
    "runs out": 2,
    "loses power": 2,
}
_RECOVERY = 2 * 3600.0
_WAITS_FOR_HISTORY = 1800.0
_ABSENT = "the printer left the account, and what was stored was dropped"
_BEFORE = "ended before Home Assistant first started"


class Life:
    """A printer that prints, a Home Assistant that observes it, and what goes wrong.

    Attributes:
        jobs: All prints, in order.
        mishaps: What goes wrong.
    """

    def __init__(
        self, seed: str, *, faults: tuple[str, ...] = FAULTS, pace: Pace = HOUSEHOLD
    ) -> None:
        """Buy a printer; without faults, it never loses power."""
        self.courses = {
            course: weight
            for course, weight in _COURSES.items()
            if faults or course != "loses power"
        }
        self.pace = pace
        # Each has chances of its own, so that the same happens to every version.
        self.seed, self.random = seed, Random(seed)
        self._beats = Random(f"{seed} beats")
        self.schedule = Schedule(START)
        self.flavour = draw_flavour(self.random)
        self.printer = Printer(
            self.schedule,
            self.flavour,
            Random(f"{seed} printer"),
            self._send,
        )
        self.cloud = Cloud(self.schedule, self.printer, Random(f"{seed} cloud"))
        self.home = Home(
            self.schedule, self.printer, self.cloud, Random(f"{seed} home")
        )
        self.jobs: list[PrintJob] = []
        self.mishaps = Mishaps(
            self.schedule, self.printer, self.cloud, self.home, faults, pace
        )
        self._numbers = count(702_383_065)
        self.printer.on_mark = self._mark
        self.printer.on_power = self.cloud.note_presence
        self.home.prints.on_first = self._note_first

    @property
    def events(self) -> list[tuple[float, PrintEvent]]:
        """Return what fired, and when by the true clock."""
        return self.home.prints.events

    def live(self, prints: int) -> None:
        """Print so many times, and let everything come to an end."""
        schedule, random = self.schedule, self.random
        first = random.choice((0.0, 0.0, 0.0, 100.0, 300.0))
        if first:
            self._print()
            schedule.run(schedule.now + first)
            self.jobs[0].adopted = True  # maybe by the poll
        self.home.start()
        if not first:
            schedule.run(schedule.now + 30)
        self._beat()
        while True:
            self._finish_print()
            if len(self.jobs) >= prints and not self.mishaps.many:
                break
            schedule.run(
                schedule.now + random.choice(self.pace.gaps) * random.uniform(1, 1.5)
            )
            self._print()
        self._recover()

    def _finish_print(self) -> None:
        """Let the print come to its end."""
        schedule = self.schedule
        while self.printer.is_busy:
            schedule.run(schedule.now + 5)

    def _recover(self) -> None:
        """Let nothing go wrong any more, and wait until everything was said."""
        schedule = self.schedule
        while self.mishaps.is_busy:
            schedule.run(schedule.now + 60)
        self.mishaps.kinds = ()
        schedule.run(schedule.now + _RECOVERY)

    def _print(self) -> None:
        """Begin with a print."""
        random = self.random
        last = self.jobs[-1] if self.jobs else None
        # Of local prints nothing is left when no one listened.
        weights = (6, 3, 0.5) if self.home.wire.is_up else (9, 1, 0)
        source = random.choices(("cloud", "local", "system"), weights)[0]
        if not self.printer.is_online and source == "cloud":
            source = "local"
        titles = self._titles(source, last)
        task_id, ids = None, self._ids(source)
        if source == "cloud":
            # Printing again what was printed last can hold its ids.
            task_id = ids[1] if self.flavour.task_is_subtask else ids[0]
        seconds = random.choice(self.pace.lengths)
        if self.mishaps.many:
            self.mishaps.many -= 1
            seconds = self.pace.series
        job = PrintJob(
            number=len(self.jobs),
            source=source,
            course=self._course(),
            titles=titles,
            task_id=task_id,
            ids=ids,
            seconds=seconds,
            is_namesake=last is not None and titles[0] in last.titles,
            stops=self.home.stops,
        )
        self.jobs.append(job)
        chances = Random(f"{self.seed} script {job.number}")
        self.printer.play(job, Script(job, self.flavour, chances, seconds).steps())
        if job.course == "loses power" and not self.pace.is_harsh:
            return
        if random.random() < 0.5 and self.mishaps.kinds:
            for number in range(random.choice((1, 1, 2, 3))):
                chances = Random(f"{self.seed} mishap {job.number} {number}")
                wait = self.pace.draw_wait(chances, seconds)
                self.mishaps.begin_in(wait, chances)

    def _course(self) -> str:
        """Return what becomes of a print; power is lost while nothing else is wrong."""
        course = self.random.choices(list(self.courses), list(self.courses.values()))[0]
        is_possible = self.pace.is_harsh or self.mishaps.is_healed
        return course if is_possible or course != "loses power" else "finishes"

    def _titles(self, source: str, last: PrintJob | None) -> tuple[str, ...]:
        """Return what to print; the same again, often."""
        random = self.random
        if source == "system":
            return ("flow_rate_test",)  # a calibration is no print
        if last is not None and last.source != "system" and random.random() < 0.4:
            return last.titles[:1]
        title = random.choice(_TITLES)
        if source == "cloud" and random.random() < 0.1:
            return (title, f"{title} 0.2 mm, 2 walls")
        return (title,)

    def _ids(self, source: str) -> tuple[str, str]:
        """Return the ids of a print."""
        if source == "cloud":
            number = next(self._numbers)
            return str(number), str(number + 90_000_000)
        if self.flavour.local_ids == "constant":
            return CONSTANT_ID, CONSTANT_ID
        return "0", "0"

    def _beat(self) -> None:
        """Let the printer report now and then though nothing changes."""
        printer = self.printer
        if printer.is_online and self.home.wire.is_up:
            printer.beat()
        self.schedule.later(self._beats.uniform(*self.pace.between), self._beat)

    def _mark(self, mark: str, job: PrintJob) -> None:
        """Let the cloud see what happens, and note whether the printer is online."""
        self.cloud.see(mark, job)
        if mark in {"power", "boot"}:
            self.cloud.note_presence()
            self.home.witness.check(self.schedule.now)
            if mark == "power":
                self.home.witness.lose_view()
                self.mishaps.note("power loss")

    def _note_first(self) -> None:
        """Note whose end no one can learn as what was stored of it was dropped."""
        left_at = self.mishaps.left_at
        first = 0.0 if left_at is None else left_at - _WAITS_FOR_HISTORY
        for job in self.jobs:
            seen_at = max(job.seen_over or 0.0, job.recorded_end or 0.0)
            ended_at = max(job.ended_at, seen_at)
            is_last = job is self.jobs[-1] and job.task_id is None
            if is_last and job.seen_over is None and job.is_over:
                ended_at = self.schedule.now
            if first < ended_at <= self.schedule.now:
                job.absence = _BEFORE if left_at is None else _ABSENT
            job.was_dropped |= left_at is not None and not job.is_over

    def _send(self, packet: Packet) -> None:
        """Send what the printer reports."""
        self.home.wire.put(packet)
