"""Ids, objects, speed and place in the queue of a job."""

from typing import Any

import pytest

from custom_components.bambu_cloud.model import (
    Job,
    PrinterState,
    TrayLocation,
)
from tests.helpers.printer_reports import after, full, printer


def job(**fields: Any) -> Job:
    """Return the job of a printer that sent one full report."""
    return after(printer("X1C"), full(**fields)).job


def printing(**fields: Any) -> PrinterState:
    """Return a printer in the middle of a job."""
    running = {"gcode_state": "RUNNING", "mc_percent": 10, "mc_remaining_time": 60}
    return after(printer("P1S"), full(**running | fields))


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
    """An active job has its steps, and the time left of this one."""
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
    """A job that waits for the cloud's slicer has a place in its queue."""
    waiting = job(
        gcode_state="SLICING", queue_number=3, queue_total="12", queue_est=240
    )
    idle = job(gcode_state="IDLE", queue_number=0, queue_total=0, queue_est=0)

    assert (waiting.queue_position, waiting.queue_length) == (3, 12)
    assert waiting.queue_seconds == 240
    assert (idle.queue_position, idle.queue_length) == (None, None)
    assert idle.queue_seconds is None


def test_filaments_of_a_job() -> None:
    """A job has the place of each of its filaments."""
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
    """Plates, skipped objects and the model's page are read."""
    section = job(
        gcode_state="RUNNING",
        plate_cnt=4,
        s_obj=[12, "57", None],
        design_id="662074",
        model_id="US56eb96a1a2b948",
    )

    assert section.plate_count == 4
    assert section.skipped_objects == (12, 57)
    assert (section.design_id, section.model_id) == ("662074", "US56eb96a1a2b948")


@pytest.mark.parametrize(
    ("attributes", "only"), [(3, False), (17, False), (0x25, True), (None, None)]
)
def test_job_that_is_resumed_at_the_printer(
    attributes: int | None,
    only: bool | None,  # noqa: FBT001  # a table
) -> None:
    """A laser is not switched on from afar."""
    assert job(gcode_state="PAUSE", job_attr=attributes).printer_only is only
