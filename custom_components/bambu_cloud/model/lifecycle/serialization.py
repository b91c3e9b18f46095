"""Write the run of a print as JSON, and read it again.

Each field has a reader of its own that returns None for what it cannot read, so that a
damaged value costs only itself. A generated `from_dict` would raise at the first, or
need the same reader for each field.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ..sections.job_status import PrintStatus
from ..values import aware_time, natural, objects, percent, positive, text
from .run import Run

_OUTCOMES = {
    status.value: status
    for status in (PrintStatus.FINISHED, PrintStatus.FAILED, PrintStatus.CANCELED)
}
_STORED_NAMES = {"reported_start": "clock", "is_unidentified": "is_vague"}
"""Fields that have another name in stored files."""


def write_run(run: Run) -> dict[str, Any]:
    """Return a run as JSON."""
    stored: dict[str, Any] = {"ids": list(run.ids)}
    for name in _READERS:
        if value := getattr(run, name):
            stored[_STORED_NAMES.get(name, name)] = (
                value.isoformat() if isinstance(value, datetime) else value
            )
    return stored


def read_run(stored: Any) -> Run | None:
    """Return a stored run, None for anything else."""
    if not isinstance(stored, dict):
        return None
    ids = stored.get("ids")
    values: dict[str, Any] = {
        name: read(stored.get(_STORED_NAMES.get(name, name)))
        for name, read in _READERS.items()
    }
    if isinstance(ids, list):
        values["ids"] = tuple(item for item in ids if isinstance(item, str))
    return Run(**values)


def read_runs(stored: Any) -> tuple[Run, ...]:
    """Return the runs of a stored list."""
    runs = (read_run(item) for item in objects(stored))
    return tuple(run for run in runs if run is not None)


def _outcome(stored: Any) -> PrintStatus | None:
    """Return a stored outcome."""
    return _OUTCOMES.get(stored) if isinstance(stored, str) else None


def _flag(stored: Any) -> bool:
    """Return a stored bool."""
    return stored is True


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "title": text,
    "error": text,
    "reason": text,
    "started_at": aware_time,
    "reported_start": aware_time,
    "ended_at": aware_time,
    "since": aware_time,
    "predicted_end": aware_time,
    "is_local": _flag,
    "is_unidentified": _flag,
    "is_paused": _flag,
    "ran_out": _flag,
    "left": _flag,
    "was_reset": _flag,
    "late": _flag,
    "on_first_layer": _flag,
    "past_first_layer": _flag,
    "outcome": _outcome,
    "hint": _outcome,
    "verdict": _outcome,
    "progress": percent,
    "layer": natural,
    "total_layers": positive,
}
