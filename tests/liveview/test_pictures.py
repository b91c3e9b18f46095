"""Single pictures of a printer are shown to all who look, over one connection."""

import asyncio
from collections.abc import AsyncGenerator
from functools import partial
from http import HTTPStatus
from io import BytesIO
from typing import Any

from aiohttp import ClientResponse
from homeassistant.const import EVENT_HOMEASSISTANT_STOP, STATE_UNAVAILABLE
from homeassistant.helpers import issue_registry as ir
from homeassistant.setup import async_setup_component
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.api import CAMERA_PORTS, CameraHub, Clock, HubTimes
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.cameras import loopback_is_home
from tests.helpers.home import P1S, Home
from tests.helpers.reports import delta, push
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import CameraFault, JpegCamera
from tests.simulator.camera.pictures import Scene, picture
from tests.test_camera import act, entity_id, set_options, shown, tell

ADDRESS, OTHER_ADDRESS = "127.0.0.11", "127.0.0.12"
TIMES = HubTimes(connect=2, frame=2, linger=0.1, still=5)
NEW_CODE = "24682468"


def draw() -> bytes:
    """Return what the camera sees."""
    return picture(Scene(name="P1S", time="10:00", state="RUNNING"))


async def nap(seconds: float) -> None:
    """Wait less than a hub would."""
    await asyncio.sleep(min(seconds / 50, 0.1))


@pytest.fixture(autouse=True)
def _in_a_hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let nobody wait for long."""
    hub = partial(CameraHub, times=TIMES, clock=Clock(sleep=nap, random=lambda: 0.0))
    monkeypatch.setattr("custom_components.bambu_cloud.liveview.camera.CameraHub", hub)
    pictures = "custom_components.bambu_cloud.liveview.mjpeg"
    monkeypatch.setattr(f"{pictures}._HEARTBEAT", 0.02)
    monkeypatch.setattr(f"{pictures}._FIRST_FRAME_TIMEOUT", 2)


def jpeg_camera(home: Home) -> JpegCamera:
    """Return a camera of the P1S."""
    identity = home.cloud.printers[P1S].identity
    return JpegCamera(
        leaf=leaf(P1S), access_code=lambda: identity.access_code, draw=draw, period=0.01
    )


async def move(home: Home, address: str) -> None:
    """Let the P1S tell another address."""
    number = int.from_bytes(bytes(map(int, address.split("."))), "little")
    await tell(home, P1S, net={"info": [{"ip": number}]})
    account = home.entry.runtime_data.account
    await home.until(lambda: account.printers[P1S].data.network.ip == address)


@pytest.fixture
async def camera(home: Home, lan_enabled: None) -> AsyncGenerator[JpegCamera]:
    """Run the camera of the P1S, which tells where it is."""
    assert await async_setup_component(home.hass, "repairs", {})
    camera = jpeg_camera(home)
    async with camera.listening(ADDRESS) as port:
        with loopback_is_home(CameraKind.JPEG, port):
            await move(home, ADDRESS)
            yield camera


async def snapshot(home: Home, hass_client: ClientSessionGenerator) -> bytes | None:
    """Ask Home Assistant for a picture."""
    client = await hass_client()
    response = await client.get(f"/api/camera_proxy/{entity_id(home, P1S)}")
    return await response.read() if response.status == HTTPStatus.OK else None


async def film(home: Home, hass_client: ClientSessionGenerator) -> ClientResponse:
    """Begin to look."""
    client = await hass_client()
    return await client.get(f"/api/camera_proxy_stream/{entity_id(home, P1S)}")


async def one(response: ClientResponse) -> bytes:
    """Read the next picture of a film."""
    head = await response.content.readuntil(b"\r\n\r\n")
    assert b"Content-Type: image/jpeg" in head
    size = int(head.partition(b"Content-Length: ")[2].partition(b"\r\n")[0])
    jpeg = await response.content.readexactly(size)
    assert Image.open(BytesIO(jpeg)).size == (1280, 720)
    return jpeg


async def end(response: ClientResponse) -> None:
    """Read a film to its end, which has to be in order."""
    async with asyncio.timeout(10):
        while await response.content.readany():
            pass


def status(home: Home) -> str | None:
    """Return what the sensor tells."""
    return home.shows(P1S, "camera_status")


def issues(home: Home) -> list[str | None]:
    """Return what the owner is asked to put right at this printer."""
    registry = ir.async_get(home.hass)
    return [
        issue.translation_key
        for (domain, _), issue in registry.issues.items()
        if domain == DOMAIN and (issue.data or {}).get("serial") == P1S
    ]


async def test_snapshot(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Home Assistant gets a picture that is whole, and the connection is closed."""
    jpeg = await snapshot(home, hass_client)
    assert jpeg
    assert Image.open(BytesIO(jpeg)).size == (1280, 720)
    await home.until(lambda: camera.counts.open == 0)
    await home.until_shown(P1S, "camera_status", "idle")
    assert shown(home, P1S).state == "idle"


async def test_film(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Whoever looks sees one picture after the other; ten cost one connection."""
    films = [await film(home, hass_client) for _ in range(10)]
    for each in films:
        assert each.content_type == "multipart/x-mixed-replace"
        await one(each)
        await one(each)
    assert shown(home, P1S).state == "streaming"
    assert status(home) == "ok"
    assert camera.counts.opened == 1

    for each in films:
        each.close()
    await home.until(lambda: camera.counts.open == 0)
    await home.until_shown(P1S, "camera_status", "idle")
    assert shown(home, P1S).state == "idle"


async def test_nobody_looks_any_more(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Who goes while no picture comes is noticed, too."""
    looking = await film(home, hass_client)
    await one(looking)
    camera.period = 30

    looking.close()

    await home.until(lambda: camera.counts.open == 0)


async def test_turned_off_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """The film ends in order, nothing stays open, and nobody sees another."""
    looking = await film(home, hass_client)
    await one(looking)

    await act(home, "turn_off", P1S)

    await end(looking)
    await home.until(lambda: camera.counts.open == 0)
    assert (await film(home, hass_client)).status == HTTPStatus.SERVICE_UNAVAILABLE
    assert camera.counts.opened == 1
    await act(home, "turn_on", P1S)
    await one(await film(home, hass_client))


async def test_turned_off_before_the_first_picture(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Who waits for a film that will not come is told so."""
    camera.period, camera.fault = 30, CameraFault.STALL
    client = await hass_client()
    url = f"/api/camera_proxy_stream/{entity_id(home, P1S)}"
    waiting = asyncio.create_task(client.get(url))
    await home.until(lambda: camera.counts.open)

    await act(home, "turn_off", P1S)

    assert (await waiting).status == HTTPStatus.BAD_GATEWAY
    await home.until(lambda: camera.counts.open == 0)


async def test_no_picture_comes(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Nobody waits forever for a film to begin."""
    camera.fault = CameraFault.STALL
    assert (await film(home, hass_client)).status == HTTPStatus.BAD_GATEWAY


async def test_another_certificate_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A film ends that comes from somebody else all of a sudden."""
    looking = await film(home, hass_client)
    await one(looking)
    camera.leaf = leaf(P1S)
    camera.drop()
    await end(looking)
    assert status(home) == "certificate_changed"


async def test_printer_goes_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A printer that is switched off ends the film, and shows no old picture."""
    looking = await film(home, hass_client)
    await one(looking)

    home.cloud.power_off(P1S)
    camera.powered = False
    camera.drop()
    await home.until_happened(lambda: status(home) == "printer_offline")

    await end(looking)
    assert shown(home, P1S).state == STATE_UNAVAILABLE
    assert await snapshot(home, hass_client) is None
    assert (await film(home, hass_client)).status == HTTPStatus.BAD_GATEWAY


async def test_printer_moves_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """The film goes on at the new address."""
    looking = await film(home, hass_client)
    await one(looking)
    moved = jpeg_camera(home)
    moved.leaf = camera.leaf
    async with moved.listening(OTHER_ADDRESS, CAMERA_PORTS[CameraKind.JPEG]):
        camera.drop()
        await move(home, OTHER_ADDRESS)
        await home.until(lambda: moved.counts.sent)
        await one(looking)
        await one(looking)
        await home.until(lambda: camera.counts.open == 0)
        looking.close()
        await home.until(lambda: moved.counts.open == 0)


async def test_unloaded_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Whoever unloads the account leaves no connection behind."""
    looking = await film(home, hass_client)
    await one(looking)

    assert await home.hass.config_entries.async_unload(home.entry.entry_id)

    await end(looking)
    await home.until(lambda: camera.counts.open == 0)


async def test_home_assistant_stops_meanwhile(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Home Assistant does not stop without closing what it opened."""
    looking = await film(home, hass_client)
    await one(looking)

    home.hass.bus.async_fire(EVENT_HOMEASSISTANT_STOP)
    await home.hass.async_block_till_done()

    await end(looking)
    await home.until(lambda: camera.counts.open == 0)


async def test_wrong_access_code(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """The owner is told, and no longer as soon as the cloud knows the new code."""
    home.cloud.printers[P1S].identity.access_code = NEW_CODE

    assert await snapshot(home, hass_client) is None

    assert status(home) == "wrong_access_code"
    assert shown(home, P1S).attributes["reason"] == "wrong_access_code"
    assert shown(home, P1S).state == "idle"
    assert issues(home) == ["wrong_access_code"]
    await home.poll()
    assert status(home) == "idle"
    assert issues(home) == []
    assert await snapshot(home, hass_client)


async def test_certificate_changed(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Another certificate shows nothing before the owner has trusted it."""
    assert await snapshot(home, hass_client)
    await home.until(lambda: camera.counts.open == 0)
    camera.leaf = leaf(P1S)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_happened(lambda: status(home) == "idle")
    sent = camera.counts.sent

    assert await snapshot(home, hass_client) is None
    assert (await film(home, hass_client)).status == HTTPStatus.BAD_GATEWAY

    assert status(home) == "certificate_changed"
    assert issues(home) == ["certificate_changed"]
    assert camera.counts.sent == sent
    await trust(home, hass_client)
    assert issues(home) == []
    assert status(home) == "idle"
    assert await snapshot(home, hass_client)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_happened(lambda: status(home) == "idle")
    assert await snapshot(home, hass_client)


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
    begun = await fix(home, hass_client)
    assert begun["step_id"] == "confirm"
    assert begun["description_placeholders"]["printer"] == "Workshop P1S"
    done = await fix(home, hass_client, begun["flow_id"])
    assert done["type"] == "create_entry"
    await home.hass.async_block_till_done()


async def test_trust_without_the_account(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A printer is trusted only while its account is loaded."""
    assert await snapshot(home, hass_client)
    await home.until(lambda: camera.counts.open == 0)
    camera.leaf = leaf(P1S)
    assert await snapshot(home, hass_client) is None
    begun = await fix(home, hass_client)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)

    done = await fix(home, hass_client, begun["flow_id"])

    assert (done["type"], done["reason"]) == ("abort", "not_loaded")


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
    assert issues(home) == []

    camera.fault = None
    looking = await film(home, hass_client)
    await one(looking)
    assert status(home) == "ok"


async def test_no_single_pictures(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """A printer that says so has video instead, as far as anybody knows."""
    camera._is_supported = False
    assert await snapshot(home, hass_client) is None
    await home.until(lambda: shown(home, P1S).attributes["transport"] == "lan_rtsps")


async def test_only_while_printing(
    home: Home, camera: JpegCamera, hass_client: ClientSessionGenerator
) -> None:
    """Who looks at a print sees it to its end; between prints nobody connects."""
    set_options(home, P1S, when="printing")
    assert status(home) == "not_printing"
    assert shown(home, P1S).state == STATE_UNAVAILABLE
    assert await snapshot(home, hass_client) is None
    assert not camera.counts.opened

    await push(home, P1S, delta(gcode_state="RUNNING"))
    await home.until_shown(P1S, "camera_status", "idle")
    looking = await film(home, hass_client)
    await one(looking)
    await push(home, P1S, delta(gcode_state="FINISH"))

    await end(looking)
    await home.until(lambda: not camera.counts.open)
    assert status(home) == "not_printing"
    assert issues(home) == []
