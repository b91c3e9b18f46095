"""The effects of commands on printers that accept them (protocol D, H.5)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator import H2D, P1S, X1C, SimulatedPrinter, another
from tests.simulator.default_printers import MODELS
from tests.simulator.printer.models import (
    A1_MINI,
    A1_MINI_BEFORE,
    H2D_BEFORE,
    X1C_BEFORE,
)

from .client_view import idle_printer, run, start_print
from .send_commands import bit, full_report, home_flag, send_print_command

type Payload = dict[str, Any]
type Shown = Callable[[SimulatedPrinter], Any]


@pytest.mark.parametrize(
    ("before", "after"),
    [(X1C_BEFORE, X1C), (A1_MINI_BEFORE, A1_MINI), (H2D_BEFORE, H2D)],
)
def test_firmware_decides(before: Any, after: Any) -> None:
    """Of the same model, old firmware accepts commands and newer refuses them."""
    old, new = idle_printer(before), idle_printer(after)
    assert send_print_command(old, "set_bed_temp", temp=60)["result"] == "success"
    assert send_print_command(new, "set_bed_temp", temp=60)["err_code"] == 84033543
    if "fun" in full_report(old):
        assert int(full_report(old)["fun"], 16) >> 29 & 1 == 0
        assert int(full_report(new)["fun"], 16) >> 29 & 1 == 1


NEW_SETTINGS: tuple[tuple[str, Payload, Shown, Any], ...] = (
    ("set_bed_temp", {"temp": 60}, lambda p: full_report(p)["bed_target_temper"], 60),
    (
        "set_nozzle_temp",
        {"extruder_index": 1, "target_temp": 220},
        lambda p: full_report(p)["device"]["extruder"]["info"][1]["temp"] >> 16,
        220,
    ),
    ("set_ctt", {"ctt_val": 45}, lambda p: full_report(p)["ctt"], 45),
    (
        "set_fan",
        {"fan_index": 2, "speed": 50},
        lambda p: full_report(p)["device"]["airduct"]["parts"][1]["state"],
        50,
    ),
    (
        "set_airduct",
        {"modeId": 1, "submode": -1},
        lambda p: full_report(p)["device"]["airduct"]["modeCur"],
        1,
    ),
    (
        "select_extruder",
        {"extruder_index": 1},
        lambda p: full_report(p)["device"]["extruder"]["state"],
        0x112,
    ),
    ("back_to_center", {}, lambda p: full_report(p)["home_flag"] & 7, 7),
    (
        "xyz_ctrl",
        {"axis": "Z", "dir": -1, "mode": 1},
        lambda p: p.physics.position["Z"],
        -10,
    ),
    (
        "gcode_line",
        {"param": "M104 T1 S210\nM106 P10 S128\nG91\nG1 X2.5 F900\n"},
        lambda p: (p.physics.nozzles[1].target, p.physics.position["X"]),
        (210, 2.5),
    ),
    ("print_option", {"sound_enable": True}, lambda p: bit(p, 22), 1),
    ("print_option", {"auto_recovery": False, "option": 0}, lambda p: bit(p, 16), 0),
    ("print_option", {"filament_tangle_detect": True}, lambda p: bit(p, 23), 1),
    ("print_option", {"nozzle_blob_detect": True}, lambda p: bit(p, 24), 1),
    ("print_option", {"auto_switch_filament": False}, lambda p: bit(p, 18), 0),
    ("print_option", {"air_print_detect": True}, lambda p: home_flag(p, 28), 1),
    ("print_option", {"air_purification": 2}, lambda p: bit(p, 36, 2), 2),
    (
        "set_against_continued_heating_mode",
        {"enable": True},
        lambda p: bit(p, 32, 2),
        1,
    ),
    ("buzzer_ctrl", {"mode": 2, "reason": ""}, lambda p: p.physics.buzzer, 2),
    ("clean_print_error", {}, lambda p: full_report(p)["print_error"], 0),
    (
        "ams_user_setting",
        {
            "ams_id": -1,
            "startup_read_option": True,
            "tray_read_option": False,
            "calibrate_remain_flag": False,
        },
        lambda p: (
            bit(p, 0),
            bit(p, 1),
            bit(p, 17),
            full_report(p)["ams"]["insert_flag"],
        ),
        (0, 1, 0, False),
    ),
)


@pytest.mark.parametrize(("name", "fields", "shown", "value"), NEW_SETTINGS)
def test_setting(name: str, fields: Payload, shown: Shown, value: Any) -> None:
    """An H2D that accepts commands executes and reports them."""
    printer = idle_printer(H2D_BEFORE)
    assert send_print_command(printer, name, **fields)["result"] == "success"
    assert shown(printer) == value


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("set_airduct", {"modeId": 9, "submode": -1}),
        ("set_nozzle_temp", {"extruder_index": 5, "target_temp": 220}),
        ("select_extruder", {"extruder_index": 5}),
        ("set_fan", {"fan_index": 99, "speed": 1}),
        ("set_extrusion_length", {"extruder_index": 0, "length": 10}),
        ("print_option", {"levitation": True}),
        ("calibration", {"option": 0}),
        ("resume", {"param": ""}),
        ("stop", {"param": ""}),
        ("skip_objects", {"obj_list": [1]}),
        ("ams_filament_drying", {"ams_id": 9, "mode": 1}),
        ("ams_get_rfid", {"ams_id": 0, "slot_id": 3}),
        ("extrusion_cali_del", {"filament_id": "GFA00", "cali_idx": 3}),
    ],
)
def test_what_cannot_be_done(name: str, fields: Payload) -> None:
    """It says so."""
    assert send_print_command(idle_printer(P1S), name, **fields)["result"] == "fail"


def test_heat() -> None:
    """Heaters get there by and by."""
    printer = idle_printer(P1S)
    send_print_command(printer, "gcode_line", param="M140 S60\n")
    run(printer, 10)
    warm = full_report(printer)["bed_temper"]
    assert 24 < warm < 60
    run(printer, 60)
    assert full_report(printer)["bed_temper"] == pytest.approx(60, abs=0.5)


def test_extrude() -> None:
    """Filament moves when the nozzle is hot."""
    printer = idle_printer(H2D_BEFORE)
    send_print_command(printer, "gcode_line", param="M83\nG0 E10.0 F900\n")
    assert printer.physics.extruded == 0
    send_print_command(printer, "set_nozzle_temp", extruder_index=0, target_temp=220)
    run(printer, 80)
    send_print_command(printer, "gcode_line", param="M83\nG0 E10.0 F900\n")
    done = send_print_command(
        printer, "set_extrusion_length", extruder_index=0, length=5
    )
    assert done["result"] == "success"
    assert printer.physics.extruded == 15


def test_calibration() -> None:
    """It goes through its stages, and is no print of anybody."""
    printer = idle_printer(P1S)
    send_print_command(printer, "calibration", option=0b110)
    assert full_report(printer)["print_type"] == "system"
    assert send_print_command(printer, "calibration", option=2)["err_code"] == 83902468
    stages = []
    for _ in range(70):
        printer.tick(1)
        stages.append((printer.gcode_state, printer.state["stg_cur"]))
    course = list(dict.fromkeys(stages))
    assert course == [("RUNNING", 1), ("RUNNING", 3), ("IDLE", 255)]
    assert printer.job is None


FILE = {"param": "Metadata/plate_1.gcode", "subtask_name": "Benchy"}
WHERE = {"P1S": "file:///sdcard/", "H2D": "file:///media/usb0/"}


@pytest.mark.parametrize(("model", "place"), [(P1S, "P1S"), (H2D_BEFORE, "H2D")])
def test_file(model: Any, place: str) -> None:
    """A file that is there is printed, from where the model has its files."""
    printer = idle_printer(model)
    nowhere = send_print_command(
        printer, "project_file", url=WHERE[place] + "no.3mf", **FILE
    )
    assert nowhere["err_code"] == 0x05008013
    url = WHERE[place] + "Benchy.gcode.3mf"
    odd = send_print_command(printer, "project_file", url=url, **FILE | {"param": "x"})
    assert odd["err_code"] == 0x05004003
    places = [{"ams_id": 0, "slot_id": 1}, {"ams_id": 255, "slot_id": 255}]
    started = send_print_command(
        printer, "project_file", url=url, ams_mapping2=places, **FILE
    )
    assert started["result"] == "success"
    if "mapping" in full_report(printer):
        assert full_report(printer)["mapping"] == [1, 0xFFFF]
    run(printer, 3)
    assert printer.gcode_state == "PREPARE"


def test_file_of_the_cloud() -> None:
    """A file of the cloud is a job of the cloud."""
    printer = idle_printer(P1S)
    ids = {"task_id": "5", "project_id": "6", "profile_id": "7"}
    send_print_command(
        printer, "project_file", url="https://127.0.0.1/x.3mf", **ids, **FILE
    )
    run(printer, 3)
    assert full_report(printer)["task_id"] == "5"
    assert full_report(printer)["print_type"] == "cloud"


def test_objects() -> None:
    """Objects are skipped once each."""
    printer = idle_printer(P1S)
    start_print(printer)
    run(printer, 100)
    send_print_command(printer, "skip_objects", obj_list=[206, 231])
    send_print_command(printer, "skip_objects", obj_list=[231, 9])
    assert full_report(printer)["s_obj"] == [206, 231, 9]


@pytest.mark.parametrize("name", MODELS)
def test_fleet(name: str) -> None:
    """A version in the name stands for old firmware, which accepts commands."""
    answer = send_print_command(another(name, ()), "set_bed_temp", temp=60)
    executes = name[-5:-3].isdecimal() or name in {"P1S", "N99"}
    assert (answer.get("result") == "success") is executes
