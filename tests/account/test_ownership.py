"""Several accounts side by side, and printers that move between them."""

from collections.abc import AsyncGenerator
from copy import deepcopy
from typing import Any

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.const import CONF_ACCESS_TOKEN, CONF_EMAIL
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.api import Region
from custom_components.bambu_cloud.const import (
    CONF_EXPIRES_IN,
    CONF_REGION,
    CONF_UID,
    DOMAIN,
)
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import OWNER, P1S, X1C, Home
from tests.simulator import SimulatedCloud, another

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


@pytest.fixture
async def friend(home: Home) -> AsyncGenerator[Home]:
    """Add an account that shares one printer and has one of its own."""
    home.cloud.share_printer(P1S, FRIEND)
    home.cloud.add_printer(another("P2S", home.cloud.printers, "Friend"), FRIEND)
    friend = await add_friend(home)
    yield friend
    await home.hass.async_block_till_done()
    if friend.entry.state is ConfigEntryState.LOADED:
        assert await home.hass.config_entries.async_unload(friend.entry.entry_id)


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


async def test_each_account_shows_its_own(home: Home, friend: Home) -> None:
    """Two accounts have a session each, and a printer of both is shown once."""
    await come_alive(friend, OWN)
    assert owner_of(home.hass, OWN) == FRIEND
    assert {owner_of(home.hass, serial) for serial in (X1C, P1S)} == {OWNER}
    assert home.cloud.broker.sessions == 2
    await home.poll()
    await friend.poll()
    assert owner_of(home.hass, P1S) == OWNER


async def test_no_entity_collides(
    home: Home, friend: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """A printer of both accounts is no reason for an error in the log."""
    for account in (home, friend):
        assert await home.hass.config_entries.async_reload(account.entry.entry_id)
        await home.hass.async_block_till_done()
    await come_alive(home, P1S)
    assert owner_of(home.hass, P1S) == OWNER
    assert not [record for record in caplog.records if "unique ID" in record.message]


async def test_friend_acquires_what_is_unbound(home: Home, friend: Home) -> None:
    """When the owner loses the printer, it goes on with its friend, and stays there."""
    registry = er.async_get(home.hass)
    before = home.entity_id(P1S, "nozzle_temperature")
    assert before
    renamed = "sensor.my_favorite"
    registry.async_update_entity(before, new_entity_id=renamed)
    home.cloud.hand_over_printer(P1S, FRIEND)
    await home.poll()
    await acquire(friend)  # the other one may have asked too early
    assert owner_of(home.hass, P1S) == FRIEND
    await come_alive(friend, P1S)
    assert friend.entity_id(P1S, "nozzle_temperature") == renamed

    home.cloud.share_printer(P1S, OWNER)
    await home.poll()
    assert owner_of(home.hass, P1S) == FRIEND


async def test_prints_go_with_the_printer(home: Home, friend: Home) -> None:
    """A print that ends under another account is no news when the printer returns."""
    fired = FiredEvents(home, P1S)
    await home.cloud.scenario(P1S, "print_uninterrupted", 600)
    await home.until_happened(lambda: "first_layer_finished" in fired.types)
    home.cloud.hand_over_printer(P1S, FRIEND)
    await home.poll()
    await acquire(friend)
    assert owner_of(home.hass, P1S) == FRIEND
    await friend.until_happened(lambda: "finished" in fired.types)
    assert fired.events[-1]["started"] == fired.events[0]["started"]
    home.cloud.hand_over_printer(P1S, OWNER)
    home.cloud.unshare_printer(P1S, FRIEND)
    await friend.poll()
    await home.poll()  # ends with one that began while the friend still had it
    await home.poll()
    await come_alive(home, P1S)
    for _ in range(3):
        await home.pass_time(61)
        await home.cloud.advance(60)
    assert fired.types == ["started", "first_layer_finished", "finished"]


async def test_newer_prints_are_not_replaced_by_older(
    home: Home, friend: Home, hass_storage: dict[str, Any]
) -> None:
    """What an account stored that had the printer long ago does not count."""
    fired = FiredEvents(home, P1S)
    await home.cloud.scenario(P1S, "print_uninterrupted", 300)
    await home.until_happened(lambda: "first_layer_finished" in fired.types)
    await home.hass.async_block_till_done()
    files = [
        hass_storage[f"bambu_cloud.{account.entry.entry_id}.print_events"]
        for account in (home, friend)
    ]
    for account in (home, friend):
        assert await home.hass.config_entries.async_unload(account.entry.entry_id)
    files[1]["data"][P1S] = deepcopy(files[0]["data"][P1S])
    for account in (home, friend):
        assert await home.hass.config_entries.async_setup(account.entry.entry_id)
    await home.until_happened(lambda: "finished" in fired.types)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await come_alive(home, P1S)
    await home.pass_time(61)
    assert fired.types == ["started", "first_layer_finished", "finished"]


async def test_friend_acquires_what_is_left_out(home: Home, friend: Home) -> None:
    """An account whose options leave a printer out makes room for the other."""
    home.hass.config_entries.async_update_entry(
        home.entry, options={"unfollowed": [P1S]}
    )
    await home.poll()
    await acquire(friend)
    assert owner_of(home.hass, P1S) == FRIEND


async def test_friend_acquires_from_a_removed_account(home: Home, friend: Home) -> None:
    """What is left of an account that was removed has no owner."""
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    await acquire(friend)
    assert owner_of(home.hass, P1S) == FRIEND


async def test_friend_acquires_from_a_disabled_account(
    home: Home, friend: Home
) -> None:
    """Whoever disables an account wants to see nothing of it, AMS included."""
    (unit, *_) = home.cloud.simulated(P1S).ams.units.values()
    await home.until(lambda: home.device(unit.serial))
    await home.hass.config_entries.async_set_disabled_by(
        home.entry.entry_id, ConfigEntryDisabler.USER
    )
    await acquire(friend)
    assert owner_of(home.hass, P1S) == FRIEND
    await friend.until_happened(lambda: friend.device(unit.serial))
    assert home.device(unit.serial) is None

    await home.hass.config_entries.async_set_disabled_by(home.entry.entry_id, None)
    await home.hass.async_block_till_done()
    assert owner_of(home.hass, P1S) == FRIEND
    assert owner_of(home.hass, X1C) == OWNER


async def test_friend_acquires_while_a_login_is_missing(
    home: Home, friend: Home
) -> None:
    """A printer is shown by whoever can see it."""
    home.cloud.revoke_tokens(OWNER)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert home.entry.state is ConfigEntryState.SETUP_ERROR
    await acquire(friend)
    assert owner_of(home.hass, P1S) == FRIEND


async def test_trouble_of_the_cloud_changes_nothing(home: Home, friend: Home) -> None:
    """An account that is about to come back still owns its printers."""
    await home.hass.config_entries.async_unload(home.entry.entry_id)
    await friend.poll()
    assert owner_of(home.hass, P1S) == OWNER


async def test_one_login_dies_alone(home: Home, friend: Home) -> None:
    """The other account goes on, and one person is asked to log in."""
    home.cloud.revoke_tokens(OWNER)
    await home.until(home.hass.config_entries.flow.async_progress)
    await home.pass_time(310)
    (flow,) = home.hass.config_entries.flow.async_progress()
    assert flow["context"]["entry_id"] == home.entry.entry_id
    await friend.poll()
    await come_alive(friend, OWN)
    assert len(home.hass.config_entries.flow.async_progress()) == 1


async def test_account_without_printers(home: Home, cloud: SimulatedCloud) -> None:
    """It is set up all the same, and its first printer appears by itself."""
    friend = await add_friend(home)
    assert friend.entry.state is ConfigEntryState.LOADED
    devices = dr.async_entries_for_config_entry(
        dr.async_get(home.hass), friend.entry.entry_id
    )
    assert not devices
    printer = another("P2S", cloud.printers, "First")
    cloud.add_printer(printer, FRIEND)
    await friend.poll()
    serial = printer.identity.serial
    await come_alive(friend, serial)
    assert owner_of(home.hass, serial) == FRIEND
    assert await home.hass.config_entries.async_unload(friend.entry.entry_id)


async def test_renamed_printer_is_renamed_here(home: Home) -> None:
    """The owner's new name shows, on the printer and on its AMS, but no id changes."""
    device = home.device(P1S)
    assert device
    entity_id = home.entity_id(P1S, "nozzle_temperature")
    home.cloud.printers[P1S].identity.name = "Garage P1S"
    await home.poll()
    renamed = home.device(P1S)
    assert renamed
    assert (renamed.id, renamed.name) == (device.id, "Garage P1S")
    assert home.entity_id(P1S, "nozzle_temperature") == entity_id
    units = [
        unit.name or ""
        for unit in dr.async_entries_for_config_entry(
            dr.async_get(home.hass), home.entry.entry_id
        )
        if unit.via_device_id == device.id
    ]
    assert units
    assert all(name.startswith("Garage P1S") for name in units)


async def test_name_that_was_given_here_stays(home: Home) -> None:
    """A person's own name is not overwritten; without it, the new one shows."""
    registry = dr.async_get(home.hass)
    device = home.device(P1S)
    assert device
    registry.async_update_device(device.id, name_by_user="Mine")
    home.cloud.printers[P1S].identity.name = "Garage P1S"
    await home.poll()
    device = home.device(P1S)
    assert device
    assert (device.name_by_user, device.name) == ("Mine", "Garage P1S")
