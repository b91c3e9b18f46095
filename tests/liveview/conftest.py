"""Fixtures of live views."""

from collections.abc import AsyncGenerator
from functools import partial

from homeassistant.setup import async_setup_component
import pytest

from custom_components.bambu_cloud.liveview.stream import StreamStills
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers import frame_camera, played_stream
from tests.helpers.cameras import loopback_is_home
from tests.helpers.clock import Wall
from tests.helpers.home import X1C, Home
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import JpegCamera


@pytest.fixture
def quick_hub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Shorten all waits of camera hubs and their viewers."""
    frame_camera.shorten_waits(monkeypatch)
    mjpeg = "custom_components.bambu_cloud.liveview.mjpeg"
    monkeypatch.setattr(f"{mjpeg}._HEARTBEAT", 0.02)
    monkeypatch.setattr(f"{mjpeg}._FIRST_FRAME_TIMEOUT", 2)


@pytest.fixture
async def camera(home: Home, lan_enabled: None) -> AsyncGenerator[JpegCamera]:
    """Run the camera of the P1S, which reports its address."""
    assert await async_setup_component(home.hass, "repairs", {})
    camera = frame_camera.jpeg_camera(home)
    async with camera.listening(frame_camera.ADDRESS) as port:
        with loopback_is_home(CameraKind.JPEG, port):
            await frame_camera.move(home, frame_camera.ADDRESS)
            yield camera


@pytest.fixture
def stills_clock(monkeypatch: pytest.MonkeyPatch, wall: Wall) -> None:
    """Let a test decide how much time passes between two frames."""
    stills = partial(StreamStills, clock=wall.clock)
    monkeypatch.setattr("custom_components.bambu_cloud.camera.StreamStills", stills)


@pytest.fixture
async def player(home: Home, wall: Wall, monkeypatch: pytest.MonkeyPatch) -> None:
    """Set up Home Assistant's player, without retries."""
    assert await async_setup_component(home.hass, "stream", {})
    monkeypatch.setattr("homeassistant.components.stream._should_retry", lambda: False)


@pytest.fixture
async def port(home: Home, lan_enabled: None) -> AsyncGenerator[JpegCamera]:
    """Run a server without a stream at the port of the X1C's stream."""
    server = JpegCamera(leaf=leaf(X1C), access_code=str, draw=bytes)
    async with server.listening(played_stream.ADDRESS) as port:
        with loopback_is_home(CameraKind.RTSPS, port):
            await played_stream.move(home, played_stream.ADDRESS)
            yield server
