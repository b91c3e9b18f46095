"""Describe the print job of a printer (protocol C.1)."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Self, override

from ..section import ReadContext, Section, at, read_from
from ..values import (
    bits,
    duration,
    epoch_time,
    identifier,
    integer,
    integers,
    natural,
    percent,
    positive,
    text,
)
from .ams import TrayLocation, read_locations
from .job_progress import NOTHING, Progress, of_this_job, still_left_over
from .job_status import (
    ACTIVE,
    OVER,
    PREPARING,
    PrintStatus,
    PrintType,
    SpeedLevel,
    read_print_type,
    read_speed,
    read_status,
)
from .stages import IDLE, IDLE_IDS, STAGE_PREPARING, STAGES

CANCELED_BY_USER = frozenset({0x0300_400C, 0x0500_400E})
"""Codes that say so (protocol C.7.2); firmware sends one or the other."""
_CALIBRATION = "auto_cali_for_user"
"""In the file name of a calibration that somebody has started."""
_LONGEST_MINUTES = 366 * 24 * 60
_STEADY = timedelta(minutes=2)


_RESUMED_AT_PRINTER = (False, False, *[True] * 14)
"""By the class of a job: whether it cuts or engraves."""
_AT_END: Mapping[str, Any] = {
    "stages": (),
    "stage_seconds": None,
    "prepare_progress": None,
    "remaining_minutes": None,
    "finish_at": None,
}
"""What only an active job has."""
_WHEN_IDLE: Mapping[str, Any] = {
    "progress": None,
    "layer": None,
    "total_layers": None,
    "plate": None,
    "plate_count": None,
    "filament_mapping": (),
    "skipped_objects": (),
    "printer_only": None,
    "started_at": None,
}
"""What outlasts a job until the printer is idle again."""


def _minutes(value: Any) -> int | None:
    """Read a number of minutes that a print can last."""
    minutes = natural(value)
    return minutes if minutes is not None and minutes <= _LONGEST_MINUTES else None


def _stages(value: Any) -> tuple[str, ...]:
    """Read the ids of stages, without those that have no name."""
    return tuple(STAGES[item] for item in integers(value) if item in STAGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Section):
    """The active job of the printer, or the last one."""

    status: PrintStatus = read_from(
        at("gcode_state", read_status), default=PrintStatus.UNKNOWN
    )
    stage: str | None = None
    """Slug of the current step (protocol C.2), "idle", None when unknown."""
    stage_id: int | None = read_from(at("stg_cur", integer))
    stages: tuple[str, ...] = read_from(at("stg", _stages), default=())
    """The steps planned for this job; only while active."""
    stage_seconds: int | None = read_from(at("stg_cd", duration))
    """Seconds left in the step; only while active."""
    print_type: PrintType | None = read_from(at("print_type", read_print_type))
    progress: int | None = read_from(at("mc_percent", percent), at("percent", percent))
    """%; the last value stays after the job."""
    prepare_progress: int | None = read_from(
        at("gcode_file_prepare_percent", percent), at("prepare_per", percent)
    )
    """% of download and preparation; only while preparing."""
    remaining_minutes: int | None = read_from(
        at("mc_remaining_time", _minutes), at("remain_time", _minutes)
    )
    """Only while active; some printers never clear it."""
    finish_at: datetime | None = None
    """Whole minute at which the job should end; only while active."""
    started_at: datetime | None = read_from(at("gcode_start_time", epoch_time))
    """As reported, else when the job was seen to start."""
    layer: int | None = read_from(at("layer_num", natural), at("3D.layer_num", natural))
    total_layers: int | None = read_from(
        at("total_layer_num", positive), at("3D.total_layer_num", positive)
    )
    name: str | None = read_from(at("subtask_name", text))
    file: str | None = read_from(at("gcode_file", text), at("file", text))
    task_id: str | None = read_from(at("task_id", identifier))
    subtask_id: str | None = read_from(at("subtask_id", identifier))
    job_id: str | None = read_from(at("job_id", identifier))
    project_id: str | None = read_from(at("project_id", identifier))
    profile_id: str | None = read_from(at("profile_id", identifier))
    plate: int | None = read_from(at("plate_idx", positive), at("plate_id", positive))
    """Number of the plate, from 1."""
    plate_count: int | None = read_from(at("plate_cnt", positive))
    """How many plates the project has."""
    filament_mapping: tuple[TrayLocation | None, ...] = read_from(
        at("mapping", read_locations), default=()
    )
    """Where each filament of the job comes from, None for one that is not used."""
    mapping_task: str | None = read_from(at("mapping_task", identifier))
    """The task that it is of; None where the printer reports it by itself."""
    skipped_objects: tuple[int, ...] = read_from(at("s_obj", integers), default=())
    """Ids of the objects that are skipped."""
    design_id: str | None = read_from(at("design_id", identifier))
    model_id: str | None = read_from(at("model_id", identifier))
    """Of the model on MakerWorld, as is the design."""
    queue_position: int | None = read_from(at("queue_number", positive))
    """Place in the queue of the cloud's slicer, None when not waiting."""
    queue_length: int | None = read_from(at("queue_total", positive))
    queue_seconds: int | None = read_from(at("queue_est", duration))
    """How long the wait is expected to be."""
    printer_only: bool | None = read_from(
        at("job_attr", bits(integer, 4, _RESUMED_AT_PRINTER))
    )
    """Whether it may be resumed only at the printer, as jobs that cut or engrave."""
    speed: SpeedLevel | None = read_from(at("spd_lvl", read_speed))
    speed_percent: int | None = read_from(at("spd_mag", positive))
    """Of the standard speed."""
    print_error: int | None = read_from(at("print_error", integer))
    """Code of the error that stops the job now; 0 for none (protocol C.7.2)."""
    fail_reason: int | None = read_from(at("fail_reason", integer))
    """Code of what ended the last job; 0 for nothing."""
    reported: Progress = field(default=NOTHING, repr=False)
    """How far it is according to the last report, whatever that is worth."""
    left_over: Progress = field(default=NOTHING, repr=False, compare=False)
    """What the reports of an active job may still have of the last one."""

    @property
    def is_active(self) -> bool:
        """Return whether a job is prepared, printed or paused."""
        return self.status in ACTIVE

    @property
    def is_preparing(self) -> bool:
        """Return whether the job is sliced or prepared, so that nothing prints yet."""
        return self.status in PREPARING

    @property
    def shown(self) -> Progress:
        """Return how far it is, without what is left over of the last job."""
        if not self.is_active:
            return self._progress(self.remaining_minutes)
        return of_this_job(
            self._progress(self.remaining_minutes),
            self.left_over,
            is_preparing=self.is_preparing,
        )

    def _progress(self, minutes: int | None) -> Progress:
        """Return how far it is."""
        return Progress(
            percent=self.progress,
            layer=self.layer,
            total_layers=self.total_layers,
            minutes=minutes,
        )

    @property
    def is_local(self) -> bool:
        """Return whether the printer reports that it is no job of the cloud."""
        return self.print_type in {PrintType.LOCAL, PrintType.SYSTEM}

    @property
    def is_calibration(self) -> bool:
        """Return whether this is the printer's own calibration (protocol C.10)."""
        return any(_CALIBRATION in name for name in (self.file, self.name) if name)

    @property
    def is_over(self) -> bool:
        """Return whether the last job has ended and no other has started."""
        return self.status in OVER

    def is_same_as(self, other: Self) -> bool:
        """Return whether no id or name differs from those of another job."""
        return all(
            mine is None or theirs is None or mine == theirs
            for mine, theirs in (
                (self.task_id, other.task_id),
                (self.subtask_id, other.subtask_id),
                (self.name, other.name),
            )
        )

    def ended(self, status: PrintStatus) -> Self:
        """Return the job with this end."""
        gone = _WHEN_IDLE if status is PrintStatus.IDLE else {}
        stage = None if status is PrintStatus.UNKNOWN else IDLE
        return self.updated(status=status, stage=stage, **_AT_END, **gone)

    @override
    def finalized(self, context: ReadContext, before: Self) -> Self:
        status = self._outcome(before)
        same = self.is_same_as(before)
        reported = self._progress(self.remaining_minutes)
        if status not in ACTIVE:
            job = self.updated(reported=reported)
            if same and self.started_at is None and before.started_at is not None:
                job = job.updated(started_at=before.started_at)
            return job.ended(status)
        is_first = not before.is_active
        if is_first or not same:
            was_reported = before.status is not PrintStatus.UNKNOWN
            is_start = context.witnessed and was_reported
            start = context.received_at if is_start else None
            before = before.updated(started_at=start, finish_at=None)
        old = self._left_over_of(before) if is_first else before.left_over
        job = self.updated(reported=reported, left_over=still_left_over(old, reported))
        remaining = job.shown.minutes
        return replace(
            job,
            stage=self._stage(),
            prepare_progress=self.prepare_progress if self.is_preparing else None,
            remaining_minutes=remaining,
            finish_at=_finish_at(remaining, context.received_at, before.finish_at),
            started_at=self.started_at or before.started_at,
        )

    def _left_over_of(self, before: Self) -> Progress:
        """Return what may be left over of the section before when a job begins.

        A job that failed may go on where it was, as after a loss of power.
        """
        if before.status is PrintStatus.UNKNOWN:
            return NOTHING
        has_failed = before.is_over and before.status is not PrintStatus.FINISHED
        goes_on = has_failed and not self.is_preparing and self.is_same_as(before)
        return NOTHING if goes_on else before.reported

    def _outcome(self, before: Self) -> PrintStatus:
        """Return the status; the reason that makes a failure a cancel may be brief."""
        if self.status is not PrintStatus.FAILED:
            return self.status
        was_canceled = (
            before.status is PrintStatus.CANCELED
            and not self.fail_reason
            and self.is_same_as(before)
        )
        if was_canceled or not CANCELED_BY_USER.isdisjoint(
            {self.fail_reason, self.print_error}
        ):
            return PrintStatus.CANCELED
        return PrintStatus.FAILED

    def _stage(self) -> str | None:
        """Return the stage of an active job.

        A job that is prepared is neither printing nor idle.
        """
        if (stage_id := self.stage_id) is None:
            return None
        if self.is_preparing and stage_id in {0, *IDLE_IDS}:
            return STAGE_PREPARING
        if stage_id == 0 and self.print_type is PrintType.IDLE:
            return IDLE
        return IDLE if stage_id in IDLE_IDS else STAGES.get(stage_id)


def _finish_at(
    minutes: int | None, now: datetime | None, before: datetime | None
) -> datetime | None:
    """Return the minute at which a job ends, the one before if that is close."""
    if minutes is None or now is None:
        return None
    finish = whole_minute(now + timedelta(minutes=minutes))
    return before if before and abs(finish - before) < _STEADY else finish


def whole_minute(moment: datetime) -> datetime:
    """Round to the next whole minute."""
    return (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
