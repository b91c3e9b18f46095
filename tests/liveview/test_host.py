"""A printer may be known by a host name; who plays its video gets an address."""

from homeassistant.components.camera import async_request_stream
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from tests.helpers.fake_dns import Names
from tests.helpers.home import P1S, X1C, Home
from tests.simulator.camera.jpeg_camera import JpegCamera
from tests.test_camera import CODE, capabilities, entity_id, set_options, shown, source

from . import test_pictures as pictures, test_stream as streams
from .test_issues import about, issues

_in_a_hurry, camera = pictures._in_a_hurry, pictures.camera
_stream, port = streams._stream, streams.port
NAME, HERE, THERE = "printer.lan", "192.168.7.7", "192.168.7.8"


@pytest.fixture
async def names(home: Home, monkeypatch: pytest.MonkeyPatch) -> Names:
    """Return what host names lead to."""
    return Names(monkeypatch)


def url(address: str) -> str:
    """Return where the video of the X1C is then."""
    return f"rtsps://bblp:{CODE}@{address}:322/streaming/live/1"


async def test_video(
    home: Home, names: Names, hass_ws_client: WebSocketGenerator
) -> None:
    """The name is looked up for each player, who gets the address of the moment."""
    names.addresses[NAME] = [HERE]
    set_options(home, X1C, host=NAME)
    assert shown(home, X1C).state == "idle"
    assert await capabilities(home, hass_ws_client, X1C) == {"hls"}
    assert await source(home, X1C) == url(HERE)
    names.addresses[NAME] = [THERE]
    assert await source(home, X1C) == url(THERE)


@pytest.mark.parametrize("found", [[], ["8.8.8.8"], ["127.0.0.1"], ["224.0.0.1"]])
async def test_name_that_leads_elsewhere(
    home: Home, names: Names, found: list[str]
) -> None:
    """A name cannot lead to the internet, nor back to Home Assistant."""
    if found:
        names.addresses[NAME] = found
    set_options(home, X1C, host=NAME)
    assert await source(home, X1C) is None
    assert home.shows(X1C, "camera_status") == "no_lan_address"
    assert issues(home).keys() == {about(home, X1C, "no_lan_address")}

    set_options(home, X1C, host=HERE)
    assert await source(home, X1C) == url(HERE)
    assert not issues(home)


async def test_player_follows(home: Home, port: JpegCamera, names: Names) -> None:
    """Whoever starts to watch later finds the printer where it is by then."""
    names.addresses[NAME] = [streams.ADDRESS]
    set_options(home, X1C, host=NAME)
    stream = await streams.opened(home)
    assert f"@{streams.ADDRESS}:" in stream.source
    names.addresses[NAME] = [streams.OTHER_ADDRESS]
    assert f"@{streams.OTHER_ADDRESS}:" in (await source(home, X1C) or "")
    assert f"@{streams.OTHER_ADDRESS}:" in stream.source

    del names.addresses[NAME]
    with pytest.raises(HomeAssistantError):
        await async_request_stream(home.hass, entity_id(home, X1C), "hls")
    assert home.shows(X1C, "camera_status") == "no_lan_address"
    names.addresses[NAME] = [streams.ADDRESS]
    assert f"@{streams.ADDRESS}:" in (await streams.opened(home)).source
    assert home.shows(X1C, "camera_status") == "idle"


async def test_pictures(
    home: Home, camera: JpegCamera, names: Names, hass_client: ClientSessionGenerator
) -> None:
    """Single pictures come from where the name leads, at each connection."""
    set_options(home, P1S, host=NAME)
    assert await pictures.snapshot(home, hass_client) is None
    assert home.shows(P1S, "camera_status") == "no_lan_address"
    names.addresses[NAME] = [pictures.ADDRESS]
    looking = await pictures.film(home, hass_client)
    await pictures.one(looking)
    looking.close()
    assert set(names.asked) == {NAME}


async def test_host_that_is_none(home: Home) -> None:
    """What is neither a name nor an address leads nowhere."""
    set_options(home, X1C, host="http://printer")
    assert home.shows(X1C, "camera_status") == "no_lan_address"
    assert await source(home, X1C) is None
