"""Decide when a task is due. Pure: no clock, no input or output."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self

from ..model.values import as_object, number, text
from .tasks import REMINDERS, Rule, Task

_BUSY, _USED = 5, 1
"""Hours of printing a day from which the first, and the second interval count."""
_FAR_AWAY = 3650
"""Days: a prediction beyond that is none, and dates have an end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Usage:
    """What a printer has ever printed."""

    hours: float = 0
    kg: float = 0
    abrasive_kg: float = 0
    prints: float | None = 0
    """None in a record of a version that did not note it."""

    def since(self, before: Self) -> Self:
        """Return what was printed since then."""
        return type(self)(
            hours=self.hours - before.hours,
            kg=self.kg - before.kg,
            abrasive_kg=self.abrasive_kg - before.abrasive_kg,
            prints=_difference(self.prints, before.prints),
        )


def _difference(now: float | None, before: float | None) -> float | None:
    """Return how much more it is, None if either is unknown."""
    return None if now is None or before is None else now - before


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """When a task was done last, and how much had been printed by then."""

    since: datetime
    """When it was done; when it was first listed if it was never done."""
    usage: Usage | None = None
    """None while the history was not read."""
    is_wanted: bool = False
    """Whether a person put it on the list again."""
    codes: frozenset[str] = frozenset()
    """Messages by which the printer asks for it now."""
    done_codes: frozenset[str] = frozenset()
    """Those of them that were there when a person ticked it."""
    before: Self | None = None
    """The record that a tick replaced."""

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        usage = self.usage
        return {
            "since": self.since.isoformat(),
            "usage": usage and [usage.hours, usage.kg, usage.abrasive_kg],
            # On its own: an older version reads three numbers.
            "prints": usage and usage.prints,
            "is_wanted": self.is_wanted,
            "codes": sorted(self.codes),
            "done_codes": sorted(self.done_codes),
            "before": self.before and self.before.to_dict(),
        }

    @classmethod
    def from_dict(cls, stored: Any) -> Self | None:
        """Return a stored record, None for anything else."""
        raw = as_object(stored)
        try:
            since = datetime.fromisoformat(text(raw.get("since")) or "")
        except ValueError:
            return None
        if since.tzinfo is None:
            return None
        before = cls.from_dict(raw.get("before"))
        return cls(
            since=since,
            usage=_usage(raw.get("usage"), raw.get("prints")),
            is_wanted=raw.get("is_wanted") is True,
            codes=_codes(raw.get("codes")),
            done_codes=_codes(raw.get("done_codes")),
            before=before and replace(before, before=None),
        )


def _usage(stored: Any, prints: Any) -> Usage | None:
    """Return a stored usage, None for anything else."""
    match stored:
        case [hours, kg, abrasive] if None not in map(number, stored):
            return Usage(
                hours=number(hours) or 0,
                kg=number(kg) or 0,
                abrasive_kg=number(abrasive) or 0,
                prints=number(prints),
            )
    return None


def _codes(stored: Any) -> frozenset[str]:
    """Return stored codes."""
    codes = stored if isinstance(stored, list) else ()
    return frozenset(code for code in codes if isinstance(code, str))


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides beside the record whether a task is due."""

    now: datetime
    usage: Usage | None = None
    """What was printed by now, None while the history was not read."""
    per_day: Usage = field(default_factory=Usage)
    """What was printed a day lately."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A task of a printer, as it is shown."""

    task: Task
    is_open: bool
    due: datetime | None = None
    """When it was or will be due; None if only the printer knows, or it cannot wait."""
    done_at: datetime | None = None
    codes: tuple[str, ...] = ()
    """Messages by which the printer asks for it."""


def item_of(
    task: Task, rule: Rule | None, record: Record, situation: Situation
) -> Item:
    """Return a task as it is shown; without a rule only the printer asks for it."""
    asked = record.codes - record.done_codes
    due = None if rule is None else due_at(rule, record, situation)
    is_due = due is not None and due <= situation.now
    is_wanted = bool(asked) or record.is_wanted
    return Item(
        task=task,
        is_open=is_due or is_wanted,
        due=None if is_wanted and not is_due else due,
        done_at=record.since if record.before else None,
        codes=tuple(sorted(asked)),
    )


def due_at(rule: Rule, record: Record, situation: Situation) -> datetime | None:
    """Return when the first interval is over, if printing goes on as lately."""
    now, per_day = situation.now, situation.per_day
    times = []
    if (days := _days(rule, per_day.hours)) is not None:
        times.append(record.since + timedelta(days=days))
    if situation.usage and record.usage:
        used = situation.usage.since(record.usage)
        for most, done, daily in (
            (rule.hours, used.hours, per_day.hours),
            (rule.prints, used.prints, per_day.prints or 0),
            (rule.rolls, used.kg, per_day.kg),
            (rule.abrasive_rolls, used.abrasive_kg, per_day.abrasive_kg),
        ):
            if (days := _left(most, done, daily)) is not None:
                times.append(now + timedelta(days=days))
    return min(times, default=None)


def _left(most: float | None, done: float | None, daily: float) -> float | None:
    """Return days until so much is printed; None if that never happens."""
    if most is None or done is None:
        return None
    if done >= most:
        return 0
    return min((most - done) / daily, _FAR_AWAY) if daily > 0 else None


def _days(rule: Rule, hours_per_day: float) -> float | None:
    """Return the interval in days, which may depend on how much is printed."""
    if rule.days_by_use is None:
        return rule.days
    busy, used, idle = rule.days_by_use
    if hours_per_day >= _BUSY:
        return busy
    return used if hours_per_day >= _USED else idle


def observed(
    record: Record, task: Task, codes: Iterable[str], now: Situation
) -> Record:
    """Return a record after a printer has reported its messages.

    A message that is gone was confirmed at the printer's screen: the task was done.
    """
    asking = frozenset(code for code in codes if REMINDERS.get(code) is task)
    if record.codes and not asking:
        return done(replace(record, codes=asking), now)
    done_codes = record.done_codes & asking
    if (asking, done_codes) == (record.codes, record.done_codes):
        return record
    return replace(record, codes=asking, done_codes=done_codes)


def done(record: Record, now: Situation) -> Record:
    """Return a record after the task was done."""
    return Record(
        since=now.now,
        usage=now.usage,
        codes=record.codes,
        done_codes=record.codes,
        before=replace(record, before=None),
    )


def undone(record: Record) -> Record:
    """Return a record as if the task had not been done."""
    before = record.before or record
    return replace(
        before, is_wanted=True, codes=record.codes, done_codes=frozenset(), before=None
    )
