"""A restart of Home Assistant costs nothing, whatever is switched off meanwhile."""

from typing import Any

from homeassistant.helpers import device_registry as dr, entity_registry as er

from tests.helpers.home import Home

# What the cloud remembers, whether the printer is on or not.
OF_THE_CLOUD = {
    *{"print_weight", "print_length", "bed_type", "print_filaments"},
    *{"prints_finished", "prints_failed", "success_rate", "print_time"},
    *{"filament_used", "cover", "prints", "print_event", "health_message"},
    *{"maintenance", "printers_printing", "printers_attention", "next_finish"},
    *{"prints_today", "filament_today"},
}


def devices(home: Home) -> set[str | None]:
    """Return the serials of all devices."""
    registry = dr.async_get(home.hass)
    found = dr.async_entries_for_config_entry(registry, home.entry.entry_id)
    return {device.serial_number for device in found}


def entities(home: Home) -> set[str]:
    """Return all entities that are there, with a state or disabled."""
    registry = er.async_get(home.hass)
    found = er.async_entries_for_config_entry(registry, home.entry.entry_id)
    return {
        entry.entity_id
        for entry in found
        if entry.disabled or home.hass.states.get(entry.entity_id)
    }


async def test_everything_is_off_when_home_assistant_starts(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """Each entity and device is there and unavailable, and comes alive by itself."""
    before = devices(home), entities(home)
    assert len(before[0]) >= 8
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    for serial in home.cloud.printers:
        home.cloud.disconnect(serial)
    await home.cloud.advance(60)

    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert (devices(home), entities(home)) == before
    alive = {
        entry.translation_key
        for entry in er.async_get(home.hass).entities.values()
        if (state := home.hass.states.get(entry.entity_id))
        and state.state != "unavailable"
    }
    assert alive <= {"online", "firmware", "camera", *OF_THE_CLOUD}
    assert "online" in alive

    for serial in home.cloud.printers:
        home.cloud.connect(serial)
    await home.until_reported()
    assert (devices(home), entities(home)) == before
