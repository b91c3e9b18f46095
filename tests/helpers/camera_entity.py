"""Camera entities of a home: what they show, and what is done with them."""

from http import HTTPStatus
from typing import Any

from aiohttp import ClientResponse
from homeassistant.components.camera import async_get_stream_source
from homeassistant.core import State
from homeassistant.helpers import entity_registry as er, issue_registry as ir
from pytest_homeassistant_custom_component.typing import (
    WebSocketGenerator,
)

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.liveview.issues import ISSUES
from tests.helpers.home import Home

from .reports import delta, push

URL = "rtsps://192.168.0.53:322/streaming/live/1"


CODE = "12345678"


def entity_id(home: Home, serial: str) -> str:
    """Return the camera of a printer."""
    found = er.async_get(home.hass).async_get_entity_id(
        "camera", DOMAIN, f"{serial}_camera"
    )
    assert found
    return found


def shown(home: Home, serial: str) -> State:
    """Return what a camera shows."""
    state = home.hass.states.get(entity_id(home, serial))
    assert state
    return state


def viewed(home: Home, serial: str) -> bool:
    """Return whether a viewer sees something of a camera."""
    camera = home.entry.runtime_data.cameras.of(serial)
    return bool(camera.state.is_streaming)


async def frame_in(response: ClientResponse) -> bytes | None:
    """Return the frame in a response, None for an error or a notice."""
    is_frame = response.status == HTTPStatus.OK and not is_notice(response)
    return await response.read() if is_frame else None


def is_notice(response: ClientResponse) -> bool:
    """Return whether a response is a picture of why there is no frame."""
    return response.content_type == "image/svg+xml"


async def source(home: Home, serial: str) -> str | None:
    """Return where players are sent."""
    return await async_get_stream_source(home.hass, entity_id(home, serial))


async def report(home: Home, serial: str, **fields: dict[str, Any]) -> None:
    """Let a printer report something new, and stay with it."""
    for key, value in fields.items():
        home.cloud.simulated(serial).state[key].update(value)
    await push(home, serial, delta(**fields))


async def act(home: Home, action: str, serial: str) -> None:
    """Run an action on a camera."""
    await home.hass.services.async_call(
        "camera", action, {"entity_id": entity_id(home, serial)}, blocking=True
    )


async def capabilities(
    home: Home, hass_ws_client: WebSocketGenerator, serial: str
) -> set[str]:
    """Return the stream types that the frontend gets for a camera."""
    client = await hass_ws_client()
    await client.send_json_auto_id(
        {"type": "camera/capabilities", "entity_id": entity_id(home, serial)}
    )
    answer: Any = await client.receive_json()
    return set(answer["result"]["frontend_stream_types"])


def set_options(home: Home, serial: str, **options: str | bool) -> None:
    """Set what the owner wants of a camera."""
    cameras = home.entry.options.get("cameras", {})
    home.hass.config_entries.async_update_entry(
        home.entry, options={"cameras": {**cameras, serial: options}}
    )


def issues(home: Home) -> dict[str, ir.IssueEntry]:
    """Return what there is to do, by the id of the issue."""
    found = ir.async_get(home.hass).issues.items()
    return {
        issue_id: issue
        for (domain, issue_id), issue in found
        if domain == DOMAIN and issue.translation_key in ISSUES
    }


def about(home: Home, serial: str, problem: str) -> str:
    """Return what an issue of a printer is called; its serial is not in it."""
    device = home.device(serial)
    assert device
    return f"{problem}_{device.id}"
