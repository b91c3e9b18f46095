"""Who wants another pace switches polling off, and polls by an automation."""

from homeassistant.components.homeassistant import SERVICE_UPDATE_ENTITY
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import DOMAIN as HOMEASSISTANT
from homeassistant.setup import async_setup_component
import pytest

from tests.helpers.home import P1S, Home
from tests.helpers.reports import polls

_LONGER_THAN_ANY_INTERVAL = 3700


@pytest.fixture
async def without_polling(home: Home) -> Home:
    """Switch polling off, as the system options of an entry do."""
    home.hass.config_entries.async_update_entry(home.entry, pref_disable_polling=True)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    return home


async def test_nothing_is_polled(without_polling: Home) -> None:
    """Neither while printers push, nor when they no longer do."""
    home = without_polling
    before = polls(home)
    await home.pass_time(_LONGER_THAN_ANY_INTERVAL)
    assert polls(home) == before
    await home.lose_link()
    await home.pass_time(_LONGER_THAN_ANY_INTERVAL)
    assert polls(home) == before


async def test_an_automation_polls(without_polling: Home) -> None:
    """Updating any entity polls the account."""
    home = without_polling
    assert await async_setup_component(home.hass, HOMEASSISTANT, {})
    before = polls(home)
    await home.hass.services.async_call(
        HOMEASSISTANT,
        SERVICE_UPDATE_ENTITY,
        {ATTR_ENTITY_ID: home.entity_id(P1S, "print_status")},
        blocking=True,
    )
    await home.until(lambda: polls(home) == before + 1)
