"""Cards show what lies on the plate, and whether some of it can be skipped."""

from collections.abc import Awaitable, Callable
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from tests.helpers.home import P1S, X1C, Home
from tests.simulator.faults import HttpFault

type Ask = Callable[[], Awaitable[dict[str, Any]]]


@pytest.fixture
async def frontend(hass: HomeAssistant) -> None:
    """Set up Home Assistant's frontend before the account."""
    assert await async_setup_component(hass, "frontend", {})


@pytest.fixture
async def ask(frontend: None, home: Home, hass_ws_client: WebSocketGenerator) -> Ask:
    """Return what asks for the plate of the P1S."""
    socket = await hass_ws_client(home.hass)
    device = home.device(P1S)
    assert device

    async def ask() -> dict[str, Any]:
        await socket.send_json_auto_id(
            {"type": "bambu_cloud/plate", "device_id": device.id}
        )
        response: dict[str, Any] = await socket.receive_json()
        return response

    return ask


async def start(home: Home, **changes: Any) -> None:
    """Start a print of the cloud with this on its plate."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    job = home.cloud.simulated(P1S).job
    assert job
    for name, value in changes.items():
        setattr(job, name, value)
    await home.cloud.advance(120)
    await home.until_shown(P1S, "print_status", "printing")
    await home.entry.runtime_data.history.async_refresh(P1S)


async def test_objects(ask: Ask, home: Home) -> None:
    """The objects have ids and names that differ, and can be skipped."""
    await start(home)
    result = (await ask())["result"]
    assert [each["name"] for each in result["objects"]] == [
        "Hull 1",
        "Chimney",
        "Flag",
        "Hull 2",
    ]
    assert result["can_skip"]
    assert result["reason"] is None
    assert result["plate"] == 1


async def test_pictures(
    ask: Ask, home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """Mask and picture are at signed addresses of this Home Assistant."""
    await start(home)
    result = (await ask())["result"]
    client = await hass_client_no_auth()
    for kind in ("mask", "top"):
        response = await client.get(result[kind])
        assert response.status == 200
        assert response.content_type == "image/png"
        assert (await client.get(result[kind].split("?")[0])).status == 401


async def test_plate_is_read_once(ask: Ask, home: Home) -> None:
    """A card that is opened again asks the cloud for nothing."""
    await start(home)
    before = (await ask())["result"]["objects"]
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    assert (await ask())["result"]["objects"] == before


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"labeled": False}, "not_labeled"),
        ({"objects": ("Alone",)}, "single_object"),
        ({"objects": tuple(map(str, range(65)))}, "too_many"),
    ],
)
async def test_reason(
    ask: Ask, home: Home, changes: dict[str, Any], reason: str
) -> None:
    """A reason is given; the objects are shown all the same."""
    await start(home, **changes)
    result = (await ask())["result"]
    assert not result["can_skip"]
    assert result["reason"] == reason
    assert result["objects"]


async def test_no_print(ask: Ask) -> None:
    """A printer that prints nothing of the cloud has no plate."""
    result = (await ask())["result"]
    assert result["reason"] == "not_in_cloud"
    assert result["objects"] == []
    assert result["mask"] is result["top"] is None


async def test_cloud_that_is_down(ask: Ask, home: Home) -> None:
    """A page says why it shows nothing."""
    await start(home)
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    assert not (await ask())["success"]


@pytest.mark.parametrize(
    "path",
    [
        "{device}/1/1/mask",
        "{device}/{profile}/1/other",
        "{device}/{profile}/2/mask",
        "{device}/{profile}/one/mask",
        "{other}/{profile}/1/mask",
    ],
)
async def test_unknown_picture(
    ask: Ask, home: Home, hass_client: ClientSessionGenerator, path: str
) -> None:
    """A picture of another plate, or of another printer's, does not stand for this."""
    await start(home)
    *_, device, profile, _, _ = (await ask())["result"]["mask"].split("/")
    other = home.device(X1C)
    assert other
    address = path.format(device=device, profile=profile, other=other.id)
    response = await (await hass_client()).get(f"/api/bambu_cloud/plate/{address}")
    assert response.status == 404


async def test_picture_of_an_ended_print(
    ask: Ask, home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """A page that was opened a moment before the end still shows it."""
    await start(home)
    address = (await ask())["result"]["top"]
    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")
    assert (await (await hass_client_no_auth()).get(address)).status == 200


async def test_picture_after_a_restart(
    ask: Ask, home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """It is read again for a page that is still open."""
    await start(home)
    address = (await ask())["result"]["mask"]
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_shown(P1S, "print_status", "printing")
    assert (await (await hass_client_no_auth()).get(address)).status == 200
