"""The cloud's history of print jobs (protocol H.6)."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.simulator.printer.job import Job
from tests.simulator.printer.printer import Printer, SimulatedPrinter
from tests.simulator.printer.state import Payload

from .covers import Covers
from .past import filament, iso

_STILL_RUNNING = timedelta(seconds=19)
_WEIGHT = 34.62


@dataclass(kw_only=True)
class _Task:
    """A job and when it happened."""

    job: Job
    printer: Printer
    started_at: datetime
    ended_at: datetime | None = None
    filaments: list[Payload] = field(default_factory=list)


class History:
    """The cloud's list of tasks.

    Attributes:
        covers: Their pictures.
        past: Rows of what was printed before, newest first; anything may be in them.
    """

    def __init__(self) -> None:
        """Start with an empty list."""
        self.covers = Covers()
        self.past: list[Payload] = []
        self._tasks: list[_Task] = []

    def remember(self, rows: Iterable[Payload]) -> None:
        """Add tasks before all others; rows may leave out default fields."""
        self.past += [_USUAL | row for row in rows]

    def remember_first(self, row: Payload) -> None:
        """Add tasks after all others of the past."""
        self.past.insert(0, _USUAL | row)

    def observe(self, printer: Printer, now: datetime) -> None:
        """Add a job that started, or end it; LAN jobs are not listed."""
        job = printer.job
        if job is None or not job.task_id:
            return
        task = self._latest(printer.identity.serial)
        if task is None or task.job is not job:
            used = _used(printer)
            task = _Task(job=job, printer=printer, started_at=now, filaments=used)
            self._tasks.append(task)
        if job.outcome and task.ended_at is None:
            task.ended_at = now

    def _latest(self, serial: str) -> _Task | None:
        """Return the newest task of a printer."""
        for task in reversed(self._tasks):
            if task.printer.identity.serial == serial:
                return task
        return None

    def last_task(self, serial: str) -> int | None:
        """Return the number of the printer's current or last task."""
        task = self._latest(serial)
        return task.job.task_id if task else None

    def print_status(self, serial: str) -> str:
        """Return the status of the device list."""
        task = self._latest(serial)
        if task is None:
            return "SUCCESS"
        if task.ended_at is not None:
            return "SUCCESS" if task.job.outcome == "FINISH" else "FAIL"
        return "PAUSE" if task.printer.gcode_state == "PAUSE" else "RUNNING"

    def current(self, serial: str) -> Payload:
        """Return the task fields of `user/print`, empty when idle."""
        task = self._latest(serial)
        if task is None or task.ended_at is not None:
            return {}
        return {
            "task_id": str(task.job.task_id),
            "task_name": task.job.title,
            "task_status": self.print_status(serial),
            "model_id": task.job.model_id,
            "project_id": task.job.project_id,
            "profile_id": task.job.profile_id,
            "start_time": iso(task.started_at),
            "prediction": round(task.job.seconds),
            "progress": task.job.progress,
            "thumbnail": "",
        }

    def hits(self, serials: Collection[str], now: datetime) -> list[Payload]:
        """Return the tasks of some printers, newest first.

        A cover is a path: whoever serves the list knows where the pictures are.
        """
        own = [
            _hit(task)
            for task in reversed(self._tasks)
            if task.printer.identity.serial in serials
        ]
        devices = {None, *serials}
        past = [row for row in self.past if row["deviceId"] in devices]
        return [row | {"cover": self._cover(row, now)} for row in (*own, *past)]

    def _cover(self, row: Payload, now: datetime) -> object:
        """Return the signed address of a task's cover."""
        if row["cover"] != "":
            return row["cover"]
        match row["amsDetailMapping"]:
            case [{"targetColor": str(color)}, *_]:
                pass
            case _:
                color = "9E9E9E"
        return self.covers.sign(row["id"], row["title"], color, now)


def _used(printer: Printer) -> list[Payload]:
    """Return the filament that a print starts with."""
    if not isinstance(printer, SimulatedPrinter) or printer.printing.player is None:
        return []
    tray = printer.printing.player.timeline.filament
    spool = printer.ams.slot(*tray).spool
    if spool is None:
        return []
    data = spool.data
    return [
        filament(
            data["tray_type"],
            data["tray_info_idx"],
            data["tray_color"],
            _WEIGHT,
            tray,
        )
    ]


def _hit(task: _Task) -> Payload:
    """Return a task as `my/tasks` shows it (protocol A.7.4)."""
    status = 4
    if task.ended_at is not None:
        status = 2 if task.job.outcome == "FINISH" else 3
    identity = task.printer.identity
    return _USUAL | {
        "id": task.job.task_id,
        "title": task.job.title,
        "modelId": task.job.model_id,
        "profileId": int(task.job.profile_id),
        "status": status,
        "startTime": iso(task.started_at),
        "endTime": iso(task.ended_at or task.started_at + _STILL_RUNNING),
        "costTime": round(task.job.seconds),
        "deviceId": identity.serial,
        "deviceName": identity.name,
        "deviceModel": identity.product,
        "amsDetailMapping": task.filaments,
    }


_USUAL: Payload = {
    "designId": 0,
    "designTitle": "",
    "designTitleTranslated": "",
    "instanceId": 0,
    "modelId": "US56eb96a1a2b948",
    "title": "Benchy",
    "cover": "",
    "status": 2,
    "failedType": 0,
    "feedbackStatus": 0,
    "startTime": "2026-01-01T08:00:00Z",
    "endTime": "2026-01-01T09:00:00Z",
    "weight": _WEIGHT,
    "length": 1161,
    "costTime": 3600,
    "profileId": 35276233,
    "plateIndex": 1,
    "plateName": "",
    "deviceName": "",
    "deviceModel": "",
    "amsDetailMapping": [],
    "mode": "cloud_file",
    "isPublicProfile": False,
    "isPrintable": True,
    "isDelete": False,
    "bedType": "textured_plate",
    "jobType": 0,
    "useAms": True,
    "repetitions": 1,
}
"""What most rows have in common."""
