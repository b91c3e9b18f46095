"""What the binary sensors of each printer show."""

import pytest

from .helpers.home import A1_MINI, H2D, P1S, X1C, Home


@pytest.mark.parametrize("serial", [X1C, H2D])
async def test_door_is_open_or_closed(home: Home, serial: str) -> None:
    """A door that opens and closes is seen, wherever the model reports it."""
    assert home.shows(serial, "door") == "off"
    await home.cloud.scenario(serial, "door_opens", 60)
    await home.cloud.advance(30)
    await home.until_shown(serial, "door", "on")
    await home.cloud.advance(60)
    await home.until_shown(serial, "door", "off")


@pytest.mark.parametrize("serial", [P1S, A1_MINI])
async def test_no_door_without_its_sensor(home: Home, serial: str) -> None:
    """A model without a sensor has no door to show."""
    assert home.entity_id(serial, "door") is None


async def test_printing_lasts_from_preparation_to_end(home: Home) -> None:
    """Whoever waits for the end is not fooled by a pause."""
    assert home.shows(P1S, "printing") == "off"
    await home.cloud.scenario(P1S, "print_ok", 600)
    await home.cloud.advance(10)
    await home.until_shown(P1S, "printing", "on")
    seen = set()
    while home.shows(P1S, "print_status") != "finished":
        assert home.shows(P1S, "printing") == "on"
        seen.add(home.shows(P1S, "print_status"))
        await home.cloud.advance(10)
        await home.hass.async_block_till_done()
    assert "paused" in seen
    await home.until_shown(P1S, "printing", "off")


async def test_each_printer_is_online_or_not(home: Home) -> None:
    """A printer that is off says so, and only that one."""
    assert home.shows(H2D, "online") == "on"
    await home.cloud.scenario(H2D, "offline_and_back", 60)
    await home.cloud.advance(1)
    await home.until_shown(H2D, "online", "off")
    assert home.shows(X1C, "online") == "on"
