"""Automations describe the filament of slots and spool holders."""

import math
from typing import Any

import pytest

from custom_components.bambu_cloud.actions.filament import (
    LOAD,
    SET_FILAMENT,
)
from tests.helpers.actions import (
    call,
    failed,
    print_commands,
    refused,
    sensor,
    slot,
)
from tests.helpers.home import P1S, Home
from tests.simulator.printer.command_policy import CommandBehavior

GREEN = {"material": "PETG", "color": "#00ae42"}


async def test_set_filament(home: Home) -> None:
    """A slot shows its new filament at once."""
    red = slot(home, P1S, 2)
    response = await call(home, SET_FILAMENT, entity_id=red, **GREEN)
    assert response == {"result": "success", "reason": ""}
    assert print_commands(home)[-1] == {
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
    """Everything can be given; the color picker's three numbers are a color, too."""
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
    command = print_commands(home)[-1]
    assert (command["ams_id"], command["slot_id"], command["tray_id"]) == (255, 0, 254)
    assert (command["tray_color"], command["tray_info_idx"]) == ("01ABFFFF", "GFN05")
    assert (command["nozzle_temp_min"], command["nozzle_temp_max"]) == (260, 290)
    assert home.cloud.simulated(P1S).state["vt_tray"]["tray_type"] == "PA-CF"


async def test_set_filament_by_its_name(home: Home) -> None:
    """A preset is called what its owner calls it."""
    names = home.entry.runtime_data.filament_names
    await home.until(lambda: names.name_of("GFA00"))
    basic = {
        "material": "PLA",
        "color": "#FFFFFF",
        "filament_id": names.name_of("GFA00"),
    }
    await call(home, SET_FILAMENT, entity_id=slot(home, P1S, 2), **basic)
    assert print_commands(home)[-1]["tray_info_idx"] == "GFA00"


IMPOSSIBLE_FILAMENTS: list[tuple[dict[str, Any], str]] = [
    ({"color": "green"}, "This is not a color."),
    ({"color": "#12345"}, "This is not a color."),
    ({"color": '00AE42FF","x":"'}, "This is not a color."),
    ({"color": [1, 2, 300]}, "This is not a color."),
    ({"color": [1, 2, "x"]}, "This is not a color."),
    ({"color": [1, 2]}, "This is not a color."),
    ({"color": 5}, "This is not a color."),
    ({"material": ""}, "This is not a material."),
    ({"material": "PLA\n"}, "This is not a material."),
    ({"material": ["PLA"]}, "This is not a material."),
    ({"material": "Wood"}, "Nothing is known about Wood."),
    (
        {"material": "<b>", "nozzle_temperature_min": 200, "filament_id": "GFA00"}
        | {"nozzle_temperature_max": 220},
        "This is not a material.",
    ),
    ({"filament_id": "../GFA00"}, "This is not the ID of a filament."),
    ({"nozzle_temperature_min": 149}, "The lowest nozzle temperature must be"),
    ({"nozzle_temperature_min": math.nan}, "The lowest nozzle temperature must"),
    ({"nozzle_temperature_min": "220 °F"}, "The lowest nozzle temperature has"),
    ({"nozzle_temperature_max": 219}, "The highest nozzle temperature must be"),
    ({"nozzle_temperature_max": 1e9}, "The highest nozzle temperature must be"),
]


async def test_impossible_filaments(home: Home) -> None:
    """Impossible values have messages, and nothing is sent."""
    spool = slot(home, P1S, 2)
    for data, words in IMPOSSIBLE_FILAMENTS:
        message = await refused(home, SET_FILAMENT, entity_id=spool, **GREEN | data)
        assert message.startswith(words), data


@pytest.mark.parametrize("action", [SET_FILAMENT, LOAD])
async def test_unknown_spools(home: Home, action: str) -> None:
    """Only what shows a spool of a printer names one."""
    data = GREEN if action == SET_FILAMENT else {}
    for entity_id in (
        "sensor.nothing",
        "0",
        "",
        "sensor.a\nb",
        sensor(home, P1S, "nozzle_temperature"),
        sensor(home, P1S, "active_filament"),
    ):
        words = await refused(home, action, entity_id=entity_id, **data)
        assert words == f"{entity_id} shows no spool of a printer that is connected."
    empty = slot(home, P1S, 4)
    message = await refused(home, action, entity_id=empty, **data)
    assert message == "There is no spool in this place."


async def test_spool_of_an_account_that_is_not_loaded(home: Home) -> None:
    """Its spool cannot be found."""
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


async def test_printers_that_refuse(home: Home) -> None:
    """The printer's refusal has a message."""
    command_policy = home.cloud.simulated(P1S).command_policy
    spool = {"entity_id": slot(home, P1S, 2), **GREEN}
    command_policy.default = CommandBehavior.FAILING
    assert await failed(home, SET_FILAMENT, **spool) == "The printer refuses: cannot."
    command_policy.default = CommandBehavior.PROPER
    command_policy.errnos["ams_filament_setting"] = -9
    assert await failed(home, SET_FILAMENT, **spool) == "The printer refuses: -9."
    command_policy.default = CommandBehavior.UNSIGNED
    unsigned = "The printer's firmware only obeys Bambu Lab's own apps."
    assert await failed(home, SET_FILAMENT, **spool) == unsigned
    assert await refused(home, SET_FILAMENT, **spool) == unsigned
