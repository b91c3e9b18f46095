"""Video of a printer is played by Home Assistant, from the printer to the picture."""

from collections.abc import AsyncGenerator
from ctypes.util import find_library
from http import HTTPStatus
from io import BytesIO
from ipaddress import IPv4Address

from homeassistant.components.camera import async_request_stream
from homeassistant.exceptions import HomeAssistantError
from homeassistant.setup import async_setup_component
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.camera_entity import (
    about,
    act,
    entity_id,
    frame_in,
    issues,
    report,
    set_options,
    shown,
    source,
    viewed,
)
from tests.helpers.cameras import loopback_is_home
from tests.helpers.home import H2D, X1C, Home
from tests.simulator.camera.cameras import Cameras
from tests.simulator.camera.stream_server import StreamServer, missing

NEW, ADDRESS = "new", IPv4Address("127.0.0.99")
"""Where the X1C serves its video as well."""

pytestmark = [
    pytest.mark.skipif(missing() is not None, reason=str(missing())),
    pytest.mark.slow,
]


@pytest.fixture(autouse=True)
async def cameras(home: Home, lan_enabled: None) -> AsyncGenerator[Cameras]:
    """Run the cameras of printers that Home Assistant has already."""
    assert await async_setup_component(home.hass, "stream", {})
    cameras = home.cloud.cameras = Cameras(home.cloud, 0.5, with_streams=True)
    await cameras.start()
    with (
        loopback_is_home(CameraKind.RTSPS, cameras.stream_port),
        loopback_is_home(CameraKind.JPEG, cameras.jpeg_port),
    ):
        await home.send_full_report(X1C)
        await home.until(lambda: X1C in server(cameras).opened)
        address = str(cameras.by_serial[X1C].address)
        account = home.entry.runtime_data.account
        await home.until(lambda: account.printers[X1C].data.address.ip == address)
        # The address may have been reported before it counted as one at home.
        home.entry.runtime_data.cameras.of(X1C).async_update_source()
        yield cameras
    await cameras.stop()


def server(cameras: Cameras) -> StreamServer:
    """Return what serves the videos."""
    assert cameras.streams
    return cameras.streams


async def play(home: Home, hass_client: ClientSessionGenerator) -> None:
    """Play the stream, and wait until there is something to see."""
    client = await hass_client()
    url = await async_request_stream(home.hass, entity_id(home, X1C), "hls")
    assert url
    master = await client.get(url)
    assert master.status == HTTPStatus.OK
    name = (await master.text()).splitlines()[-1]
    playlist = await client.get(url.replace("master_playlist.m3u8", name))
    assert playlist.status == HTTPStatus.OK
    assert "#EXTINF" in (text := await playlist.text()) or "EXT-X-PART" in text


async def snapshot(home: Home, hass_client: ClientSessionGenerator) -> bytes | None:
    """Ask Home Assistant for a single picture of the video."""
    client = await hass_client()
    response = await client.get(f"/api/camera_proxy/{entity_id(home, X1C)}")
    return await frame_in(response)


async def test_video(
    home: Home, cameras: Cameras, hass_client: ClientSessionGenerator
) -> None:
    """The stream plays until the camera is turned off."""
    assert not server(cameras).viewed
    await play(home, hass_client)
    assert server(cameras).viewed == {X1C}
    await home.pass_time(10)
    assert viewed(home, X1C)
    assert shown(home, X1C).state == "idle"
    assert home.camera_status(X1C) == "idle"

    await act(home, "turn_off", X1C)

    await home.until(lambda: not server(cameras).viewed)
    assert home.camera_status(X1C) == "off"


async def test_printer_moves(
    home: Home, cameras: Cameras, hass_client: ClientSessionGenerator
) -> None:
    """The video goes on at the printer's new address, by itself."""
    await play(home, hass_client)
    camera = cameras.by_serial[NEW] = cameras.by_serial[X1C]
    server(cameras).open(
        NEW, ADDRESS, cameras.stream_port, camera.access_code, camera.leaf
    )
    await home.until(lambda: NEW in server(cameras).opened)

    number = int.from_bytes(ADDRESS.packed, "little")
    await report(home, X1C, net={"info": [{"ip": number}]})

    await home.until(lambda: server(cameras).viewed == {NEW})
    assert f"@{ADDRESS}:" in (await source(home, X1C) or "")
    await act(home, "turn_off", X1C)
    await home.until(lambda: not server(cameras).viewed)
    server(cameras).close(NEW)
    del cameras.by_serial[NEW]


async def test_live_view_is_switched_off(
    home: Home, cameras: Cameras, hass_client: ClientSessionGenerator
) -> None:
    """A printer that does not show itself any more is left alone."""
    await play(home, hass_client)

    await cameras.toggle_liveview(X1C)
    await home.send_full_report(X1C)

    await home.until_camera(X1C, "liveview_disabled")
    await home.until(lambda: not server(cameras).viewed)
    with pytest.raises(HomeAssistantError):
        await async_request_stream(home.hass, entity_id(home, X1C), "hls")


async def test_live_view_is_switched_on(home: Home, cameras: Cameras) -> None:
    """The stream of a printer without a pin plays without further steps."""
    await cameras.toggle_liveview(H2D)
    await home.send_full_report(H2D)
    await home.until_camera(H2D, "idle")
    await home.until(lambda: H2D in server(cameras).opened)
    assert await async_request_stream(home.hass, entity_id(home, H2D), "hls")
    await home.until(lambda: H2D in server(cameras).viewed)
    await act(home, "turn_off", H2D)


async def test_unload(
    home: Home, cameras: Cameras, hass_client: ClientSessionGenerator
) -> None:
    """Whoever unloads the account leaves no player behind."""
    await play(home, hass_client)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.until(lambda: not server(cameras).viewed)


@pytest.mark.skipif(not find_library("turbojpeg"), reason="there is no libturbojpeg")
async def test_snapshot(
    home: Home, cameras: Cameras, hass_client: ClientSessionGenerator
) -> None:
    """A still comes out of the stream, which may have other viewers."""
    picture = None
    while (
        not picture
    ):  # Home Assistant gives up after 10 s, a busy machine may need more
        picture = await snapshot(home, hass_client)
    assert Image.open(BytesIO(picture)).size == (1280, 720)
    assert await snapshot(home, hass_client)
    assert server(cameras).viewed == {X1C}

    await act(home, "turn_off", X1C)
    await home.until(lambda: not server(cameras).viewed)
    assert await snapshot(home, hass_client) is None


async def test_wrong_code(
    home: Home, cameras: Cameras, hass_client: ClientSessionGenerator
) -> None:
    """A refused access code has a status, and another one plays."""
    set_options(home, X1C, access_code="00000000")
    await async_request_stream(home.hass, entity_id(home, X1C), "hls")

    await home.until_camera(X1C, "wrong_access_code")
    assert about(home, X1C, "wrong_access_code") in issues(home)
    assert await source(home, X1C) is None
    with pytest.raises(HomeAssistantError):
        await async_request_stream(home.hass, entity_id(home, X1C), "hls")
    assert home.camera_status(X1C) == "wrong_access_code"

    set_options(home, X1C)
    assert home.camera_status(X1C) == "idle"
    assert not issues(home)
    await play(home, hass_client)
    await act(home, "turn_off", X1C)
