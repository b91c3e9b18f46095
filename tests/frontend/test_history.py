"""Cards show the past of a printer, with pictures, to those who may see it."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any

from homeassistant.auth.permissions.const import POLICY_READ
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    WebSocketGenerator,
)

from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import P1S, Home
from tests.simulator.cloud_side.past import past
from tests.simulator.faults import HttpFault

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
COUNT = 60

type Ask = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
async def frontend(hass: HomeAssistant) -> None:
    """Set up Home Assistant's frontend before the account."""
    assert await async_setup_component(hass, "frontend", {})


@pytest.fixture
async def ask(frontend: None, home: Home, hass_ws_client: WebSocketGenerator) -> Ask:
    """Return what asks for a page of the history of the P1S."""
    rows = list(past([P1S], COUNT, last_id=500_000, until=NEW_YEAR))
    home.cloud.history.remember(rows)
    socket = await hass_ws_client(home.hass)

    async def ask(**options: Any) -> dict[str, Any]:
        message = {"device_id": device_id(home), **options}
        await socket.send_json_auto_id({"type": "bambu_cloud/history", **message})
        response: dict[str, Any] = await socket.receive_json()
        return response

    return ask


def device_id(home: Home) -> str:
    """Return the device of the P1S."""
    device = home.device(P1S)
    assert device
    return device.id


async def test_pages(ask: Ask) -> None:
    """All prints come once, newest first, until there are no more."""
    found: list[str] = []
    more = True
    while more:
        page = (await ask(offset=len(found), limit=25))["result"]
        found += [each["id"] for each in page["prints"]]
        more = page["more"]
    assert len(found) == len(set(found)) >= COUNT
    assert found == sorted(found, key=int, reverse=True)


async def test_print(ask: Ask) -> None:
    """A print has what a gallery shows, and no address of the cloud."""
    (newest, *_), _ = (await ask())["result"].values()
    assert newest["outcome"] in {"finished", "failed"}
    assert newest["duration"] > 0
    assert newest["filaments"][0]["color"].startswith("#")
    assert newest["cover"].startswith("/api/bambu_cloud/cover/")


async def test_cover(
    ask: Ask, home: Home, hass_client_no_auth: ClientSessionGenerator
) -> None:
    """A page loads a cover by its signed address, and not without the signature."""
    cover = (await ask())["result"]["prints"][0]["cover"]
    client = await hass_client_no_auth()
    response = await client.get(cover)
    assert response.status == 200
    assert response.content_type.startswith("image/")
    assert (await response.read())[:4] in {b"\xff\xd8\xff\xe0", b"\x89PNG"}
    assert (await client.get(cover.split("?")[0])).status == 401


async def test_picture_of_an_event(
    frontend: None, home: Home, hass_client: ClientSessionGenerator
) -> None:
    """A notification about a print shows its picture also during the next print."""
    fired = FiredEvents(home, P1S)
    for _ in range(2):
        await home.cloud.scenario(P1S, "print_uninterrupted", 300)
        await home.until_happened(lambda: fired.types[-1:] == ["finished"])
        fired.events.append({"event_type": "-"})
    ends = [each for each in fired.events if each["event_type"] == "finished"]
    client = await hass_client()
    pictures = []
    for event in ends:
        assert event["picture"].endswith(f"/{event['task_id']}")
        response = await client.get(event["picture"])
        assert response.status == 200
        pictures.append(await response.read())
    assert len(set(pictures)) == 2


async def test_cover_is_fetched_once(
    ask: Ask, home: Home, hass_client: ClientSessionGenerator
) -> None:
    """A gallery that is opened again asks the cloud for nothing."""
    cover = (await ask())["result"]["prints"][0]["cover"].split("?")[0]
    client = await hass_client()
    first = await (await client.get(cover)).read()
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    assert await (await client.get(cover)).read() == first


async def test_cloud_that_is_down(
    ask: Ask, home: Home, hass_client: ClientSessionGenerator
) -> None:
    """A cover that does not come is an error; a page says why there is none."""
    cover = (await ask())["result"]["prints"][0]["cover"].split("?")[0]
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    assert (await (await hass_client()).get(cover)).status == 502
    response = await ask(offset=40)
    assert not response["success"]
    assert response["error"]["translation_domain"] == "bambu_cloud"


@pytest.mark.parametrize("path", ["unknown/1", "{device}/1"])
async def test_unknown_cover(
    ask: Ask, home: Home, hass_client: ClientSessionGenerator, path: str
) -> None:
    """An address that was made up finds nothing."""
    address = path.format(device=device_id(home))
    response = await (await hass_client()).get(f"/api/bambu_cloud/cover/{address}")
    assert response.status == 404


async def test_unknown_device(ask: Ask) -> None:
    """A device that is gone is named in an error."""
    response = await ask(device_id="unknown")
    assert not response["success"]


async def test_user_who_may_see_nothing(
    ask: Ask,
    home: Home,
    hass_admin_user: MockUser,
    hass_client: ClientSessionGenerator,
) -> None:
    """Who may not see the printer's entities sees neither its past nor its pictures."""
    cover = (await ask())["result"]["prints"][0]["cover"].split("?")[0]
    client = await hass_client()
    hass_admin_user.groups = []
    hass_admin_user.mock_policy({"entities": {"entity_ids": {}}})
    assert (await ask())["error"]["code"] == "unauthorized"
    assert (await client.get(cover)).status == 401
    hass_admin_user.mock_policy({"entities": {"all": {POLICY_READ: True}}})
    assert (await ask())["success"]
    assert (await client.get(cover)).status == 200
