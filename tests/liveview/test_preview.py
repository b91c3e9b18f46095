"""Stills are asked for where the owner wants them, and never shown as live."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from functools import partial
from io import BytesIO
from typing import Any

from homeassistant.components.diagnostics import REDACTED
from homeassistant.setup import async_setup_component
from PIL import Image
import pytest
from pytest_homeassistant_custom_component.components.diagnostics import (
    get_diagnostics_for_config_entry,
)
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from custom_components.bambu_cloud.api import Previews, preview_still
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.camera_entity import (
    about,
    act,
    capabilities,
    entity_id,
    frame_in,
    issues,
    report,
    set_options,
    shown,
    source,
)
from tests.helpers.cameras import loopback_is_home
from tests.helpers.clock import Wall
from tests.helpers.home import H2D, Home
from tests.helpers.preview_camera import Printer
from tests.helpers.wait import WAIT_LIMIT
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.file_tunnel import TunnelFault

ADDRESS = "127.0.0.31"
HALF_A_MINUTE = timedelta(seconds=30)
VIDEO = "rtsps://192.168.0.53:322/streaming/live/1"


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch, wall: Wall) -> None:
    """Let a test decide how much time passes, and shorten timeouts."""
    module = "custom_components.bambu_cloud"
    previews = partial(Previews, clock=wall.clock)
    monkeypatch.setattr(f"{module}.liveview.camera.Previews", previews)
    hurried = partial(preview_still, timeout=2)
    monkeypatch.setattr(f"{module}.liveview.connection.preview_still", hurried)


@pytest.fixture
async def printer(home: Home, lan_enabled: None) -> AsyncGenerator[Printer]:
    """Run a server of stills, and let the H2D report that it has them."""
    printer = Printer(home)
    async with printer.server.listening(ADDRESS) as port:
        with loopback_is_home(CameraKind.JPEG, port):
            number = int.from_bytes(bytes(map(int, ADDRESS.split("."))), "little")
            await report(
                home,
                H2D,
                ipcam={"liveview_preview": True},
                net={"info": [{"ip": number}]},
            )
            account = home.entry.runtime_data.account
            await home.until(lambda: account.printers[H2D].data.address.ip == ADDRESS)
            yield printer
            await home.until(lambda: not printer.server.counts.open)


def want(home: Home, **options: Any) -> None:
    """Switch the stills on."""
    set_options(home, H2D, preview=True, **options)


async def snapshot(home: Home, hass_client: ClientSessionGenerator) -> bytes | None:
    """Ask Home Assistant for a picture."""
    client = await hass_client()
    response = await client.get(f"/api/camera_proxy/{entity_id(home, H2D)}")
    return await frame_in(response)


async def test_off_by_default(
    home: Home, printer: Printer, hass_client: ClientSessionGenerator
) -> None:
    """Stills are requested only if the owner has switched them on."""
    assert home.camera_status(H2D) == "liveview_disabled"
    assert shown(home, H2D).state == "idle"
    assert await snapshot(home, hass_client) is None
    assert not printer.server.counts.opened


async def test_still(
    home: Home,
    printer: Printer,
    wall: Wall,
    hass_client: ClientSessionGenerator,
) -> None:
    """A still comes from the printer, another one after half a minute, none is live."""
    want(home)
    assert home.camera_status(H2D) == "idle"
    assert shown(home, H2D).attributes["transport"] == "preview"

    still = await snapshot(home, hass_client)

    assert still
    assert still == printer.drawn[0]
    assert Image.open(BytesIO(still)).size == (1280, 720)
    assert await snapshot(home, hass_client) == still
    assert printer.server.counts.opened == 1
    assert shown(home, H2D).state == "idle"
    assert home.camera_status(H2D) == "idle"
    assert await source(home, H2D) is None
    wall.ahead += HALF_A_MINUTE
    assert await snapshot(home, hass_client) == printer.drawn[1] != still


async def test_nothing_to_play(
    home: Home, printer: Printer, hass_ws_client: WebSocketGenerator
) -> None:
    """The frontend is offered no video."""
    want(home)
    assert await capabilities(home, hass_ws_client, H2D) == set()


async def test_viewer_for_a_long_time(
    home: Home, printer: Printer, hass_client: ClientSessionGenerator
) -> None:
    """A stream of stills shows the one there is, and the state is not streaming."""
    want(home)
    client = await hass_client()
    url = f"/api/camera_proxy_stream/{entity_id(home, H2D)}"
    stream = await client.get(url)
    head = await stream.content.readuntil(b"\r\n\r\n")
    assert b"image/jpeg" in head
    assert shown(home, H2D).state == "idle"
    assert printer.server.counts.opened == 1
    stream.close()


async def test_owner_switches_it_off(
    home: Home, printer: Printer, hass_client: ClientSessionGenerator
) -> None:
    """An old still is not shown by a camera that is off, nor one without the option."""
    want(home)
    assert await snapshot(home, hass_client)
    await act(home, "turn_off", H2D)
    assert await snapshot(home, hass_client) is None
    assert home.camera_status(H2D) == "off"
    await act(home, "turn_on", H2D)
    assert await snapshot(home, hass_client) == printer.drawn[1]

    set_options(home, H2D)

    assert home.camera_status(H2D) == "liveview_disabled"
    assert await snapshot(home, hass_client) is None


async def test_printer_goes(
    home: Home, printer: Printer, hass_client: ClientSessionGenerator
) -> None:
    """A printer that is off shows nothing, also not what it has shown."""
    want(home)
    assert await snapshot(home, hass_client)
    home.cloud.power_off(H2D)
    await home.until_happened(lambda: home.camera_status(H2D) == "printer_offline")
    assert await snapshot(home, hass_client) is None


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (TunnelFault.DENY, "unsupported_transport"),
        (TunnelFault.ERROR, "unsupported_transport"),
        (TunnelFault.BAD_MD5, "unsupported_transport"),
        (TunnelFault.STALL, "unreachable"),
        (TunnelFault.REFUSE, "wrong_access_code"),
    ],
)
async def test_faults(
    home: Home,
    printer: Printer,
    wall: Wall,
    hass_client: ClientSessionGenerator,
    fault: TunnelFault,
    status: str,
) -> None:
    """A failure has a reason, costs one attempt, and creates no issue."""
    want(home)
    printer.tunnel.fault = fault
    assert await snapshot(home, hass_client) is None
    assert await snapshot(home, hass_client) is None
    assert home.camera_status(H2D) == status
    assert shown(home, H2D).attributes["reason"] == status
    assert printer.server.counts.opened == 1
    await home.pass_time(610)
    assert not issues(home)

    printer.tunnel.fault = None
    wall.ahead += HALF_A_MINUTE
    assert await snapshot(home, hass_client)
    assert home.camera_status(H2D) == "idle"


async def test_certificate(
    home: Home,
    printer: Printer,
    wall: Wall,
    hass_client: ClientSessionGenerator,
) -> None:
    """The printer's certificate is pinned, as with every other camera."""
    want(home)
    assert await snapshot(home, hass_client)
    printer.server.leaf = leaf(H2D)
    wall.ahead += HALF_A_MINUTE

    assert await snapshot(home, hass_client) is None

    assert home.camera_status(H2D) == "certificate_changed"
    assert issues(home).keys() == {about(home, H2D, "certificate_changed")}
    home.entry.runtime_data.cameras.of(H2D).async_trust()
    await home.hass.async_block_till_done()
    assert await snapshot(home, hass_client)


@pytest.mark.parametrize("host", ["8.8.8.8", "224.0.0.1"])
async def test_addresses_that_are_not_at_home(
    home: Home, printer: Printer, hass_client: ClientSessionGenerator, host: str
) -> None:
    """A still is fetched at home only."""
    want(home, host=host)
    assert home.camera_status(H2D) == "no_lan_address"
    assert await snapshot(home, hass_client) is None


async def test_beside_a_video(
    home: Home, printer: Printer, hass_client: ClientSessionGenerator
) -> None:
    """Single pictures of a printer with video come without opening the video."""
    assert await async_setup_component(home.hass, "stream", {})
    await report(home, H2D, ipcam={"rtsp_url": VIDEO})
    want(home)
    await home.until(lambda: shown(home, H2D).attributes["transport"] == "lan_rtsps")

    assert await snapshot(home, hass_client) == printer.drawn[0]
    assert await source(home, H2D)

    set_options(home, H2D, preview=True, access_code="00000000")
    async with asyncio.timeout(WAIT_LIMIT):
        assert await snapshot(home, hass_client) is None
    assert printer.tunnel.refused == 1
    assert home.camera_status(H2D) != "wrong_access_code"


async def test_diagnostics(
    home: Home, printer: Printer, hass_client: ClientSessionGenerator
) -> None:
    """Whoever helps sees that these are stills, and what came of them; no secrets."""
    assert await async_setup_component(home.hass, "diagnostics", {})
    want(home, access_code="24682468")
    assert await snapshot(home, hass_client) is None
    diagnostics: Any = await get_diagnostics_for_config_entry(
        home.hass, hass_client, home.entry
    )
    (camera,) = [
        each["camera"]
        for each in diagnostics["printers"]
        if each["camera"]["transport"] == "preview"
    ]
    assert camera == {
        "status": "wrong_access_code",
        "transport": "preview",
        "has_host": True,
        "has_access_code": True,
        "has_pin": False,
        "viewers": 0,
        "is_streaming": False,
        "error": "BambuCameraRefusedError",
    }
    assert "24682468" not in f"{diagnostics}"
    (stored,) = diagnostics["entry"]["options"]["cameras"].values()
    assert stored == {"preview": True, "access_code": REDACTED}
