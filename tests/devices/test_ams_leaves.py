"""AMS units leave with their printer, also while Home Assistant is off."""

from typing import Any

from homeassistant.helpers import device_registry as dr
import pytest

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.home import H2D, P1S, Home


def serial_of(home: Home, printer: str, unit: str = "0") -> str:
    """Return the serial of an AMS at a printer."""
    return home.cloud.simulated(printer).ams.units[unit].serial


def is_at(home: Home, serial: str, printer: str) -> bool:
    """Return whether an AMS is shown at a printer."""
    unit, owner = home.device(serial), home.device(printer)
    return bool(unit and owner and unit.via_device_id == owner.id)


async def restart(home: Home) -> None:
    """Set up the account once more."""
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()


@pytest.mark.parametrize("stored", [True, False])
@pytest.mark.parametrize("way", ["account", "options"])
async def test_ams_leaves_with_its_printer_over_a_restart(
    home: Home, hass_storage: dict[str, Any], way: str, *, stored: bool
) -> None:
    """With or without stored states, its units leave with a printer."""
    units = [serial_of(home, H2D, "0"), serial_of(home, H2D, "128")]
    assert all(map(home.device, units))
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    if way == "account":
        home.cloud.remove_printer(H2D)
    else:
        home.hass.config_entries.async_update_entry(
            home.entry, options={**home.entry.options, "unfollowed": [H2D]}
        )
    if not stored:
        hass_storage.pop(f"{DOMAIN}.{home.entry.entry_id}.printers")
    await restart(home)
    assert [home.device(serial) for serial in (H2D, *units)] == [None] * 3
    assert home.device(serial_of(home, P1S))


async def test_ams_whose_printer_left_before(home: Home) -> None:
    """Units that an earlier version forgot go, those that are there stay."""
    registry, entry_id = dr.async_get(home.hass), home.entry.entry_id
    assert await home.hass.config_entries.async_unload(entry_id)
    registry.async_get_or_create(
        config_entry_id=entry_id, identifiers={(DOMAIN, "forgotten")}
    )
    serial = serial_of(home, P1S)
    entity_id = home.entity_id(serial, "slot_1_filament")
    printer = home.device(P1S)
    assert printer
    registry.async_remove_device(printer.id)  # its AMS is at no device now
    await restart(home)
    assert home.device("forgotten") is None
    await home.until(lambda: is_at(home, serial, P1S))
    assert home.entity_id(serial, "slot_1_filament") == entity_id
