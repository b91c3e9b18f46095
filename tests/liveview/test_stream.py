"""Video of a printer is played by Home Assistant, if it can be reached."""

from datetime import timedelta

from homeassistant.components.camera import async_request_stream
from homeassistant.exceptions import HomeAssistantError
import pytest

from custom_components.bambu_cloud.api import CAMERA_PORTS
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.camera_entity import (
    about,
    act,
    entity_id,
    issues,
    set_options,
    shown,
    source,
)
from tests.helpers.clock import Wall
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.played_stream import ADDRESS, OTHER_ADDRESS, camera_of, move, opened
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import JpegCamera

pytestmark = pytest.mark.usefixtures("stills_clock", "player")

STREAM = 2


async def test_stream_moves_with_the_printer(home: Home, port: JpegCamera) -> None:
    """A stream goes on at the new address, and with the new access code."""
    stream = await opened(home)
    number = CAMERA_PORTS[CameraKind.RTSPS]
    path = "streaming/live/1"
    assert stream.source == f"rtsps://bblp:12345678@{ADDRESS}:{number}/{path}"
    assert stream.pyav_options["rtsp_transport"] == "tcp"
    assert stream.pyav_options.get("tls_verify", "0") == "0"

    await move(home, OTHER_ADDRESS)
    assert stream.source == f"rtsps://bblp:12345678@{OTHER_ADDRESS}:{number}/{path}"
    set_options(home, X1C, access_code="87654321")
    assert stream.source == f"rtsps://bblp:87654321@{OTHER_ADDRESS}:{number}/{path}"

    await act(home, "turn_off", X1C)
    await act(home, "turn_on", X1C)
    assert camera_of(home).stream is None


async def test_closed_port(home: Home, port: JpegCamera, wall: Wall) -> None:
    """A closed port means that the live view is off; an attempt creates an issue."""
    await move(home, OTHER_ADDRESS)

    with pytest.raises(HomeAssistantError):
        await async_request_stream(home.hass, entity_id(home, X1C), "hls")

    assert home.camera_status(X1C) == "liveview_disabled"
    assert shown(home, X1C).attributes["reason"] == "liveview_disabled"
    assert shown(home, X1C).state == "idle"
    assert not shown(home, X1C).attributes["supported_features"] & STREAM
    assert await source(home, X1C) is None
    assert about(home, X1C, "liveview_disabled") in issues(home)
    assert await camera_of(home).async_camera_image() is None

    await move(home, ADDRESS)
    assert home.camera_status(X1C) == "idle"
    assert about(home, X1C, "liveview_disabled") not in issues(home)
    assert await source(home, X1C)


async def test_another_certificate(home: Home, port: JpegCamera) -> None:
    """Nothing is played from a printer that left the account."""
    await opened(home)
    port.leaf = leaf(X1C)
    await act(home, "turn_off", X1C)
    await act(home, "turn_on", X1C)

    assert await camera_of(home).async_create_stream() is None

    assert home.camera_status(X1C) == "certificate_changed"
    assert about(home, X1C, "certificate_changed") in issues(home)
    assert await source(home, X1C) is None


async def test_another_device(home: Home, port: JpegCamera) -> None:
    """Who has got the printer's address does not get its access code."""
    port.leaf = leaf(P1S)
    assert await camera_of(home).async_create_stream() is None
    assert home.camera_status(X1C) == "unreachable"


async def test_video_that_cannot_be_played(home: Home, port: JpegCamera) -> None:
    """A server that plays nothing shows nothing, and is checked again."""
    await async_request_stream(home.hass, entity_id(home, X1C), "hls")
    stream = camera_of(home).stream
    assert stream
    await home.until(lambda: not stream.outputs())
    await home.pass_time(10)
    assert shown(home, X1C).state == "idle"


async def test_own_stream_replaces_the_printers(home: Home, port: JpegCamera) -> None:
    """A stream of one's own is played in place of the printer's."""
    stream = await opened(home)
    set_options(home, X1C, url="rtsp://192.168.7.7:8554/den")
    assert stream.source == "rtsp://192.168.7.7:8554/den"
    assert camera_of(home).stream_options == {}


async def test_single_pictures_are_not_forced(
    home: Home, port: JpegCamera, wall: Wall
) -> None:
    """A printer without a stream is left alone, longer each time."""
    port.leaf = leaf(P1S)
    for pause in (10, 20, 40, 80, 160, 300, 300):
        before = port.counts.opened
        assert await camera_of(home).async_camera_image() is None
        assert port.counts.opened == before + 1
        wall.ahead += timedelta(seconds=pause - 1)
        assert await camera_of(home).async_camera_image() is None
        assert port.counts.opened == before + 1
        wall.ahead += timedelta(seconds=2)
