"""Find which spools a print used, and how much of each (docs/filament.md).

Evidence, best first: trays that were seen at work during the run; the mapping that the
printer reports; the places in the account's history; the one spool of that product and
color. What does not agree with the filament there is not assigned.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from .printer import PrinterState
from .sections.ams import TrayLocation
from .seen_trays import UNSURE, RunTrays, SeenTray
from .spool_match import place_used
from .task import PrintTask, TaskFilament, TaskStatus


class Use(NamedTuple):
    """What a print used of one spool, or of one that is not certain."""

    filament: int
    """Which of the filaments of the task, from 0."""
    grams: float
    location: TrayLocation | None = None
    tray_uuid: str | None = None
    spool_id: str | None = None


def uses_of(
    task: PrintTask, run: RunTrays | None, printer: PrinterState
) -> tuple[Use, ...] | None:
    """Return what a print that is over used; what is not certain has no place.

    It is over once the history or the printer says so. None as long as the history has
    no weights, and for a print that did not finish and was not seen to end.
    """
    is_over = task.is_over or (run is not None and run.is_over)
    if not is_over or not task.filaments or not all(map(_weight, task.filaments)):
        return None
    done = 1.0 if task.status is TaskStatus.FINISHED else _end(run)
    if done is None:
        return None
    return tuple(
        use
        for number in range(len(task.filaments))
        for use in _uses(task, number, run or RunTrays(), printer, done)
    )


def _weight(filament: TaskFilament) -> float:
    """Return the g that the slicer planned, 0 if it is not there yet."""
    return filament.weight or 0.0


def _end(run: RunTrays | None) -> float | None:
    """Return how far a print came that did not finish."""
    return run.done if run and run.is_over else None


def _uses(
    task: PrintTask, number: int, run: RunTrays, printer: PrinterState, done: float
) -> Iterator[Use]:
    """Yield what was used of one filament."""
    filament = task.filaments[number]
    grams = _weight(filament) * done
    planned = _planned(task, number, run)
    if not run.trays:
        yield _by_place(filament, number, grams, planned, printer)
        return
    shares = _shares(task, number, planned, run, done)
    for tray, share in shares:
        yield Use(number, grams * share, tray.location, tray.tray_uuid, tray.spool_id)
    if not shares:
        yield Use(number, grams)


def _planned(task: PrintTask, number: int, run: RunTrays) -> TrayLocation | None:
    """Return where a filament was meant to come from."""
    if len(run.mapping) == len(task.filaments):
        return run.mapping[number]
    return next(iter(task.filaments[number].places), None)


def _candidates(filament: TaskFilament, trays: Sequence[SeenTray]) -> list[SeenTray]:
    """Return the trays that may have given a filament: those that agree best."""
    worked = [tray for tray in trays if tray.used] or trays
    alike = [tray for tray in worked if _is_alike(filament, tray)]
    colored = [tray for tray in alike if tray.color == filament.color]
    exact = [tray for tray in colored if tray.filament_id == filament.filament_id]
    return exact or colored or alike


def _is_alike(filament: TaskFilament, tray: SeenTray) -> bool:
    """Return whether a tray has the product of a filament, or at least its material."""
    same_id = filament.filament_id and filament.filament_id == tray.filament_id
    return bool(same_id) or (
        filament.material is not None and filament.material == tray.material
    )


def _shares(
    task: PrintTask,
    number: int,
    planned: TrayLocation | None,
    run: RunTrays,
    done: float,
) -> list[tuple[SeenTray, float]]:
    """Return which part of a filament each tray gave, nothing if that is not certain.

    Several filaments that the same tray may have given are told apart by their plan.
    One filament of several trays was used up in one, and went on in the next.
    """
    trays = _candidates(task.filaments[number], run.trays)
    rivals = [
        other
        for other in task.filaments
        if not set(trays).isdisjoint(_candidates(other, run.trays))
    ]
    as_planned = [tray for tray in trays if tray.location == planned]
    is_seen = run.unseen + max(done - run.done, 0.0) <= UNSURE
    if len(rivals) > 1 or (len(trays) == 1 and not is_seen):
        return [(as_planned[0], 1.0)] if len(as_planned) == 1 else []
    total = sum(tray.used for tray in trays)
    if len(trays) == 1:
        return [(trays[0], 1.0)]
    if not is_seen or not total:
        return []
    return [(tray, tray.used / total) for tray in trays if tray.used]


def _by_place(
    filament: TaskFilament,
    number: int,
    grams: float,
    planned: TrayLocation | None,
    printer: PrinterState,
) -> Use:
    """Return a use by where the filament was meant to be, if it still is there."""
    places = (planned, *filament.places) if planned else filament.places
    location = place_used(replace(filament, places=places), printer)
    tray = printer.tray(location) if location else None
    if location is None or tray is None:
        return Use(number, grams)
    return Use(number, grams, location, tray.tray_uuid)


def with_uses(
    task: PrintTask, uses: Sequence[Use], names: Mapping[str, str]
) -> PrintTask:
    """Return a task whose filaments say which spool each came from.

    A filament that came from two spools is there twice, with a part of its weight.

    Args:
        task: A task of the history.
        uses: What it used.
        names: What the account's spools are called, by id.
    """
    if not uses or any(use.filament >= len(task.filaments) for use in uses):
        return task
    totals = [0.0] * len(task.filaments)
    for use in uses:
        totals[use.filament] += use.grams
    filaments = [
        _with_use(task.filaments[use.filament], use, totals[use.filament], names)
        for use in uses
    ]
    return replace(task, filaments=tuple(filaments))


def _with_use(
    filament: TaskFilament, use: Use, total: float, names: Mapping[str, str]
) -> TaskFilament:
    """Return a filament as it came from one spool."""
    if use.location is None:
        return filament
    return replace(
        filament,
        weight=round(_weight(filament) * use.grams / (total or 1.0), 2),
        places=(use.location,),
        used=round(use.grams, 2),
        tray_uuid=use.tray_uuid,
        spool=names.get(use.spool_id or ""),
    )


def unassigned(uses: Iterable[Use]) -> float:
    """Return the g that came from no certain spool."""
    return sum(use.grams for use in uses if use.location is None)
