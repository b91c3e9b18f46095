"""Entities that are disabled are left alone, until something about them changes."""

from dataclasses import replace
from typing import Any

from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.cadences import ALL_REGISTERED
from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.controls import Control, printing
from tests.helpers.home import P1S, Home

OLD = "Name of an older version"
_RELOAD_AFTER = 31
"""Seconds after which Home Assistant reloads what has a newly enabled entity."""


def disabled(home: Home) -> er.RegistryEntry:
    """Return an entity that is disabled at first."""
    registry = er.async_get(home.hass)
    entity_id = home.entity_id(P1S, "wifi_signal")
    assert entity_id
    entry = registry.async_get(entity_id)
    assert entry
    assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    return entry


def rename(home: Home) -> None:
    """Give the entity a name that no translation has."""
    registry = er.async_get(home.hass)
    registry.async_update_entity(disabled(home).entity_id, original_name=OLD)


async def reload(home: Home) -> None:
    """Set the account up once more."""
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()


@pytest.fixture
async def later(home: Home) -> Home:
    """Return a home that has run for a while."""
    await home.pass_time(ALL_REGISTERED.total_seconds())
    await home.until_reported()
    return home


async def test_disabled_entities_cost_nothing(later: Home) -> None:
    """What is registered of them is neither computed nor compared again."""
    rename(later)
    await reload(later)
    assert disabled(later).original_name == OLD


async def test_entities_stay(later: Home) -> None:
    """A restart changes no id, no device, and not what is enabled."""

    def all_entities() -> set[tuple[str, str, str | None, str | None]]:
        """Return what there is of each entity."""
        return {
            (each.entity_id, each.unique_id, each.device_id, each.disabled_by)
            for each in er.async_entries_for_config_entry(
                er.async_get(later.hass), later.entry.entry_id
            )
        }

    before = all_entities()
    await reload(later)
    assert all_entities() == before


async def test_enabled_by_its_owner(later: Home) -> None:
    """An entity appears once it is enabled, with the name that it has now."""
    rename(later)
    await reload(later)
    entity_id = disabled(later).entity_id
    registry = er.async_get(later.hass)
    registry.async_update_entity(entity_id, disabled_by=None)
    await later.pass_time(_RELOAD_AFTER)
    await later.until_reported()
    await later.until(lambda: later.state(P1S, "wifi_signal"))
    assert later.shows(P1S, "wifi_signal") not in {None, "unavailable"}
    entry = registry.async_get(entity_id)
    assert entry
    assert entry.original_name == "Wi-Fi signal"


async def test_printer_of_another_account_before(later: Home) -> None:
    """Disabled entities move with it: they are enabled where the printer is."""
    other = MockConfigEntry(domain=DOMAIN)
    other.add_to_hass(later.hass)
    registry = er.async_get(later.hass)
    registry.async_update_entity(
        disabled(later).entity_id, config_entry_id=other.entry_id
    )
    await reload(later)
    assert disabled(later).config_entry_id == later.entry.entry_id


async def test_another_language(later: Home) -> None:
    """Names of disabled entities are translated as well."""
    before = disabled(later).original_name
    later.hass.config.language = "de"
    await reload(later)
    assert disabled(later).original_name not in {None, before}


@pytest.mark.parametrize("key", ["integration", "home_assistant"])
async def test_update(later: Home, hass_storage: dict[str, Any], key: str) -> None:
    """A new version of either brings the names of disabled entities up to date."""
    stored = hass_storage[f"bambu_cloud.{later.entry.entry_id}.registered"]["data"]
    stored[key] = "0.0.1"
    rename(later)
    await reload(later)
    assert disabled(later).original_name == "Wi-Fi signal"


async def test_reload_soon_after_a_start(home: Home) -> None:
    """Until all printers had time to report, nothing counts as registered."""
    rename(home)
    await reload(home)
    assert disabled(home).original_name == "Wi-Fi signal"


async def test_refused_controls(later: Home) -> None:
    """They go, and the disabled entities that show the same are enabled."""
    await reload(later)
    assert Control(later, P1S, "speed_level", "select").entry
    twin = Control(later, P1S, "speed_level", "sensor")
    assert twin.entry
    assert twin.entry.disabled_by
    await printing(later, P1S)
    printer = later.cloud.simulated(P1S)
    printer.model = replace(printer.model, requires_signature=True)
    assert await Control(later, P1S, "pause", "button").fails("press") == "unsigned"
    await later.pass_time(_RELOAD_AFTER)
    await later.until_reported()
    assert Control(later, P1S, "speed_level", "select").entry is None
    await later.until(lambda: later.shows(P1S, "speed_level"))
