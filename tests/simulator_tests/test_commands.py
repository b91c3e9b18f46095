"""Tests of what simulated printers do when they are asked (protocol H.5)."""

from dataclasses import replace
from typing import Any

import pytest

from tests.simulator import A1_MINI, H2D, P1S, P2S, X1C, Model, SimulatedPrinter

from .client_view import PUSHALL, idle_printer, run, start_print

ALL = pytest.mark.parametrize("model", [X1C, P1S, A1_MINI, H2D, P2S])
SIGNED_ONLY = pytest.mark.parametrize("model", [X1C, A1_MINI, H2D, P2S])


def command(root: str, name: str, **more: Any) -> dict[str, Any]:
    """Return a request."""
    return {root: {"sequence_id": "20007", "command": name} | more}


def order(printer: SimulatedPrinter, name: str, **more: Any) -> dict[str, Any]:
    """Send a `print` command and return the acknowledgement."""
    answer: dict[str, Any] = printer.handle(command("print", name, **more))[0]["print"]
    return answer


@ALL
def test_version(model: Model) -> None:
    """A printer names its modules and repeats the number of the request."""
    (answer,) = idle_printer(model).handle(command("info", "get_version"))
    assert answer["info"]["sequence_id"] == "20007"
    assert answer["info"]["module"][0]["name"] == "ota"


@ALL
def test_light(model: Model) -> None:
    """A light is acknowledged at once and reported a second later."""
    printer = idle_printer(model)
    request = command(
        "system", "ledctrl", led_node="chamber_light", led_mode="flashing"
    )
    (acknowledgement,) = printer.handle(request)
    assert acknowledgement["system"]["result"] == "success"
    (report,) = run(printer, 1)
    assert {"node": "chamber_light", "mode": "flashing"} in report["print"][
        "lights_report"
    ]


@pytest.mark.parametrize("model", [X1C, P1S, A1_MINI, P2S])
def test_light_that_is_not_there(model: Model) -> None:
    """A printer says which light it does not find, and nothing else changes."""
    printer = idle_printer(model)
    before = printer.full()["print"]["lights_report"]
    request = command("system", "ledctrl", led_node="chamber_light2", led_mode="on")
    (acknowledgement,) = printer.handle(request)
    assert (
        acknowledgement["system"]["result"],
        acknowledgement["system"]["reason"],
    ) == (
        "fail",
        "did not find the valid led: chamber_light2",
    )
    assert printer.full()["print"]["lights_report"] == before


@pytest.mark.parametrize(
    ("model", "result", "reason"), [(P2S, "SUCCESS", "SUCCESS"), (P1S, "success", "")]
)
def test_words_of_an_acknowledgement(model: Model, result: str, reason: str) -> None:
    """A P2S acknowledges in capitals (recording)."""
    printer = idle_printer(replace(model, signed_since=None))
    answer = order(printer, "print_speed", param="3")
    assert (answer["result"], answer["reason"]) == (result, reason)


@ALL
def test_start_makes_a_silent_printer_push(model: Model) -> None:
    """A printer that was stopped says nothing until it is started."""
    printer = idle_printer(model)
    printer.handle(command("pushing", "stop"))
    assert run(printer, 60) == []
    (report,) = printer.handle(command("pushing", "start"))
    assert report["print"]["command"] == "push_status"
    assert run(printer, 6)


@ALL
def test_impatience(model: Model) -> None:
    """The small firmwares answer a second pushall late."""
    printer = idle_printer(model)
    assert len(printer.handle(PUSHALL)) == 1
    again = printer.handle(PUSHALL)
    fulls = [report for report in run(printer, 5) if report["print"]["msg"] == 0]
    if model in (P1S, A1_MINI):
        assert again == []
        assert len(fulls) == 1
    else:
        assert len(again) == 1


@SIGNED_ONLY
def test_unsigned_command_is_refused(model: Model) -> None:
    """Enforcing firmware refuses, and complains for half a minute."""
    printer = idle_printer(model)
    lasting = printer.full()["print"]["hms"]
    start_print(printer)
    run(printer, 100)
    refusal = order(printer, "pause", param="")
    assert refusal["err_code"] == 84033543
    assert ("result" in refusal) is (model is not A1_MINI)
    assert printer.gcode_state == "RUNNING"
    *others, complaint = printer.full()["print"]["hms"]
    assert others == lasting
    assert (complaint["attr"], complaint["code"]) == (83887360, 65543)
    run(printer, 31)
    assert printer.full()["print"]["hms"] == lasting


def test_pause_resume_stop() -> None:
    """A P1S accepts commands; no time passes for a paused print."""
    printer = idle_printer(P1S)
    start_print(printer)
    run(printer, 150)
    assert order(printer, "resume", param="")["result"] == "fail"
    assert order(printer, "pause", param="")["result"] == "success"
    progress = printer.state["mc_percent"]
    run(printer, 1000)
    assert printer.gcode_state == "PAUSE"
    assert printer.state["mc_percent"] == progress
    assert order(printer, "pause", param="")["result"] == "fail"
    assert order(printer, "resume", param="")["result"] == "success"
    run(printer, 30)
    assert printer.gcode_state == "RUNNING"
    assert printer.state["mc_percent"] > progress
    assert order(printer, "stop", param="")["result"] == "success"
    assert printer.gcode_state == "FAILED"
    assert order(printer, "stop", param="")["result"] == "fail"


def test_resume_ends_the_pause_of_a_timeline() -> None:
    """A person can resume before the timeline does."""
    printer = idle_printer(P1S)
    start_print(printer)
    run(printer, 345)
    assert printer.gcode_state == "PAUSE"
    assert order(printer, "resume", param="")["result"] == "success"
    states = {report["print"].get("gcode_state") for report in run(printer, 200)}
    assert states == {None}


def test_lan_job() -> None:
    """A P1S prints a file that it was sent, one at a time."""
    printer = idle_printer(P1S)
    assert order(printer, "project_file", subtask_name="Clip")["result"] == "success"
    run(printer, 20)
    assert printer.state["print_type"] == "local"
    assert printer.state["task_id"] == "0"
    assert printer.state["gcode_file"] == "Clip.gcode.3mf"
    busy = order(printer, "project_file", subtask_name="Other")
    assert (busy["result"], busy["err_code"]) == ("fail", 83902468)
    run(printer, 600)
    assert printer.gcode_state == "FINISH"


def test_gcode_and_speed() -> None:
    """A P1S sets what G-code and the speed command say."""
    printer = idle_printer(P1S)
    order(printer, "gcode_line", param="M104 S200\nM140 S60\nM106 P1 S255\nG28\n")
    order(printer, "print_speed", param="3")
    report = printer.full()["print"]
    assert report["nozzle_target_temper"] == 200
    assert report["bed_target_temper"] == 60
    assert report["cooling_fan_speed"] == "15"
    assert report["home_flag"] & 0b111 == 0b111
    assert (report["spd_lvl"], report["spd_mag"]) == (3, 124)
    assert order(printer, "print_speed", param="9")["result"] == "fail"


def test_camera_and_detectors() -> None:
    """Camera and detectors can be set without a signature."""
    printer = idle_printer(X1C)
    printer.handle(command("camera", "ipcam_timelapse", control="enable"))
    request = command(
        "xcam", "xcam_control_set", module_name="printing_monitor", control=False
    )
    printer.handle(request)
    report = printer.full()["print"]
    assert report["ipcam"]["timelapse"] == "enable"
    assert report["xcam"]["printing_monitor"] is False


@ALL
@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"nothing": {"command": "x"}},
        {"print": []},
        {"print": {}},
        {"pushing": {"command": "sing"}},
        {"info": {"command": "get_weather"}},
    ],
)
def test_nonsense_is_ignored(model: Model, request_: dict[str, Any]) -> None:
    """Unknown commands get no reply."""
    assert idle_printer(model).handle(request_) == []
