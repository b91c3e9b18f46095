"""The parts of an account are set up and removed together."""

from typing import Any

from custom_components.bambu_cloud.account.part import AccountPart
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.runtime_data import PARTS
from tests.helpers.home import Home


async def test_each_part_is_started_and_removed(home: Home) -> None:
    """No part is in one list alone, and none in neither."""
    data = home.entry.runtime_data
    started = {type(part) for part in data.parts}
    assert len(data.parts) == len(started)
    assert started == set(PARTS)
    assert started == {
        type(value)
        for name in type(data).__slots__
        if isinstance(value := getattr(data, name), AccountPart)
    }


async def test_files_of_an_account(home: Home, hass_storage: dict[str, Any]) -> None:
    """All files are named by one scheme, and removed with the account."""
    data = home.entry.runtime_data
    await home.until(lambda: data.statistics.is_complete)
    await home.until(lambda: data.filament_names.name_of("GFA00"))
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    own = f"{DOMAIN}.{home.entry.entry_id}."
    files = {key for key in hass_storage if home.entry.entry_id in key}
    assert {key.removeprefix(own) for key in files} >= {
        "filament_names",
        "print_events",
        "printers",
        "statistics",
    }
    assert all(key.startswith(own) for key in files)
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert not [key for key in hass_storage if home.entry.entry_id in key]
