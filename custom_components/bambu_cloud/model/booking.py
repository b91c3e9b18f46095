"""Book what prints used of spools that nothing measures, each print once.

The cloud counts whole grams: what is owed to a spool adds up until it is one. What is
about to be written is part of the state, so that a crash neither doubles nor loses it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, NamedTuple

from .values import as_object, aware_time, number, objects, text

_MOST = 500
"""Bookings that are stored; older ones cannot be undone any more."""


class Write(NamedTuple):
    """A weight that is about to be set, and the one before."""

    grams: int
    """What it settles of what is owed."""
    before: int
    after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Booking:
    """What one print used of one spool."""

    task_id: str
    spool_id: str
    grams: float
    at: datetime
    is_undone: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """Return what a booking is unique by."""
        return self.task_id, self.spool_id


@dataclass(frozen=True, slots=True, kw_only=True)
class Bookings:
    """All bookings, and what of them is not written yet."""

    booked: tuple[Booking, ...] = ()
    owed: Mapping[str, float] = field(default_factory=dict)
    """g by spool; negative after one was undone."""
    writes: Mapping[str, Write] = field(default_factory=dict)
    """By spool, what may or may not have reached the cloud."""

    def of(self, task_id: str) -> tuple[Booking, ...]:
        """Return the bookings of a print that count."""
        return tuple(
            each
            for each in self.booked
            if each.task_id == task_id and not each.is_undone
        )


def book(state: Bookings, new: Iterable[Booking]) -> Bookings:
    """Return bookings with new ones; a print that was booked is not booked again."""
    keys = {each.key for each in state.booked}
    added = [each for each in new if each.key not in keys and each.grams > 0]
    for each in added:
        state = _owing(state, each.spool_id, each.grams)
    return replace(state, booked=(*state.booked, *added)[-_MOST:])


def undo(state: Bookings, task_id: str) -> Bookings:
    """Return bookings without those of a print, which is not booked again."""
    for each in state.of(task_id):
        state = _owing(state, each.spool_id, -each.grams)
    booked = tuple(
        replace(each, is_undone=each.is_undone or each.task_id == task_id)
        for each in state.booked
    )
    return replace(state, booked=booked)


def begin(state: Bookings, spool_id: str, remaining: int) -> Bookings:
    """Return bookings in which a spool is written, if whole grams are owed to it."""
    grams = int(state.owed.get(spool_id, 0.0))
    if not grams:
        return state
    write = Write(grams, remaining, max(remaining - grams, 0))
    return replace(state, writes={**state.writes, spool_id: write})


def finish(state: Bookings, spool_id: str) -> Bookings:
    """Return bookings in which a write has reached the cloud."""
    write = state.writes[spool_id]
    state = _owing(state, spool_id, -write.grams)
    return give_up(state, spool_id)


def give_up(state: Bookings, spool_id: str) -> Bookings:
    """Return bookings in which a write has not reached the cloud."""
    writes = {key: each for key, each in state.writes.items() if key != spool_id}
    return replace(state, writes=writes)


def resolve(state: Bookings, spool_id: str, remaining: int | None) -> Bookings:
    """Return bookings after a crash, by what the cloud has now.

    A weight that is neither that before nor that after was set by somebody since: it
    counts as weighed, and nothing is subtracted from it.
    """
    write = state.writes.get(spool_id)
    if write is None:
        return state
    is_open = remaining == write.before and write.before != write.after
    return give_up(state, spool_id) if is_open else finish(state, spool_id)


def forget(state: Bookings, spool_id: str) -> Bookings:
    """Return bookings in which nothing is owed to a spool."""
    owed = {key: grams for key, grams in state.owed.items() if key != spool_id}
    return replace(give_up(state, spool_id), owed=owed)


def _owing(state: Bookings, spool_id: str, grams: float) -> Bookings:
    """Return bookings in which more is owed to a spool."""
    owed = {**state.owed, spool_id: state.owed.get(spool_id, 0.0) + grams}
    return replace(state, owed=owed)


def write_bookings(state: Bookings) -> dict[str, Any]:
    """Return bookings as JSON."""
    return {
        "booked": [
            {
                "task_id": each.task_id,
                "spool_id": each.spool_id,
                "grams": each.grams,
                "at": each.at.isoformat(),
                "is_undone": each.is_undone,
            }
            for each in state.booked
        ],
        "owed": dict(state.owed),
        "writes": {key: list(each) for key, each in state.writes.items()},
    }


def read_bookings(stored: Mapping[str, Any]) -> Bookings:
    """Return stored bookings, as far as they can be read."""
    owed = as_object(stored.get("owed")).items()
    writes = as_object(stored.get("writes")).items()
    return Bookings(
        booked=tuple(filter(None, map(_read_booking, objects(stored.get("booked"))))),
        owed={key: grams for key, each in owed if (grams := number(each)) is not None},
        writes={key: write for key, each in writes if (write := _read_write(each))},
    )


def _read_booking(stored: Mapping[str, Any]) -> Booking | None:
    """Return a stored booking, None if something is missing."""
    task_id, spool_id = text(stored.get("task_id")), text(stored.get("spool_id"))
    grams, at = number(stored.get("grams")), aware_time(stored.get("at"))
    if task_id is None or spool_id is None or grams is None or at is None:
        return None
    is_undone = stored.get("is_undone") is True
    return Booking(
        task_id=task_id, spool_id=spool_id, grams=grams, at=at, is_undone=is_undone
    )


def _read_write(stored: Any) -> Write | None:
    """Return a stored write."""
    match stored:
        case [int() as grams, int() as before, int() as after]:
            return Write(grams, before, after)
    return None
