"""Frames of a printer are shown to all viewers, over one connection."""

from io import BytesIO

from homeassistant.const import EVENT_STATE_CHANGED
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from tests.helpers.camera_entity import shown, viewed
from tests.helpers.frame_camera import (
    NEW_CODE,
    next_frame,
    open_stream,
    printer_issues,
    snapshot,
    status,
)
from tests.helpers.home import P1S, Home
from tests.simulator.camera.jpeg_camera import CameraFault, JpegCamera

pytestmark = pytest.mark.usefixtures("quick_hub")


async def test_snapshot(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Home Assistant gets a picture that is whole, and the connection is closed."""
    jpeg = await snapshot(home, hass_client)
    assert jpeg
    assert Image.open(BytesIO(jpeg)).size == (1280, 720)
    await home.until(lambda: camera.counts.open == 0)
    assert status(home) == "idle"
    assert shown(home, P1S).state == "idle"


async def test_stream(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A viewer sees one frame after the other; ten cost one connection.

    The logbook does not notice any of them, and no proxy stores a frame.
    """
    changes = async_capture_events(home.hass, EVENT_STATE_CHANGED)
    streams = [await open_stream(home, hass_client) for _ in range(10)]
    for stream in streams:
        assert stream.content_type == "multipart/x-mixed-replace"
        assert stream.headers["Cache-Control"] == "no-store"
        await next_frame(stream)
        await next_frame(stream)
    assert viewed(home, P1S)
    assert camera.counts.opened == 1

    for stream in streams:
        stream.close()
    await home.until(lambda: camera.counts.open == 0)
    await home.until(lambda: not viewed(home, P1S))
    assert shown(home, P1S).state == "idle"
    assert not changes


async def test_each_frame_is_shown_at_once(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """The delimiter comes with a frame, which makes browsers show it."""
    stream = await open_stream(home, hass_client)
    boundary = stream.headers["Content-Type"].partition("boundary=")[2]
    delimiter = f"--{boundary}\r\n".encode()
    assert await stream.content.readexactly(len(delimiter)) == delimiter
    camera.period = 30
    await next_frame(stream)
    end = b"\r\n" + delimiter
    assert await stream.content.readexactly(len(end)) == end


async def test_wrong_access_code(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """The owner gets an issue until the cloud has the new code."""
    home.cloud.printers[P1S].identity.access_code = NEW_CODE

    assert await snapshot(home, hass_client) is None

    assert status(home) == "wrong_access_code"
    assert shown(home, P1S).attributes["reason"] == "wrong_access_code"
    assert shown(home, P1S).state == "idle"
    assert printer_issues(home) == ["wrong_access_code"]
    await home.poll()
    assert status(home) == "idle"
    assert printer_issues(home) == []
    assert await snapshot(home, hass_client)


@pytest.mark.parametrize(
    ("fault", "reason"),
    [
        (CameraFault.STALL, "busy"),
        (CameraFault.HUGE, "unsupported_transport"),
        (CameraFault.EMPTY, "unsupported_transport"),
        (CameraFault.NO_START, "unsupported_transport"),
        (CameraFault.CUT, "unreachable"),
    ],
)
async def test_faults(
    home: Home,
    camera: JpegCamera,
    hass_client: ClientSessionGenerator,
    fault: CameraFault,
    reason: str,
) -> None:
    """What goes wrong has a name, and the next picture heals it."""
    camera.fault = fault
    assert await snapshot(home, hass_client) is None
    assert status(home) == reason
    assert shown(home, P1S).attributes["transport"] == "lan_jpeg"
    assert printer_issues(home) == []

    camera.fault = None
    stream = await open_stream(home, hass_client)
    await next_frame(stream)
    assert status(home) == "idle"


async def test_no_single_pictures(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A printer that refuses single frames has a stream instead."""
    camera._is_supported = False
    assert await snapshot(home, hass_client) is None
    await home.until(lambda: shown(home, P1S).attributes["transport"] == "lan_rtsps")
