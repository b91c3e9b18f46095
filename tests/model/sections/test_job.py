"""A printer's job is read as a person would."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    Job,
    PrinterState,
    PrintStatus,
    PrintType,
    SpeedLevel,
)
from tests.helpers.printer_reports import after, delta, full, printer

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


def test_status_is_unknown_until_reported() -> None:
    """A printer that has not said what it does is not idle."""
    assert job().status is PrintStatus.UNKNOWN
    assert job().stage is None


@pytest.mark.parametrize(
    ("fields", "stage"),
    [
        ({"gcode_state": "RUNNING", "stg_cur": 0, "print_type": "cloud"}, "printing"),
        ({"gcode_state": "RUNNING", "stg_cur": "14"}, "nozzle_tip_cleaning"),
        ({"gcode_state": "PAUSE", "stg_cur": 6}, "paused_filament_runout"),
        ({"gcode_state": "PREPARE", "stg_cur": -1}, "preparing"),
        ({"gcode_state": "PREPARE", "stg_cur": 255}, "preparing"),
        ({"gcode_state": "PREPARE", "stg_cur": 0, "print_type": "cloud"}, "preparing"),
        ({"gcode_state": "SLICING", "stg_cur": 0, "print_type": "idle"}, "preparing"),
        ({"gcode_state": "PREPARE", "stg_cur": 2}, "bed_preheating"),
        ({"gcode_state": "PREPARE"}, None),
        ({"gcode_state": "RUNNING", "stg_cur": -1}, "idle"),
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


def test_unknown_stage_has_its_number() -> None:
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
    """A job has an origin, "" for none."""
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
    """A P1 does not clear the time of an aborted job; progress stays."""
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


def test_idle_printer_has_nothing_of_a_job() -> None:
    """What belonged to the last job is gone with it."""
    idle = job(
        gcode_state="IDLE", mapping=[0], s_obj=[1], plate_cnt=2, job_attr=3, stg=[1]
    )

    assert (idle.filament_mapping, idle.skipped_objects, idle.stages) == ((), (), ())
    assert (idle.plate_count, idle.printer_only) == (None, None)
