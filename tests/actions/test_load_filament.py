"""Automations load and unload filament."""

import math
from typing import Any

from custom_components.bambu_cloud.actions.filament import (
    CONTINUE,
    LOAD,
    READ_TAG,
    SET_FILAMENT,
    UNLOAD,
)
from tests.helpers.actions import (
    call,
    device_id,
    failed,
    print_commands,
    printing,
    refused,
    sensor,
    slot,
)
from tests.helpers.controls import accept_commands
from tests.helpers.home import H2D, P1S, X1C, Home
from tests.simulator.printer.ams_changes import CHANGE_SECONDS

GREEN = {"material": "PETG", "color": "#00ae42"}


async def changed(home: Home, serial: str, filament: str) -> None:
    """Wait until Home Assistant has the end of a change of filament."""
    await home.cloud.advance(CHANGE_SECONDS + 2)
    await home.until(
        lambda: home.attributes(serial, "active_filament").get("type") == filament
    )


async def test_load_and_unload(home: Home) -> None:
    """Filament is loaded, and pulled back again."""
    printer = device_id(home, P1S)
    nothing = await refused(home, UNLOAD, device_id=printer)
    assert nothing == "No filament is loaded."

    await call(home, LOAD, entity_id=slot(home, P1S, 3))
    assert print_commands(home)[-1]["tar_temp"] > 200
    await changed(home, P1S, "PETG")
    again = await refused(home, LOAD, entity_id=slot(home, P1S, 3))
    assert again == "This filament is already loaded."

    await call(home, UNLOAD, device_id=printer)
    assert print_commands(home)[-1]["target"] == 255
    await home.cloud.advance(CHANGE_SECONDS + 2)
    await home.until_shown(P1S, "active_filament", "nothing")


async def test_load_with_two_nozzles(home: Home) -> None:
    """The extruder is the one that the AMS feeds; outside, it is on the same side."""
    await accept_commands(home, H2D)
    await call(home, LOAD, entity_id=slot(home, H2D, 1), temperature=250)
    command = print_commands(home)[-1]
    assert (command["extruder_id"], command["tar_temp"], command["target"]) == (
        1,
        250,
        0,
    )
    spool = sensor(home, H2D, "right_external_spool")
    filament = {"nozzle_temperature_max": 240}
    await call(home, SET_FILAMENT, entity_id=spool, **GREEN | filament)
    await call(home, LOAD, entity_id=spool)
    command = print_commands(home)[-1]
    assert (command["ams_id"], command["extruder_id"], command["target"]) == (
        255,
        0,
        255,
    )
    await home.cloud.advance(CHANGE_SECONDS + 2)
    await home.until(
        lambda: home.attributes(H2D, "active_filament").get("type") == "PETG"
    )
    assert home.attributes(H2D, "right_external_spool")["active"] is True
    assert home.attributes(H2D, "left_external_spool")["active"] is False
    await call(home, UNLOAD, device_id=device_id(home, H2D))
    assert print_commands(home)[-1]["extruder_id"] == 0


async def stopped(home: Home, jams: int) -> str:
    """Let a change of filament stop so often, and return the printer's device."""
    home.cloud.simulated(P1S).ams.jams = jams
    await call(home, LOAD, entity_id=slot(home, P1S, 3))
    await home.cloud.advance(CHANGE_SECONDS + 2)
    await home.until_shown(P1S, "attention", "on")
    attention = home.attributes(P1S, "attention", "binary_sensor")
    assert attention["reason"] == "ams_problem"
    return device_id(home, P1S)


async def test_change_that_has_stopped(home: Home) -> None:
    """Each retry repeats it."""
    printer = await stopped(home, jams=2)
    await call(home, CONTINUE, device_id=printer, choice="retry")
    assert print_commands(home)[-1] == {"command": "ams_control", "param": "resume"}
    await home.cloud.advance(CHANGE_SECONDS + 2)
    await home.until_shown(P1S, "attention", "on")
    assert home.shows(P1S, "active_filament") == "nothing"
    await call(home, CONTINUE, device_id=printer, choice="retry")
    await changed(home, P1S, "PETG")
    assert home.shows(P1S, "attention") == "off"


async def test_change_that_is_done(home: Home) -> None:
    """Whoever sees filament come out of the nozzle can say so."""
    printer = await stopped(home, jams=9)
    odd = await refused(home, CONTINUE, device_id=printer, choice="perhaps")
    assert odd == "There is no such choice: it has to be retry or done."
    await call(home, CONTINUE, device_id=printer, choice="done")
    assert print_commands(home)[-1] == {"command": "ams_control", "param": "done"}
    await changed(home, P1S, "PETG")


async def test_no_change_that_has_stopped(home: Home) -> None:
    """Nothing goes on while nothing waits, not even during a change."""
    printer = device_id(home, P1S)
    words = "No filament change is waiting to be continued."
    for _ in range(2):
        message = await refused(home, CONTINUE, device_id=printer, choice="retry")
        assert message == words
        await call(home, LOAD, entity_id=slot(home, P1S, 3))


async def test_read_tag(home: Home) -> None:
    """The tag of a slot is read, and there is none to read elsewhere."""
    await call(home, READ_TAG, entity_id=slot(home, P1S, 3))
    assert print_commands(home) == [
        {"command": "ams_get_rfid", "ams_id": 0, "slot_id": 2}
    ]
    empty = await refused(home, READ_TAG, entity_id=slot(home, P1S, 4))
    assert empty == "There is no spool in this place."
    outside = sensor(home, P1S, "external_spool")
    message = await refused(home, READ_TAG, entity_id=outside)
    assert message == "Only an AMS reads tags, and this spool is in none."
    await printing(home, P1S)
    busy = await refused(home, READ_TAG, entity_id=slot(home, P1S, 3))
    assert busy == "The printer is busy with something else."


async def test_impossible_temperatures(home: Home) -> None:
    """Impossible values have messages, and nothing is sent."""
    petg = slot(home, P1S, 3)
    temperatures: list[Any] = [149, 351, -5, math.nan, "hot", "200 °C"]
    for temperature in temperatures:
        words = await refused(home, LOAD, entity_id=petg, temperature=temperature)
        assert words.startswith("The temperature "), temperature


async def test_load_at_the_wrong_time(home: Home) -> None:
    """Not while printing, and not while the AMS is hot."""
    home.cloud.simulated(P1S).ams.units["0"].heater.current = 60
    hot_ams = await failed(home, LOAD, entity_id=slot(home, P1S, 3))
    assert hot_ams == "The AMS is too hot for that."
    await printing(home, P1S)
    busy = await refused(home, LOAD, entity_id=slot(home, P1S, 3))
    assert busy == "The printer is busy with something else."


async def test_printer_that_is_off(home: Home) -> None:
    """Nothing is sent to it."""
    red = slot(home, P1S, 2)
    home.cloud.power_off(P1S)
    printer = home.entry.runtime_data.account.printers[P1S]
    await home.until_happened(lambda: printer.data.presence.online is False)
    words = await refused(home, LOAD, entity_id=red)
    assert words == "The printer is switched off or not connected to the cloud."


async def test_printer_that_accepts_no_commands(home: Home) -> None:
    """An X1C with new firmware gets no command."""
    words = await refused(home, LOAD, entity_id=slot(home, X1C, 1))
    assert words == "The printer's firmware only obeys Bambu Lab's own apps."
