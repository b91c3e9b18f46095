"""Video of a printer is played by Home Assistant, if it can be reached."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from functools import partial

from homeassistant.components.camera import Camera, async_request_stream
from homeassistant.components.camera.helper import get_camera_from_entity_id
from homeassistant.components.stream import Stream
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
import pytest

from custom_components.bambu_cloud.api import CAMERA_PORTS
from custom_components.bambu_cloud.liveview.stream import StreamStills
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.cameras import loopback_is_home
from tests.helpers.clock import Wall
from tests.helpers.home import P1S, X1C, Home
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import JpegCamera
from tests.test_camera import act, entity_id, set_options, shown, source, tell

from .test_issues import about, issues

ADDRESS, OTHER_ADDRESS = "127.0.0.21", "127.0.0.22"
STREAM = 2


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, wall: Wall) -> None:
    """Let a test decide how much time passes between two pictures."""
    stills = partial(StreamStills, clock=wall.clock)
    monkeypatch.setattr("custom_components.bambu_cloud.camera.StreamStills", stills)


@pytest.fixture(autouse=True)
async def _stream(home: Home, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let Home Assistant play, and give up at once what does not play."""
    assert await async_setup_component(home.hass, "stream", {})
    monkeypatch.setattr("homeassistant.components.stream._should_retry", lambda: False)


@pytest.fixture
async def port(home: Home, lan_enabled: None) -> AsyncGenerator[JpegCamera]:
    """Run what answers where the X1C has its video, and plays none."""
    server = JpegCamera(leaf=leaf(X1C), access_code=str, draw=bytes)
    async with server.listening(ADDRESS) as port:
        with loopback_is_home(CameraKind.RTSPS, port):
            await move(home, ADDRESS)
            yield server


async def move(home: Home, address: str) -> None:
    """Let the X1C tell another address."""
    number = int.from_bytes(bytes(map(int, address.split("."))), "little")
    await tell(home, X1C, net={"info": [{"ip": number}]})
    account = home.entry.runtime_data.account
    await home.until(lambda: account.printers[X1C].data.network.ip == address)


def camera(home: Home, serial: str = X1C) -> Camera:
    """Return the camera of a printer."""
    return get_camera_from_entity_id(home.hass, entity_id(home, serial))


async def opened(home: Home) -> Stream:
    """Return what plays the video of the X1C."""
    stream = await camera(home).async_create_stream()
    assert stream
    return stream


async def test_player_follows_the_printer(home: Home, port: JpegCamera) -> None:
    """Whoever watches goes on at the new address, and with the new access code."""
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
    assert camera(home).stream is None


async def test_nobody_answers(home: Home, port: JpegCamera, wall: Wall) -> None:
    """A closed port means that the live view is off; who tried to watch is told."""
    await move(home, OTHER_ADDRESS)

    with pytest.raises(HomeAssistantError):
        await async_request_stream(home.hass, entity_id(home, X1C), "hls")

    assert home.shows(X1C, "camera_status") == "liveview_disabled"
    assert shown(home, X1C).attributes["reason"] == "liveview_disabled"
    assert shown(home, X1C).state == "idle"
    assert not shown(home, X1C).attributes["supported_features"] & STREAM
    assert await source(home, X1C) is None
    assert about(home, X1C, "liveview_disabled") in issues(home)
    assert await camera(home).async_camera_image() is None

    await move(home, ADDRESS)
    assert home.shows(X1C, "camera_status") == "idle"
    assert about(home, X1C, "liveview_disabled") not in issues(home)
    assert await source(home, X1C)


async def test_another_certificate(home: Home, port: JpegCamera) -> None:
    """Nothing is played from a printer that is not known any more."""
    await opened(home)
    port.leaf = leaf(X1C)
    await act(home, "turn_off", X1C)
    await act(home, "turn_on", X1C)

    assert await camera(home).async_create_stream() is None

    assert home.shows(X1C, "camera_status") == "certificate_changed"
    assert about(home, X1C, "certificate_changed") in issues(home)
    assert await source(home, X1C) is None


async def test_another_device(home: Home, port: JpegCamera) -> None:
    """Who has got the printer's address does not get its access code."""
    port.leaf = leaf(P1S)
    assert await camera(home).async_create_stream() is None
    assert home.shows(X1C, "camera_status") == "unreachable"


async def test_video_that_cannot_be_played(home: Home, port: JpegCamera) -> None:
    """What answers but plays nothing shows nothing, and is looked at again."""
    await async_request_stream(home.hass, entity_id(home, X1C), "hls")
    stream = camera(home).stream
    assert stream
    await home.until(lambda: not stream.outputs())
    await home.pass_time(10)
    assert shown(home, X1C).state == "idle"


async def test_own_stream_takes_over(home: Home, port: JpegCamera) -> None:
    """A stream of one's own is played in place of the printer's."""
    stream = await opened(home)
    set_options(home, X1C, url="rtsp://192.168.7.7:8554/den")
    assert stream.source == "rtsp://192.168.7.7:8554/den"
    assert camera(home).stream_options == {}


async def test_single_pictures_are_not_forced(
    home: Home, port: JpegCamera, wall: Wall
) -> None:
    """A printer that cannot be watched is left alone, longer each time."""
    port.leaf = leaf(P1S)
    for pause in (10, 20, 40, 80, 160, 300, 300):
        before = port.counts.opened
        assert await camera(home).async_camera_image() is None
        assert port.counts.opened == before + 1
        wall.ahead += timedelta(seconds=pause - 1)
        assert await camera(home).async_camera_image() is None
        assert port.counts.opened == before + 1
        wall.ahead += timedelta(seconds=2)
