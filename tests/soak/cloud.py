"""What the account has: the device list, the present task, and the history."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any

from .job import PrintJob
from .printer import Printer
from .schedule import Schedule

_LAGS = (2.0, 2.0, 10.0, 60.0, 180.0, 400.0)
_PAGE = 20


@dataclass(slots=True, kw_only=True)
class Row:
    """One task."""

    job: PrintJob
    began_at: float
    ended_at: float | None = None
    is_over: bool = False


class Cloud:
    """Sees the printer while that is connected.

    Attributes:
        is_up: Whether it answers.
        has_history: Whether the history answers.
        has_printer: Whether the printer is in the account.
    """

    def __init__(self, schedule: Schedule, printer: Printer, random: Random) -> None:
        """Begin with an empty history."""
        self.is_up = self.has_history = self.has_printer = True
        self._schedule = schedule
        self._printer = printer
        self._random = random
        self._rows: list[Row] = []
        self._lag = random.choice(_LAGS)
        self._status = "SUCCESS"
        self._current: Row | None = None
        self._gone_at: float | None = None
        self.on_row: Callable[[], None] = lambda: None

    def see(self, mark: str, job: PrintJob) -> None:
        """Learn what happens to a print of the cloud, once the printer can say so."""
        if job.task_id is None:
            return
        if mark == "start":
            row = Row(job=job, began_at=self._schedule.now)
            self._rows.insert(0, row)
            self._current, self._status = row, "RUNNING"
        elif mark in {"pause", "resume"}:
            self._status = "PAUSE" if mark == "pause" else "RUNNING"
        elif mark == "end":
            self._learn(job)

    def _learn(self, job: PrintJob) -> None:
        """Learn the end of a print as soon as the printer is connected."""
        if not self._printer.is_online:
            self._schedule.later(20, lambda: self._learn(job))
            return
        now = self._schedule.now
        is_late = now - job.ended_at > 30
        job.recorded_end = now if is_late and not job.seen_over else job.ended_at
        if self._current and self._current.job is job:
            self._current = None
            self._status = "SUCCESS" if job.outcome == "finished" else "FAIL"

        def show() -> None:
            """Let the history show it."""
            for row in self._rows:
                if row.job is job:
                    row.ended_at, row.is_over = job.recorded_end, True

        lag = self._lag * self._random.uniform(0.3, 1.5)
        self._schedule.later(lag if self._random.random() < 0.95 else 900, show)

    def note_presence(self) -> None:
        """Note whether the printer is connected; the list observes later."""
        self._gone_at = None if self._printer.is_online else self._schedule.now

    def poll(self) -> dict[str, Any]:
        """Return what `PolledPrinter` needs."""
        gone = self._gone_at is not None and self._schedule.now - self._gone_at > 90
        row = self._current
        if row and row.job.polled_at is None:
            row.job.polled_at = self._schedule.now
        return {
            "online": not gone,
            "print_status": self._status,
            "task_id": row and row.job.task_id,
            "task_name": row and row.job.titles[-1],
            "task_status": self._status if row else None,
            "started_at": row and datetime.fromtimestamp(row.began_at, UTC),
            "predicted_seconds": round(row.job.seconds) if row else None,
            "progress": self._printer.state["mc_percent"] if row else None,
        }

    def page(self, number: int) -> list[dict[str, Any]]:
        """Return a page of the history, the newest task first."""
        now = self._schedule.now
        rows = self._rows[number * _PAGE : (number + 1) * _PAGE]
        for row in rows:
            if row.is_over and row.job.readable_at is None:
                row.job.readable_at = now
        return [self._write(row) for row in rows]

    @staticmethod
    def _write(row: Row) -> dict[str, Any]:
        """Return a row as `my/tasks` has it."""
        status = 4
        if row.is_over:
            status = 2 if row.job.outcome == "finished" else 3
        end = row.ended_at or row.began_at
        return {
            "id": int(row.job.task_id or 0),
            "deviceId": "S",
            "title": row.job.titles[0],
            "status": status,
            "startTime": _iso(row.began_at),
            "endTime": _iso(end),
        }


def _iso(at: float) -> str:
    """Return a time as the cloud writes it."""
    return datetime.fromtimestamp(int(at), UTC).isoformat().replace("+00:00", "Z")
