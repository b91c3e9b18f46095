"""The effects of commands on filament (protocol D.4, H.5)."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.simulator import P1S, SimulatedPrinter
from tests.simulator.printer.ams_changes import CHANGE_SECONDS, READ_SECONDS
from tests.simulator.printer.models import H2D_BEFORE, X1C_BEFORE

from .client_view import idle_printer, run, start_print
from .send_commands import full_report, send_print_command

type Payload = dict[str, Any]
type Shown = Callable[[SimulatedPrinter], Any]


def change(printer: SimulatedPrinter, unit: int, slot: int) -> Payload:
    """Load a spool and wait until that is done."""
    ack = send_print_command(
        printer,
        "ams_change_filament",
        ams_id=unit,
        slot_id=slot,
        target=4 * unit + slot,
        curr_temp=0,
        tar_temp=0,
    )
    run(printer, int(CHANGE_SECONDS) + 1)
    return ack


def test_change_of_filament() -> None:
    """Filament comes and goes through its stages (protocol C.5.6)."""
    printer = idle_printer(P1S)
    send_print_command(
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
    assert full_report(printer)["ams"]["tray_now"] == "1"
    assert full_report(printer)["hw_switch_state"] == 1
    send_print_command(
        printer, "ams_change_filament", ams_id=0, slot_id=255, target=255
    )
    run(printer, int(CHANGE_SECONDS) + 1)
    assert full_report(printer)["ams"]["tray_now"] == "255"
    assert full_report(printer)["hw_switch_state"] == 0
    send_print_command(
        printer, "ams_change_filament", ams_id=255, slot_id=0, target=254
    )
    run(printer, int(CHANGE_SECONDS) + 1)
    assert full_report(printer)["ams"]["tray_now"] == "254"
    assert send_print_command(printer, "unload_filament")["result"] == "success"


def test_change_of_filament_of_two_extruders() -> None:
    """An H2D reports which extruder is active (protocol C.5.5)."""
    printer = idle_printer(H2D_BEFORE)
    change(printer, 1, 0)
    (right, _) = full_report(printer)["device"]["extruder"]["info"]
    assert (right["snow"], right["star"]) == (0x100, 0x100)


def test_filament_that_is_not_changed() -> None:
    """Empty slots and hot units are obstacles (protocol B.3)."""
    printer = idle_printer(H2D_BEFORE)
    assert change(printer, 3, 0)["result"] == "fail"
    printer.ams.units["0"].heater.current = 60
    ack = change(printer, 0, 0)
    assert (ack["errno"], ack["soft_temp"]) == (-4, 50)
    printer.ams.units["0"].heater.current = 25
    assert printer.physics.chamber
    printer.physics.chamber.current = 64
    printer.physics.chamber.target = 64
    assert change(printer, 0, 0)["errno"] == -2
    start_print(printer)
    run(printer, 100)
    assert change(printer, 0, 0)["result"] == "fail"
    assert send_print_command(printer, "unload_filament")["result"] == "fail"


FILAMENT = {
    "tray_info_idx": "GFG99",
    "setting_id": "",
    "tray_color": "00FF00FF",
    "nozzle_temp_min": 220,
    "nozzle_temp_max": 260,
    "tray_type": "PETG",
}


def test_filament_that_is_set() -> None:
    """A spool is what a command says it is; an empty slot refuses it."""
    printer = idle_printer(P1S)
    place = {"ams_id": 0, "tray_id": 1, "slot_id": 1}
    assert send_print_command(printer, "ams_filament_setting", **place, **FILAMENT)[
        "result"
    ]
    tray = full_report(printer)["ams"]["ams"][0]["tray"][1]
    assert (tray["tray_type"], tray["nozzle_temp_max"]) == ("PETG", "260")
    outside = {"ams_id": 255, "tray_id": 254, "slot_id": 0}
    send_print_command(printer, "ams_filament_setting", **outside, **FILAMENT)
    assert full_report(printer)["vt_tray"]["tray_color"] == "00FF00FF"
    empty = place | {"tray_id": 3, "slot_id": 3}
    ack = send_print_command(printer, "ams_filament_setting", **empty, **FILAMENT)
    assert ack["result"] == "fail"


def test_tag() -> None:
    """A tag is read step by step."""
    printer = idle_printer(P1S)
    send_print_command(printer, "ams_get_rfid", ams_id=0, slot_id=1)
    assert full_report(printer)["ams"]["tray_reading_bits"] == "2"
    run(printer, int(READ_SECONDS) + 1)
    assert full_report(printer)["ams"]["tray_reading_bits"] == "0"
    send_print_command(printer, "gcode_line", param="M620 R2\n")
    assert full_report(printer)["ams"]["tray_reading_bits"] == "4"


def test_drying() -> None:
    """A dryer counts down, and is as hot as its kind gets."""
    printer = idle_printer(H2D_BEFORE)
    wish: Payload = {"ams_id": 0, "mode": 1, "temp": 55, "duration": 8}
    rest = {"filament": "PETG", "humidity": 0}
    too_hot = send_print_command(
        printer, "ams_filament_drying", **wish | {"temp": 80}, **rest
    )
    assert too_hot["result"] == "fail"
    assert (
        send_print_command(printer, "ams_filament_drying", **wish, **rest)["result"]
        == "success"
    )
    unit = full_report(printer)["ams"]["ams"][0]
    assert (unit["dry_time"], unit["dry_setting"]["dry_filament"]) == (480, "PETG")
    again = send_print_command(printer, "ams_filament_drying", **wish, **rest)
    assert again["result"] == "fail"
    run(printer, 600)
    assert full_report(printer)["ams"]["ams"][0]["dry_time"] == 470
    send_print_command(printer, "ams_filament_drying", **wish | {"mode": 0}, **rest)
    assert full_report(printer)["ams"]["ams"][0]["dry_time"] == 0
    send_print_command(printer, "ams_filament_drying", **wish, **rest)
    send_print_command(printer, "auto_stop_ams_dry")
    assert full_report(printer)["ams"]["ams"][0]["dry_time"] == 0


def test_profiles() -> None:
    """Pressure advance profiles are stored, used and forgotten."""
    printer = idle_printer(X1C_BEFORE)
    profile = {"filament_id": "GFA00", "k_value": "0.040"}
    send_print_command(
        printer, "extrusion_cali_set", nozzle_diameter="0.4", filaments=[profile]
    )
    (stored,) = send_print_command(printer, "extrusion_cali_get", filament_id="GFA00")[
        "filaments"
    ]
    assert (stored["k_value"], stored["cali_idx"]) == ("0.040", 0)
    used = {"ams_id": 0, "slot_id": 0, "cali_idx": 0, "filament_id": "GFA00"}
    send_print_command(printer, "extrusion_cali_sel", **used)
    assert full_report(printer)["ams"]["ams"][0]["tray"][0]["cali_idx"] == 0
    send_print_command(printer, "extrusion_cali_del", filament_id="GFA00", cali_idx=0)
    assert (
        send_print_command(printer, "extrusion_cali_get", filament_id="GFA00")[
            "filaments"
        ]
        == []
    )
    small = idle_printer(P1S)
    send_print_command(small, "extrusion_cali_set", tray_id=1, k_value=0.033)
    assert full_report(small)["ams"]["ams"][0]["tray"][1]["k"] == 0.033


@pytest.mark.parametrize(("target", "errno"), [(30, -4), (60, -2)])
def test_chamber_that_is_not_heated(target: int, errno: int) -> None:
    """Not by a little, and not while soft filament is loaded (protocol B.3)."""
    printer = idle_printer(H2D_BEFORE)
    change(printer, 0, 0)
    assert send_print_command(printer, "set_ctt", ctt_val=target)["errno"] == errno
    assert (
        send_print_command(idle_printer(X1C_BEFORE), "set_ctt", ctt_val=50)["result"]
        == "fail"
    )
