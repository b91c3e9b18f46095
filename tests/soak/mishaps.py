"""Let things go wrong: only what the wire and the world allow (design: guarantees)."""

from collections import Counter
from collections.abc import Callable
from random import Random

from .cloud import Cloud
from .home import Home
from .pace import Pace
from .printer import Printer
from .schedule import Schedule

type Mishap = tuple[float, Callable[[], None]]
"""For how many seconds it lasts, and what undoes it."""

_DAY, _HOUR = 86400.0, 3600.0
_SHORT = (5.0, 30.0, 100.0, 400.0)
OFTEN = frozenset({"loss", "delay", "restart"})


class Mishaps:
    """What can go wrong, one thing at a time.

    Attributes:
        kinds: What may go wrong.
        log: When what went wrong, in words.
        counts: How often what went wrong.
        is_busy: Whether something is wrong now.
        many: How many prints are still to begin while Home Assistant is off.
    """

    def __init__(
        self,
        schedule: Schedule,
        printer: Printer,
        cloud: Cloud,
        home: Home,
        kinds: tuple[str, ...],
        pace: Pace,
    ) -> None:
        """Begin with nothing wrong."""
        self.kinds = kinds
        self._pace = pace
        self.log: list[tuple[float, str]] = []
        self.counts: Counter[str] = Counter()
        self.is_busy = False
        self.many = 0
        self.left_at: float | None = None
        """When the printer left the account, if what was stored is dropped."""
        self._random = Random()
        self._schedule = schedule
        self._printer = printer
        self._cloud = cloud
        self._home = home
        self._left_at = schedule.now
        self._ended_at = float("-inf")
        home.prints.on_crash = self._crash_at_event

    @property
    def is_healed(self) -> bool:
        """Return whether nothing is wrong, nor was just before."""
        is_past = self._schedule.now - self._ended_at >= self._pace.healing
        return is_past and not self.is_busy

    def note(self, kind: str, more: str = "") -> None:
        """Note that something went wrong."""
        self._ended_at = self._schedule.now
        self.counts[kind] += 1
        self.log.append((self._schedule.now, f"{kind} {more}".strip()))

    def begin_in(self, seconds: float, random: Random) -> None:
        """Let something go wrong in so many seconds, by these chances."""
        weights = [2 if kind in OFTEN else 1 for kind in self.kinds]
        kind = random.choices(self.kinds, weights)[0]
        self._schedule.later(seconds, lambda: self._begin(kind, random))

    def _begin(self, kind: str, random: Random) -> None:
        """Let something go wrong, and undo it later."""
        if not (self.is_healed and self._home.is_running and self.kinds):
            return
        self.is_busy, self._random = True, random
        lasts, undo = _KINDS[kind](self)
        self.note(kind, f"for {lasts:.0f} s")
        self._home.witness.check(self._schedule.now)

        def end() -> None:
            """Undo it."""
            self.is_busy, self._ended_at = False, self._schedule.now
            undo()
            self.log.append((self._schedule.now, f"end of {kind}"))
            self._home.witness.check(self._schedule.now)

        self._schedule.later(lasts, end)

    def _lose(self) -> Mishap:
        """Lose single reports."""
        self._home.wire.loss = self._random.choice((0.05, 0.2, 0.5))
        return self._random.choice(_SHORT), self._home.wire.mend

    def _repeat(self) -> Mishap:
        """Deliver reports twice in a row."""
        self._home.wire.repetition = self._random.choice((0.1, 0.5, 1.0))
        return self._random.choice(_SHORT), self._home.wire.mend

    def _delay(self) -> Mishap:
        """Hold all reports back, and deliver them in one go."""
        self._home.wire.hold()
        return self._random.choice((5.0, 20.0, 60.0, 200.0)), self._home.wire.release

    def _restart_broker(self) -> Mishap:
        """End the session."""
        self._home.lose_link()
        return self._random.choice(_SHORT), self._home.connect

    def _half_open(self) -> Mishap:
        """Lose all reports, though the session seems to go on."""
        self._home.wire.is_dead = True
        return self._random.uniform(5, 116), self._reconnect

    def _change_token(self) -> Mishap:
        """Refuse everything for a while."""
        self._cloud.is_up = False
        self._home.lose_link()
        return self._random.choice(_SHORT), self._come_back

    def _restart(self) -> Mishap:
        """Stop Home Assistant in good order."""
        self._home.stop(is_crash=False)
        return self._random.choice((20.0, 60.0, 300.0, 3000.0)), self._home.start

    def _crash(self) -> Mishap:
        """Stop Home Assistant at once."""
        self._home.stop(is_crash=True)
        return self._random.choice((20.0, 60.0, 300.0, 3000.0)), self._home.start

    def _prepare_crash(self) -> Mishap:
        """Crash at the next event: before or after what results from it is stored."""
        self._home.prints.crash_at_event = self._random.choice(("before", "after"))
        return 1.0, lambda: None

    def _go_offline(self) -> Mishap:
        """Apply the house from the internet; that is noticed after a while."""
        self._cloud.is_up = False
        self._home.wire.is_dead = True
        self._schedule.later(self._random.uniform(5, 116), self._home.lose_link)
        return self._random.uniform(0.5 * _HOUR, 3 * _HOUR), self._come_back

    def _stop_broker(self) -> Mishap:
        """Let only polls work."""
        self._home.lose_link()
        return self._random.uniform(600, 2 * _HOUR), self._home.connect

    def _lose_wifi(self) -> Mishap:
        """Apply the printer from the network."""
        self._printer.has_network = False
        self._home.witness.lose_view()
        self._printer.leave()
        self._cloud.note_presence()
        return self._random.choice((20.0, 100.0, 600.0, 3000.0)), self._find_wifi

    def _lose_history(self) -> Mishap:
        """Let only the history fail."""
        self._cloud.has_history = False
        return self._random.uniform(60, _HOUR), self._repair_history

    def _jump(self) -> Mishap:
        """Set the clock of Home Assistant wrong."""
        self._home.prints.skew = self._random.choice((-_DAY, -_HOUR, _HOUR, _DAY))
        self._home.witness.break_off(self._schedule.now)
        return self._random.uniform(60, 3 * _HOUR), self._set_clock

    def _leave_account(self) -> Mishap:
        """Remove the printer from the account."""
        self._cloud.has_printer = False
        if self._home.has_printer:  # otherwise it was not seen to return
            self._left_at = self._schedule.now
        return self._random.uniform(400, 4000), self._return_to_account

    def _switch_off(self) -> Mishap:
        """Switch Home Assistant off for up to 40 prints."""
        self._home.stop(is_crash=self._random.random() < 0.3)
        self.many = self._random.randint(5, 40)
        return 1.3 * self._pace.series * self.many, self._home.start

    def _reconnect(self) -> None:
        """Notice a dead link and make a new one."""
        self._home.lose_link()
        self._schedule.later(self._random.uniform(1, 10), self._home.connect)

    def _come_back(self) -> None:
        """Let the cloud answer again."""
        self._cloud.is_up = True
        self._reconnect()

    def _find_wifi(self) -> None:
        """Bring the printer back to the network."""
        self._printer.has_network = True
        self._cloud.note_presence()
        self._printer.connect()

    def _repair_history(self) -> None:
        """Let the history answer again."""
        self._cloud.has_history = True

    def _set_clock(self) -> None:
        """Set the clock of Home Assistant right."""
        self._home.prints.skew = 0.0
        self._home.witness.break_off(self._schedule.now)

    def _return_to_account(self) -> None:
        """Bring the printer back, and forget its prints or not."""
        self._cloud.has_printer = True
        if self._random.random() < 0.25:
            self._home.forget_prints()
            self.left_at = self._left_at

    def _crash_at_event(self) -> None:
        """Crash as an event is about to fire, and start again."""
        self.note("crash at an event")
        self._home.stop(is_crash=True)

        def start() -> None:
            """Start again."""
            if not self._home.is_running:
                self._home.start()

        self._schedule.later(self._random.choice((20.0, 60.0, 300.0)), start)


_KINDS: dict[str, Callable[[Mishaps], Mishap]] = {
    "loss": Mishaps._lose,
    "repeats": Mishaps._repeat,
    "delay": Mishaps._delay,
    "broker restart": Mishaps._restart_broker,
    "half-open link": Mishaps._half_open,
    "token change": Mishaps._change_token,
    "restart": Mishaps._restart,
    "crash": Mishaps._crash,
    "crash at event": Mishaps._prepare_crash,
    "hours offline": Mishaps._go_offline,
    "hours without broker": Mishaps._stop_broker,
    "printer without Wi-Fi": Mishaps._lose_wifi,
    "history unreachable": Mishaps._lose_history,
    "clock jump": Mishaps._jump,
    "left account": Mishaps._leave_account,
    "off for many prints": Mishaps._switch_off,
}
FAULTS = tuple(_KINDS)
