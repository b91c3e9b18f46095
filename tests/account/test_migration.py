"""An entry that an earlier version stored is brought up to date."""

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.config_flow import BambuConfigFlow
from custom_components.bambu_cloud.const import DOMAIN


@pytest.fixture
def stored(hass: HomeAssistant, config_entry: MockConfigEntry) -> MockConfigEntry:
    """Return an entry of 0.1.0, whose owner had changed all options."""
    options = {
        "allow_gcode": True,
        "language": "de",
        "poll_link_down": 2.0,
        "poll_link_up": 7.0,
        "unfollowed": [],
    }
    hass.config_entries.async_update_entry(
        config_entry, options=options, minor_version=1
    )
    return config_entry


async def test_polling_intervals_go(
    hass: HomeAssistant, stored: MockConfigEntry
) -> None:
    """The other options stay as they are."""
    assert await hass.config_entries.async_setup(stored.entry_id)
    expected = {"allow_gcode": True, "language": "de", "unfollowed": []}
    assert stored.options == expected
    assert stored.version == BambuConfigFlow.VERSION
    assert stored.minor_version == BambuConfigFlow.MINOR_VERSION


async def test_repair_without_a_remedy_goes(
    hass: HomeAssistant, stored: MockConfigEntry
) -> None:
    """The issue about authorization is gone for good."""
    issue = f"signed_only_{stored.entry_id}"
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue,
        is_fixable=False,
        severity=ir.IssueSeverity.WARNING,
        translation_key="signed_only",
    )
    assert await hass.config_entries.async_setup(stored.entry_id)
    assert ir.async_get(hass).async_get_issue(DOMAIN, issue) is None


async def test_entry_of_a_later_version(
    hass: HomeAssistant, stored: MockConfigEntry
) -> None:
    """An entry that this version cannot read is left alone."""
    hass.config_entries.async_update_entry(stored, version=2)
    assert not await hass.config_entries.async_setup(stored.entry_id)
    assert stored.state is ConfigEntryState.MIGRATION_ERROR
    assert stored.options["poll_link_up"] == 7


async def test_entry_of_a_later_minor_version(
    hass: HomeAssistant, stored: MockConfigEntry
) -> None:
    """An account loads with what a later version added."""
    hass.config_entries.async_update_entry(stored, minor_version=9)
    assert await hass.config_entries.async_setup(stored.entry_id)
    assert stored.minor_version == 9
