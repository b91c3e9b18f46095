"""A printer's job is told as a person would."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    Job,
    PrinterState,
    PrintStatus,
    PrintType,
    SpeedLevel,
    TrayLocation,
    with_link_lost,
)
from tests.helpers.printer_reports import NOON, after, delta, full, printer

MINUTE = timedelta(minutes=1)
CANCELED = 50348044


def job(**fields: Any) -> Job:
    """Return the job of a printer that sent one full report."""
    return after(printer("X1C"), full(**fields)).job


def printing(**fields: Any) -> PrinterState:
    """Return a printer in the middle of a job."""
    running = {"gcode_state": "RUNNING", "mc_percent": 10, "mc_remaining_time": 60}
    return after(printer("P1S"), full(**running | fields))


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("IDLE", PrintStatus.IDLE),
        ("INIT", PrintStatus.IDLE),
        ("SLICING", PrintStatus.SLICING),
        ("PREPARE", PrintStatus.PREPARING),
        ("RUNNING", PrintStatus.PRINTING),
        ("running", PrintStatus.PRINTING),
        ("PAUSE", PrintStatus.PAUSED),
        ("FINISH", PrintStatus.FINISHED),
        ("FAILED", PrintStatus.FAILED),
        ("OFFLINE", PrintStatus.UNKNOWN),
        ("", PrintStatus.UNKNOWN),
        (4, PrintStatus.UNKNOWN),
        (None, PrintStatus.UNKNOWN),
    ],
)
def test_status(word: Any, status: PrintStatus) -> None:
    """Every state of the firmware has a name, and a new one is unknown."""
    assert job(gcode_state=word).status is status


def test_status_is_unknown_until_told() -> None:
    """A printer that has not said what it does is not idle."""
    assert job().status is PrintStatus.UNKNOWN
    assert job().stage is None


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({"gcode_state": "RUNNING", "stg_cur": 0, "print_type": "cloud"}, "printing"),
        ({"gcode_state": "RUNNING", "stg_cur": "14"}, "nozzle_tip_cleaning"),
        ({"gcode_state": "PAUSE", "stg_cur": 6}, "paused_filament_runout"),
        ({"gcode_state": "PREPARE", "stg_cur": -1}, "idle"),
        ({"gcode_state": "PREPARE", "stg_cur": 255}, "idle"),
        ({"gcode_state": "RUNNING", "stg_cur": 0, "print_type": "idle"}, "idle"),
        ({"gcode_state": "RUNNING", "stg_cur": 0, "print_type": ""}, "idle"),
        ({"gcode_state": "IDLE", "stg_cur": 0, "print_type": "idle"}, "idle"),
        ({"gcode_state": "FINISH", "stg_cur": 14}, "idle"),
        ({"gcode_state": "RUNNING", "stg_cur": 4711}, None),
        ({"gcode_state": "RUNNING"}, None),
        ({"gcode_state": "RUNNING", "stg_cur": {}}, None),
    ],
)
def test_stage(fields: dict[str, Any], stage: str | None) -> None:
    """A stage is named only while a job is in work."""
    assert job(**fields).stage == stage


def test_unknown_stage_keeps_its_number() -> None:
    """A stage of a later firmware stays readable."""
    assert job(gcode_state="RUNNING", stg_cur=4711).stage_id == 4711


@pytest.mark.parametrize(
    ("word", "kind"),
    [
        ("cloud", PrintType.CLOUD),
        ("local", PrintType.LOCAL),
        ("system", PrintType.SYSTEM),
        ("idle", PrintType.IDLE),
        ("", PrintType.IDLE),
        ("satellite", PrintType.UNKNOWN),
        (5, None),
        (None, None),
    ],
)
def test_print_type(word: Any, kind: PrintType | None) -> None:
    """The origin of a job is told, "" meaning that there is none."""
    assert job(print_type=word).print_type is kind


@pytest.mark.parametrize(
    ("level", "speed"),
    [
        (1, SpeedLevel.SILENT),
        ("2", SpeedLevel.STANDARD),
        (3, SpeedLevel.SPORT),
        (4, SpeedLevel.LUDICROUS),
        (5, None),
        (None, None),
    ],
)
def test_speed(level: Any, speed: SpeedLevel | None) -> None:
    """The four levels have the names that the printer's screen uses."""
    assert job(spd_lvl=level).speed is speed


def test_progress_is_read_from_either_key() -> None:
    """Text, duplicates and nested layers are all understood."""
    newer = job(
        gcode_state="RUNNING",
        percent="45",
        remain_time="83",
        plate_id=2,
        **{"3D": {"layer_num": 12, "total_layer_num": 120}},
    )

    assert newer.progress == 45
    assert newer.remaining_minutes == 83
    assert (newer.layer, newer.total_layers) == (12, 120)
    assert newer.plate == 2


def test_idle_printer_shows_no_numbers() -> None:
    """Zeros of a printer without a job are no progress."""
    idle = job(
        gcode_state="IDLE",
        mc_percent=0,
        mc_remaining_time=0,
        layer_num=0,
        total_layer_num=0,
        plate_idx=1,
        gcode_file_prepare_percent="0",
        task_id="0",
        subtask_name="",
        gcode_start_time="1772366400",
    )

    assert idle.progress is None
    assert idle.remaining_minutes is None
    assert (idle.layer, idle.total_layers, idle.plate) == (None, None, None)
    assert (idle.task_id, idle.name, idle.started_at) == (None, None, None)


def test_stale_values_of_an_ended_job() -> None:
    """A P1 keeps the remaining time of an aborted job; progress stays worth knowing."""
    failed = job(
        gcode_state="FAILED",
        mc_remaining_time=759,
        mc_percent=3,
        layer_num=1,
        total_layer_num=70,
        gcode_file_prepare_percent="99",
    )

    assert failed.remaining_minutes is None
    assert failed.finish_at is None
    assert failed.prepare_progress is None
    assert failed.progress == 3
    assert (failed.layer, failed.total_layers) == (1, 70)


def test_preparation_has_a_progress_of_its_own() -> None:
    """The download's progress shows while preparing, and only then."""
    preparing = job(gcode_state="PREPARE", gcode_file_prepare_percent="40")
    running = job(gcode_state="RUNNING", gcode_file_prepare_percent="100")

    assert preparing.prepare_progress == 40
    assert running.prepare_progress is None


@pytest.mark.parametrize(
    ("percent", "minutes", "remaining"),
    [
        (0, 0, None),
        (None, 0, None),
        (0, 115, 115),
        (99, 0, 0),
        (50, "12", 12),
        (50, -1, None),
        (50, 10**30, None),
    ],
)
def test_remaining_time(percent: Any, minutes: Any, remaining: int | None) -> None:
    """Zero minutes left are an estimate only once something is printed."""
    estimate = job(gcode_state="RUNNING", mc_percent=percent, mc_remaining_time=minutes)

    assert estimate.remaining_minutes == remaining


def test_finish_is_a_whole_minute() -> None:
    """A job ends its remaining minutes after the report arrived."""
    at = NOON + timedelta(seconds=31)
    report = full(gcode_state="RUNNING", mc_percent=1, mc_remaining_time=90)

    assert after(printer("P1S"), report, at=at).job.finish_at == NOON + 91 * MINUTE


@pytest.mark.parametrize(
    ("seconds", "minutes", "finish"),
    [
        (50, 60, 60 * MINUTE),
        (60, 58, 60 * MINUTE),
        (60, 60, 60 * MINUTE),
        (60, 61, 62 * MINUTE),
        (60, 57, 58 * MINUTE),
        (600, 60, 70 * MINUTE),
    ],
)
def test_finish_does_not_jitter(seconds: int, minutes: int, finish: timedelta) -> None:
    """An estimate moves only when it is two minutes off."""
    later = NOON + timedelta(seconds=seconds)
    state = after(printing(), delta(mc_remaining_time=minutes), at=later)

    assert state.job.finish_at == NOON + finish


def test_finish_of_the_next_job_starts_anew() -> None:
    """The estimate of the last job has no say in the next one."""
    state = after(
        printing(subtask_name="Cube"),
        delta(subtask_name="Benchy", mc_remaining_time=61),
    )

    assert state.job.finish_at == NOON + 61 * MINUTE


@pytest.mark.parametrize(
    "reason",
    [
        {"fail_reason": str(CANCELED)},
        {"print_error": CANCELED},
        {"print_error": str(CANCELED), "fail_reason": "0"},
    ],
)
def test_canceled_is_not_failed(reason: dict[str, Any]) -> None:
    """A job that its user stopped did not go wrong."""
    assert job(gcode_state="FAILED", **reason).status is PrintStatus.CANCELED


def test_canceled_outlives_its_reason() -> None:
    """The reason vanishes after some seconds on printers without a memory for it."""
    canceled = after(
        printing(), delta(gcode_state="FAILED", print_error=CANCELED, stg_cur=255)
    )

    assert after(canceled, delta(print_error=0)).job.status is PrintStatus.CANCELED
    assert (
        after(canceled, delta(print_error=0, fail_reason="50348045")).job.status
        is PrintStatus.FAILED
    )
    assert (
        after(
            canceled,
            delta(gcode_state="RUNNING"),
            delta(gcode_state="FAILED", print_error=0),
        ).job.status
        is PrintStatus.FAILED
    )


def test_canceled_says_nothing_about_the_next_job() -> None:
    """A job that failed while we could not listen was not canceled."""
    canceled = after(
        printing(subtask_id="1"), delta(gcode_state="FAILED", print_error=CANCELED)
    )
    other = full(gcode_state="FAILED", print_error=0, subtask_id="2")

    assert after(canceled, other).job.status is PrintStatus.FAILED


def test_reported_start_is_believed() -> None:
    """An X1 knows when its job began."""
    assert job(gcode_state="RUNNING", gcode_start_time="1772362800").started_at == (
        NOON - 60 * MINUTE
    )


def test_start_is_when_the_job_was_seen_to_begin() -> None:
    """Other printers leave it to us to look at the clock."""
    state = after(
        printer("P1S"),
        full(gcode_state="FINISH", subtask_name="Cube"),
        delta(gcode_state="PREPARE"),
        delta(gcode_state="RUNNING", mc_percent=0),
        delta(mc_percent=100),
        delta(gcode_state="FINISH"),
        every=MINUTE,
    )

    assert state.job.started_at == NOON + MINUTE
    assert after(state, delta(gcode_state="IDLE")).job.started_at is None


def test_start_that_nobody_saw_is_unknown() -> None:
    """A job found in work, at first or after a gap, began some time before."""
    first = printing()
    idle = after(printer("P1S"), full(gcode_state="IDLE"))
    gap = after(with_link_lost(idle), full(gcode_state="RUNNING"))

    assert first.job.started_at is None
    assert gap.job.started_at is None


def test_start_of_another_job_is_forgotten() -> None:
    """A job that ended unseen leaves its start to nobody."""
    state = after(
        printer("P1S"),
        full(gcode_state="IDLE"),
        delta(gcode_state="RUNNING", task_id="1"),
    )
    other = after(
        with_link_lost(state), full(gcode_state="FINISH", task_id="2"), at=NOON + MINUTE
    )

    assert state.job.started_at == NOON
    assert other.job.started_at is None


def test_job_is_named_by_the_cloud() -> None:
    """Title, file and ids are text, whatever they came as."""
    named = job(
        gcode_state="RUNNING",
        subtask_name="Benchy",
        gcode_file="",
        file="/data/Metadata/plate_1.gcode",
        task_id=702383065,
        subtask_id="702384465",
        job_id="",
        project_id="0",
        profile_id="128885490",
        print_error="83918848",
        fail_reason="0",
    )

    assert named.name == "Benchy"
    assert named.file == "/data/Metadata/plate_1.gcode"
    assert (named.task_id, named.subtask_id) == ("702383065", "702384465")
    assert (named.job_id, named.project_id) == (None, None)
    assert named.profile_id == "128885490"
    assert (named.print_error, named.fail_reason) == (83918848, 0)


def test_planned_stages() -> None:
    """A job in work tells its steps, and how long the present one takes."""
    running = job(gcode_state="RUNNING", stg=[13, "4", 4711, None, 39], stg_cd=90)
    ended = job(gcode_state="FINISH", stg=[2, 14], stg_cd=90)

    assert running.stages == (
        "toolhead_homing",
        "filament_changing",
        "nozzle_offset_calibration",
    )
    assert running.stage_seconds == 90
    assert (ended.stages, ended.stage_seconds) == ((), None)
    assert job(gcode_state="RUNNING", stg="13", stg_cd=0).stages == ()


def test_speed_in_percent() -> None:
    """The level has a number, too."""
    assert job(spd_mag=166).speed_percent == 166
    assert job(spd_mag=0).speed_percent is None


def test_queue() -> None:
    """A job that waits for the cloud's slicer tells its place."""
    waiting = job(
        gcode_state="SLICING", queue_number=3, queue_total="12", queue_est=240
    )
    idle = job(gcode_state="IDLE", queue_number=0, queue_total=0, queue_est=0)

    assert (waiting.queue_position, waiting.queue_length) == (3, 12)
    assert waiting.queue_seconds == 240
    assert (idle.queue_position, idle.queue_length) == (None, None)
    assert idle.queue_seconds is None


def test_filaments_of_a_job() -> None:
    """A job tells from where it takes each of its filaments."""
    used = job(
        gcode_state="RUNNING", mapping=[259, 65535, 0x8000, None, 0xFE00]
    ).filament_mapping

    assert used == (
        TrayLocation(1, 3),
        None,
        TrayLocation(128, 0),
        None,
        TrayLocation(254, 0),
    )
    assert job(gcode_state="RUNNING", mapping={}).filament_mapping == ()


def test_project() -> None:
    """Plates, objects left out and the model's page are told."""
    told = job(
        gcode_state="RUNNING",
        plate_cnt=4,
        s_obj=[12, "57", None],
        design_id="662074",
        model_id="US56eb96a1a2b948",
    )

    assert told.plate_count == 4
    assert told.skipped_objects == (12, 57)
    assert (told.design_id, told.model_id) == ("662074", "US56eb96a1a2b948")


@pytest.mark.parametrize(
    ("attributes", "only"), [(3, False), (17, False), (0x25, True), (None, None)]
)
def test_job_that_is_resumed_at_the_printer(
    attributes: int | None,
    only: bool | None,  # noqa: FBT001  # a table
) -> None:
    """A laser is not switched on from afar."""
    assert job(gcode_state="PAUSE", job_attr=attributes).printer_only is only


def test_idle_printer_keeps_nothing_of_a_job() -> None:
    """What belonged to the last job is gone with it."""
    idle = job(
        gcode_state="IDLE", mapping=[0], s_obj=[1], plate_cnt=2, job_attr=3, stg=[1]
    )

    assert (idle.filament_mapping, idle.skipped_objects, idle.stages) == ((), (), ())
    assert (idle.plate_count, idle.printer_only) == (None, None)
