"""Pictures of a camera of the owner's own are shown as those of a printer are."""

import asyncio
from collections.abc import AsyncGenerator
from io import BytesIO

from homeassistant.const import STATE_UNAVAILABLE
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from tests.helpers.camera_entity import act, set_options, shown, source, viewed
from tests.helpers.frame_camera import next_frame, open_stream, snapshot
from tests.helpers.home import P1S, Home
from tests.helpers.wait import WAIT_LIMIT
from tests.helpers.web_camera import PASSWORD, USER, WebCamera

pytestmark = pytest.mark.usefixtures("quick_hub")


@pytest.fixture
async def webcam(home: Home) -> AsyncGenerator[WebCamera]:
    """Run a camera beside the P1S."""
    webcam = WebCamera()
    async with webcam.listening() as url:
        address = url.with_user(USER).with_password(PASSWORD)
        want(home, address / "stream")
        yield webcam
        await act(home, "turn_off", P1S)
        await home.until(lambda: not webcam.open)


def want(home: Home, url: URL) -> None:
    """Enter the address of a camera that shows pictures."""
    set_options(home, P1S, url=f"{url}", stream_type="pictures")


def address(home: Home) -> URL:
    """Return the address that was entered."""
    return URL(home.entry.options["cameras"][P1S]["url"])


@pytest.mark.parametrize("path", ["stream", "still"])
async def test_still(
    home: Home, webcam: WebCamera, hass_client: ClientSessionGenerator, path: str
) -> None:
    """A still comes out of a stream, or is fetched; nothing stays open."""
    want(home, address(home).with_path(f"/{path}"))
    assert not webcam.asked
    picture = await snapshot(home, hass_client)
    assert picture
    assert Image.open(BytesIO(picture)).size == (1280, 720)
    await home.until(lambda: not webcam.open)
    await home.until_camera(P1S, "idle")


async def test_stream(
    home: Home, webcam: WebCamera, hass_client: ClientSessionGenerator
) -> None:
    """All viewers share one connection; it cannot be played as a stream."""
    streams = [await open_stream(home, hass_client) for _ in range(3)]
    for stream in streams:
        assert await next_frame(stream) != await next_frame(stream)
    assert webcam.asked == webcam.open == 1
    assert viewed(home, P1S)
    assert shown(home, P1S).attributes["transport"] == "external_jpeg"
    assert await source(home, P1S) is None
    state = f"{shown(home, P1S).as_dict()}"
    assert PASSWORD not in state
    for stream in streams:
        stream.close()
    await home.until(lambda: not webcam.open)


async def test_printer_is_off(
    home: Home, webcam: WebCamera, hass_client: ClientSessionGenerator
) -> None:
    """A camera of one's own shows the room also while the printer is off."""
    home.cloud.power_off(P1S)
    await home.until_happened(lambda: home.shows(P1S, "online") == "off")
    assert shown(home, P1S).state != STATE_UNAVAILABLE
    assert await snapshot(home, hass_client)


async def test_turned_off_meanwhile(
    home: Home, webcam: WebCamera, hass_client: ClientSessionGenerator
) -> None:
    """A stream ends when the camera is turned off, without further requests."""
    stream = await open_stream(home, hass_client)
    await next_frame(stream)
    await act(home, "turn_off", P1S)
    async with asyncio.timeout(WAIT_LIMIT):
        while await stream.content.readany():
            pass
    await home.until(lambda: not webcam.open)
    asked = webcam.asked
    assert await snapshot(home, hass_client) is None
    assert webcam.asked == asked


async def test_another_address_meanwhile(
    home: Home, webcam: WebCamera, hass_client: ClientSessionGenerator
) -> None:
    """A stream goes on with the frames of the new address."""
    stream = await open_stream(home, hass_client)
    await next_frame(stream)
    want(home, address(home).with_path("/still"))
    await home.until(lambda: not webcam.open)
    asked = webcam.asked
    await home.until(lambda: webcam.asked > asked)
    await next_frame(stream)
    stream.close()


async def test_what_is_no_picture(
    home: Home, webcam: WebCamera, hass_client: ClientSessionGenerator
) -> None:
    """What cannot be shown has a reason."""
    webcam.content = b"<html>Log in!</html>"
    assert await snapshot(home, hass_client) is None
    assert home.camera_status(P1S) == "unsupported_transport"
    webcam.content = None
    want(home, address(home).with_password("wrong"))
    assert await snapshot(home, hass_client) is None
    assert home.camera_status(P1S) == "unreachable"
