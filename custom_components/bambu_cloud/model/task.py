"""Describe a print job as the account's history remembers it (protocol A.7.4)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any

from .color import visible_color
from .sections.ams import TrayLocation
from .sections.tray import nonzero_text
from .task_places import places
from .values import (
    cloud_time,
    duration,
    identifier,
    integer,
    number,
    objects,
    positive,
    text,
)

_YEARS = range(2015, 2100)
"""When prints may have happened; the cloud writes "never" as the year 1."""
_LONGEST = timedelta(days=366)
_HEAVIEST = 100_000.0
_LONGEST_METERS = 100_000.0
_CENTIMETERS = 100


class TaskStatus(StrEnum):
    """What became of a task."""

    PRINTING = "printing"
    FINISHED = "finished"
    FAILED = "failed"
    """Canceled ones, too: the history has one number for both."""
    UNKNOWN = "unknown"


_STATUS: Mapping[int | None, TaskStatus] = {
    1: TaskStatus.PRINTING,
    2: TaskStatus.FINISHED,
    3: TaskStatus.FAILED,
    4: TaskStatus.PRINTING,
}
_OVER = frozenset({TaskStatus.FINISHED, TaskStatus.FAILED})


@dataclass(frozen=True, slots=True, kw_only=True)
class TaskFilament:
    """One filament of a task, as the slicer planned it."""

    material: str | None = None
    """Family, such as "PETG-CF"."""
    filament_id: str | None = None
    color: str | None = None
    """Of the spool that was used, as "#RRGGBB"."""
    weight: float | None = None
    """g."""
    places: tuple[TrayLocation, ...] = ()
    """Where it came from; after the first, what other ways to count slots mean."""
    used: float | None = None
    """g that the print really used, as far as that is certain."""
    tray_uuid: str | None = field(default=None, repr=False)
    """Of the spool that was used; None without a tag, or if that is not certain."""
    spool: str | None = None
    """What the owner calls that spool."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintTask:
    """A job in the history of the account; jobs from the local network are not there.

    Weights, lengths and the estimate are the slicer's, also where a print failed.
    """

    id: str
    serial: str = field(repr=False)
    """Of the printer, "" where the cloud does not return it."""
    title: str | None = None
    status: TaskStatus = TaskStatus.UNKNOWN
    started_at: datetime | None = None
    ended_at: datetime | None = None
    """Only when over: the cloud makes up an end for what is still printing."""
    weight: float | None = None
    """g."""
    length: float | None = None
    """m."""
    estimate: int | None = None
    """s."""
    plate: int | None = None
    """Number of the plate, from 1."""
    plate_name: str | None = None
    bed_type: str | None = None
    """Such as "textured_plate"."""
    cover_url: str | None = field(default=None, repr=False)
    """Signed: it expires after some minutes."""
    mode: str | None = None
    """Where the job came from, such as "cloud_file"."""
    model_id: str | None = None
    profile_id: str | None = None
    filaments: tuple[TaskFilament, ...] = ()

    @property
    def is_over(self) -> bool:
        """Return whether the job has ended, in whatever way."""
        return self.status in _OVER

    @property
    def is_reprintable(self) -> bool:
        """Return whether it names what it printed, so that the cloud may have that."""
        return bool(self.model_id and self.profile_id)

    @property
    def duration(self) -> timedelta | None:
        """Return how long it ran, once it is over."""
        if self.started_at is None or self.ended_at is None:
            return None
        return self.ended_at - self.started_at

    @property
    def weights(self) -> Mapping[str, float]:
        """Return g by material; "" where the cloud returns no material."""
        weights: defaultdict[str, float] = defaultdict(float)
        for filament in self.filaments:
            if filament.weight:
                weights[filament.material or ""] += filament.weight
        if not weights and self.weight:
            weights[""] = self.weight
        return dict(weights)


def read_task(row: Any) -> PrintTask | None:
    """Read a row of the history, None for one without an id."""
    if not isinstance(row, dict) or (task_id := identifier(row.get("id"))) is None:
        return None
    status = _STATUS.get(integer(row.get("status")), TaskStatus.UNKNOWN)
    started_at = _time(row.get("startTime"))
    ended_at = _time(row.get("endTime")) if status in _OVER else None
    return PrintTask(
        id=task_id,
        serial=text(row.get("deviceId")) or "",
        title=text(row.get("title")) or text(row.get("designTitle")),
        status=status,
        started_at=started_at,
        ended_at=ended_at if _is_plausible(started_at, ended_at) else None,
        weight=_weight(row.get("weight")),
        length=_meters(row.get("length")),
        estimate=duration(row.get("costTime")),
        plate=positive(row.get("plateIndex")),
        plate_name=text(row.get("plateName")),
        bed_type=text(row.get("bedType")),
        cover_url=text(row.get("cover")),
        mode=text(row.get("mode")),
        model_id=identifier(row.get("modelId")),
        profile_id=identifier(row.get("profileId")),
        filaments=tuple(_filaments(row)),
    )


def _time(value: Any) -> datetime | None:
    """Return a time in UTC, None for the cloud's "never"."""
    time = cloud_time(value)
    return time.astimezone(UTC) if time and time.year in _YEARS else None


def _is_plausible(started_at: datetime | None, ended_at: datetime | None) -> bool:
    """Return whether a print can have run this long."""
    if started_at is None or ended_at is None:
        return True
    return timedelta() <= ended_at - started_at <= _LONGEST


def _weight(value: Any) -> float | None:
    """Read g; zero stands for "unknown"."""
    return _between(number(value), _HEAVIEST)


def _meters(centimeters: Any) -> float | None:
    """Read a length in cm; zero stands for "unknown"."""
    length = number(centimeters)
    return None if length is None else _between(length / _CENTIMETERS, _LONGEST_METERS)


def _between(value: float | None, most: float) -> float | None:
    """Return a number above zero that is not absurd."""
    return value if value is not None and 0 < value <= most else None


def _filaments(row: Mapping[str, Any]) -> Iterator[TaskFilament]:
    """Read which filament came from where."""
    details = objects(row.get("amsDetailMapping"))
    for item, found in zip(details, places(row), strict=True):
        yield TaskFilament(
            material=text(item.get("targetFilamentType"))
            or text(item.get("filamentType")),
            filament_id=nonzero_text(item.get("filamentId")),
            color=visible_color(item.get("targetColor"))
            or visible_color(item.get("sourceColor")),
            weight=_weight(item.get("weight")),
            places=found,
        )
