"""Write which spools prints use as JSON, and read it again.

A damaged value costs only itself.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from .sections.ams import TrayLocation
from .seen_trays import RunTrays, SeenTray
from .spool_use import Use
from .values import natural, number, objects, text

_TEXTS = ("material", "filament_id", "color", "tray_uuid", "spool_id")


def write_run(run: RunTrays) -> dict[str, Any]:
    """Return what was seen of a print as JSON."""
    return {
        "ids": list(run.ids),
        "trays": [_write_tray(tray) for tray in run.trays],
        "mapping": [list(place) for place in run.mapping],
        "done": run.done,
        "unseen": run.unseen,
        "is_over": run.is_over,
    }


def read_run(stored: Mapping[str, Any]) -> RunTrays:
    """Return what was seen of a print, as far as it can be read."""
    places = map(_read_place, _items(stored.get("mapping")))
    trays = map(_read_tray, objects(stored.get("trays")))
    return RunTrays(
        ids=tuple(filter(None, map(text, _items(stored.get("ids"))))),
        trays=tuple(filter(None, trays)),
        mapping=tuple(filter(None, places)),
        done=number(stored.get("done")) or 0.0,
        unseen=number(stored.get("unseen")) or 0.0,
        is_over=stored.get("is_over") is True,
    )


def write_uses(uses: Sequence[Use]) -> list[dict[str, Any]]:
    """Return what a print used as JSON."""
    return [
        {**use._asdict(), "location": use.location and list(use.location)}
        for use in uses
    ]


def read_uses(stored: Any) -> tuple[Use, ...]:
    """Return what a print used, as far as it can be read."""
    return tuple(
        Use(
            filament=filament,
            grams=grams,
            location=_read_place(item.get("location")),
            tray_uuid=text(item.get("tray_uuid")),
            spool_id=text(item.get("spool_id")),
        )
        for item in objects(stored)
        if (filament := natural(item.get("filament"))) is not None
        and (grams := number(item.get("grams"))) is not None
    )


def _items(stored: Any) -> list[Any]:
    """Return a stored list, an empty one for anything else."""
    return stored if isinstance(stored, list) else []


def _write_tray(tray: SeenTray) -> dict[str, Any]:
    """Return a tray as JSON."""
    texts = {name: getattr(tray, name) for name in _TEXTS}
    return {**texts, "location": list(tray.location), "used": tray.used}


def _read_tray(stored: Mapping[str, Any]) -> SeenTray | None:
    """Return a stored tray, None without a place."""
    if (location := _read_place(stored.get("location"))) is None:
        return None
    texts = {name: text(stored.get(name)) for name in _TEXTS}
    used = number(stored.get("used")) or 0.0
    return SeenTray(location=location, used=used, **texts)


def _read_place(stored: Any) -> TrayLocation | None:
    """Return a stored place."""
    match stored:
        case [int(unit), int(slot)]:
            return TrayLocation(unit, slot)
    return None
