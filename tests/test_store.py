"""What is kept of printers over a restart."""

from typing import Any

from homeassistant.const import EVENT_HOMEASSISTANT_FINAL_WRITE
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator import SimulatedCloud

from .conftest import H2D, P1S, X1C, Home

KEYS = ("chamber_temperature", "door", "print_status", "speed_level")


async def restart(home: Home) -> None:
    """Set the account up anew, without waiting for any printer."""
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()


def kept(home: Home, hass_storage: dict[str, Any]) -> dict[str, Any]:
    """Return what is kept of the printers."""
    content: dict[str, Any] = hass_storage[f"{DOMAIN}.{home.entry.entry_id}"]["data"]
    return content


async def test_printer_that_is_off_keeps_its_entities(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """After a restart, all that a printer had is there, waiting for it to return."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.cloud.disconnect(X1C)
    await home.cloud.advance(60)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    await home.until_shown(P1S, "online", "on")
    assert {home.shows(X1C, key) for key in KEYS} == {"unavailable"}
    assert home.shows(X1C, "online") == "off"
    device = dr.async_get(home.hass).async_get_device_by_identifier(
        (DOMAIN, X1C), home.entry.entry_id
    )
    assert device
    assert device.sw_version == home.cloud.printers[X1C].firmware

    home.cloud.connect(X1C)
    await home.cloud.advance(10)
    await home.until_shown(X1C, "print_status", "idle")
    await home.until_shown(X1C, "door", "off")


async def test_old_values_are_not_shown_as_new(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """What was kept is no news: it is shown when the printer has said it again."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    kept(home, hass_storage)[P1S]["raw"]["nozzle_temper"] = 250
    home.cloud.broker.mute = True
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    home.cloud.broker.mute = False


async def test_printer_that_left_meanwhile_is_gone(home: Home) -> None:
    """A printer removed from the account during a restart leaves no device."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.cloud.remove_printer(H2D)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    registry = dr.async_get(home.hass)
    device = (DOMAIN, H2D)
    assert not registry.async_get_device_by_identifier(device, home.entry.entry_id)


async def test_kept_when_home_assistant_stops(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """Stopping is enough; nobody has to wait for the next regular time."""
    home.hass.bus.async_fire(EVENT_HOMEASSISTANT_FINAL_WRITE)
    await home.hass.async_block_till_done()
    assert kept(home, hass_storage).keys() == home.cloud.printers.keys()


async def test_kept_in_a_while_although_reports_never_end(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """A crash costs little: what is pushed does not put off the writing."""
    await home.cloud.advance(10)
    await home.pass_time(1000)
    assert kept(home, hass_storage)[P1S]["model"] == "P1S"


async def test_failed_start_forgets_nothing(
    home: Home, hass_storage: dict[str, Any]
) -> None:
    """When the cloud is away at the start, what was kept stays kept."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    before = dict(kept(home, hass_storage))
    home.cloud.revoke_tokens()
    assert not await home.hass.config_entries.async_setup(home.entry.entry_id)
    assert kept(home, hass_storage) == before


@pytest.mark.parametrize(
    "content",
    [
        {"version": 1, "key": "x", "data": {P1S: {"raw": 1, "version": []}}},
        {"version": 1, "key": "x", "data": {P1S: None, X1C: "junk"}},
        {"version": 1, "key": "x", "data": ["junk"]},
        {"version": 99, "minor_version": 1, "key": "x", "data": {}},
    ],
    ids=["fields", "printers", "list", "future"],
)
async def test_what_makes_no_sense_is_ignored(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    hass_storage: dict[str, Any],
    content: dict[str, Any],
) -> None:
    """Whatever is in the file, the printers are set up."""
    hass_storage[f"{DOMAIN}.{config_entry.entry_id}"] = content
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, cloud, config_entry)
    await home.until_heard()
    assert home.shows(P1S, "print_status") == "idle"
