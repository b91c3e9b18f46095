"""What commands do to printers that obey (protocol D, H.5)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator import H2D, P1S, P2S, X1C, SimulatedPrinter
from tests.simulator.ams_changes import CHANGE_SECONDS, READ_SECONDS
from tests.simulator.manners import Manner
from tests.simulator.models import A1_MINI, A1_MINI_BEFORE, H2D_BEFORE, X1C_BEFORE

from .views import begin, live, make

type Payload = dict[str, Any]
type Shown = Callable[[SimulatedPrinter], Any]


def order(printer: SimulatedPrinter, name: str, **fields: Any) -> Payload:
    """Send a command and return the acknowledgement."""
    return answer(printer, "print", name, **fields)


def answer(
    printer: SimulatedPrinter, root: str, name: str, /, **fields: Any
) -> Payload:
    """Send a command under a root and return the acknowledgement."""
    request = {root: {"sequence_id": "7", "command": name, **fields}}
    acks = [each[root] for each in printer.handle(request) if root in each]
    told: Payload = acks[0]
    return told


def report(printer: SimulatedPrinter) -> Payload:
    """Return everything that a printer tells."""
    told: Payload = printer.full()["print"]
    return told


def bit(printer: SimulatedPrinter, place: int, width: int = 1) -> int:
    """Return bits of `cfg`."""
    return int(report(printer)["cfg"], 16) >> place & ((1 << width) - 1)


def home_flag(printer: SimulatedPrinter, place: int) -> int:
    """Return a bit of `home_flag`."""
    return int(report(printer)["home_flag"] & 0xFFFFFFFF) >> place & 1


@pytest.mark.parametrize(
    ("before", "after"),
    [(X1C_BEFORE, X1C), (A1_MINI_BEFORE, A1_MINI), (H2D_BEFORE, H2D)],
)
def test_firmware_decides(before: Any, after: Any) -> None:
    """Of the same model, old firmware obeys and newer does not, and both say so."""
    old, new = make(before), make(after)
    assert order(old, "set_bed_temp", temp=60)["result"] == "success"
    assert order(new, "set_bed_temp", temp=60)["err_code"] == 84033543
    if "fun" in report(old):
        assert int(report(old)["fun"], 16) >> 29 & 1 == 0
        assert int(report(new)["fun"], 16) >> 29 & 1 == 1


NEW_SETTINGS: tuple[tuple[str, Payload, Shown, Any], ...] = (
    ("set_bed_temp", {"temp": 60}, lambda p: report(p)["bed_target_temper"], 60),
    (
        "set_nozzle_temp",
        {"extruder_index": 1, "target_temp": 220},
        lambda p: report(p)["device"]["extruder"]["info"][1]["temp"] >> 16,
        220,
    ),
    ("set_ctt", {"ctt_val": 45}, lambda p: report(p)["ctt"], 45),
    (
        "set_fan",
        {"fan_index": 2, "speed": 50},
        lambda p: report(p)["device"]["airduct"]["parts"][1]["state"],
        50,
    ),
    (
        "set_airduct",
        {"modeId": 1, "submode": -1},
        lambda p: report(p)["device"]["airduct"]["modeCur"],
        1,
    ),
    (
        "select_extruder",
        {"extruder_index": 1},
        lambda p: report(p)["device"]["extruder"]["state"],
        0x112,
    ),
    ("back_to_center", {}, lambda p: report(p)["home_flag"] & 7, 7),
    (
        "xyz_ctrl",
        {"axis": "Z", "dir": -1, "mode": 1},
        lambda p: p.body.position["Z"],
        -10,
    ),
    (
        "gcode_line",
        {"param": "M104 T1 S210\nM106 P10 S128\nG91\nG1 X2.5 F900\n"},
        lambda p: (p.body.nozzles[1].target, p.body.position["X"]),
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
    ("buzzer_ctrl", {"mode": 2, "reason": ""}, lambda p: p.body.buzzer, 2),
    ("clean_print_error", {}, lambda p: report(p)["print_error"], 0),
    (
        "ams_user_setting",
        {
            "ams_id": -1,
            "startup_read_option": True,
            "tray_read_option": False,
            "calibrate_remain_flag": False,
        },
        lambda p: (bit(p, 0), bit(p, 1), bit(p, 17), report(p)["ams"]["insert_flag"]),
        (0, 1, 0, False),
    ),
)


@pytest.mark.parametrize(("name", "fields", "shown", "value"), NEW_SETTINGS)
def test_setting(name: str, fields: Payload, shown: Shown, value: Any) -> None:
    """An H2D that obeys does what it is told, and reports it."""
    printer = make(H2D_BEFORE)
    assert order(printer, name, **fields)["result"] == "success"
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
    assert order(make(P1S), name, **fields)["result"] == "fail"


def test_heat() -> None:
    """Heaters get there by and by."""
    printer = make(P1S)
    order(printer, "gcode_line", param="M140 S60\n")
    live(printer, 10)
    warm = report(printer)["bed_temper"]
    assert 24 < warm < 60
    live(printer, 60)
    assert report(printer)["bed_temper"] == pytest.approx(60, abs=0.5)


def test_extrude() -> None:
    """Filament moves when the nozzle is hot."""
    printer = make(H2D_BEFORE)
    order(printer, "gcode_line", param="M83\nG0 E10.0 F900\n")
    assert printer.body.extruded == 0
    order(printer, "set_nozzle_temp", extruder_index=0, target_temp=220)
    live(printer, 80)
    order(printer, "gcode_line", param="M83\nG0 E10.0 F900\n")
    done = order(printer, "set_extrusion_length", extruder_index=0, length=5)
    assert done["result"] == "success"
    assert printer.body.extruded == 15


@pytest.mark.parametrize(("target", "errno"), [(30, -4), (60, -2)])
def test_chamber_that_is_not_heated(target: int, errno: int) -> None:
    """Not by a little, and not while soft filament is loaded (protocol B.3)."""
    printer = make(H2D_BEFORE)
    change(printer, 0, 0)
    assert order(printer, "set_ctt", ctt_val=target)["errno"] == errno
    assert order(make(X1C_BEFORE), "set_ctt", ctt_val=50)["result"] == "fail"


def change(printer: SimulatedPrinter, unit: int, slot: int) -> Payload:
    """Load a spool and wait until that is done."""
    told = order(
        printer,
        "ams_change_filament",
        ams_id=unit,
        slot_id=slot,
        target=4 * unit + slot,
        curr_temp=0,
        tar_temp=0,
    )
    live(printer, int(CHANGE_SECONDS) + 1)
    return told


def test_change_of_filament() -> None:
    """Filament comes and goes through its stages (protocol C.5.6)."""
    printer = make(P1S)
    order(
        printer,
        "ams_change_filament",
        ams_id=0,
        slot_id=1,
        target=1,
        curr_temp=0,
        tar_temp=0,
    )
    seen = []
    for _ in range(int(CHANGE_SECONDS) + 1):
        printer.tick(1)
        seen.append((printer.state["stg_cur"], printer.state["ams_status"]))
    assert list(dict.fromkeys(seen)) == [
        (24, 0x102),
        (24, 0x104),
        (24, 0x106),
        (24, 0x107),
        (0, 0),
    ]
    assert report(printer)["ams"]["tray_now"] == "1"
    assert report(printer)["hw_switch_state"] == 1
    order(printer, "ams_change_filament", ams_id=0, slot_id=255, target=255)
    live(printer, int(CHANGE_SECONDS) + 1)
    assert report(printer)["ams"]["tray_now"] == "255"
    assert report(printer)["hw_switch_state"] == 0
    order(printer, "ams_change_filament", ams_id=255, slot_id=0, target=254)
    live(printer, int(CHANGE_SECONDS) + 1)
    assert report(printer)["ams"]["tray_now"] == "254"
    assert order(printer, "unload_filament")["result"] == "success"


def test_change_of_filament_of_two_extruders() -> None:
    """An H2D tells which extruder it is (protocol C.5.5)."""
    printer = make(H2D_BEFORE)
    change(printer, 1, 0)
    (right, _) = report(printer)["device"]["extruder"]["info"]
    assert (right["snow"], right["star"]) == (0x100, 0x100)


def test_filament_that_is_not_changed() -> None:
    """Empty slots and hot units are obstacles (protocol B.3)."""
    printer = make(H2D_BEFORE)
    assert change(printer, 3, 0)["result"] == "fail"
    printer.ams.units["0"].heater.current = 60
    told = change(printer, 0, 0)
    assert (told["errno"], told["soft_temp"]) == (-4, 50)
    printer.ams.units["0"].heater.current = 25
    assert printer.body.chamber
    printer.body.chamber.current = 64
    printer.body.chamber.target = 64
    assert change(printer, 0, 0)["errno"] == -2
    begin(printer)
    live(printer, 100)
    assert change(printer, 0, 0)["result"] == "fail"
    assert order(printer, "unload_filament")["result"] == "fail"


FILAMENT = {
    "tray_info_idx": "GFG99",
    "setting_id": "",
    "tray_color": "00FF00FF",
    "nozzle_temp_min": 220,
    "nozzle_temp_max": 260,
    "tray_type": "PETG",
}


def test_filament_that_is_set() -> None:
    """A spool is what somebody says it is; an empty slot is nothing."""
    printer = make(P1S)
    place = {"ams_id": 0, "tray_id": 1, "slot_id": 1}
    assert order(printer, "ams_filament_setting", **place, **FILAMENT)["result"]
    tray = report(printer)["ams"]["ams"][0]["tray"][1]
    assert (tray["tray_type"], tray["nozzle_temp_max"]) == ("PETG", "260")
    outside = {"ams_id": 255, "tray_id": 254, "slot_id": 0}
    order(printer, "ams_filament_setting", **outside, **FILAMENT)
    assert report(printer)["vt_tray"]["tray_color"] == "00FF00FF"
    empty = place | {"tray_id": 3, "slot_id": 3}
    told = order(printer, "ams_filament_setting", **empty, **FILAMENT)
    assert told["result"] == "fail"


def test_tag() -> None:
    """A tag is read step by step."""
    printer = make(P1S)
    order(printer, "ams_get_rfid", ams_id=0, slot_id=1)
    assert report(printer)["ams"]["tray_reading_bits"] == "2"
    live(printer, int(READ_SECONDS) + 1)
    assert report(printer)["ams"]["tray_reading_bits"] == "0"
    order(printer, "gcode_line", param="M620 R2\n")
    assert report(printer)["ams"]["tray_reading_bits"] == "4"


def test_drying() -> None:
    """A dryer counts down, and is as hot as its kind gets."""
    printer = make(H2D_BEFORE)
    wish: Payload = {"ams_id": 0, "mode": 1, "temp": 55, "duration": 8}
    rest = {"filament": "PETG", "humidity": 0}
    too_hot = order(printer, "ams_filament_drying", **wish | {"temp": 80}, **rest)
    assert too_hot["result"] == "fail"
    assert order(printer, "ams_filament_drying", **wish, **rest)["result"] == "success"
    unit = report(printer)["ams"]["ams"][0]
    assert (unit["dry_time"], unit["dry_setting"]["dry_filament"]) == (480, "PETG")
    again = order(printer, "ams_filament_drying", **wish, **rest)
    assert again["result"] == "fail"
    live(printer, 600)
    assert report(printer)["ams"]["ams"][0]["dry_time"] == 470
    order(printer, "ams_filament_drying", **wish | {"mode": 0}, **rest)
    assert report(printer)["ams"]["ams"][0]["dry_time"] == 0
    order(printer, "ams_filament_drying", **wish, **rest)
    order(printer, "auto_stop_ams_dry")
    assert report(printer)["ams"]["ams"][0]["dry_time"] == 0


def test_profiles() -> None:
    """Pressure advance profiles are stored, used and forgotten."""
    printer = make(X1C_BEFORE)
    profile = {"filament_id": "GFA00", "k_value": "0.040"}
    order(printer, "extrusion_cali_set", nozzle_diameter="0.4", filaments=[profile])
    (stored,) = order(printer, "extrusion_cali_get", filament_id="GFA00")["filaments"]
    assert (stored["k_value"], stored["cali_idx"]) == ("0.040", 0)
    used = {"ams_id": 0, "slot_id": 0, "cali_idx": 0, "filament_id": "GFA00"}
    order(printer, "extrusion_cali_sel", **used)
    assert report(printer)["ams"]["ams"][0]["tray"][0]["cali_idx"] == 0
    order(printer, "extrusion_cali_del", filament_id="GFA00", cali_idx=0)
    assert order(printer, "extrusion_cali_get", filament_id="GFA00")["filaments"] == []
    small = make(P1S)
    order(small, "extrusion_cali_set", tray_id=1, k_value=0.033)
    assert report(small)["ams"]["ams"][0]["tray"][1]["k"] == 0.033


def test_calibration() -> None:
    """It goes through its stages, and is no print of anybody."""
    printer = make(P1S)
    order(printer, "calibration", option=0b110)
    assert report(printer)["print_type"] == "system"
    assert order(printer, "calibration", option=2)["err_code"] == 83902468
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
    printer = make(model)
    nowhere = order(printer, "project_file", url=WHERE[place] + "no.3mf", **FILE)
    assert nowhere["err_code"] == 0x05008013
    url = WHERE[place] + "Benchy.gcode.3mf"
    odd = order(printer, "project_file", url=url, **FILE | {"param": "x"})
    assert odd["err_code"] == 0x05004003
    places = [{"ams_id": 0, "slot_id": 1}, {"ams_id": 255, "slot_id": 255}]
    started = order(printer, "project_file", url=url, ams_mapping2=places, **FILE)
    assert started["result"] == "success"
    if "mapping" in report(printer):
        assert report(printer)["mapping"] == [1, 0xFFFF]
    live(printer, 3)
    assert printer.gcode_state == "PREPARE"


def test_file_of_the_cloud() -> None:
    """A file of the cloud is a job of the cloud."""
    printer = make(P1S)
    ids = {"task_id": "5", "project_id": "6", "profile_id": "7"}
    order(printer, "project_file", url="https://127.0.0.1/x.3mf", **ids, **FILE)
    live(printer, 3)
    assert report(printer)["task_id"] == "5"
    assert report(printer)["print_type"] == "cloud"


def test_objects() -> None:
    """Objects are skipped once each."""
    printer = make(P1S)
    begin(printer)
    live(printer, 100)
    order(printer, "skip_objects", obj_list=[206, 231])
    order(printer, "skip_objects", obj_list=[231, 9])
    assert report(printer)["s_obj"] == [206, 231, 9]


@pytest.mark.parametrize(
    ("name", "fields", "shown", "value"),
    [
        ("set_door_stat", {"config": 2}, lambda p: bit(p, 20, 2), 2),
        ("print_cache_set", {"config": True}, lambda p: bit(p, 19), 1),
        (
            "set_accessories",
            {
                "accessory_type": "nozzle",
                "nozzle_type": "hardened_steel",
                "nozzle_diameter": 0.6,
            },
            lambda p: (report(p)["nozzle_type"], report(p)["nozzle_diameter"]),
            ("hardened_steel", "0.6"),
        ),
        (
            "uiop",
            {"name": "print_error", "action": "close"},
            lambda p: report(p)["print_error"],
            0,
        ),
    ],
)
def test_free_setting(name: str, fields: Payload, shown: Shown, value: Any) -> None:
    """Firmware that wants signatures still takes these."""
    printer = make(P2S)
    printer.state["print_error"] = 1
    assert answer(printer, "system", name, **fields)["result"] == "success"
    assert shown(printer) == value


def test_questions() -> None:
    """Some settings can be asked for."""
    printer = make(X1C)
    assert answer(printer, "system", "get_access_code")["access_code"] == "12345678"
    told = answer(printer, "system", "get_accessories", accessory_type="none")
    assert told["nozzle_diameter"] == "0.4"
    assert answer(printer, "security", "app_cert_list")["cert_ids"] == []
    assert answer(printer, "upgrade", "get_history")["firmware_optional"]


@pytest.mark.parametrize(
    ("module", "place"),
    [("pileup_detector", 10), ("clump_detector", 13), ("airprint_detector", 16)],
)
def test_detectors(module: str, place: int) -> None:
    """Newer detectors are bits."""
    printer = make(P2S)
    answer(
        printer,
        "xcam",
        "xcam_control_set",
        module_name=module,
        control=True,
        halt_print_sensitivity="high",
    )
    word = report(printer)["xcam"]["cfg"]
    assert word >> place & 1 == 1
    assert word >> (place + 1) & 3 == 2


def test_monitoring() -> None:
    """The oldest detector is told in three places."""
    printer = make(P2S)
    answer(
        printer,
        "xcam",
        "xcam_control_set",
        module_name="printing_monitor",
        control=False,
        halt_print_sensitivity="never_halt",
    )
    assert (bit(printer, 15), bit(printer, 13, 2)) == (0, 0)
    assert report(printer)["xcam"]["halt_print_sensitivity"] == "never_halt"


SOUND = {"print": {"sequence_id": "7", "command": "print_option", "sound_enable": True}}


@pytest.mark.parametrize(
    ("manner", "acks", "later", "obeys"),
    [
        (Manner.PROPER, 1, 0, True),
        (Manner.SILENT, 0, 0, False),
        (Manner.MUTE, 0, 0, True),
        (Manner.LATE, 0, 1, True),
        (Manner.TWICE, 2, 0, True),
        (Manner.FAILING, 1, 0, False),
        (Manner.UNSIGNED, 1, 0, False),
    ],
)
def test_manners(manner: Manner, acks: int, later: int, *, obeys: bool) -> None:
    """A printer can be told to behave badly."""
    printer = make(P1S)
    printer.state["home_flag"] &= ~(1 << 17)
    printer.manners.usual = manner
    assert sum(map(is_ack, printer.handle(SOUND))) == acks
    assert sum(map(is_ack, live(printer, 25))) == later
    assert home_flag(printer, 17) == obeys


def is_ack(told: Payload) -> bool:
    """Tell whether a message acknowledges the order."""
    return bool(told["print"].get("command") == "print_option")


def test_errno() -> None:
    """A number stands for the reason."""
    printer = make(P1S)
    printer.manners.errnos["print_option"] = -7
    told = order(printer, "print_option", sound_enable=True)
    assert (told["result"], told["errno"]) == ("fail", -7)


@pytest.mark.parametrize("fields", [{}, {"temp": None}, {"temp": "hot"}, {"temp": [1]}])
def test_broken_commands(fields: Payload) -> None:
    """What cannot be read is ignored."""
    request = {"print": {"command": "set_bed_temp", **fields}}
    assert make(P1S).handle(request) == []


def test_firmware() -> None:
    """A printer that obeys installs what it offers; one that does not refuses."""
    assert answer(make(X1C), "upgrade", "upgrade_confirm")["err_code"] == 84033543
    printer = make(P1S)
    assert answer(printer, "upgrade", "upgrade_confirm", src_id=1)["result"]
    assert printer.install_wanted
    nothing = make(H2D_BEFORE)
    assert answer(nothing, "upgrade", "upgrade_confirm", src_id=1)["result"] == "fail"
