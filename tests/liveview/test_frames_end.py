"""Frames end when printer, camera, viewer or Home Assistant does."""

import asyncio
from http import HTTPStatus

from homeassistant.const import EVENT_HOMEASSISTANT_STOP
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.api import CAMERA_PORTS
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.camera_entity import act, entity_id, is_notice, set_options, shown
from tests.helpers.frame_camera import (
    OTHER_ADDRESS,
    jpeg_camera,
    move,
    next_frame,
    open_stream,
    printer_issues,
    read_to_end,
    snapshot,
    status,
)
from tests.helpers.home import P1S, Home
from tests.helpers.reports import delta, push
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import CameraFault, JpegCamera

pytestmark = pytest.mark.usefixtures("quick_hub")


async def test_viewer_leaves(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A viewer who leaves while no frame comes is noticed, too."""
    stream = await open_stream(home, hass_client)
    await next_frame(stream)
    camera.period = 30

    stream.close()

    await home.until(lambda: camera.counts.open == 0)


async def test_turned_off_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """The stream ends in order, nothing stays open, and no other starts."""
    stream = await open_stream(home, hass_client)
    await next_frame(stream)

    await act(home, "turn_off", P1S)

    await read_to_end(stream)
    await home.until(lambda: camera.counts.open == 0)
    assert (
        await open_stream(home, hass_client)
    ).status == HTTPStatus.SERVICE_UNAVAILABLE
    assert camera.counts.opened == 1
    await act(home, "turn_on", P1S)
    await next_frame(await open_stream(home, hass_client))


async def test_turned_off_before_the_first_picture(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A viewer who waits for a stream that will not come gets an error."""
    camera.period, camera.fault = 30, CameraFault.STALL
    client = await hass_client()
    url = f"/api/camera_proxy_stream/{entity_id(home, P1S)}"
    waiting = asyncio.create_task(client.get(url))
    await home.until(lambda: camera.counts.open)

    await act(home, "turn_off", P1S)

    assert is_notice(await waiting)
    await home.until(lambda: camera.counts.open == 0)


async def test_no_picture_comes(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """The wait for the first frame ends."""
    camera.fault = CameraFault.STALL
    assert (await open_stream(home, hass_client)).status == HTTPStatus.BAD_GATEWAY


async def test_another_certificate_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A stream ends that comes with another certificate all of a sudden."""
    stream = await open_stream(home, hass_client)
    await next_frame(stream)
    camera.leaf = leaf(P1S)
    camera.drop()
    await read_to_end(stream)
    assert status(home) == "certificate_changed"


async def test_printer_goes_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A printer that is switched off ends the stream, and shows no old frame."""
    stream = await open_stream(home, hass_client)
    await next_frame(stream)

    home.cloud.power_off(P1S)
    camera.powered = False
    camera.drop()
    await home.until_happened(lambda: status(home) == "printer_offline")

    await read_to_end(stream)
    assert shown(home, P1S).state == "idle"
    assert await snapshot(home, hass_client) is None
    assert is_notice(await open_stream(home, hass_client))


async def test_printer_moves_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """The stream goes on at the new address."""
    stream = await open_stream(home, hass_client)
    await next_frame(stream)
    moved = jpeg_camera(home)
    moved.leaf = camera.leaf
    async with moved.listening(OTHER_ADDRESS, CAMERA_PORTS[CameraKind.JPEG]):
        camera.drop()
        await move(home, OTHER_ADDRESS)
        await home.until(lambda: moved.counts.sent)
        await next_frame(stream)
        await next_frame(stream)
        await home.until(lambda: camera.counts.open == 0)
        stream.close()
        await home.until(lambda: moved.counts.open == 0)


async def test_unloaded_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Whoever unloads the account leaves no connection behind."""
    stream = await open_stream(home, hass_client)
    await next_frame(stream)

    assert await home.hass.config_entries.async_unload(home.entry.entry_id)

    await read_to_end(stream)
    await home.until(lambda: camera.counts.open == 0)


async def test_home_assistant_stops_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Home Assistant does not stop without closing what it opened."""
    stream = await open_stream(home, hass_client)
    await next_frame(stream)

    home.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await home.hass.async_block_till_done()

    await read_to_end(stream)
    await home.until(lambda: camera.counts.open == 0)


async def test_only_while_printing(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A viewer sees a print to its end; between prints there is no connection."""
    set_options(home, P1S, when="printing")
    assert status(home) == "not_printing"
    assert shown(home, P1S).state == "idle"
    assert await snapshot(home, hass_client) is None
    assert not camera.counts.opened

    await push(home, P1S, delta(gcode_state="RUNNING"))
    await home.until_camera(P1S, "idle")
    stream = await open_stream(home, hass_client)
    await next_frame(stream)
    await push(home, P1S, delta(gcode_state="FINISH"))

    await read_to_end(stream)
    await home.until(lambda: not camera.counts.open)
    assert status(home) == "not_printing"
    assert printer_issues(home) == []
