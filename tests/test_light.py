"""Lights, which every firmware lets third parties switch."""

from homeassistant.const import STATE_OFF, STATE_ON, STATE_UNAVAILABLE, STATE_UNKNOWN
import pytest

from .helpers.controls import Control, commands_to
from .helpers.home import A1_MINI, H2D, P1S, X1C, Home
from .helpers.reports import delta, push


def light(home: Home, serial: str, key: str = "chamber_light") -> Control:
    """Return a light of a printer."""
    return Control(home, serial, key, "light")


def modes(home: Home, serial: str) -> dict[str, str]:
    """Return what the lights of a simulated printer do."""
    lights = home.cloud.simulated(serial).state["lights_report"]
    return {item["node"]: item["mode"] for item in lights}


@pytest.mark.parametrize("serial", [X1C, P1S, A1_MINI])
async def test_chamber_light(home: Home, serial: str) -> None:
    """It shines at once, and still does when the printer has reported it."""
    lamp = light(home, serial)
    for action, state in (("turn_off", STATE_OFF), ("turn_on", STATE_ON)):
        await lamp.do(action)
        assert lamp.shows == state
        assert modes(home, serial)["chamber_light"] == state
        await home.send_full_report(serial)
        await home.hass.async_block_till_done()
        assert lamp.shows == state


async def test_two_lights_in_one_chamber(home: Home) -> None:
    """Both lights of an H2D are one for whoever wants to see something."""
    lamp = light(home, H2D)
    await lamp.do("turn_off")
    assert lamp.shows == STATE_OFF
    found = modes(home, H2D)
    assert {found["chamber_light"], found["chamber_light2"]} == {"off"}


async def test_work_light(home: Home) -> None:
    """Hardly anybody needs it: it is disabled; it is there where it is reported."""
    entry = light(home, X1C, "work_light").entry
    assert entry
    assert entry.disabled_by
    assert light(home, P1S, "work_light").entry is None


async def test_light_that_is_never_reported(home: Home) -> None:
    """What was acknowledged last counts until the printer is off."""
    lamp = light(home, H2D, "heatbed_light")
    assert lamp.shows == STATE_UNKNOWN
    assert lamp.attribute("assumed_state") is True
    assert light(home, X1C, "heatbed_light").entry is None
    await lamp.do("turn_on")
    assert commands_to(home, H2D, "system")[-1]["led_node"] == "heatbed_light"
    await home.pass_time(60)
    assert lamp.shows == STATE_ON
    home.cloud.disconnect(H2D)
    await lamp.until(STATE_UNAVAILABLE)
    home.cloud.connect(H2D)
    await lamp.until(STATE_UNKNOWN)


async def test_light_is_switched_elsewhere(home: Home) -> None:
    """Switching elsewhere is shown; flashing and unknown modes are on."""
    lamp = light(home, P1S)
    for mode, state in (("flashing", STATE_ON), ("off", STATE_OFF), ("hum", STATE_ON)):
        lights = [{"node": "chamber_light", "mode": mode}]
        await push(home, P1S, delta(lights_report=lights))
        await lamp.until(state)
