"""Keep the run of a print as JSON, and make sense of what was kept."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ..sections.job import PrintStatus
from ..values import natural, objects, percent, positive, text
from .run import Run

_OUTCOMES = {
    status.value: status
    for status in (PrintStatus.FINISHED, PrintStatus.FAILED, PrintStatus.CANCELED)
}


def keep(run: Run) -> dict[str, Any]:
    """Return a run as JSON."""
    kept: dict[str, Any] = {"ids": list(run.ids)}
    for name in _READERS:
        if value := getattr(run, name):
            kept[name] = value.isoformat() if isinstance(value, datetime) else value
    return kept


def read_run(kept: Any) -> Run | None:
    """Return a run that was kept, None for anything else."""
    if not isinstance(kept, dict):
        return None
    ids = kept.get("ids")
    read: dict[str, Any] = {
        name: read(kept.get(name)) for name, read in _READERS.items()
    }
    if isinstance(ids, list):
        read["ids"] = tuple(item for item in ids if isinstance(item, str))
    return Run(**read)


def read_runs(kept: Any) -> tuple[Run, ...]:
    """Return the runs of a list that was kept."""
    runs = (read_run(item) for item in objects(kept))
    return tuple(run for run in runs if run is not None)


def read_time(kept: Any) -> datetime | None:
    """Return a time that was kept, None for anything else."""
    try:
        time = datetime.fromisoformat(kept)
    except TypeError, ValueError:
        return None
    return time if time.tzinfo else None


def _outcome(kept: Any) -> PrintStatus | None:
    """Return an outcome that was kept."""
    return _OUTCOMES.get(kept) if isinstance(kept, str) else None


def _flag(kept: Any) -> bool:
    """Return a truth that was kept."""
    return kept is True


_READERS: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(("title", "error", "reason"), text),
    **dict.fromkeys(
        ("started_at", "clock", "ended_at", "since", "predicted_end"), read_time
    ),
    **dict.fromkeys(
        ("is_local", "is_vague", "is_paused", "ran_out", "left", "was_reset", "late"),
        _flag,
    ),
    **dict.fromkeys(("on_first_layer", "past_first_layer"), _flag),
    **dict.fromkeys(("outcome", "hint", "verdict"), _outcome),
    "progress": percent,
    "layer": natural,
    "total_layers": positive,
}
