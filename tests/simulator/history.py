"""What the cloud remembers of print jobs (protocol H.6)."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from .job import Job
from .printer import Printer
from .state import Payload

_STILL_RUNNING = timedelta(seconds=19)


@dataclass(kw_only=True)
class _Task:
    """A job and when it happened."""

    job: Job
    printer: Printer
    started_at: datetime
    ended_at: datetime | None = None


def _iso(moment: datetime) -> str:
    """Return a time as the API writes it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class History:
    """The cloud's list of tasks."""

    def __init__(self) -> None:
        """Start with nothing printed."""
        self._tasks: list[_Task] = []

    def observe(self, printer: Printer, now: datetime) -> None:
        """Notice a job that began or ended; jobs from the LAN leave no trace."""
        job = printer.job
        if job is None or not job.task_id:
            return
        task = self._latest(printer.identity.serial)
        if task is None or task.job is not job:
            task = _Task(job=job, printer=printer, started_at=now)
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
        """Return the status word of the device list."""
        task = self._latest(serial)
        if task is None:
            return "SUCCESS"
        if task.ended_at is not None:
            return "SUCCESS" if task.job.outcome == "FINISH" else "FAIL"
        return "PAUSE" if task.printer.gcode_state == "PAUSE" else "RUNNING"

    def current(self, serial: str) -> Payload:
        """Return the task fields of `user/print`, nothing when idle."""
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
            "start_time": _iso(task.started_at),
            "prediction": round(task.job.seconds),
            "progress": task.job.progress,
            "thumbnail": "",
        }

    def hits(self, serials: Container[str]) -> list[Payload]:
        """Return the history of some printers, newest first."""
        return [
            _hit(task)
            for task in reversed(self._tasks)
            if task.printer.identity.serial in serials
        ]


def _hit(task: _Task) -> Payload:
    """Return a task as `my/tasks` shows it (protocol A.7.4)."""
    status = 4
    if task.ended_at is not None:
        status = 2 if task.job.outcome == "FINISH" else 3
    identity = task.printer.identity
    return {
        "id": task.job.task_id,
        "title": task.job.title,
        "designId": 0,
        "designTitle": "",
        "instanceId": 0,
        "modelId": task.job.model_id,
        "profileId": int(task.job.profile_id),
        "cover": "",
        "status": status,
        "failedType": 0,
        "startTime": _iso(task.started_at),
        "endTime": _iso(task.ended_at or task.started_at + _STILL_RUNNING),
        "weight": 34.62,
        "length": 1161,
        "costTime": round(task.job.seconds),
        "plateIndex": 1,
        "plateName": "",
        "deviceId": identity.serial,
        "deviceName": identity.name,
        "deviceModel": identity.product,
        "amsDetailMapping": [],
        "mode": "cloud_file",
        "bedType": "textured_plate",
        "isDelete": False,
        "useAms": True,
    }
