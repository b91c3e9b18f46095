"""Join a printer with its data in the cloud (protocol A.8.1, A.8.7)."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from .catalog import UNKNOWN_MODEL, identify
from .printer import PrinterState, as_model
from .sections.job import Job, whole_minute
from .sections.job_status import PrintStatus, PrintType
from .sections.presence import Presence

_ACTIVE = {
    "RUNNING": PrintStatus.PRINTING,
    "PAUSE": PrintStatus.PAUSED,
    "PREPARE": PrintStatus.PREPARING,
    "SLICING": PrintStatus.SLICING,
    "CREATED": PrintStatus.SLICING,
}
_BUSY = _ACTIVE.keys() | {"ACTIVE"}
_OVER = {
    "SUCCESS": PrintStatus.FINISHED,
    "FAIL": PrintStatus.FAILED,
    "FAILED": PrintStatus.FAILED,
}
_QUIET = timedelta(seconds=180)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PolledPrinter:
    """One printer in `user/bind` and `user/print`."""

    serial: str = field(repr=False)
    name: str
    model_code: str
    product: str
    received_at: datetime
    online: bool | None
    print_status: str | None
    """Status of the last job, as the cloud writes it."""
    task_id: str | None
    """This and the following are None while no cloud job is active."""
    task_name: str | None
    task_status: str | None
    started_at: datetime | None
    predicted_seconds: int | None
    progress: int | None
    """%."""
    last_task_id: str | None = None
    """What the status of the last job is about, where the cloud lists that."""
    access_code: str | None = field(default=None, repr=False)
    """Secret of the printer's services on the local network; not to be stored."""


def with_poll(
    state: PrinterState, polled: PolledPrinter, *, link_up: bool
) -> PrinterState:
    """Return the printer after a poll.

    Identity and presence always come from the poll. The job does only while there is
    nothing better: the link is down, or the printer has not reported yet.
    """
    model = identify(
        code=polled.model_code, product=polled.product, serial=polled.serial
    )
    if model is not UNKNOWN_MODEL:
        state = as_model(state, model)
    if link_up and state.presence.last_seen is not None:
        job = _with_start(state.job, polled)
    else:
        is_stored = state.presence.last_seen is None
        job = _job_in_cloud(state.job, polled, is_stored=is_stored)
    return replace(
        state,
        name=polled.name or state.name,
        job=state.job if job == state.job else job,
        presence=_listed(state.presence, polled),
    )


def _listed(presence: Presence, polled: PolledPrinter) -> Presence:
    """Return the presence with the cloud's list, which outdates an old message."""
    last_seen = presence.last_seen
    quiet = last_seen is None or polled.received_at - last_seen > _QUIET
    reported = None if polled.online is False and quiet else presence.reported
    return replace(presence, listed=polled.online, reported=reported)


def _with_start(job: Job, polled: PolledPrinter) -> Job:
    """Return the job with the start that only the cloud has."""
    if job.started_at is None and job.is_active and _is_task_of(job, polled):
        return replace(job, started_at=polled.started_at)
    return job


def _job_in_cloud(job: Job, polled: PolledPrinter, *, is_stored: bool) -> Job:
    """Return the job as the cloud has it, which has none of the local network.

    An end that the printer reported outdates the cloud's task; a stored one may have
    been shown under the ids of the next job.
    """
    status = polled.task_status
    is_ended = job.is_over and not is_stored and _is_named_by(job, polled)
    if status in _ACTIVE and not is_ended:
        return _active_job(job, polled, _ACTIVE[status])
    if status in _OVER:
        return _ended_job(job, polled, status)
    is_idle = status is None and polled.task_id is None
    if is_idle and polled.print_status not in _BUSY:
        return _ended_job(job, polled, polled.print_status)
    return job


def _ended_job(job: Job, polled: PolledPrinter, cloud_status: str | None) -> Job:
    """Return the job with its end, as far as the cloud's last task says so.

    The cloud lists no job without ids, nor those from the local network. What became
    of a job of the cloud that is not its last one, only the history has.
    """
    ids = {job.task_id, job.subtask_id} - {None}
    if job.is_local or not ids:
        return job
    last = polled.task_id or polled.last_task_id
    if last is None or last in ids:
        return _over(job, cloud_status)
    return _over(job, None) if job.print_type is PrintType.CLOUD else job


def _over(job: Job, cloud_status: str | None) -> Job:
    """Return the job with its end, if it was active."""
    if not job.is_active:
        return job
    status = _OVER.get(cloud_status or "", PrintStatus.IDLE)
    job = job.ended(status)
    return replace(job, progress=100) if status is PrintStatus.FINISHED else job


def _active_job(job: Job, polled: PolledPrinter, status: PrintStatus) -> Job:
    """Return the active job, a new one if the cloud has another task."""
    if not (job.is_active and _is_task_of(job, polled)):
        job = Job(task_id=polled.task_id, speed=job.speed)
    started_at = job.started_at or polled.started_at
    finish_at = job.finish_at or _predicted_end(started_at, polled.predicted_seconds)
    return replace(
        job,
        status=status,
        stage=job.stage if status is job.status else None,
        progress=job.progress if polled.progress is None else polled.progress,
        name=polled.task_name or job.name,
        started_at=started_at,
        finish_at=finish_at,
        remaining_minutes=_minutes_until(finish_at, polled.received_at),
    )


def _predicted_end(started_at: datetime | None, seconds: int | None) -> datetime | None:
    """Return the minute at which the slicer expected the job to end."""
    if started_at is None or not seconds:
        return None
    try:
        return whole_minute(started_at + timedelta(seconds=seconds))
    except OverflowError:
        return None


def _minutes_until(finish_at: datetime | None, now: datetime) -> int | None:
    """Return the minutes that are left, at least 0."""
    return None if finish_at is None else max(0, round((finish_at - now) / _MINUTE))


def _is_task_of(job: Job, polled: PolledPrinter) -> bool:
    """Return whether no id of the job differs from the cloud's task."""
    unnamed = not job.is_local and job.task_id is None and job.subtask_id is None
    return unnamed or polled.task_id is None or _is_named_by(job, polled)


def _is_named_by(job: Job, polled: PolledPrinter) -> bool:
    """Return whether the job has the id of the cloud's task, maybe as a subtask."""
    return polled.task_id is not None and polled.task_id in {
        job.task_id,
        job.subtask_id,
    }
