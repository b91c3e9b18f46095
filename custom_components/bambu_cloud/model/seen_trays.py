"""Note which trays are at work during a print (docs/filament.md)."""

from dataclasses import dataclass, field, replace
import math

from .printer import PrinterState
from .sections.ams import TrayLocation
from .sections.job import Job
from .sections.tray import Tray
from .task import PrintTask

UNSURE = 0.1
"""Part of a print that may pass unseen; in more, another spool may have gone on."""
_PERCENT = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenTray:
    """A tray that was seen at work during a print, and when."""

    location: TrayLocation
    material: str | None = None
    filament_id: str | None = None
    color: str | None = None
    tray_uuid: str | None = field(default=None, repr=False)
    spool_id: str | None = None
    """Of the account's spool that was in it then."""
    used: float = 0.0
    """The part of the print that was seen to come from it, 0 to 1."""

    def is_same_as(self, other: SeenTray) -> bool:
        """Return whether both are the same spool in the same place."""
        return (
            self.location == other.location
            and self.tray_uuid == other.tray_uuid
            and self.filament_id == other.filament_id
            and self.color == other.color
            and (self.spool_id == other.spool_id or None in self._ids(other))
        )

    def _ids(self, other: SeenTray) -> tuple[str | None, str | None]:
        """Return the spools of both, None where the list had not come yet."""
        return self.spool_id, other.spool_id


@dataclass(frozen=True, slots=True, kw_only=True)
class RunTrays:
    """What was seen of the filament of one print."""

    ids: tuple[str, ...] = ()
    """Of its task."""
    trays: tuple[SeenTray, ...] = ()
    mapping: tuple[TrayLocation, ...] = ()
    """Where the filaments that the print uses are, in their order."""
    done: float = 0.0
    """How far it was seen, 0 to 1."""
    unseen: float = 0.0
    """The part of it of which nobody saw where it came from."""
    is_over: bool = False
    """Whether it was seen to end."""

    def is_of(self, task: PrintTask) -> bool:
        """Return whether this is a task of the history."""
        return task.id in self.ids


def ids_of(job: Job) -> tuple[str, ...]:
    """Return by what the history may have a job; nothing for a local one."""
    return tuple(dict.fromkeys(filter(None, (job.task_id, job.subtask_id))))


def part_done(job: Job) -> float | None:
    """Return how far a print is, 0 to 1: by layers, which do not run ahead."""
    if job.layer is not None and job.total_layers:
        return min(job.layer / job.total_layers, 1.0)
    return None if job.progress is None else job.progress / _PERCENT


def see(
    run: RunTrays | None, printer: PrinterState, spool_id: str | None
) -> RunTrays | None:
    """Return what was seen of a print, with what its printer does now.

    None before there is a print with an identity. One that is over stays as it is: its
    ids may go on in the first reports of the next.

    Args:
        run: What was seen before.
        printer: The state of the printer.
        spool_id: The account's spool in the active tray, None if there is none.
    """
    job, ids = printer.job, ids_of(printer.job)
    if not ids or not (job.is_active or job.is_over):
        return run
    if run is None or set(run.ids).isdisjoint(ids):
        if not job.is_active:
            return run
        run = RunTrays()
    if run.is_over:
        return run
    if not set(ids).issubset(run.ids):
        run = replace(run, ids=tuple(dict.fromkeys((*run.ids, *ids))))
    if job.is_active and (job.is_preparing or part_done(job) is None):
        return _with_mapping(run, job)
    run = _with_tray(_with_mapping(run, job), printer, spool_id)
    return replace(run, is_over=True) if job.is_over else run


def _with_mapping(run: RunTrays, job: Job) -> RunTrays:
    """Return a run with the mapping that the printer reports, if it is of this run."""
    mapping = tuple(filter(None, job.filament_mapping))
    is_own = job.mapping_task is None or job.mapping_task in run.ids
    return replace(run, mapping=mapping) if mapping and is_own else run


def _with_tray(run: RunTrays, printer: PrinterState, spool_id: str | None) -> RunTrays:
    """Return a run with what has come from the tray that is at work now."""
    job, location, tray = printer.job, printer.ams.active, printer.active_tray
    done = max(part_done(job) or 0.0, run.done)
    step = done - run.done
    is_gap = step > max(UNSURE, 2 / (job.total_layers or math.inf))
    trays, is_seen = run.trays, False
    if location and tray and tray.material is not None and not job.is_over:
        is_seen = not is_gap
        seen = _seen(location, tray, spool_id, step if is_seen else 0.0)
        trays = _added(trays, seen)
    unseen = run.unseen if is_seen else run.unseen + step
    return replace(run, done=done, unseen=unseen, trays=trays)


def _seen(
    location: TrayLocation, tray: Tray, spool_id: str | None, used: float
) -> SeenTray:
    """Return a tray as it is seen now."""
    return SeenTray(
        location=location,
        material=tray.material,
        filament_id=tray.filament_id,
        color=tray.colors[0] if tray.colors else None,
        tray_uuid=tray.tray_uuid,
        spool_id=spool_id,
        used=used,
    )


def _added(trays: tuple[SeenTray, ...], seen: SeenTray) -> tuple[SeenTray, ...]:
    """Return trays with one that is seen now, each once."""
    for number, tray in enumerate(trays):
        if tray.is_same_as(seen):
            spool_id = tray.spool_id or seen.spool_id
            more = replace(tray, used=tray.used + seen.used, spool_id=spool_id)
            return (*trays[:number], more, *trays[number + 1 :])
    return (*trays, seen)
