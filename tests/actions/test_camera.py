"""Administrators get sessions for a bridge of their own."""

import asyncio
from datetime import timedelta
import json
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.core import Context
from homeassistant.exceptions import HomeAssistantError, Unauthorized
import pytest
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud.actions.camera import GET_CLOUD_CAMERA_SESSION
from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.clock import Wall
from tests.helpers.diagnostics import diagnostics
from tests.helpers.home import H2D, OWNER, P1S, Home
from tests.simulator.cloud_side.cloud_policy import Ticket
from tests.simulator.faults import HttpFault

PATH = "/v1/iot-service/api/user/ttcode"
EXACT = (
    "Bambu Lab does not give third-party apps a cloud camera session for this "
    "printer. Use the local stream"
)


async def session(
    home: Home, serial: str = P1S, context: Context | None = None
) -> dict[str, Any]:
    """Return the response of the action."""
    device = home.device(serial)
    assert device
    response: Any = await home.hass.services.async_call(
        DOMAIN,
        GET_CLOUD_CAMERA_SESSION,
        {"device_id": device.id},
        blocking=True,
        return_response=True,
        context=context,
    )
    return dict(response)


def requests(home: Home) -> int:
    """Count the requests for a session."""
    return sum(request.path == PATH for request in home.cloud.requests)


async def test_session(home: Home) -> None:
    """The session has its parts, and the URL that bridges need."""
    response = await session(home)

    (ticket,) = home.cloud.tickets
    assert response == {
        "transport": "tutk",
        "region": "us",
        "uid": ticket["ttcode"],
        "authkey": ticket["authkey"],
        "passwd": ticket["passwd"],
        "url": "bambu:///tutk?uid={ttcode}&authkey={authkey}&passwd={passwd}&region=us".format(
            **ticket
        ),
    }


async def test_nothing_is_stored(
    home: Home, hass_client: ClientSessionGenerator, caplog: pytest.LogCaptureFixture
) -> None:
    """Each call gets a session of its own, which shows up nowhere else."""
    assert requests(home) == 0
    first, second = await asyncio.gather(session(home), session(home))

    assert first["uid"] != second["uid"]
    assert requests(home) == 2
    text = json.dumps(await diagnostics(home, hass_client)) + caplog.text
    for secret in ("uid", "authkey", "passwd"):
        assert first[secret] not in text


async def test_not_permitted(home: Home, wall: Wall) -> None:
    """Bambu Lab's refusal has a message, and is respected for a day."""
    for _ in range(2):
        with pytest.raises(HomeAssistantError) as raised:
            await session(home, H2D)
        assert raised.value.translation_key == "cloud_camera_not_permitted"
        assert str(raised.value) == EXACT
    assert requests(home) == 1
    assert home.camera_status(H2D) == "liveview_disabled"

    wall.ahead += timedelta(hours=25)
    home.cloud.policy.ticket = Ticket.TUTK
    assert (await session(home, H2D))["transport"] == "tutk"


async def test_no_way_at_all(home: Home) -> None:
    """A printer that shows nothing near shows why there is nothing from afar."""
    home.cloud.simulated(P1S).state["ipcam"]["liveview"] = {"local": "none"}
    await home.send_full_report(P1S)
    await home.until_camera(P1S, "unsupported_transport")
    home.cloud.policy.ticket = Ticket.REFUSED

    with pytest.raises(HomeAssistantError):
        await session(home)

    assert home.camera_status(P1S) == "cloud_not_permitted"


async def test_newer_relay(home: Home) -> None:
    """A session of the newer relay has all its fields, and no URL."""
    home.cloud.policy.ticket = Ticket.AGORA
    response = await session(home)
    fields = {"app_id", "channel_name", "stream_key", "stream_salt", "rtm"}
    assert response.keys() == {"transport", *fields}
    assert response["transport"] == "agora"


async def test_empty_session(home: Home) -> None:
    """What no bridge can use is no session."""
    home.cloud.policy.ticket = Ticket.EMPTY

    with pytest.raises(HomeAssistantError) as raised:
        await session(home)

    assert raised.value.translation_key == "cloud_camera_unsupported"


@pytest.mark.parametrize(
    ("fault", "key"),
    [
        (HttpFault.SERVER_ERROR, "server_error"),
        (HttpFault.RATE_LIMITED, "rate_limited"),
    ],
)
async def test_cloud_in_trouble(
    home: Home, wall: Wall, fault: HttpFault, key: str
) -> None:
    """Other failures have the usual messages, and may work the next time."""
    home.cloud.faults.every_request = fault
    with pytest.raises(HomeAssistantError) as raised:
        await session(home)
    assert raised.value.translation_key == key

    home.cloud.faults.every_request = None
    wall.ahead += timedelta(hours=1)
    assert await session(home)


async def test_dead_token(home: Home) -> None:
    """A login that has ended starts a new one."""
    home.cloud.revoke_tokens(OWNER)

    with pytest.raises(HomeAssistantError) as raised:
        await session(home)

    assert raised.value.translation_key == "login_expired"
    flows = home.hass.config_entries.flow.async_progress()
    assert [flow["context"]["source"] for flow in flows] == [SOURCE_REAUTH]


async def test_only_administrators(home: Home, hass_admin_user: MockUser) -> None:
    """Other users get no session."""
    guest = MockUser(is_owner=False).add_to_hass(home.hass)
    with pytest.raises(Unauthorized):
        await session(home, context=Context(user_id=guest.id))
    assert requests(home) == 0

    assert await session(home, context=Context(user_id=hass_admin_user.id))


async def test_printer_gets_no_command(home: Home) -> None:
    """No printer is prepared for the relay: that is for Bambu Lab's apps."""
    await session(home)
    await home.cloud.advance(5)
    assert home.cloud.commands
    assert not any("liveview" in command for _, command in home.cloud.commands)
