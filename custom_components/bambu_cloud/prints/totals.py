"""Add up what printers have printed, each task once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import MappingProxyType
from typing import Any, Self

from ..model import PrintTask, TaskStatus
from ..model.values import as_object, number

_HOUR = 3600
_RECENT = timedelta(days=30)
_AHEAD = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """What a printer has printed."""

    finished: int = 0
    failed: int = 0
    seconds: float = 0
    weights: Mapping[str, float] = field(default_factory=dict)
    """g by material, "" where that is unknown."""

    @property
    def weight(self) -> float:
        """Return g of all materials."""
        return sum(self.weights.values())

    @property
    def count(self) -> int:
        """Return how many prints there were."""
        return self.finished + self.failed

    @property
    def success_rate(self) -> float | None:
        """Return % of prints that finished, None without prints."""
        return self.finished / self.count * 100 if self.count else None

    def __add__(self, other: Totals) -> Totals:
        """Return both together."""
        weights = defaultdict(float, self.weights)
        for material, weight in other.weights.items():
            weights[material] += weight
        return Totals(
            finished=self.finished + other.finished,
            failed=self.failed + other.failed,
            seconds=self.seconds + other.seconds,
            weights=dict(weights),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A print that is over."""

    ended: int | None
    """Seconds since 1970; None if unknown."""
    totals: Totals

    def to_list(self) -> list[Any]:
        """Return what JSON can hold."""
        totals = self.totals
        return [self.ended, totals.finished, totals.seconds, dict(totals.weights)]

    @classmethod
    def from_list(cls, stored: Any) -> Self | None:
        """Return a stored print, None for anything else."""
        match stored:
            case [int() | None as ended, 0 | 1 as finished, seconds, dict() as weights]:
                return cls(
                    ended=ended,
                    totals=Totals(
                        finished=finished,
                        failed=1 - finished,
                        seconds=number(seconds) or 0,
                        weights={key: number(g) or 0 for key, g in weights.items()},
                    ),
                )
        return None


class PrintTotals:
    """Hold all prints of an account that are over, by printer and number."""

    def __init__(
        self, entries: Mapping[str, Mapping[str, Entry]] = MappingProxyType({})
    ) -> None:
        """Start with these prints."""
        self._entries: defaultdict[str, dict[str, Entry]] = defaultdict(dict)
        for serial, of_printer in entries.items():
            self._entries[serial] = dict(of_printer)
        self._totals: dict[str, Totals] = {}
        self._recent: dict[str, tuple[int, Totals]] = {}
        """With the hour since which they are added up."""

    def __len__(self) -> int:
        """Return how many prints there are."""
        return sum(len(entries) for entries in self._entries.values())

    def add(self, tasks: Iterable[PrintTask], now: datetime) -> set[str]:
        """Add the tasks that are over; return the printers of new ones."""
        changed = set()
        for task in tasks:
            entries = self._entries[task.serial]
            if task.is_over and entries.get(task.id) != (entry := _entry(task, now)):
                entries[task.id] = entry
                changed.add(task.serial)
        if changed:
            self._totals.clear()
            self._recent.clear()
        return changed

    def totals(self, serial: str) -> Totals:
        """Return what a printer has printed, added up once."""
        if serial not in self._totals:
            found = (entry.totals for entry in self._of(serial))
            self._totals[serial] = sum(found, start=Totals())
        return self._totals[serial]

    def recent(self, serial: str, now: datetime) -> Totals:
        """Return what a printer has printed in 30 days, to the hour."""
        since = int((now - _RECENT).timestamp()) // _HOUR
        if serial not in self._recent or self._recent[serial][0] != since:
            found = (
                entry.totals
                for entry in self._of(serial)
                if entry.ended is not None and entry.ended // _HOUR >= since
            )
            self._recent[serial] = since, sum(found, start=Totals())
        return self._recent[serial][1]

    def since(self, serial: str, moment: datetime) -> Totals:
        """Return what a printer has printed in prints that ended since then."""
        first = int(moment.timestamp())
        found = (
            entry.totals
            for entry in self._of(serial)
            if entry.ended is not None and entry.ended >= first
        )
        return sum(found, start=Totals())

    def by_hour(self, serial: str) -> dict[datetime, Totals]:
        """Return the totals at the end of each hour in which a print ended."""
        hours: defaultdict[int, list[Totals]] = defaultdict(list)
        total = Totals()
        for entry in self._of(serial):
            if entry.ended is None:
                total += entry.totals
            else:
                hours[entry.ended // _HOUR].append(entry.totals)
        by_hour = {}
        for hour, ended in sorted(hours.items()):
            total = sum(ended, start=total)
            by_hour[datetime.fromtimestamp(hour * _HOUR, UTC)] = total
        return by_hour

    def _of(self, serial: str) -> Iterable[Entry]:
        """Return what a printer has printed."""
        return self._entries.get(serial, {}).values()

    def copy(self) -> Self:
        """Return the same prints, which later ones do not change."""
        return type(self)(self._entries)

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {
            serial: {task_id: entry.to_list() for task_id, entry in entries.items()}
            for serial, entries in self._entries.items()
        }

    @classmethod
    def from_dict(cls, stored: Any) -> Self | None:
        """Return the stored prints, None if any of them is damaged."""
        prints = cls()
        if not isinstance(stored, dict):
            return None
        for serial, entries in stored.items():
            for task_id, raw in as_object(entries).items():
                if (entry := Entry.from_list(raw)) is None:
                    return None
                prints._entries[serial][task_id] = entry
        return prints


def _entry(task: PrintTask, now: datetime) -> Entry:
    """Return a print that is over."""
    ended = task.ended_at or task.started_at
    if ended is not None and ended > now + _AHEAD:
        ended = None
    seconds = task.duration.total_seconds() if task.duration else 0
    finished = task.status is TaskStatus.FINISHED
    share = 1.0
    if not finished and task.duration is not None and task.estimate:
        share = min(seconds / task.estimate, 1)
    return Entry(
        ended=None if ended is None else int(ended.timestamp()),
        totals=Totals(
            finished=int(finished),
            failed=int(not finished),
            seconds=seconds,
            weights={
                material: round(weight * share, 2)
                for material, weight in task.weights.items()
            },
        ),
    )
