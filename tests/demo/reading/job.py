"""Read the job of a printer (protocol C.1)."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
import re

from .values import Expected, Report, at, first, whole

_TABLE = Path(__file__).parents[3] / "docs/protocol/reports.md"
_STATUS = {
    "IDLE": "idle",
    "INIT": "idle",
    "SLICING": "slicing",
    "PREPARE": "preparing",
    "RUNNING": "printing",
    "PAUSE": "paused",
    "FINISH": "finished",
}
_ACTIVE = frozenset({"slicing", "preparing", "printing", "paused"})
_CANCELED = frozenset({0x0300_400C, 0x0500_400E})
_SPEEDS = {1: "silent", 2: "standard", 3: "sport", 4: "ludicrous"}
_TYPES = {"cloud": "cloud", "local": "local", "system": "system", "idle": "idle"}
_LONGEST_STATE = 255


@cache
def _stages() -> dict[int, str]:
    """Return the stages of the table in the protocol (protocol C.2)."""
    section = _TABLE.read_text("utf-8").split("`stg_cur` table")[1].split("\n## ")[0]
    found = re.findall(r"\| (\d+) \| (\w+) (?=\|)", section)
    return {int(number): slug for number, slug in found}


def status_of(report: Report) -> str | None:
    """Return the status of a job, None if the report does not have it."""
    state = str(report.get("gcode_state", "")).upper()
    if state != "FAILED":
        return _STATUS.get(state)
    codes = {whole(report.get("print_error")), whole(report.get("fail_reason"))}
    return "failed" if codes.isdisjoint(_CANCELED) else "canceled"


def expected_of_job(report: Report) -> Iterator[Expected]:
    """Yield what is shown of the job."""
    status = status_of(report)
    if status is None:
        return
    yield Expected("sensor.print_status", status)
    yield Expected("binary_sensor.printing", status in _ACTIVE)
    kind = str(report.get("print_type", "none")).lower() or "idle"
    if kind in _TYPES:
        yield Expected("sensor.print_type", kind)
    if stage := _stage(report, status, kind):
        yield Expected("sensor.stage", stage)
    if (name := report.get("subtask_name")) and isinstance(name, str):
        yield Expected("sensor.task_name", name.strip()[:_LONGEST_STATE])
    if speed := _SPEEDS.get(whole(report.get("spd_lvl")) or 0):
        yield Expected("sensor.speed_level", speed)
    if status != "idle":
        yield from _course(report, status)


def _stage(report: Report, status: str, kind: str) -> str | None:
    """Return the step of a job."""
    number = whole(report.get("stg_cur"))
    if status not in _ACTIVE:
        return "idle"
    if status in {"preparing", "slicing"} and number in {-1, 0, 255}:
        return "preparing"
    if number in {-1, 255} or (number == 0 and kind == "idle"):
        return "idle"
    return None if number is None else _stages().get(number)


def _course(report: Report, status: str) -> Iterator[Expected]:
    """Yield how far a job is; before its first layer, values may be of the last one."""
    if isinstance(report.get("s_obj"), list):
        skipped = len(report["s_obj"])
        yield Expected("sensor.skipped_objects", skipped)
    layers = first(
        whole(report.get("total_layer_num")), whole(at(report, "3D.total_layer_num"))
    )
    layer = first(whole(report.get("layer_num")), whole(at(report, "3D.layer_num")))
    if status in {"slicing", "preparing"} or (layer or 0) > (layers or 0):
        return
    if layers:
        yield Expected("sensor.total_layers", layers)
    if layer is not None:
        yield Expected("sensor.current_layer", layer)
    progress = first(whole(report.get("mc_percent")), whole(report.get("percent")))
    if progress is not None:
        yield Expected("sensor.progress", progress)
    minutes = whole(report.get("mc_remaining_time"))
    if status in _ACTIVE and minutes:
        yield Expected("sensor.remaining_time", minutes)


def expected_of_errors(report: Report) -> Iterator[Expected]:
    """Yield what is shown of errors, as far as no text decides about them."""
    if report.get("hms") == []:
        yield Expected("binary_sensor.hms", value=False)
        yield Expected("sensor.hms", 0)
    if whole(report.get("print_error")) == 0:
        yield Expected("binary_sensor.print_error", value=False)
