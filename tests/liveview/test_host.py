"""A printer may have a host name; players of its stream get an address."""

from homeassistant.components.camera import async_request_stream
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from tests.helpers import frame_camera, played_stream
from tests.helpers.camera_entity import (
    CODE,
    about,
    capabilities,
    entity_id,
    issues,
    set_options,
    shown,
    source,
)
from tests.helpers.fake_dns import Names
from tests.helpers.frame_camera import (
    next_frame,
    open_stream,
    snapshot,
)
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.played_stream import opened
from tests.simulator.camera.jpeg_camera import JpegCamera

pytestmark = pytest.mark.usefixtures("quick_hub", "player")

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
    """The name is resolved for each player, who gets the address of the moment."""
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
    assert home.camera_status(X1C) == "no_lan_address"
    assert issues(home).keys() == {about(home, X1C, "no_lan_address")}

    set_options(home, X1C, host=HERE)
    assert await source(home, X1C) == url(HERE)
    assert not issues(home)


async def test_player_gets_the_address_of_the_moment(
    home: Home, port: JpegCamera, names: Names
) -> None:
    """A later viewer finds the printer where it is by then."""
    names.addresses[NAME] = [played_stream.ADDRESS]
    set_options(home, X1C, host=NAME)
    stream = await opened(home)
    assert f"@{played_stream.ADDRESS}:" in stream.source
    names.addresses[NAME] = [played_stream.OTHER_ADDRESS]
    assert f"@{played_stream.OTHER_ADDRESS}:" in (await source(home, X1C) or "")
    assert f"@{played_stream.OTHER_ADDRESS}:" in stream.source

    del names.addresses[NAME]
    with pytest.raises(HomeAssistantError):
        await async_request_stream(home.hass, entity_id(home, X1C), "hls")
    assert home.camera_status(X1C) == "no_lan_address"
    names.addresses[NAME] = [played_stream.ADDRESS]
    assert f"@{played_stream.ADDRESS}:" in (await opened(home)).source
    assert home.camera_status(X1C) == "idle"


async def test_pictures(
    home: Home, camera: JpegCamera, names: Names, hass_client: ClientSessionGenerator
) -> None:
    """Frames come from where the name leads, at each connection."""
    set_options(home, P1S, host=NAME)
    assert await snapshot(home, hass_client) is None
    assert home.camera_status(P1S) == "no_lan_address"
    names.addresses[NAME] = [frame_camera.ADDRESS]
    stream = await open_stream(home, hass_client)
    await next_frame(stream)
    stream.close()
    assert set(names.asked) == {NAME}


async def test_host_that_is_none(home: Home) -> None:
    """What is neither a name nor an address leads nowhere."""
    set_options(home, X1C, host="http://printer")
    assert home.camera_status(X1C) == "no_lan_address"
    assert await source(home, X1C) is None
