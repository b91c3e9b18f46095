"""Setting up, unloading and removing an account."""

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.bambu_cloud.account.service_devices import is_service
from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator import HttpFault, SimulatedCloud

from .helpers.home import H2D, OWNER, P1S, X1C, Home


async def test_each_printer_is_a_device(home: Home) -> None:
    """A printer is shown under the name that its owner gave it."""
    devices = dr.async_entries_for_config_entry(
        dr.async_get(home.hass), home.entry.entry_id
    )
    described = {
        (device.name, device.manufacturer, device.model, device.serial_number)
        for device in devices
        if not (device.via_device_id or is_service(device))
    }
    assert described == {
        (printer.identity.name, "Bambu Lab", printer.identity.product, serial)
        for serial, printer in home.cloud.printers.items()
    }
    traits = {
        device.serial_number: (device.model_id, device.hw_version) for device in devices
    }
    assert (traits[P1S], traits[X1C]) == (("C12", "AP04"), ("BL-P001", "AP05"))
    firmware = {device.serial_number: device.sw_version for device in devices}
    assert firmware[P1S] == home.cloud.printers[P1S].firmware


@pytest.mark.parametrize(
    "fault",
    [
        HttpFault.CLOUDFLARE,
        HttpFault.CUT,
        HttpFault.EMPTY,
        HttpFault.EMPTY_401,
        HttpFault.FORBIDDEN,
        HttpFault.NOT_JSON,
        HttpFault.RATE_LIMITED,
        HttpFault.SERVER_ERROR,
    ],
)
async def test_trouble_at_the_start_is_tried_again(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    fault: HttpFault,
) -> None:
    """Whatever may pass by itself asks for no login."""
    cloud.faults.every_request = fault
    await hass.config_entries.async_setup(config_entry.entry_id)
    assert config_entry.state is ConfigEntryState.SETUP_RETRY
    assert not hass.config_entries.flow.async_progress()


async def test_dead_token_at_the_start(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> None:
    """A token that the cloud calls dead leads to one new login."""
    cloud.revoke_tokens(OWNER)
    await hass.config_entries.async_setup(config_entry.entry_id)
    assert config_entry.state is ConfigEntryState.SETUP_ERROR
    (flow,) = hass.config_entries.flow.async_progress()
    assert flow["context"]["source"] == SOURCE_REAUTH


async def test_unload_leaves_nothing_behind(home: Home) -> None:
    """Unloading ends the session with the broker, and everything is unavailable."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert home.entry.state is ConfigEntryState.NOT_LOADED
    await home.until(lambda: home.cloud.broker.sessions == 0)
    states = {
        state.state
        for state in home.hass.states.async_all()
        if state.entity_id.partition(".")[0] in {"sensor", "binary_sensor"}
    }
    assert states == {"unavailable"}


async def test_reloading_twenty_times_leaves_one_session(home: Home) -> None:
    """After all that, one session is left and everything is live."""
    for _ in range(20):
        assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    # Some printers answer late when they are asked often (protocol H.5).
    await home.cloud.advance(10)
    await home.until_reported()
    await home.until(lambda: home.cloud.broker.sessions == 1)


async def test_removed_account_is_forgotten(
    home: Home, hass_storage: dict[str, object]
) -> None:
    """Removing the account removes its devices and what was stored of them."""
    key = f"{DOMAIN}.{home.entry.entry_id}.printers"
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    assert key in hass_storage
    assert await home.hass.config_entries.async_remove(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert key not in hass_storage
    assert not er.async_get(home.hass).entities.get_entries_for_config_entry_id(
        home.entry.entry_id
    )


async def test_only_lost_devices_can_be_removed_by_hand(
    home: Home, hass_ws_client: WebSocketGenerator
) -> None:
    """A printer of the account would only come back, so it cannot be removed."""
    assert await async_setup_component(home.hass, "config", {})
    registry = dr.async_get(home.hass)
    lost = registry.async_get_or_create(
        config_entry_id=home.entry.entry_id, identifiers={(DOMAIN, "lost")}
    )
    present = registry.async_get_device_by_identifier(
        (DOMAIN, H2D), home.entry.entry_id
    )
    assert present
    client = await hass_ws_client(home.hass)
    for device, allowed in ((present, False), (lost, True)):
        await client.send_json_auto_id(
            {
                "type": "config/device_registry/remove_config_entry",
                "config_entry_id": home.entry.entry_id,
                "device_id": device.id,
            }
        )
        response = await client.receive_json()
        assert response["success"] is allowed


async def test_devices_of_an_account_that_is_not_loaded(
    home: Home, hass_ws_client: WebSocketGenerator
) -> None:
    """Each can be removed, and one that the account has comes back with it."""
    assert await async_setup_component(home.hass, "config", {})
    client = await hass_ws_client(home.hass)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    device = home.device(P1S)
    assert device
    await client.send_json_auto_id(
        {
            "type": "config/device_registry/remove_config_entry",
            "config_entry_id": home.entry.entry_id,
            "device_id": device.id,
        }
    )
    assert (await client.receive_json())["success"]
    assert home.device(P1S) is None
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    assert home.device(P1S)
