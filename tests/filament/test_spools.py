"""Spools of the filament manager have a device, and come and go with their entities."""

import json
import logging
from typing import Any

from homeassistant.const import (
    ATTR_FRIENDLY_NAME,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.bambu_cloud import async_remove_config_entry_device
from tests.helpers.diagnostics import diagnostics
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.spools import PATH, shelf_of, tag_of
from tests.helpers.wait import until
from tests.simulator import HttpFault, SimulatedCloud


async def test_spool_is_shown(tagged: int, manual: int, home: Home) -> None:
    """Each spool shows what is left, what it is, and where."""
    shelf = await shelf_of(home)
    assert shelf.device is not None
    assert shelf.device.entry_type is dr.DeviceEntryType.SERVICE
    assert shelf.device.name == "Filament"
    assert shelf.shows(tagged) == "640"
    attributes = shelf.attributes(tagged)
    assert attributes["unit_of_measurement"] == "g"
    assert attributes[ATTR_FRIENDLY_NAME] == "Filament Bambu Lab PLA Basic"
    assert attributes["total"] == 1000
    assert (attributes["printer"], attributes["ams"], attributes["slot"]) == (
        "Workshop X1C",
        "AMS 1",
        1,
    )
    assert shelf.shows(manual) == "300"
    attributes = shelf.attributes(manual)
    assert attributes[ATTR_FRIENDLY_NAME] == "Filament Shelf black"
    assert (attributes["color"], attributes["printer"]) == ("#1A1A1A", None)
    assert attributes["entity_picture"].startswith("data:image/svg+xml")


@pytest.fixture
def debugging(caplog: pytest.LogCaptureFixture) -> None:
    """Log from the set-up on what helps to find mistakes."""
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud")


@pytest.fixture(params=[None, 403, 404])
def refused(cloud: SimulatedCloud, request: pytest.FixtureRequest) -> int | None:
    """Let the cloud answer like this where there are no spools."""
    status: int | None = request.param
    cloud.policy.spools_refused = status
    return status


async def test_no_filament_manager(
    debugging: None,
    refused: int | None,
    caplog: pytest.LogCaptureFixture,
    home: Home,
) -> None:
    """An account that never opened it has no device, and one line for debugging."""
    shelf = await shelf_of(home)
    for _ in range(3):
        await shelf.until_fetched()
    assert shelf.device is None
    records = [*caplog.get_records("setup"), *caplog.records]
    lines = [each.levelname for each in records if "manager:" in each.message]
    assert lines == (["DEBUG"] if refused else [])
    assert not [
        each
        for each in records
        if "spools" in each.message and each.levelno > logging.INFO
    ]


async def test_new_and_deleted_spools(
    cloud: SimulatedCloud, tagged: int, home: Home
) -> None:
    """A new spool is added; one that was deleted loses its entities, and no other."""
    shelf = await shelf_of(home)
    new = cloud.spools_of().put(filamentName="ABS", netWeight=5)
    await shelf.until_fetched()
    assert shelf.shows(new) == "5"
    del shelf.cloud.rows[tagged]
    await shelf.until_fetched()
    assert shelf.entity_id(tagged, "spool_remaining") is None
    assert shelf.entity_id(tagged, "spool_low", "binary_sensor") is None
    assert shelf.entity_id(tagged, "spool_weight", "number") is None
    assert shelf.state(tagged) is None
    assert shelf.shows(new) == "5"
    assert home.device(X1C) is not None


async def test_spools_deleted_while_off(
    tagged: int, manual: int, home: Home, hass: HomeAssistant
) -> None:
    """What was deleted while Home Assistant was off is gone after the start."""
    shelf = await shelf_of(home)
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    del shelf.cloud.rows[tagged]
    before = shelf.requests
    assert await hass.config_entries.async_setup(home.entry.entry_id)
    await home.until(lambda: shelf.requests > before)
    await shelf.until_idle()
    assert shelf.entity_id(tagged, "spool_remaining") is None
    assert shelf.shows(manual) == "300"
    assert {P1S, X1C} <= home.entry.runtime_data.account.printers.keys()


async def test_empty_list(tagged: int, home: Home) -> None:
    """One list without any spool may be a mistake; the second one is believed."""
    shelf = await shelf_of(home)
    rows = dict(shelf.cloud.rows)
    shelf.cloud.rows.clear()
    await shelf.until_fetched()
    assert shelf.shows(tagged) == "640"
    shelf.cloud.rows.update(rows)
    await shelf.until_fetched()
    shelf.cloud.rows.clear()
    await shelf.until_fetched()
    assert shelf.device
    await shelf.until_fetched()
    assert not shelf.device
    assert shelf.entity_id(tagged, "spool_remaining") is None


@pytest.mark.parametrize("fault", [HttpFault.UNAVAILABLE, HttpFault.FORBIDDEN])
async def test_cloud_is_down(tagged: int, home: Home, fault: HttpFault) -> None:
    """While the cloud does not answer, the last weights are shown."""
    shelf = await shelf_of(home)
    shelf.cloud.rows[tagged]["netWeight"] = 7
    home.cloud.faults.targets[PATH] = fault
    await shelf.until_fetched()
    assert shelf.spools.last_update_success
    assert shelf.shows(tagged) == "640"
    home.cloud.faults.clear()
    await shelf.until_fetched()
    assert shelf.shows(tagged) == "7"


async def test_weights_after_a_print(tagged: int, home: Home) -> None:
    """Applications set weights after a print: a minute later they are shown."""
    shelf = await shelf_of(home)
    await home.entry.runtime_data.history.async_refresh(X1C)
    before = shelf.requests
    await home.pass_time(61)
    await shelf.until_idle()
    assert shelf.requests == before
    await home.cloud.scenario(X1C, "print_uninterrupted", 600)
    await home.until_happened(lambda: home.shows(X1C, "print_status") == "finished")
    await home.entry.runtime_data.history.async_refresh(X1C)
    shelf.cloud.rows[tagged]["netWeight"] = 7
    await shelf.until_fetched(61)
    assert shelf.shows(tagged) == "7"


async def test_weights_after_a_print_of_an_account_that_is_unloaded(
    tagged: int, home: Home
) -> None:
    """It asks for nothing more, though a print has just ended."""
    shelf = await shelf_of(home)
    await home.entry.runtime_data.history.async_refresh(X1C)
    await home.cloud.scenario(X1C, "print_uninterrupted", 600)
    await home.until_happened(lambda: home.shows(X1C, "print_status") == "finished")
    await home.entry.runtime_data.history.async_refresh(X1C)
    await shelf.until_idle()
    before = shelf.requests
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.pass_time(61)
    await shelf.until_idle()

    assert shelf.requests == before


async def test_printers_are_notified_of_other_spools_not_of_other_places(
    cloud: SimulatedCloud, tagged: int, home: Home
) -> None:
    """A spool that is moved changes the name of no filament."""
    shelf = await shelf_of(home)
    shelf.cloud.rows[tagged]["displayName"] = "Rack 4"
    await shelf.until_fetched()
    notified: list[None] = []
    shelf.spools._on_change = lambda: notified.append(None)
    cloud.simulated(X1C).ams.remove_spool(0, 0)
    await home.send_full_report(X1C)
    await home.until(lambda: shelf.attributes(tagged)["printer"] is None)
    assert notified == []
    shelf.cloud.rows[tagged]["displayName"] = "Rack 5"
    await shelf.until_fetched()

    assert notified == [None]


async def test_account_has_no_printer_more(tagged: int, home: Home) -> None:
    """The device of the spools is no printer that left."""
    await shelf_of(home)
    await home.poll()
    shelf = await shelf_of(home)
    assert shelf.device is not None
    assert shelf.shows(tagged) == "640"


async def test_printer_that_leaves(tagged: int, home: Home) -> None:
    """A spool that was seen in a printer is nowhere once that has left the account."""
    shelf = await shelf_of(home)
    assert shelf.attributes(tagged)["printer"] == "Workshop X1C"
    home.cloud.remove_printer(X1C)
    await until(
        lambda: shelf.attributes(tagged)["printer"] is None, meanwhile=home.poll
    )


async def test_restart_while_a_printer_is_off(tagged: int, home: Home) -> None:
    """A spool is where the printer reported it last, also before that is back."""
    await shelf_of(home)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.cloud.disconnect(X1C)
    await home.cloud.advance(60)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    shelf = await shelf_of(home)
    assert home.shows(X1C, "online") == "off"
    assert shelf.attributes(tagged)["printer"] == "Workshop X1C"


async def test_device_may_not_be_deleted(
    hass: HomeAssistant, tagged: int, home: Home
) -> None:
    """The device of spools that there are stays; an old one may go."""
    shelf = await shelf_of(home)
    assert shelf.device is not None
    remove = async_remove_config_entry_device
    entry: Any = home.entry
    assert not await remove(hass, entry, shelf.device)
    shelf.cloud.rows.clear()
    device = shelf.device
    await shelf.until_fetched()
    await shelf.until_fetched()
    assert await remove(hass, entry, device)


async def test_depleted(cloud: SimulatedCloud, home: Home) -> None:
    """A spool that is used up has disabled entities; its weight needs no number."""
    number = cloud.spools_of().put(filamentName="PLA", depleted=True)
    shelf = await shelf_of(home)
    await shelf.until_fetched()
    registry = er.async_get(home.hass)
    for key, platform in (
        ("spool_remaining", "sensor"),
        ("spool_low", "binary_sensor"),
    ):
        entry = registry.async_get(shelf.entity_id(number, key, platform) or "")
        assert entry is not None
        assert entry.disabled_by is er.RegistryEntryDisabler.INTEGRATION
    assert shelf.spools.data[str(number)].remaining == 0


async def test_name_changes(cloud: SimulatedCloud, manual: int, home: Home) -> None:
    """A spool that is renamed in an application is renamed here."""
    shelf = await shelf_of(home)
    shelf.cloud.rows[manual]["displayName"] = "Rack 4"
    await shelf.until_fetched()
    assert shelf.attributes(manual)[ATTR_FRIENDLY_NAME] == "Filament Rack 4"
    state = shelf.state(manual, "spool_low", "binary_sensor")
    assert state is not None
    assert state.name == "Filament Rack 4 low"
    twin = shelf.cloud.put(displayName="Rack 4", color="#FF0000")
    await shelf.until_fetched()
    assert shelf.attributes(twin)[ATTR_FRIENDLY_NAME] == "Filament Rack 4 #FF0000"


async def test_diagnostics_have_spools(
    cloud: SimulatedCloud,
    tagged: int,
    manual: int,
    home: Home,
    hass_client: ClientSessionGenerator,
) -> None:
    """What a spool is, and where, helps to find a fault; whose it is does not."""
    await shelf_of(home)
    found = await diagnostics(home, hass_client)
    with_tag, by_hand = found["spools"]
    assert (with_tag["material"], with_tag["remaining"]) == ("PLA", 640)
    assert (with_tag["is_manual"], with_tag["place"]["location"]) == (False, [0, 0])
    assert (by_hand["is_manual"], by_hand["place"]) == (True, None)
    written = ("Shelf black", "shelf 3", "Moor", tag_of(cloud, X1C, 0, 0))
    for secret in (*written, f'"{tagged}"', f'"{manual}"', "Workshop X1C"):
        assert secret not in json.dumps(found["spools"]), secret
