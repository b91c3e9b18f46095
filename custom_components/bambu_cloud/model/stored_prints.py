"""Write the state of the prints of a printer as JSON, and read it again.

Each field has a reader of its own that returns None for what it cannot read, so that a
damaged value costs only itself. A generated `from_dict` would raise at the first, or
need the same reader for each field.
"""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from .lifecycle.event import PrintEvent, PrintEventType
from .lifecycle.run import Run
from .lifecycle.state import MOST_FIRED, MOST_RECENT, Lifecycle, Tracking
from .sections.job_status import PrintStatus
from .values import aware_time, natural, objects, percent, positive, text

_OUTCOMES = {
    status.value: status
    for status in (PrintStatus.FINISHED, PrintStatus.FAILED, PrintStatus.CANCELED)
}


_MOST_WAITING = 64


def write_lifecycle(state: Lifecycle) -> dict[str, Any]:
    """Return as JSON what has to outlast a restart."""
    seen_at = state.tracking.certain_at
    return {
        "since": state.since and state.since.isoformat(),
        "primed": state.primed,
        "run": state.run and _write_run(state.run),
        "is_open": state.is_open,
        "gone_at": state.over_at and state.over_at.isoformat(),
        "queue": [
            {"run": _write_run(item)} if isinstance(item, Run) else write_event(item)
            for item in state.queue
        ],
        "told": [{"id": name, "at": at.isoformat()} for name, at in state.fired],
        "recent": [_write_run(run) for run in state.recent],
        "error": state.error,
        "seen_at": seen_at and seen_at.isoformat(),
    }


def read_lifecycle(stored: Any) -> Lifecycle:
    """Return a stored state, as far as it can be read."""
    if (
        not isinstance(stored, dict)
        or (since := aware_time(stored.get("since"))) is None
    ):
        return Lifecycle()
    fired = (
        (text(item.get("id")), aware_time(item.get("at")))
        for item in objects(stored.get("told"))
    )
    run = _read_run(stored.get("run"))
    recent = map(_read_run, objects(stored.get("recent")))
    return Lifecycle(
        since=since,
        primed=stored.get("primed") is True,
        run=run,
        is_open=stored.get("is_open") is True and run is not None,
        over_at=aware_time(stored.get("gone_at")),
        queue=_read_queue(stored)[-_MOST_WAITING:],
        fired=tuple((name, at) for name, at in fired if name and at)[-MOST_FIRED:],
        recent=tuple(filter(None, recent))[-MOST_RECENT:],
        error=text(stored.get("error")),
        tracking=Tracking(certain_at=aware_time(stored.get("seen_at"))),
    )


def _read_queue(stored: Mapping[str, Any]) -> tuple[PrintEvent | Run, ...]:
    """Return what is to fire; before 0.2, runs came before events that were held."""
    items = (
        *({"run": run} for run in objects(stored.get("waiting"))),
        *objects(stored.get("held")),
        *objects(stored.get("queue")),
    )
    read = (
        _read_run(item["run"]) if "run" in item else read_event(item) for item in items
    )
    return tuple(filter(None, read))


def _write_run(run: Run) -> dict[str, Any]:
    """Return a run as JSON."""
    stored: dict[str, Any] = {"ids": list(run.ids)}
    for name in _READERS:
        if value := getattr(run, name):
            stored[name] = value.isoformat() if isinstance(value, datetime) else value
    if run.old_names:
        stored["old_names"] = sorted(run.old_names)
    return stored


def _read_run(stored: Any) -> Run | None:
    """Return a stored run, None for anything else."""
    if not isinstance(stored, dict):
        return None
    values: dict[str, Any] = {
        name: read(stored.get(name)) for name, read in _READERS.items()
    }
    ids, old_names = (_texts(stored.get(name)) for name in ("ids", "old_names"))
    return Run(ids=ids, old_names=frozenset(old_names), **values)


def write_event(event: PrintEvent) -> dict[str, Any]:
    """Return an event as JSON."""
    return {
        name: value.isoformat() if isinstance(value, datetime) else value
        for name, value in asdict(event).items()
        if value is not None
    }


def read_event(stored: Mapping[str, Any]) -> PrintEvent | None:
    """Return a stored event, None for what cannot be read."""
    at, kind = aware_time(stored.get("at")), text(stored.get("type"))
    if at is None or kind not in _KINDS:
        return None
    values = {name: read(stored.get(name)) for name, read in _EVENT_READERS.items()}
    return PrintEvent(type=PrintEventType(kind), at=at, **values)


def _outcome(stored: Any) -> PrintStatus | None:
    """Return a stored outcome."""
    return _OUTCOMES.get(stored) if isinstance(stored, str) else None


def _texts(stored: Any) -> tuple[str, ...]:
    """Return the texts of a stored list."""
    items = stored if isinstance(stored, list) else ()
    return tuple(item for item in items if isinstance(item, str))


def _flag(stored: Any) -> bool:
    """Return a stored bool."""
    return stored is True


_READERS: Mapping[str, Callable[[Any], Any]] = {
    "title": text,
    "name": text,
    "next_name": text,
    "error": text,
    "reason": text,
    "started_at": aware_time,
    "ended_at": aware_time,
    "since": aware_time,
    "predicted_end": aware_time,
    "began_at": aware_time,
    "unseen_from": aware_time,
    "is_local": _flag,
    "is_cloud": _flag,
    "has_own_name": _flag,
    "has_own_layers": _flag,
    "unseen": _flag,
    "is_paused": _flag,
    "ran_out": _flag,
    "left": _flag,
    "late": _flag,
    "has_fired": _flag,
    "on_first_layer": _flag,
    "past_first_layer": _flag,
    "outcome": _outcome,
    "verdict": _outcome,
    "progress": percent,
    "layer": natural,
    "total_layers": positive,
    "old_progress": percent,
    "old_layer": natural,
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
