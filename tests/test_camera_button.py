"""A button tests whether Bambu Lab grants a session through the cloud."""

from datetime import timedelta

from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator.cloud_side.cloud_policy import Ticket

from .helpers.clock import Wall
from .helpers.home import H2D, OWNER, P1S, Home

KEY = "test_cloud_camera"


@pytest.fixture
async def enabled(home: Home) -> None:
    """Let the buttons be there, which they are not by themselves."""
    registry = er.async_get(home.hass)
    for serial in (H2D, P1S):
        entity_id = registry.async_get_entity_id("button", DOMAIN, f"{serial}_{KEY}")
        assert entity_id
        entry = registry.async_get(entity_id)
        assert entry
        assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION
        registry.async_update_entity(entity_id, disabled_by=None)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    await home.until(lambda: home.camera_status(P1S) == "idle")


async def press(home: Home, serial: str) -> None:
    """Press the button of a printer."""
    registry = er.async_get(home.hass)
    entity_id = registry.async_get_entity_id("button", DOMAIN, f"{serial}_{KEY}")
    await home.hass.services.async_call(
        "button", "press", {"entity_id": entity_id}, blocking=True
    )


async def test_permitted(home: Home, enabled: None) -> None:
    """A session is asked for once, and shown nowhere."""
    assert not home.cloud.tickets
    await press(home, P1S)
    (ticket,) = home.cloud.tickets
    assert ticket["ttcode"] not in f"{home.hass.states.async_all()}"


async def test_not_permitted(home: Home, enabled: None, wall: Wall) -> None:
    """A refusal is shown, until Bambu Lab grants a session."""
    home.cloud.simulated(H2D).state["ipcam"] |= {
        "rtsp_url": "",
        "liveview": {"local": "none"},
    }
    await home.send_full_report(H2D)
    await home.until_camera(H2D, "unsupported_transport")
    with pytest.raises(HomeAssistantError) as raised:
        await press(home, H2D)
    assert raised.value.translation_key == "cloud_camera_not_permitted"
    assert home.camera_status(H2D) == "cloud_not_permitted"

    wall.ahead += timedelta(hours=25)
    home.cloud.policy.ticket = Ticket.TUTK
    await press(home, H2D)
    assert home.camera_status(H2D) == "unsupported_transport"


async def test_dead_token(home: Home, enabled: None) -> None:
    """A login that has ended is asked for."""
    home.cloud.revoke_tokens(OWNER)
    with pytest.raises(HomeAssistantError) as raised:
        await press(home, P1S)
    assert raised.value.translation_key == "login_expired"
    assert list(home.entry.async_get_active_flows(home.hass, {"reauth"}))
