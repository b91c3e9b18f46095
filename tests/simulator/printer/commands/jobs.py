"""Commands for print jobs (protocol D.2, D.7, D.9)."""

from functools import partial
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.simulator.printer.job import Job
from tests.simulator.printer.state import Payload, put

if TYPE_CHECKING:
    from tests.simulator.printer.printer import SimulatedPrinter

DONE: Payload = {}
FAILED: Payload = {"result": "fail"}
_BUSY = 0x0500_4004
_BAD_FILE = 0x0500_4003
_NO_FILE = 0x0500_8013
_SPEEDS = {"1": 50, "2": 100, "3": 124, "4": 166}
_CALIBRATION_STAGES = (12, 1, 3, 25, 39, 40, 65)
"""`stg_cur` by the bit of `option` (protocol C.2, D.7)."""
_STAGE_SECONDS = 30.0


def failed(code: int = 0) -> Payload:
    """Return that a command failed, with an error number if it has one."""
    return FAILED | ({"err_code": code} if code else {})


def _pause(printer: SimulatedPrinter, _: Payload) -> Payload:
    """Pause the print."""
    if printer.gcode_state != "RUNNING" or printer.printing.player is None:
        return FAILED
    printer.printing.pause()
    return DONE


def _resume(printer: SimulatedPrinter, _: Payload) -> Payload:
    """Resume the print."""
    if printer.gcode_state != "PAUSE":
        return FAILED
    printer.printing.resume()
    return DONE


def _stop(printer: SimulatedPrinter, _: Payload) -> Payload:
    """Cancel the job."""
    if not printer.active:
        return FAILED
    printer.printing.end("cancel")
    return DONE


def _speed(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Set one of the four speeds."""
    magnitude = _SPEEDS.get(str(request.get("param")))
    if magnitude is None:
        return FAILED
    printer.state["spd_lvl"] = int(request["param"])
    printer.state["spd_mag"] = magnitude
    return DONE


def _skip(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Skip objects of the current print."""
    objects = request.get("obj_list")
    if printer.gcode_state not in {"RUNNING", "PAUSE"} or not objects:
        return FAILED
    stored = printer.state.get("s_obj", [])
    printer.state["s_obj"] = [
        *stored,
        *(each for each in objects if each not in stored),
    ]
    return DONE


def _clear_error(printer: SimulatedPrinter, _: Payload) -> Payload:
    """Close the printer's error dialog."""
    printer.state["print_error"] = 0
    return DONE


def _project_file(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Print a file, unless the printer is busy."""
    if printer.active:
        return failed(_BUSY)
    if error := _trouble_with_file(printer, request):
        return failed(error)
    title = str(request.get("subtask_name", ""))
    task = int(request.get("task_id", 0))
    if task:
        job = Job(
            task_id=task,
            title=title,
            project_id=str(request["project_id"]),
            profile_id=str(request["profile_id"]),
        )
        printer.printing.start(job, "print_uninterrupted")
    else:
        printer.printing.start_from_lan(title)
    if isinstance(places := request.get("ams_mapping2"), list):
        _map(printer, places)
    put(printer.state, "ipcam.timelapse", _WORDS[bool(request.get("timelapse"))])
    return {**DONE, **{key: request[key] for key in _REPEATED if key in request}}


_REPEATED = ("task_id", "subtask_id", "ams_mapping", "ams_mapping2")
"""What the acknowledgment of a start repeats (protocol H.4.1)."""
_WORDS = {True: "enable", False: "disable"}


def _trouble_with_file(printer: SimulatedPrinter, request: Payload) -> int:
    """Return the error of the file that is to be printed, 0 if it has none."""
    if "url" not in request:
        return 0
    address = urlsplit(request["url"])
    if address.scheme == "https" or (address.scheme == "http" and address.hostname):
        return 0
    if not str(request.get("param", "")).startswith("Metadata/plate_"):
        return _BAD_FILE
    stored = {printer.model.storage + name for name in printer.files}
    return 0 if request["url"] in stored else _NO_FILE


def _map(printer: SimulatedPrinter, places: list[dict[str, int]]) -> None:
    """Store where each filament of the job comes from (protocol C.5.7)."""
    if "mapping" in printer.state:
        printer.state["mapping"] = [
            0xFFFF
            if (each["ams_id"], each["slot_id"]) == (255, 255)
            else each["ams_id"] << 8 | each["slot_id"]
            for each in places
        ]


def _calibrate(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Go through the requested stages."""
    if printer.active:
        return failed(_BUSY)
    option = int(request.get("option", 0))
    stages = [
        stage for bit, stage in enumerate(_CALIBRATION_STAGES) if option >> bit & 1
    ]
    if not stages:
        return FAILED
    state = printer.state
    before = {key: state[key] for key in ("print_type", "stg_cur", "gcode_state")}
    state |= {"gcode_state": "RUNNING", "print_type": "system", "stg": stages}

    def enter(stage: int) -> list[Payload]:
        state["stg_cur"] = stage
        return [printer.push()]

    def leave() -> list[Payload]:
        state.update(before | {"stg": [], "stg_cur": printer.model.idle_stage})
        return [printer.push()]

    state["stg_cur"] = stages[0]
    for number, stage in enumerate(stages[1:], start=1):
        printer.later(number * _STAGE_SECONDS, partial(enter, stage))
    printer.later(len(stages) * _STAGE_SECONDS, leave)
    return DONE


def _acknowledge(_printer: SimulatedPrinter, _request: Payload) -> Payload:
    """Acknowledge a command that no report shows."""
    return DONE


def _answer_dialog(printer: SimulatedPrinter, request: Payload) -> Payload:
    """Answer a question on the screen."""
    return _clear_error(printer, request)


HANDLERS: dict[str, Any] = {
    "pause": _pause,
    "resume": _resume,
    "stop": _stop,
    "print_speed": _speed,
    "skip_objects": _skip,
    "clean_print_error": _clear_error,
    "ignore": _answer_dialog,
    "idle_ignore": _clear_error,
    "project_file": _project_file,
    "calibration": _calibrate,
    "gcode_file": _acknowledge,
}
