"""Automations load, unload, name and dry filament."""

import math
from typing import Any

import pytest

from custom_components.bambu_cloud.actions.filament import (
    LOAD,
    SET_FILAMENT,
    START_DRYING,
    STOP_DRYING,
    UNLOAD,
)
from tests.helpers.actions import (
    ams_serial,
    call,
    device_id,
    failed,
    obey,
    orders,
    printing,
    refused,
    sensor,
    slot,
)
from tests.helpers.home import H2D, P1S, X1C, Home
from tests.simulator.printer.ams_changes import CHANGE_SECONDS
from tests.simulator.printer.command_policy import Manner

GREEN = {"material": "PETG", "color": "#00ae42"}


async def changed(home: Home, serial: str, filament: str) -> None:
    """Wait until a change of filament has ended, and Home Assistant knows."""
    await home.cloud.advance(CHANGE_SECONDS + 2)
    await home.until(
        lambda: home.attributes(serial, "active_filament").get("type") == filament
    )


async def test_set_filament(home: Home) -> None:
    """A slot shows at once what somebody says about it."""
    red = slot(home, P1S, 2)
    answer = await call(home, SET_FILAMENT, entity_id=red, **GREEN)
    assert answer == {"result": "success", "reason": ""}
    assert orders(home)[-1] == {
        "command": "ams_filament_setting",
        "ams_id": 0,
        "slot_id": 1,
        "tray_id": 1,
        "tray_info_idx": "GFG99",
        "setting_id": "",
        "tray_color": "00AE42FF",
        "nozzle_temp_min": 220,
        "nozzle_temp_max": 270,
        "tray_type": "PETG",
    }
    state = home.hass.states.get(red)
    assert state
    assert (state.attributes["type"], state.attributes["color"]) == ("PETG", "#00AE42")


async def test_set_filament_in_detail(home: Home) -> None:
    """Everything can be said; the color picker's three numbers are a color, too."""
    spool = sensor(home, P1S, "external_spool")
    await call(
        home,
        SET_FILAMENT,
        entity_id=spool,
        material="PA-CF",
        color=[1, 171, 255],
        filament_id="GFN05",
        nozzle_temperature_min=260,
        nozzle_temperature_max="290",
    )
    order = orders(home)[-1]
    assert (order["ams_id"], order["slot_id"], order["tray_id"]) == (255, 0, 254)
    assert (order["tray_color"], order["tray_info_idx"]) == ("01ABFFFF", "GFN05")
    assert (order["nozzle_temp_min"], order["nozzle_temp_max"]) == (260, 290)
    assert home.cloud.simulated(P1S).state["vt_tray"]["tray_type"] == "PA-CF"


async def test_set_filament_by_its_name(home: Home) -> None:
    """A preset is called what its owner calls it."""
    names = home.entry.runtime_data.filament_names
    await home.until(lambda: names.name("GFA00"))
    basic = {"material": "PLA", "color": "#FFFFFF", "filament_id": names.name("GFA00")}
    await call(home, SET_FILAMENT, entity_id=slot(home, P1S, 2), **basic)
    assert orders(home)[-1]["tray_info_idx"] == "GFA00"


IMPOSSIBLE_FILAMENTS: list[tuple[dict[str, Any], str]] = [
    ({"color": "green"}, "The color is not possible."),
    ({"color": "#12345"}, "The color is not possible."),
    ({"color": '00AE42FF","x":"'}, "The color is not possible."),
    ({"color": [1, 2, 300]}, "The color is not possible."),
    ({"color": [1, 2, "x"]}, "The color is not possible."),
    ({"color": [1, 2]}, "The color is not possible."),
    ({"color": 5}, "The color is not possible."),
    ({"material": ""}, "The material is not possible."),
    ({"material": "PLA\n"}, "The material is not possible."),
    ({"material": ["PLA"]}, "The material is not possible."),
    ({"material": "Wood"}, "Nothing is known about Wood."),
    (
        {"material": "<b>", "nozzle_temperature_min": 200, "filament_id": "GFA00"}
        | {"nozzle_temperature_max": 220},
        "The material is not possible.",
    ),
    ({"filament_id": "../GFA00"}, "The filament is not possible."),
    ({"nozzle_temperature_min": 149}, "The lowest nozzle temperature must be"),
    ({"nozzle_temperature_min": math.nan}, "The lowest nozzle temperature must"),
    ({"nozzle_temperature_min": "220 °F"}, "The lowest nozzle temperature is not"),
    ({"nozzle_temperature_max": 219}, "The highest nozzle temperature must be"),
    ({"nozzle_temperature_max": 1e9}, "The highest nozzle temperature must be"),
]


async def test_impossible_filaments(home: Home) -> None:
    """What cannot be is refused in words, and nothing is sent."""
    spool = slot(home, P1S, 2)
    for wish, words in IMPOSSIBLE_FILAMENTS:
        told = await refused(home, SET_FILAMENT, entity_id=spool, **GREEN | wish)
        assert told.startswith(words), wish


@pytest.mark.parametrize("action", [SET_FILAMENT, LOAD])
async def test_unknown_spools(home: Home, action: str) -> None:
    """Only what shows a spool of a printer names one."""
    wish = GREEN if action == SET_FILAMENT else {}
    for entity_id in (
        "sensor.nothing",
        "0",
        "",
        "sensor.a\nb",
        sensor(home, P1S, "nozzle_temperature"),
        sensor(home, P1S, "active_filament"),
    ):
        words = await refused(home, action, entity_id=entity_id, **wish)
        assert words == f"{entity_id} shows no spool of a printer that is connected."
    empty = slot(home, P1S, 4)
    told = await refused(home, action, entity_id=empty, **wish)
    assert told == "There is no spool in this place."


async def test_spool_of_an_account_that_is_not_loaded(home: Home) -> None:
    """Nobody knows what it is."""
    red = slot(home, P1S, 2)
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    words = await refused(home, LOAD, entity_id=red)
    assert "no spool" in words


async def test_spool_of_an_unplugged_ams(home: Home) -> None:
    """It shows no spool of any printer."""
    red = slot(home, P1S, 2)
    home.cloud.unplug_ams(P1S, "0")
    ams = home.entry.runtime_data.account.ams
    await home.until_happened(
        lambda: (
            not any(
                unit.data.unit.connected
                for unit in ams.units.values()
                if unit.printer.data.serial == P1S
            )
        )
    )
    assert "no spool" in await refused(home, LOAD, entity_id=red)


async def test_load_and_unload(home: Home) -> None:
    """Filament is loaded, and pulled back again."""
    printer = device_id(home, P1S)
    nothing = await refused(home, UNLOAD, device_id=printer)
    assert nothing == "No filament is loaded."

    await call(home, LOAD, entity_id=slot(home, P1S, 3))
    assert orders(home)[-1]["tar_temp"] > 200
    await changed(home, P1S, "PETG")
    again = await refused(home, LOAD, entity_id=slot(home, P1S, 3))
    assert again == "This filament is already loaded."

    await call(home, UNLOAD, device_id=printer)
    assert orders(home)[-1]["target"] == 255
    await home.cloud.advance(CHANGE_SECONDS + 2)
    await home.until_shown(P1S, "active_filament", "nothing")


async def test_load_with_two_nozzles(home: Home) -> None:
    """The extruder is the one that the AMS feeds; outside, it is on the same side."""
    await obey(home, H2D)
    await call(home, LOAD, entity_id=slot(home, H2D, 1), temperature=250)
    order = orders(home)[-1]
    assert (order["extruder_id"], order["tar_temp"], order["target"]) == (1, 250, 0)
    spool = sensor(home, H2D, "right_external_spool")
    filament = {"nozzle_temperature_max": 240}
    await call(home, SET_FILAMENT, entity_id=spool, **GREEN | filament)
    await call(home, LOAD, entity_id=spool)
    order = orders(home)[-1]
    assert (order["ams_id"], order["extruder_id"], order["target"]) == (255, 0, 255)
    await home.cloud.advance(CHANGE_SECONDS + 2)
    await home.until(
        lambda: home.attributes(H2D, "active_filament").get("type") == "PETG"
    )
    await call(home, UNLOAD, device_id=device_id(home, H2D))
    assert orders(home)[-1]["extruder_id"] == 0


async def test_impossible_temperatures(home: Home) -> None:
    """What cannot be is refused in words, and nothing is sent."""
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


async def test_drying(home: Home) -> None:
    """A dryer begins, counts down, and stops."""
    await obey(home, H2D)
    ams = device_id(home, ams_serial(home, H2D))
    idle = await refused(home, STOP_DRYING, device_id=ams)
    assert idle == "This AMS is not drying."

    answer = await call(
        home, START_DRYING, device_id=ams, temperature=55, hours="8", rotate=True
    )
    assert answer["result"] == "success"
    order = orders(home)[-1]
    assert (order["temp"], order["duration"], order["rotate_tray"]) == (55, 8, True)
    await home.cloud.advance(120)
    minutes = home.hass.states.get(
        sensor(home, ams_serial(home, H2D), "drying_remaining_time")
    )
    assert minutes
    assert float(minutes.state) > 0

    await call(home, STOP_DRYING, device_id=ams)
    await home.cloud.advance(10)
    assert not home.cloud.simulated(H2D).ams.units["0"].drying


async def test_drying_as_the_spools_need_it(home: Home) -> None:
    """Nobody has to say how."""
    await obey(home, H2D)
    await call(home, START_DRYING, device_id=device_id(home, ams_serial(home, H2D)))
    order = orders(home)[-1]
    assert 45 <= order["temp"] <= 65
    assert 1 <= order["duration"] <= 24
    assert order["filament"]


IMPOSSIBLE_DRYING: list[tuple[dict[str, Any], str]] = [
    ({"temperature": 66}, "The drying temperature must be between 45 and 65 °C."),
    ({"temperature": 44}, "The drying temperature must be between 45 and 65 °C."),
    ({"temperature": math.nan}, "The drying temperature must be between 45 and"),
    ({"temperature": "50 °F"}, "The temperature is not possible."),
    ({"hours": 25}, "The drying time must be between 1 and 24 h."),
    ({"hours": 0.5}, "The drying time must be between 1 and 24 h."),
    ({"hours": "8 h"}, "The drying time is not possible."),
    ({"material": "PLA\n"}, "The material is not possible."),
]


async def test_impossible_drying(home: Home) -> None:
    """What cannot be is refused in words, and nothing is sent."""
    await obey(home, H2D)
    ams = device_id(home, ams_serial(home, H2D))
    for wish, words in IMPOSSIBLE_DRYING:
        told = await refused(home, START_DRYING, device_id=ams, **wish)
        assert told.startswith(words), wish


async def test_what_cannot_dry(home: Home) -> None:
    """An AMS of the first kind cannot, nor can a printer."""
    ams, printer = device_id(home, ams_serial(home, P1S)), device_id(home, P1S)
    for action in (START_DRYING, STOP_DRYING):
        assert await refused(home, action, device_id=ams) == "This AMS cannot dry."
        told = await refused(home, action, device_id=printer)
        assert told == "This device is not an AMS of the account."


async def test_printers_that_say_no(home: Home) -> None:
    """What the printer answers is told in words."""
    manners = home.cloud.simulated(P1S).manners
    spool = {"entity_id": slot(home, P1S, 2), **GREEN}
    manners.usual = Manner.FAILING
    assert await failed(home, SET_FILAMENT, **spool) == "The printer refuses: cannot."
    manners.usual = Manner.PROPER
    manners.errnos["ams_filament_setting"] = -9
    assert await failed(home, SET_FILAMENT, **spool) == "The printer refuses: -9."
    manners.usual = Manner.UNSIGNED
    unsigned = "The printer's firmware only obeys Bambu Lab's own apps."
    assert await failed(home, SET_FILAMENT, **spool) == unsigned
    assert await refused(home, SET_FILAMENT, **spool) == unsigned


async def test_printer_that_is_off(home: Home) -> None:
    """Nothing is sent to it."""
    red = slot(home, P1S, 2)
    home.cloud.power_off(P1S)
    printer = home.entry.runtime_data.account.printers[P1S]
    await home.until_happened(lambda: printer.data.presence.online is False)
    words = await refused(home, LOAD, entity_id=red)
    assert words == "The printer is switched off or not connected to the cloud."


async def test_where_nobody_is_obeyed(home: Home) -> None:
    """An X1C with new firmware is not even asked."""
    words = await refused(home, LOAD, entity_id=slot(home, X1C, 1))
    assert words == "The printer's firmware only obeys Bambu Lab's own apps."
