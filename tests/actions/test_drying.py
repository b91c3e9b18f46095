"""Automations dry filament."""

import math
from typing import Any

from custom_components.bambu_cloud.actions.filament import (
    START_DRYING,
    STOP_DRYING,
)
from tests.helpers.actions import (
    ams_serial,
    call,
    device_id,
    print_commands,
    refused,
    sensor,
)
from tests.helpers.controls import accept_commands
from tests.helpers.home import H2D, P1S, Home


async def test_drying(home: Home) -> None:
    """A dryer begins, counts down, and stops."""
    await accept_commands(home, H2D)
    ams = device_id(home, ams_serial(home, H2D))
    idle = await refused(home, STOP_DRYING, device_id=ams)
    assert idle == "This AMS is not drying."

    response = await call(
        home, START_DRYING, device_id=ams, temperature=55, hours="8", rotate=True
    )
    assert response["result"] == "success"
    command = print_commands(home)[-1]
    assert (command["temp"], command["duration"], command["rotate_tray"]) == (
        55,
        8,
        True,
    )
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
    """Temperature, time and material have defaults."""
    await accept_commands(home, H2D)
    await call(home, START_DRYING, device_id=device_id(home, ams_serial(home, H2D)))
    command = print_commands(home)[-1]
    assert 45 <= command["temp"] <= 65
    assert 1 <= command["duration"] <= 24
    assert command["filament"]


IMPOSSIBLE_DRYING: list[tuple[dict[str, Any], str]] = [
    ({"temperature": 66}, "The drying temperature must be between 45 and 65 °C."),
    ({"temperature": 44}, "The drying temperature must be between 45 and 65 °C."),
    ({"temperature": math.nan}, "The drying temperature must be between 45 and"),
    ({"temperature": "50 °F"}, "The temperature has to be a number."),
    ({"hours": 25}, "The drying time must be between 1 and 24 h."),
    ({"hours": 0.5}, "The drying time must be between 1 and 24 h."),
    ({"hours": "8 h"}, "The drying time has to be a number of hours."),
    (
        {"material": "PLA\n"},
        "This is not a material. It has to be like PLA or PETG-CF.",
    ),
]


async def test_impossible_drying(home: Home) -> None:
    """Impossible values have messages, and nothing is sent."""
    await accept_commands(home, H2D)
    ams = device_id(home, ams_serial(home, H2D))
    for data, words in IMPOSSIBLE_DRYING:
        message = await refused(home, START_DRYING, device_id=ams, **data)
        assert message.startswith(words), data


async def test_what_cannot_dry(home: Home) -> None:
    """An AMS of the first kind cannot, nor can a printer."""
    ams, printer = device_id(home, ams_serial(home, P1S)), device_id(home, P1S)
    for action in (START_DRYING, STOP_DRYING):
        assert await refused(home, action, device_id=ams) == "This AMS cannot dry."
        message = await refused(home, action, device_id=printer)
        assert message == "This device is not an AMS of the account."
