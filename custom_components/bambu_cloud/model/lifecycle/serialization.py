"""Write runs of prints and events as JSON, and read them again.

Each field has a reader of its own that returns None for what it cannot read, so that a
damaged value costs only itself. A generated `from_dict` would raise at the first, or
need the same reader for each field.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from ..sections.job_status import PrintStatus
from ..values import aware_time, natural, objects, percent, positive, text
from .event import PrintEvent, PrintEventType
from .run import Run

_OUTCOMES = {
    status.value: status
    for status in (PrintStatus.FINISHED, PrintStatus.FAILED, PrintStatus.CANCELED)
}


def write_run(run: Run) -> dict[str, Any]:
    """Return a run as JSON."""
    stored: dict[str, Any] = {"ids": list(run.ids)}
    for name in _READERS:
        if value := getattr(run, name):
            stored[name] = value.isoformat() if isinstance(value, datetime) else value
    return stored


def read_run(stored: Any) -> Run | None:
    """Return a stored run, None for anything else."""
    if not isinstance(stored, dict):
        return None
    ids = stored.get("ids")
    values: dict[str, Any] = {
        name: read(stored.get(name)) for name, read in _READERS.items()
    }
    if isinstance(ids, list):
        values["ids"] = tuple(item for item in ids if isinstance(item, str))
    return Run(**values)


def read_runs(stored: Any) -> tuple[Run, ...]:
    """Return the runs of a stored list."""
    runs = (read_run(item) for item in objects(stored))
    return tuple(run for run in runs if run is not None)


def write_event(event: PrintEvent) -> dict[str, Any]:
    """Return an event as JSON."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(event).items()
        if value is not None
    }


def read_event(stored: Mapping[str, Any]) -> PrintEvent | None:
    """Return a stored event, None for what cannot be read."""
    at, kind = aware_time(stored.get("at")), stored.get("type")
    if at is None or kind not in _KINDS:
        return None
    values = {name: read(stored.get(name)) for name, read in _EVENT_READERS.items()}
    return PrintEvent(type=PrintEventType(kind), at=at, **values)


def _outcome(stored: Any) -> PrintStatus | None:
    """Return a stored outcome."""
    return _OUTCOMES.get(stored) if isinstance(stored, str) else None


def _flag(stored: Any) -> bool:
    """Return a stored bool."""
    return stored is True


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "title": text,
    "name": text,
    "error": text,
    "reason": text,
    "started_at": aware_time,
    "ended_at": aware_time,
    "since": aware_time,
    "predicted_end": aware_time,
    "is_local": _flag,
    "is_paused": _flag,
    "ran_out": _flag,
    "left": _flag,
    "late": _flag,
    "has_fired": _flag,
    "on_first_layer": _flag,
    "past_first_layer": _flag,
    "outcome": _outcome,
    "hint": _outcome,
    "verdict": _outcome,
    "progress": percent,
    "layer": natural,
    "total_layers": positive,
}
_KINDS = frozenset(kind.value for kind in PrintEventType)
_EVENT_READERS: Mapping[str, Callable[[Any], Any]] = {
    "task_id": text,
    "title": text,
    "started_at": aware_time,
    "ended_at": aware_time,
    "layer": natural,
    "total_layers": positive,
    "progress": percent,
    "error": text,
    "reason": text,
    "late": _flag,
}
