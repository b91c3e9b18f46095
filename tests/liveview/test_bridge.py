"""A camera far away is shown through the owner's own bridge to the cloud."""

from collections.abc import AsyncGenerator
from http import HTTPStatus
from typing import Any

from homeassistant.components.camera.helper import get_camera_from_entity_id
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator
from yarl import URL

from custom_components.bambu_cloud.api.camera.bridge import CameraBridge
from tests.helpers.camera_entity import act, entity_id, set_options, shown, source
from tests.helpers.diagnostics import diagnostics
from tests.helpers.frame_camera import next_frame, open_stream, snapshot
from tests.helpers.home import P1S, X1C, Home
from tests.simulator.camera.bridge import Bridge
from tests.simulator.camera.pictures import Scene, picture
from tests.simulator.cloud_side.cloud_policy import Ticket

pytestmark = pytest.mark.usefixtures("quick_hub")


def draw(serial: str) -> bytes:
    """Return what the camera of a printer sees."""
    return picture(Scene(name=serial, time="10:00", state="RUNNING"))


def want(home: Home, address: URL, stream_type: str = "pictures") -> None:
    """Enter the address of a bridge."""
    set_options(
        home, P1S, source="bridge", bridge=f"{address}", stream_type=stream_type
    )


@pytest.fixture
async def bridge(home: Home) -> AsyncGenerator[Bridge]:
    """Run a bridge that plays pictures, for the P1S."""
    bridge = Bridge(home.cloud.tickets, draw)
    async with bridge.listening() as address:
        want(home, address)
        yield bridge
        await act(home, "turn_off", P1S)
        await home.until(lambda: not bridge.viewers)


async def test_pictures(
    home: Home, bridge: Bridge, hass_client: ClientSessionGenerator
) -> None:
    """A view has one session, all its viewers share it, and it ends with them."""
    assert not home.cloud.tickets
    streams = [await open_stream(home, hass_client) for _ in range(2)]
    for stream in streams:
        assert await next_frame(stream)
    assert len(home.cloud.tickets) == len(bridge.requests) == 1
    (asked,) = bridge.requests
    (ticket,) = home.cloud.tickets
    assert asked["serial"] == P1S
    assert asked["url"].startswith(f"bambu:///tutk?uid={ticket['ttcode']}")
    assert shown(home, P1S).attributes["transport"] == "bridge_jpeg"

    for stream in streams:
        stream.close()
    await home.until(lambda: bridge.ended)
    assert not bridge.playing

    # The next view gets a new session: one is good for one connection.
    assert await snapshot(home, hass_client)
    await home.until(lambda: len(bridge.ended) == 2)
    assert len(home.cloud.tickets) == 2


async def test_nothing_is_stored_or_shown(
    home: Home,
    bridge: Bridge,
    hass_client: ClientSessionGenerator,
    caplog: pytest.LogCaptureFixture,
    hass_storage: dict[str, Any],
) -> None:
    """Neither the secrets nor the address of a stream are anywhere."""
    assert await async_setup_component(home.hass, "diagnostics", {})
    assert await snapshot(home, hass_client)
    await home.until(lambda: bridge.ended)
    ours = [item for item in caplog.records if "bambu_cloud" in item.name]
    lines = [item.getMessage() for item in ours]
    texts = f"{shown(home, P1S).as_dict()} {hass_storage} {lines} "
    texts += f"{await diagnostics(home, hass_client)}"
    (ticket,) = home.cloud.tickets
    for secret in (ticket["ttcode"], ticket["authkey"], ticket["passwd"]):
        assert secret not in texts
    assert bridge.ended[0] not in texts


async def test_video(home: Home, player: None) -> None:
    """A video is played from the address that the bridge returns, as long as seen."""
    bridge = Bridge(home.cloud.tickets, draw, is_video=True)
    async with bridge.listening() as address:
        want(home, address, "video")
        assert not bridge.requests
        camera = get_camera_from_entity_id(home.hass, entity_id(home, P1S))
        stream = await camera.async_create_stream()
        assert stream
        (session,) = bridge.playing
        assert stream.source == f"{address.with_path(f'/streams/{session}')}".replace(
            "http", "rtsp"
        )
        # Nobody watches it after all.
        await home.pass_time(11)
        await home.until(lambda: bridge.ended == [session])

        # Whoever plays it beside Home Assistant gets a session of its own.
        url = await source(home, P1S)
        assert url
        assert len(home.cloud.tickets) == 2


@pytest.mark.parametrize("ticket", [Ticket.REFUSED, Ticket.EMPTY])
async def test_no_session(
    home: Home, bridge: Bridge, hass_client: ClientSessionGenerator, ticket: Ticket
) -> None:
    """What Bambu Lab does not grant has a reason, and the bridge is not asked."""
    home.cloud.policy.ticket = ticket
    assert await snapshot(home, hass_client) is None
    reason = "cloud_not_permitted"
    assert home.camera_status(P1S) == reason
    assert shown(home, P1S).attributes["reason"] == reason
    assert not bridge.requests


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"url": 7},
        {"url": "file:///etc/passwd"},
        {"url": "http://[broken"},
        {"url": "http://192.0.2.1/stream"},
        {"url": "rtsp://bambulab.example/stream"},
        {"url": "http://127.0.0.1/", "more": "x" * 20_000},
    ],
)
async def test_answer_that_makes_no_sense(
    home: Home,
    bridge: Bridge,
    hass_client: ClientSessionGenerator,
    answer: dict[str, Any],
) -> None:
    """Only addresses of the bridge and of the local network are played."""
    bridge.answer = answer
    assert await snapshot(home, hass_client) is None
    assert home.camera_status(P1S) == "bridge_failed"


@pytest.mark.parametrize("status", [HTTPStatus.FORBIDDEN, HTTPStatus.BAD_GATEWAY])
async def test_bridge_refuses(
    home: Home,
    bridge: Bridge,
    hass_client: ClientSessionGenerator,
    status: HTTPStatus,
) -> None:
    """A bridge that cannot play it is a reason, and may be able to later."""
    bridge.status = status
    assert await snapshot(home, hass_client) is None
    assert home.camera_status(P1S) == "bridge_failed"
    bridge.status = HTTPStatus.CREATED
    stream = await open_stream(home, hass_client)
    assert await next_frame(stream)
    await home.until_camera(P1S, "idle")
    stream.close()


async def test_bridge_is_gone(
    home: Home, hass_client: ClientSessionGenerator, player: None
) -> None:
    """An address without a bridge is a reason, for both kinds of streams."""
    async with Bridge(home.cloud.tickets, draw).listening() as address:
        pass
    want(home, address)
    assert await snapshot(home, hass_client) is None
    assert home.camera_status(P1S) == "bridge_failed"
    want(home, address, "video")
    assert await source(home, P1S) is None
    assert home.camera_status(P1S) == "bridge_failed"


async def test_printer_is_off(
    home: Home, bridge: Bridge, hass_client: ClientSessionGenerator
) -> None:
    """There is no session with a printer that is off."""
    home.cloud.power_off(P1S)
    await home.until_happened(lambda: home.shows(P1S, "online") == "off")
    assert await snapshot(home, hass_client) is None
    assert not home.cloud.tickets


async def test_end_without_an_answer(home: Home) -> None:
    """A bridge that is gone by then ends a stream by itself."""
    bridge = Bridge(home.cloud.tickets, draw)
    session = await home.entry.runtime_data.cameras.async_session(P1S)
    http = async_get_clientsession(home.hass)
    async with bridge.listening() as address:
        asked = {"serial": P1S, **session.as_dict()}
        client = CameraBridge(http, f"{address}")
        stream = await client.open(asked)
        assert "streams" not in repr(stream)
    await client.close(stream)
    assert bridge.playing


async def test_agora(home: Home, hass_client: ClientSessionGenerator) -> None:
    """A session of the newer relay is handed on with all its fields."""
    home.cloud.policy.ticket = Ticket.AGORA
    bridge = Bridge(home.cloud.tickets, draw)
    bridge.status = HTTPStatus.NOT_IMPLEMENTED
    async with bridge.listening() as address:
        want(home, address)
        assert await snapshot(home, hass_client) is None
    (asked,) = bridge.requests
    assert asked["transport"] == "agora"
    assert asked["url"] is None
    for field in ("app_id", "channel_name", "stream_key", "stream_salt", "rtm"):
        assert asked[field]
    assert X1C not in f"{asked}"


async def test_without_an_address(home: Home) -> None:
    """A bridge without an address, as options of a file may have it, is none."""
    set_options(home, P1S, source="bridge")
    await home.until_camera(P1S, "unsupported_transport")
