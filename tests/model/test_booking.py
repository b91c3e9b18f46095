"""Bookings are written once each, whatever happens in between."""

from datetime import UTC, datetime
from random import Random
from typing import Any

import pytest

from custom_components.bambu_cloud.model.booking import (
    Booking,
    Bookings,
    Write,
    begin,
    book,
    finish,
    forget,
    give_up,
    read_bookings,
    resolve,
    undo,
    write_bookings,
)

AT = datetime(2026, 1, 1, tzinfo=UTC)


def booking(grams: float, task: str = "1", spool: str = "A") -> Booking:
    """Return what a print used of a spool."""
    return Booking(task_id=task, spool_id=spool, grams=grams, at=AT)


def test_once() -> None:
    """A print is booked once, for each of its spools."""
    state = book(Bookings(), [booking(10.4), booking(3, spool="B")])
    assert book(state, [booking(10.4)]) == state
    assert state.owed == {"A": 10.4, "B": 3}
    assert book(state, [booking(0, task="2")]) == state
    assert {each.spool_id for each in state.of("1")} == {"A", "B"}


def test_whole_grams() -> None:
    """Fractions add up until they are a gram, and nothing goes below 0."""
    state = book(Bookings(), [booking(10.6)])
    state = begin(state, "A", 500)
    assert state.writes == {"A": Write(10, 500, 490)}
    state = finish(state, "A")
    assert state.owed["A"] == pytest.approx(0.6)
    assert begin(state, "A", 490) == state
    state = book(state, [booking(700.5, task="2")])
    assert begin(state, "A", 490).writes == {"A": Write(701, 490, 0)}


def test_undo() -> None:
    """What is given back is not booked again."""
    state = finish(begin(book(Bookings(), [booking(10)]), "A", 500), "A")
    state = undo(state, "1")
    assert state.of("1") == ()
    assert begin(state, "A", 490).writes == {"A": Write(-10, 490, 500)}
    assert undo(state, "1") == state
    assert book(state, [booking(10)]) == state


@pytest.mark.parametrize(
    ("now", "owed"), [(500, 10.0), (490, 0.0), (300, 0.0), (None, 0.0)]
)
def test_crash(now: int | None, owed: float) -> None:
    """After a crash, the weight says whether it was written."""
    state = begin(book(Bookings(), [booking(10)]), "A", 500)
    state = resolve(state, "A", now)
    assert state.owed["A"] == owed
    assert state.writes == {}
    assert resolve(state, "A", now) == state


def test_empty_spool() -> None:
    """A spool of which nothing is left counts as written."""
    state = resolve(begin(book(Bookings(), [booking(10)]), "A", 0), "A", 0)
    assert state.owed["A"] == 0


def test_gone() -> None:
    """Nothing is owed to a spool that is gone."""
    state = begin(book(Bookings(), [booking(10)]), "A", 500)
    assert give_up(state, "A").owed == {"A": 10}
    assert forget(state, "A").owed == {}
    assert forget(state, "A").writes == {}


def test_stored() -> None:
    """Bookings outlast a restart, and a damaged value costs only itself."""
    state = begin(book(Bookings(), [booking(10)]), "A", 500)
    assert read_bookings(write_bookings(state)) == state
    undone = undo(state, "1")
    assert read_bookings(write_bookings(undone)) == undone


@pytest.mark.parametrize("bad", [None, 5, "x", [], {}, [None, 1, {"a": 1}], {"A": "x"}])
def test_damaged(bad: Any) -> None:
    """A damaged value costs only itself."""
    stored = write_bookings(begin(book(Bookings(), [booking(10)]), "A", 500))
    for key in stored:
        assert isinstance(read_bookings(stored | {key: bad}), Bookings)
    for key in stored["booked"][0]:
        damaged = {"booked": [stored["booked"][0] | {key: bad}]}
        assert len(read_bookings(damaged).booked) <= 1
    assert read_bookings({"writes": {"A": [1, 2, bad]}}).writes in (
        {},
        {"A": Write(1, 2, 5)},
    )


class Trial:
    """A cloud with one spool, and bookings that crash at any step."""

    def __init__(self, random: Random) -> None:
        """Start with a heavy spool."""
        self.random = random
        self.weight = self.start = 1_000_000
        self.state = self.stored = Bookings()

    def step(self, task: int, grams: float, *, undone: bool) -> None:
        """Book a print, maybe undo it, and write; any of it may be cut short."""
        self.state = book(self.state, [booking(grams, task=str(task))])
        if undone:
            self.state = undo(self.state, str(task))
        self.stored = self.state
        self.write()

    def write(self) -> None:
        """Write as the integration does, and crash now and then."""
        self.state = resolve(self.state, "A", self.weight)
        self.state = begin(self.state, "A", self.weight)
        if (write := self.state.writes.get("A")) is None:
            self.stored = self.state
            return
        self.stored = self.state
        if self.crashes():
            return
        self.weight = write.after
        if self.crashes():
            return
        self.state = finish(self.state, "A")
        if not self.crashes():
            self.stored = self.state

    def crashes(self) -> bool:
        """Crash and start again with what was stored, one time in five."""
        if self.random.random() > 0.2:
            return False
        self.state = read_bookings(write_bookings(self.stored))
        return True


@pytest.mark.parametrize("seed", [1, 2, datetime.now(UTC).toordinal()])
def test_no_gram_is_booked_twice_or_lost(seed: int) -> None:
    """A thousand prints with crashes at every step come out to the gram."""
    random = Random(seed)
    trial = Trial(random)
    used = 0.0
    for task in range(1000):
        grams, undone = random.uniform(0.1, 90), random.random() < 0.1
        used += 0 if undone else grams
        trial.step(task, grams, undone=undone)
        if random.random() < 0.2:  # the same print comes from the history again
            trial.state = book(trial.state, [booking(grams, task=str(task))])
    for _ in range(50):
        trial.write()
    assert trial.weight == pytest.approx(trial.start - used, abs=1.01), seed
