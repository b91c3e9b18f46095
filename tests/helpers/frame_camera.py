"""The camera of the P1S, which sends single frames, and its viewers."""

import asyncio
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse
from homeassistant.helpers import issue_registry as ir
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.api import CameraHub, Clock, HubTimes
from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.camera_entity import entity_id, frame_in, report
from tests.helpers.home import P1S, Home
from tests.helpers.wait import WAIT_LIMIT
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import JpegCamera
from tests.simulator.camera.pictures import Scene, picture

ADDRESS, OTHER_ADDRESS = "127.0.0.11", "127.0.0.12"


TIMES = HubTimes(connect=2, frame=2, linger=0.1, still=5)


NEW_CODE = "24682468"


def draw() -> bytes:
    """Return what the camera sees."""
    return picture(Scene(name="P1S", time="10:00", state="RUNNING"))


async def nap(seconds: float) -> None:
    """Wait less than a hub would."""
    await asyncio.sleep(min(seconds / 50, 0.1))


def shorten_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no camera hub stay open for long, nor wait long for another attempt."""
    hub = partial(CameraHub, times=TIMES, clock=Clock(sleep=nap, random=lambda: 0.0))
    monkeypatch.setattr("custom_components.bambu_cloud.liveview.camera.CameraHub", hub)


def jpeg_camera(home: Home) -> JpegCamera:
    """Return a camera of the P1S."""
    identity = home.cloud.printers[P1S].identity
    return JpegCamera(
        leaf=leaf(P1S), access_code=lambda: identity.access_code, draw=draw, period=0.01
    )


async def move(home: Home, address: str) -> None:
    """Let the P1S report another address."""
    number = int.from_bytes(bytes(map(int, address.split("."))), "little")
    await report(home, P1S, net={"info": [{"ip": number}]})
    account = home.entry.runtime_data.account
    await home.until(lambda: account.printers[P1S].data.address.ip == address)


async def snapshot(home: Home, hass_client: ClientSessionGenerator) -> bytes | None:
    """Ask Home Assistant for a picture."""
    client = await hass_client()
    response = await client.get(f"/api/camera_proxy/{entity_id(home, P1S)}")
    return await frame_in(response)


async def open_stream(
    home: Home, hass_client: ClientSessionGenerator
) -> ClientResponse:
    """Open a stream."""
    client = await hass_client()
    return await client.get(f"/api/camera_proxy_stream/{entity_id(home, P1S)}")


async def next_frame(response: ClientResponse) -> bytes:
    """Read the next frame of a stream."""
    head = await response.content.readuntil(b"\r\n\r\n")
    assert b"Content-Type: image/jpeg" in head
    size = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    jpeg = await response.content.readexactly(size)
    assert Image.open(BytesIO(jpeg)).size == (1280, 720)
    return jpeg


async def read_to_end(response: ClientResponse) -> None:
    """Read a stream to its end, which has to be in order."""
    async with asyncio.timeout(WAIT_LIMIT):
        while await response.content.readany():
            pass


def status(home: Home) -> str | None:
    """Return the state of the sensor."""
    return home.camera_status(P1S)


def printer_issues(home: Home) -> list[str | None]:
    """Return what the owner is asked to put right at this printer."""
    registry = ir.async_get(home.hass)
    return [
        issue.translation_key
        for (domain, _), issue in registry.issues.items()
        if domain == DOMAIN and (issue.data or {}).get("serial") == P1S
    ]


async def fix(
    home: Home, hass_client: ClientSessionGenerator, flow_id: str | None = None
) -> dict[str, Any]:
    """Begin the repair, or confirm it, as a person would."""
    client = await hass_client()
    url, content = "/api/repairs/issues/fix", {}
    if flow_id is None:
        device = home.device(P1S)
        assert device
        issue_id = f"certificate_changed_{device.id}"
        content = {"handler": DOMAIN, "issue_id": issue_id}
    else:
        url = f"{url}/{flow_id}"
    response = await client.post(url, json=content)
    assert response.status == HTTPStatus.OK
    answer: dict[str, Any] = await response.json()
    return answer


async def trust(home: Home, hass_client: ClientSessionGenerator) -> None:
    """Confirm the repair, as a person would."""
    started = await fix(home, hass_client)
    assert started["step_id"] == "confirm"
    assert started["description_placeholders"]["printer"] == "Workshop P1S"
    done = await fix(home, hass_client, started["flow_id"])
    assert done["type"] == "create_entry"
    await home.hass.async_block_till_done()
