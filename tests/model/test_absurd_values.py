"""One absurd value raises nowhere, and what results from it can be stored."""

from dataclasses import asdict
from datetime import timedelta
from typing import Any

from hypothesis import given, strategies as st
import orjson

from custom_components.bambu_cloud.api.rest.services.devices import CurrentJob
from custom_components.bambu_cloud.model import (
    Lifecycle,
    PolledPrinter,
    PrinterState,
    PrintEvent,
    observe,
    read_lifecycle,
    read_task,
    reconcile,
    with_poll,
    write_lifecycle,
)
from tests.helpers.printer_reports import NOON, SERIAL, after, delta, full, printer

NUMBERS = (
    *(0, 1, 100, 2**31, 2**32, 2**50, 2**53, 253402300799, 2**63 - 1),
    *(2**63, 2**64, 10**30, 10**400, -1, -(2**63), -(10**30)),
    *(0.5, 1e15, 1e19, 1e300, -1e300, float("inf"), float("nan")),
)
TIMES = (
    *("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "1969-12-31T23:59:59Z"),
    *("9999-12-31T23:59:59Z", "9999-12-31T23:59:59-14:00", "2026-03-01T11:30:00Z"),
)
numbers = st.sampled_from(NUMBERS) | st.sampled_from(NUMBERS).map(str)
states = st.sampled_from(["IDLE", "PREPARE", "RUNNING", "PAUSE", "FINISH", "FAILED"])
JOB_KEYS = (
    *("mc_percent", "percent", "mc_remaining_time", "remain_time", "stg_cd", "stg_cur"),
    *("gcode_start_time", "layer_num", "total_layer_num", "plate_idx", "plate_cnt"),
    *("task_id", "subtask_id", "job_id", "queue_number", "queue_total", "queue_est"),
    *("job_attr", "spd_lvl", "spd_mag", "print_error", "fail_reason", "prepare_per"),
    *("nozzle_temper", "bed_temper", "gcode_file_prepare_percent", "print_type"),
)
jobs = st.dictionaries(st.sampled_from(JOB_KEYS), numbers)


def storable(state: PrinterState, *lives: Lifecycle) -> None:
    """Assert that everything of a printer is within what JSON files can hold."""
    orjson.dumps({name: asdict(getattr(state, name)) for name in ("job", "hms")})
    orjson.dumps([write_lifecycle(lifecycle) for lifecycle in lives])


def poll(task: dict[str, Any]) -> PolledPrinter:
    """Return a printer with this task, as the client reads it."""
    job = CurrentJob.from_dict({"dev_id": SERIAL, "task_status": "RUNNING"} | task)
    return PolledPrinter(
        serial=SERIAL,
        name="",
        model_code="C12",
        product="P1S",
        received_at=NOON,
        online=True,
        print_status="RUNNING",
        task_id=job.task_id,
        task_name=job.task_name,
        task_status=job.task_status,
        started_at=job.started_at,
        predicted_seconds=job.predicted_seconds,
        progress=job.progress,
    )


tasks = st.fixed_dictionaries(
    {},
    optional={
        "task_id": numbers,
        "start_time": st.sampled_from(TIMES) | numbers,
        "prediction": numbers,
        "progress": numbers,
    },
)
rows = st.fixed_dictionaries(
    {"id": st.just("7"), "deviceId": st.just(SERIAL), "status": numbers},
    optional={
        "startTime": st.sampled_from(TIMES),
        "endTime": st.sampled_from(TIMES),
        "costTime": numbers,
        "weight": numbers,
        "length": numbers,
        "plateIndex": numbers,
    },
)


@given(
    steps=st.lists(st.tuples(states, jobs), max_size=4),
    task=tasks,
    row=rows,
    link_up=st.booleans(),
)
def test_print_with_absurd_values(
    *,
    steps: list[tuple[str, dict[str, Any]]],
    task: dict[str, Any],
    row: dict[str, Any],
    link_up: bool,
) -> None:
    """Reports, polls and the history are applied, and the state can be stored."""
    lifecycle, now = Lifecycle(), NOON
    events: list[PrintEvent] = []
    state = after(printer(), full(gcode_state="IDLE"))
    for name, job in steps:
        now += timedelta(minutes=1)
        state = after(state, delta(gcode_state=name, **job), at=now)
        state = with_poll(state, poll(task), link_up=link_up)
        lifecycle, new = observe(lifecycle, state, now)
        events += new
        found = read_task(row)
        assert found
        lifecycle, new = reconcile(lifecycle, [found], now)
        events += new
        storable(state, lifecycle, read_lifecycle(write_lifecycle(lifecycle)))
    orjson.dumps([asdict(event) for event in events])


def test_predictions() -> None:
    """A prediction of millions of years is none, and one of an hour is used."""
    start = {"start_time": "2026-03-01T11:30:00Z", "task_id": "1"}
    for seconds, minutes in ((3600, 30), (2**50, None), ("1e300", None)):
        state = with_poll(
            printer(), poll(start | {"prediction": seconds}), link_up=False
        )
        assert state.job.remaining_minutes == minutes
    late = poll({"start_time": "9999-12-31T23:59:59Z", "prediction": 3600})
    assert with_poll(printer(), late, link_up=False).job.finish_at is None
