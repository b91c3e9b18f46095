"""What can be chosen, and what becomes of it."""

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.exceptions import ServiceValidationError
import pytest

from .helpers.controls import (
    Control,
    commands_to,
    never_reply,
    only_acknowledge,
    printing,
)
from .helpers.home import P1S, Home
from .helpers.reports import delta, push


@pytest.fixture
async def speed(home: Home) -> Control:
    """Return the speed level of a printer that prints and accepts commands."""
    await printing(home, P1S)
    return Control(home, P1S, "speed_level", "select")


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_speed(home: Home, speed: Control) -> None:
    """It counts from the acknowledgement on, and stays when it is reported."""
    assert speed.attribute("options") == ["silent", "standard", "sport", "ludicrous"]
    assert speed.shows == "standard"
    await speed.do("select_option", option="silent")
    assert speed.shows == "silent"
    assert home.cloud.simulated(P1S).state["spd_lvl"] == 1
    await home.until_shown(P1S, "speed_level", "silent")
    await home.pass_time(11)
    assert speed.shows == "silent"


async def test_speed_that_is_none(home: Home, speed: Control) -> None:
    """An option that the printer does not have is not sent."""
    with pytest.raises(ServiceValidationError):
        await speed.do("select_option", option="warp")
    assert not commands_to(home, P1S)


async def test_speed_of_nothing(home: Home) -> None:
    """Only what prints can be hurried."""
    speed = Control(home, P1S, "speed_level", "select")
    assert await speed.fails("select_option", option="sport") == "not_printing"
    assert not commands_to(home, P1S)


async def test_printer_that_agrees_and_does_nothing(
    home: Home, speed: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its word counts for ten seconds, then what it reports."""
    only_acknowledge(home, P1S, monkeypatch)
    await speed.do("select_option", option="sport")
    assert speed.shows == "sport"
    await push(home, P1S, delta(mc_percent=51))
    await home.until_shown(P1S, "progress", "51")
    await home.pass_time(9)
    assert speed.shows == "sport"
    await home.pass_time(10.1)
    assert speed.shows == "standard"


async def test_printer_that_does_something_else(
    home: Home, speed: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What it reports counts at once, whatever it has agreed to."""
    only_acknowledge(home, P1S, monkeypatch)
    await speed.do("select_option", option="sport")
    await push(home, P1S, delta(spd_lvl=4))
    await home.until(lambda: speed.shows == "ludicrous")


async def test_printer_that_agrees_and_leaves(
    home: Home, speed: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After the printer was off, an acknowledgement counts no more."""
    only_acknowledge(home, P1S, monkeypatch)
    await speed.do("select_option", option="sport")
    home.cloud.disconnect(P1S)
    await home.until(lambda: speed.shows == STATE_UNAVAILABLE)
    home.cloud.connect(P1S)
    await home.send_full_report(P1S)
    await speed.until("standard")


async def test_removed_while_it_counts(
    home: Home, speed: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No timer outlives the entity."""
    only_acknowledge(home, P1S, monkeypatch)
    await speed.do("select_option", option="sport")
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.pass_time(11)
    assert speed.shows == STATE_UNAVAILABLE


async def test_printer_that_says_nothing(
    home: Home, speed: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It says so, and shows what was."""
    never_reply(home, P1S, monkeypatch)
    assert await speed.fails("select_option", option="sport") == "no_answer"
    assert speed.shows == "standard"
    assert len(commands_to(home, P1S)) == 1


async def test_printer_that_refuses(
    home: Home, speed: Control, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error has the printer's reason."""
    only_acknowledge(home, P1S, monkeypatch, result="fail", reason="not today")
    assert await speed.fails("select_option", option="sport") == "refused"
    assert speed.shows == "standard"
