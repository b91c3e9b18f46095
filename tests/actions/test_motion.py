"""Automations move axes and filament."""

import math
from typing import Any

from custom_components.bambu_cloud.actions.motion import (
    EXTRUDE,
    HOME_AXES,
    MOVE_AXIS,
)
from tests.helpers.actions import (
    ams_serial,
    call,
    device_id,
    hot,
    print_commands,
    printing,
    refused,
)
from tests.helpers.controls import accept_commands
from tests.helpers.home import A1_MINI, H2D, P1S, X1C, Home

MOVE = {"axis": "x", "distance": 10}


async def test_move(home: Home) -> None:
    """An axis moves, and the printer's reply is returned."""
    printer = device_id(home, P1S)
    response = await call(home, MOVE_AXIS, device_id=printer, **MOVE)
    assert response == {"result": "success", "reason": ""}
    await call(
        home, MOVE_AXIS, device_id=printer, axis="z", distance="-2.5", speed="10"
    )
    position = home.cloud.simulated(P1S).physics.position
    assert (position["X"], position["Y"], position["Z"]) == (10, 0, -2.5)
    assert "G1 Z-2.5 F600\n" in print_commands(home)[-1]["param"]


IMPOSSIBLE_MOVES: list[tuple[dict[str, Any], str]] = [
    ({"distance": 100.1}, "The distance must be between -100 and 100 mm."),
    ({"distance": -101}, "The distance must be between -100 and 100 mm."),
    ({"distance": 0}, "The distance must be between -100 and 100 mm."),
    ({"distance": math.nan}, "The distance must be between -100 and 100 mm."),
    ({"distance": math.inf}, "The distance must be between -100 and 100 mm."),
    ({"distance": "nan"}, "The distance must be between -100 and 100 mm."),
    ({"distance": "10 cm"}, "The distance has to be a number of mm."),
    ({"distance": "1 F9999\nM104 S300"}, "The distance has to be a number of mm."),
    ({"distance": True}, "The distance has to be a number of mm."),
    ({"distance": [5]}, "The distance has to be a number of mm."),
    ({"distance": None}, "The distance has to be a number of mm."),
    ({"axis": "e"}, "There is no such axis: it has to be x, y or z."),
    ({"axis": "x\nM104 S300"}, "There is no such axis: it has to be x, y or z."),
    ({"axis": ["x"]}, "There is no such axis: it has to be x, y or z."),
    ({"speed": 101}, "The speed must be between 1 and 100 mm/s."),
    ({"speed": math.nan}, "The speed must be between 1 and 100 mm/s."),
    ({"speed": "fast"}, "The speed has to be a number."),
]


async def test_impossible_moves(home: Home) -> None:
    """Impossible values have messages, and nothing is sent."""
    printer = device_id(home, P1S)
    for data, words in IMPOSSIBLE_MOVES:
        message = await refused(home, MOVE_AXIS, device_id=printer, **MOVE | data)
        assert message == words, data


async def test_home(home: Home) -> None:
    """All axes go to their ends, by G-code."""
    printer = device_id(home, P1S)
    home.cloud.simulated(P1S).state["home_flag"] &= ~0b111
    response = await call(home, HOME_AXES, device_id=printer)
    assert response == {"result": "success", "reason": ""}
    assert print_commands(home)[-1] == {"command": "gcode_line", "param": "G28\n"}
    assert home.cloud.simulated(P1S).state["home_flag"] & 0b111 == 0b111


async def test_home_by_command(home: Home) -> None:
    """Printers that say so have a command of their own for it."""
    await accept_commands(home, H2D)
    printer = home.cloud.simulated(H2D)
    assert int(printer.state["fun"], 16) >> 32 & 1
    await call(home, HOME_AXES, device_id=device_id(home, H2D))
    assert print_commands(home)[-1] == {"command": "back_to_center"}
    await printing(home, P1S)
    busy = await refused(home, HOME_AXES, device_id=device_id(home, P1S))
    assert busy == "The printer is busy with something else."


async def test_moves_at_the_wrong_time(home: Home) -> None:
    """Nothing moves while printing, or where commands are not accepted."""
    words = "The printer's firmware only obeys Bambu Lab's own apps."
    for serial in (X1C, A1_MINI):
        printer = device_id(home, serial)
        assert await refused(home, MOVE_AXIS, device_id=printer, **MOVE) == words
    await printing(home, P1S)
    printer = device_id(home, P1S)
    message = await refused(home, MOVE_AXIS, device_id=printer, **MOVE)
    assert message == "The printer is busy with something else."


async def test_move_of_no_printer(home: Home) -> None:
    """An AMS has no axes."""
    ams = device_id(home, ams_serial(home, P1S))
    message = await refused(home, MOVE_AXIS, device_id=ams, **MOVE)
    assert message == "This device is not a printer of the account."


async def test_extrude(home: Home) -> None:
    """Filament moves through a hot nozzle, and not through a cold one."""
    printer = device_id(home, P1S)
    cold = await refused(home, EXTRUDE, device_id=printer, length=10)
    assert cold == "The nozzle has to be at least 170 °C hot."
    await hot(home, P1S)
    assert (await call(home, EXTRUDE, device_id=printer, length=10))["result"]
    await call(home, EXTRUDE, device_id=printer, length=-2.5, nozzle="left")
    assert home.cloud.simulated(P1S).physics.extruded == 7.5


async def test_extrude_with_two_nozzles(home: Home) -> None:
    """Each of two nozzles has a heat of its own."""
    await accept_commands(home, H2D)
    await hot(home, H2D, nozzle=1)
    printer = device_id(home, H2D)
    right = await refused(home, EXTRUDE, device_id=printer, length=5, nozzle="right")
    assert right == "The nozzle has to be at least 170 °C hot."
    response = await call(home, EXTRUDE, device_id=printer, length=5, nozzle="left")
    assert response["result"] == "success"
    assert print_commands(home)[-1] == {
        "command": "set_extrusion_length",
        "extruder_index": 1,
        "length": 5,
    }
    odd = await refused(home, EXTRUDE, device_id=printer, length=5, nozzle="middle")
    assert odd == "There is no such nozzle."


async def test_impossible_lengths(home: Home) -> None:
    """Impossible values have messages, and nothing is sent."""
    await hot(home, P1S)
    printer = device_id(home, P1S)
    lengths: list[Any] = [0, 101, math.nan, "long", "1\nM112"]
    for length in lengths:
        words = await refused(home, EXTRUDE, device_id=printer, length=length)
        assert words.startswith("The length "), length
