"""What can be done with an AMS."""

from dataclasses import replace
from typing import Any

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
import pytest

from tests.simulator import another

from .helpers.controls import (
    Control,
    accept_commands,
    commands_to,
    only_acknowledge,
    printing,
)
from .helpers.home import H2D, P1S, X1C, Home
from .helpers.reports import delta, push


def of_ams(home: Home, printer: str, key: str, unit: str = "0") -> Control:
    """Return a control of an AMS."""
    serial = home.cloud.simulated(printer).ams.units[unit].serial
    platform = "switch" if key == "drying" else "button"
    return Control(home, serial, key, platform)


def change(unit: int, slot: int, target: int, **more: int) -> dict[str, Any]:
    """Return the command that changes the filament."""
    places = {"ams_id": unit, "slot_id": slot, "target": target}
    return {"command": "ams_change_filament", **places, **more}


async def test_load_and_unload(home: Home) -> None:
    """A slot is loaded at its filament's temperature, and unloaded again."""
    unload = Control(home, P1S, "unload_filament", "button")
    assert await unload.fails("press") == "nothing_loaded"
    assert await of_ams(home, P1S, "slot_4_load").fails("press") == "slot_empty"
    assert not commands_to(home, P1S)

    def loaded() -> str:
        return str(home.attributes(P1S, "active_filament").get("filament_id"))

    load = of_ams(home, P1S, "slot_2_load")
    await load.do("press")
    assert commands_to(home, P1S) == [change(0, 1, 1, curr_temp=-1, tar_temp=215)]
    await home.until_happened(lambda: loaded() == "GFL99")
    assert await load.fails("press") == "already_loaded"
    await unload.do("press")
    assert commands_to(home, P1S)[1:] == [
        change(0, 255, 255, curr_temp=-1, tar_temp=-1)
    ]
    await home.until_happened(lambda: home.shows(P1S, "active_filament") == "nothing")


async def test_load_of_an_unknown_filament(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The temperature is left to the printer; the command names the nozzle."""
    await accept_commands(home, H2D)
    only_acknowledge(home, H2D, monkeypatch)
    units = home.cloud.simulated(H2D).state["ams"]["ams"]
    tray = units[1]["tray"][0] | {"tray_type": "", "nozzle_temp_max": "0"}
    changed = [{"id": units[1]["id"], "tray": [tray]}]
    await push(home, H2D, delta(ams={"ams": changed}))
    load = of_ams(home, H2D, "slot_1_load", units[1]["id"])
    unit = int(units[1]["id"])
    await home.until(
        lambda: (
            home.entry.runtime_data.account.printers[H2D]
            .data.ams.units[1]
            .trays[0]
            .nozzle_max
            is None
        )
    )
    await load.do("press")
    (request,) = commands_to(home, H2D)
    expected = change(unit, 0, 4 * unit, curr_temp=-1, tar_temp=-1)
    assert request == expected | {"extruder_id": request["extruder_id"]}
    assert request["extruder_id"] in {0, 1}


async def test_while_it_prints(home: Home) -> None:
    """The filament of a running print cannot be changed."""
    await printing(home, P1S)
    load = of_ams(home, P1S, "slot_3_load")
    assert await load.fails("press") == "busy"


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_read_tag(home: Home) -> None:
    """The tag of one slot is read anew."""
    await of_ams(home, P1S, "slot_3_read_tag").do("press")
    assert commands_to(home, P1S) == [
        {"command": "ams_get_rfid", "ams_id": 0, "slot_id": 2}
    ]
    assert home.cloud.simulated(P1S).state["ams_rfid_status"] == 1


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_read_tag_with_old_firmware(home: Home) -> None:
    """What has no command yet is done with G-code."""
    printer = another("A1 mini 01.04", home.cloud.printers)
    home.cloud.add_printer(printer)
    await home.poll()
    await home.until_reported()
    serial = printer.identity.serial
    read_tag = of_ams(home, serial, "slot_3_read_tag")
    await home.until(lambda: read_tag.entry)
    await read_tag.do("press")
    assert commands_to(home, serial) == [
        {"command": "gcode_line", "param": "M620 R2\n"}
    ]


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_dry(home: Home) -> None:
    """It dries as gently as the most delicate spool needs, and stops."""
    await accept_commands(home, H2D)
    drying = of_ams(home, H2D, "drying")
    assert await drying.fails("turn_off") == "not_drying"
    await drying.do("turn_on")
    assert drying.shows == "on"
    request = commands_to(home, H2D)[-1]
    assert request["command"] == "ams_filament_drying"
    assert (request["ams_id"], request["mode"], request["temp"]) == (0, 1, 55)
    serial = home.cloud.simulated(H2D).ams.units["0"].serial
    await home.until_happened(
        lambda: int(home.shows(serial, "drying_remaining_time") or 0) > 60
    )
    await home.pass_time(11)
    assert drying.shows == "on"
    await drying.do("turn_off")
    await home.until_happened(lambda: home.binary(serial, "drying") == "off")
    assert drying.shows == "off"


async def test_dry_what_has_a_strange_name(home: Home) -> None:
    """An impossible value is not sent, and the error names it."""
    await accept_commands(home, H2D)
    units = home.cloud.simulated(H2D).state["ams"]["ams"]
    trays = [tray | {"tray_type": "Bœuf \n" * 9} for tray in units[0]["tray"]]
    await push(home, H2D, delta(ams={"ams": [units[0] | {"tray": trays}]}))
    data = home.entry.runtime_data.account.printers[H2D]
    await home.until(lambda: "Bœuf" in str(data.data.ams.units[0]))
    assert await of_ams(home, H2D, "drying").fails("turn_on") == "invalid_material"
    assert not commands_to(home, H2D)


async def test_dry_without_effect(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    """A printer that acknowledges and does not start is not drying."""
    await accept_commands(home, H2D)
    only_acknowledge(home, H2D, monkeypatch)
    drying = of_ams(home, H2D, "drying")
    await drying.do("turn_on")
    assert drying.shows == "on"
    await home.pass_time(11)
    assert drying.shows == "off"


async def test_ams_without_a_dryer(home: Home) -> None:
    """There is no switch for what it cannot do."""
    assert of_ams(home, P1S, "drying").entry is None


async def test_where_commands_are_refused(home: Home) -> None:
    """An AMS has controls where its printer accepts commands."""
    assert of_ams(home, X1C, "slot_1_load").entry is None
    load = of_ams(home, P1S, "slot_1_load")
    assert load.shows == STATE_UNKNOWN
    await printing(home, P1S)
    printer = home.cloud.simulated(P1S)
    printer.model = replace(printer.model, requires_signature=True)
    await Control(home, P1S, "pause", "button").fails("press")
    assert load.shows is None


async def test_ams_that_is_carried_elsewhere(home: Home) -> None:
    """What can be done with it depends on where it is."""
    load = of_ams(home, P1S, "slot_1_load")
    home.cloud.move_ams(P1S, "0", X1C)
    await load.until(STATE_UNAVAILABLE)
