"""Buttons that ask, and buttons that command."""

from datetime import timedelta

from homeassistant.const import STATE_UNAVAILABLE

from .conftest import P1S, X1C, Home, Wall
from .controls import Control, told


def asked(home: Home) -> int:
    """Count how often a printer was asked to tell everything."""
    return sum(one["command"] == "pushall" for one in told(home, P1S, "pushing"))


async def test_refresh(home: Home, wall: Wall) -> None:
    """A printer tells everything, yet no sooner than it can take."""
    button = Control(home, P1S, "refresh", "button")
    before = asked(home)
    wall.ahead += timedelta(seconds=280)
    for _ in range(3):
        await button.do("press")
    await home.cloud.advance(2)
    assert asked(home) == before
    wall.ahead += timedelta(seconds=30)
    await home.until_happened(lambda: asked(home) > before)
    await home.cloud.advance(10)
    assert asked(home) == before + 1


async def test_refresh_without_link(home: Home) -> None:
    """Who cannot ask says so."""
    button = Control(home, X1C, "refresh", "button")
    await home.cloud.broker.stop()
    await home.until(lambda: not home.entry.runtime_data.account.link.pushed)
    assert await button.fails("press") == "cannot_connect"


async def test_refresh_of_a_printer_that_is_off(home: Home) -> None:
    """There is nobody to ask."""
    button = Control(home, P1S, "refresh", "button")
    home.cloud.power_off(P1S)
    await button.until(STATE_UNAVAILABLE)
