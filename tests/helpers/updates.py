"""What a person sees of the firmware of a device, and what may be offered."""

from typing import Any

from homeassistant.core import State
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator.printer import firmware

from .firmware import HOUR, requested, until_all_fetched
from .home import Home


def entity_id(home: Home, serial: str) -> str:
    """Return the entity of a device's firmware."""
    found = er.async_get(home.hass).async_get_entity_id(
        "update", DOMAIN, f"{serial}_firmware"
    )
    assert found
    return found


def state(home: Home, serial: str) -> State:
    """Return what is shown of a device's firmware."""
    found = home.hass.states.get(entity_id(home, serial))
    assert found
    return found


def shown(home: Home, serial: str) -> tuple[str, Any, Any]:
    """Return whether there is an update, and both versions."""
    found = state(home, serial)
    attributes = found.attributes
    return found.state, attributes["installed_version"], attributes["latest_version"]


def progress(home: Home, serial: str) -> tuple[bool, Any]:
    """Return whether an update runs, and how far it is."""
    attributes = state(home, serial).attributes
    return attributes["in_progress"], attributes["update_percentage"]


async def offer(home: Home, serial: str, version: str, *, force: bool = False) -> None:
    """Offer firmware, and wait until it shows."""
    firmware.offer(home.cloud.simulated(serial), version, force=force)
    await home.send_full_report(serial)
    await home.until_happened(
        lambda: state(home, serial).attributes["latest_version"] == version
    )


async def ask_cloud(home: Home) -> None:
    """Have the cloud asked for all offers, as it is every six hours."""
    await until_all_fetched(home)
    await requested(home, 6 * HOUR * 1.11, 4)
    await home.hass.async_block_till_done()


async def notes(home: Home, client: WebSocketGenerator, serial: str) -> str | None:
    """Return the release notes, as the frontend asks for them."""
    assert await async_setup_component(home.hass, "update", {})
    socket = await client(home.hass)
    await socket.send_json_auto_id(
        {"type": "update/release_notes", "entity_id": entity_id(home, serial)}
    )
    answer = await socket.receive_json()
    assert answer["success"]
    text: str | None = answer["result"]
    return text
