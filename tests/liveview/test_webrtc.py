"""What serves WebRTC, as go2rtc does, is chosen while there is a video for it."""

import asyncio
from datetime import timedelta
from typing import override

from homeassistant.components.camera import (
    Camera,
    CameraWebRTCProvider,
    WebRTCAnswer,
    WebRTCSendMessage,
    async_register_webrtc_provider,
)
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)
from webrtc_models import RTCIceCandidateInit

from custom_components.bambu_cloud.api import CAMERA_PORTS
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.camera_entity import (
    CODE,
    URL,
    act,
    capabilities,
    entity_id,
    frame_in,
    report,
    set_options,
)
from tests.helpers.clock import Wall
from tests.helpers.home import H2D, X1C, Home
from tests.helpers.played_stream import ADDRESS, OTHER_ADDRESS, camera_of, move
from tests.simulator.camera.jpeg_camera import JpegCamera

pytestmark = pytest.mark.usefixtures("stills_clock", "player")

PICTURE = b"\xff\xd8 as go2rtc makes it \xff\xd9"


class Provider(CameraWebRTCProvider):
    """What plays RTSPS by WebRTC, and nothing else.

    Attributes:
        cameras: Those that it serves now.
        opened: The address of each video that it was asked for.
        picture: What it makes of a video.
    """

    def __init__(self) -> None:
        """Start without clients."""
        self.cameras: list[str] = []
        self.opened: list[str | None] = []
        self.picture: bytes | None = PICTURE

    @property
    @override
    def domain(self) -> str:
        """Return whose it is."""
        return "go2rtc"

    @override
    def async_is_supported(self, stream_source: str) -> bool:
        """Return whether it plays a source, by the scheme as go2rtc does."""
        return stream_source.partition(":")[0] == "rtsps"

    @override
    async def async_handle_async_webrtc_offer(
        self,
        camera: Camera,
        offer_sdp: str,
        session_id: str,
        send_message: WebRTCSendMessage,
    ) -> None:
        """Answer a browser."""
        self.opened.append(await camera.stream_source())
        send_message(WebRTCAnswer(f"answer to {offer_sdp}"))

    @override
    async def async_on_webrtc_candidate(
        self, session_id: str, candidate: RTCIceCandidateInit
    ) -> None:
        """Ignore candidates."""

    @override
    async def async_get_image(
        self, camera: Camera, width: int | None = None, height: int | None = None
    ) -> bytes | None:
        """Return a picture of the video."""
        self.opened.append(await camera.stream_source())
        return self.picture

    @override
    async def async_register_camera(self, camera: Camera) -> None:
        """Serve a camera."""
        self.cameras.append(camera.entity_id)

    @override
    async def async_unregister_camera(self, camera: Camera) -> None:
        """Serve a camera no more."""
        self.cameras.remove(camera.entity_id)


@pytest.fixture
async def provider(home: Home) -> Provider:
    """Let Home Assistant have something that serves WebRTC."""
    provider = Provider()
    async_register_webrtc_provider(home.hass, provider)
    await home.hass.async_block_till_done()
    return provider


async def test_video_comes_and_goes(
    home: Home, provider: Provider, hass_ws_client: WebSocketGenerator
) -> None:
    """WebRTC is offered exactly while the live view is on."""
    assert provider.cameras == [entity_id(home, X1C)]
    assert await capabilities(home, hass_ws_client, X1C) == {"hls", "web_rtc"}
    assert await capabilities(home, hass_ws_client, H2D) == set()

    await report(home, H2D, ipcam={"rtsp_url": URL})
    await home.until(lambda: entity_id(home, H2D) in provider.cameras)
    assert await capabilities(home, hass_ws_client, H2D) == {"hls", "web_rtc"}

    await report(home, H2D, ipcam={"rtsp_url": "disable"})
    await home.until(lambda: provider.cameras == [entity_id(home, X1C)])
    assert await capabilities(home, hass_ws_client, H2D) == set()


async def test_camera_is_turned_off(home: Home, provider: Provider) -> None:
    """A camera that is off has no provider, until it is on again."""
    await act(home, "turn_off", X1C)
    await home.until(lambda: not provider.cameras)
    await act(home, "turn_on", X1C)
    await home.until(lambda: provider.cameras)


async def test_another_kind_of_video(home: Home, provider: Provider) -> None:
    """Another address may be for another provider, or for none."""
    set_options(home, X1C, url="rtsp://192.168.7.7:8554/den")
    await home.until(lambda: not provider.cameras)
    set_options(home, X1C, url="rtsps://192.168.7.7:8554/den")
    await home.until(lambda: provider.cameras)


async def test_offer(
    home: Home, provider: Provider, hass_ws_client: WebSocketGenerator
) -> None:
    """A browser that wants WebRTC is answered, with the video of the moment."""
    client = await hass_ws_client()
    set_options(home, X1C, host="192.168.7.7")
    await client.send_json_auto_id(
        {"type": "camera/webrtc/offer", "entity_id": entity_id(home, X1C), "offer": "?"}
    )
    assert (await client.receive_json())["success"]
    assert (await client.receive_json())["event"]["type"] == "session"
    answer = (await client.receive_json())["event"]
    assert answer == {"type": "answer", "answer": "answer to ?"}
    assert provider.opened == [f"rtsps://bblp:{CODE}@192.168.7.7:322/streaming/live/1"]


async def snapshot(home: Home, hass_client: ClientSessionGenerator) -> bytes | None:
    """Ask Home Assistant for a picture of the X1C."""
    client = await hass_client()
    response = await client.get(f"/api/camera_proxy/{entity_id(home, X1C)}")
    return await frame_in(response)


async def test_stills(
    home: Home,
    port: JpegCamera,
    provider: Provider,
    hass_client: ClientSessionGenerator,
) -> None:
    """Single pictures come from the provider, and Home Assistant opens no video."""
    assert await snapshot(home, hass_client) == PICTURE

    number = CAMERA_PORTS[CameraKind.RTSPS]
    expected = f"rtsps://bblp:{CODE}@{ADDRESS}:{number}/streaming/live/1"
    assert provider.opened == [expected]
    stream = camera_of(home).stream
    assert stream
    assert not stream.outputs()
    assert home.camera_status(X1C) == "idle"


async def test_stills_are_reused(
    home: Home,
    port: JpegCamera,
    provider: Provider,
    wall: Wall,
    hass_client: ClientSessionGenerator,
) -> None:
    """Ten seconds cost one picture, unless there is something else to see."""
    assert await snapshot(home, hass_client) == PICTURE
    provider.picture = later = b"\xff\xd8 later \xff\xd9"
    wall.ahead += timedelta(seconds=9)
    opened = port.counts.opened
    assert await snapshot(home, hass_client) == PICTURE
    assert len(provider.opened) == 1
    assert port.counts.opened == opened
    wall.ahead += timedelta(seconds=2)
    assert await snapshot(home, hass_client) == later

    provider.picture = PICTURE
    await act(home, "turn_off", X1C)
    assert await snapshot(home, hass_client) is None
    await act(home, "turn_on", X1C)
    await home.until(lambda: provider.cameras)
    assert await snapshot(home, hass_client) == PICTURE


async def test_no_stills(home: Home, port: JpegCamera, provider: Provider) -> None:
    """Where the provider has none, Home Assistant opens the video itself."""
    provider.picture = None
    asking = asyncio.create_task(camera_of(home).async_camera_image())
    await home.until(lambda: provider.opened)
    before = port.counts.opened
    await home.until(lambda: port.counts.opened > before)
    asking.cancel()


async def test_printer_cannot_be_reached(
    home: Home,
    port: JpegCamera,
    provider: Provider,
    hass_client: ClientSessionGenerator,
) -> None:
    """The provider is not bothered while the printer shows nothing."""
    await move(home, OTHER_ADDRESS)
    assert await snapshot(home, hass_client) is None
    assert not provider.opened
    await home.until(lambda: not provider.cameras)
