"""Another account that shares a printer of the owner's."""

from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.api import Region
from custom_components.bambu_cloud.const import (
    CONF_EXPIRES_IN,
    CONF_REGION,
    CONF_UID,
    DOMAIN,
)
from tests.helpers.home import P1S, Home

FRIEND = "plain@example.com"
OWN = "22E00A000000001"


async def add_friend(home: Home) -> Home:
    """Set up another account."""
    account = home.cloud.accounts[FRIEND]
    entry = MockConfigEntry(
        domain=DOMAIN,
        title=account.name,
        unique_id=str(account.uid),
        data={
            CONF_REGION: Region.GLOBAL.value,
            CONF_EMAIL: FRIEND,
            CONF_ACCESS_TOKEN: home.cloud.issue_token(FRIEND),
            CONF_UID: account.uid,
            CONF_EXPIRES_IN: None,
        },
    )
    entry.add_to_hass(home.hass)
    assert await home.hass.config_entries.async_setup(entry.entry_id)
    await home.hass.async_block_till_done()
    return Home(home.hass, home.cloud, entry)


def owner_of(hass: HomeAssistant, serial: str) -> str | None:
    """Return the account that shows a printer; there is at most one device."""
    devices = dr.async_get(hass).async_get_devices(identifiers={(DOMAIN, serial)})
    assert len(devices) <= 1
    entity_id = er.async_get(hass).async_get_entity_id(
        "sensor", DOMAIN, f"{serial}_print_status"
    )
    if not devices:
        assert entity_id is None
        return None
    entity = er.async_get(hass).async_get(entity_id or "")
    assert entity
    assert entity.config_entry_id == devices[0].config_entry_id
    assert entity.device_id == devices[0].id
    entry = hass.config_entries.async_get_entry(devices[0].config_entry_id)
    assert entry
    email: str = entry.data[CONF_EMAIL]
    return email


async def come_alive(home: Home, serial: str) -> None:
    """Wait until a printer shows what it does."""
    await home.until_happened(
        lambda: home.shows(serial, "nozzle_temperature") not in {None, "unavailable"}
    )


async def acquire(friend: Home) -> None:
    """Let the friend poll, and wait until its entities of the printer are there."""
    await friend.poll()
    await friend.until(lambda: friend.entity_id(P1S, "print_status"))
