"""Buttons that ask, and buttons that command."""

from datetime import timedelta

from homeassistant.const import STATE_UNAVAILABLE
import pytest

from .helpers.clock import Wall
from .helpers.controls import Control, commands_to
from .helpers.home import A1_MINI, H2D, P1S, X1C, Home

pytestmark = pytest.mark.usefixtures("entity_registry_enabled_by_default")


def asked(home: Home) -> int:
    """Count the requests for a full report."""
    return sum(one["command"] == "pushall" for one in commands_to(home, P1S, "pushing"))


async def test_refresh(home: Home, wall: Wall) -> None:
    """A printer is asked for a full report, yet not too often."""
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
    """Without a link there is no request."""
    button = Control(home, P1S, "refresh", "button")
    home.cloud.power_off(P1S)
    await button.until(STATE_UNAVAILABLE)


async def test_pause_resume_and_stop(home: Home) -> None:
    """A print can be run from here, and only as far as that makes sense."""
    pause, resume, stop = (
        Control(home, P1S, key, "button") for key in ("pause", "resume", "stop")
    )
    assert await pause.fails("press") == "not_printing"
    assert await resume.fails("press") == "not_paused"
    assert await stop.fails("press") == "no_print"
    assert not commands_to(home, P1S)

    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "printing")
    for button, status in ((pause, "paused"), (resume, "printing"), (stop, "canceled")):
        await button.do("press")
        await home.until_happened(lambda: home.shows(P1S, "print_status") == status)  # noqa: B023  before the next
    assert [one["command"] for one in commands_to(home, P1S)] == [
        "pause",
        "resume",
        "stop",
    ]


async def test_buttons_where_commands_are_refused(home: Home) -> None:
    """A printer that says so from the start has no such buttons at all."""
    for serial in (X1C, A1_MINI, H2D):
        for key in ("pause", "resume", "stop"):
            assert Control(home, serial, key, "button").entry is None


async def test_firmware_that_refuses_commands(home: Home) -> None:
    """With an update the buttons go, and stay away at the next start."""
    load = home.cloud.simulated(P1S).ams.units["0"].serial
    controls = [
        Control(home, P1S, "pause", "button"),
        Control(home, P1S, "bed_target_temperature", "number"),
        Control(home, load, "slot_1_load", "button"),
    ]
    await home.cloud.scenario(P1S, "firmware_installs", 5)
    await home.until_happened(
        lambda: (
            home.entry.runtime_data.account.printers[P1S].data.control.accepts_commands
            is False
        )
    )
    await home.until_reported()
    await home.until(lambda: not any(control.state for control in controls))
    light = Control(home, P1S, "chamber_light", "light")
    assert light.shows != STATE_UNAVAILABLE

    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    assert not any(control.entry for control in controls)
    assert light.entry
    assert home.entity_id(P1S, "bed_target_temperature")


async def test_printer_that_is_off_at_the_start(home: Home) -> None:
    """Its buttons stay, unavailable."""
    home.cloud.power_off(P1S)
    await Control(home, P1S, "pause", "button").until(STATE_UNAVAILABLE)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    pause = Control(home, P1S, "pause", "button")
    assert pause.shows == STATE_UNAVAILABLE
    assert pause.state
    assert not pause.state.attributes.get("restored")
