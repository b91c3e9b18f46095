"""What is shown rests, and is neither raw nor secret."""

from collections.abc import Iterator
import re

from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import entity_registry as er

from custom_components.bambu_cloud.const import DOMAIN

from .helpers.home import P1S, Home
from .helpers.print_history import complete
from .helpers.reports import delta, push

RAW = re.compile(r"-?\d+\.\d{3,}")
_SIGNED = ("Signature=", "Expires=")


def states(hass: HomeAssistant) -> Iterator[State]:
    """Yield the states of all our entities."""
    for entry in er.async_get(hass).entities.values():
        state = hass.states.get(entry.entity_id)
        if entry.platform == DOMAIN and state:
            yield state


async def printed(home: Home) -> None:
    """Let the P1S print something, and wait until the cloud has it."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "finished")
    await home.entry.runtime_data.history.async_refresh(P1S)
    await complete(home)
    await home.poll()


async def test_no_raw_numbers(home: Home) -> None:
    """No state has more digits than a person wants to read."""
    await printed(home)
    await push(home, P1S, delta(nozzle_temper=219.84375, bed_temper="54.90625"))
    await home.until_shown(P1S, "nozzle_temperature", "220")
    found = {each.entity_id: each.state for each in states(home.hass)}
    assert not {key: value for key, value in found.items() if RAW.fullmatch(value)}


async def test_no_signed_address(home: Home) -> None:
    """Addresses that open a picture for whoever has them are in no state."""
    await printed(home)
    assert home.attributes(P1S, "print_event", "event")["event_type"] == "finished"
    for state in states(home.hass):
        assert not any(mark in str(state.as_dict()) for mark in _SIGNED)


async def test_no_row_for_noise(home: Home) -> None:
    """A sensor that wavers within a degree writes nothing."""
    await push(home, P1S, delta(nozzle_temper=219.84375))
    await home.until_shown(P1S, "nozzle_temperature", "220")
    before = home.state(P1S, "nozzle_temperature")
    assert before
    for celsius in (220.0625, 219.78125, 220.3125, 219.53125):
        await push(home, P1S, delta(nozzle_temper=celsius))
    after = home.state(P1S, "nozzle_temperature")
    assert after
    assert after.last_reported == before.last_reported


async def test_slot_rests_while_its_spool_is_used(home: Home) -> None:
    """What is left of a spool has a sensor of its own; nothing else is written."""
    slots = [
        state
        for state in states(home.hass)
        if "tray_uuid" in state.attributes and "active" in state.attributes
    ]
    assert slots
    assert all("remaining" not in state.attributes for state in slots)
