"""Several accounts side by side, and printers that move between them."""

from homeassistant.config_entries import ConfigEntryDisabler, ConfigEntryState
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest

from tests.helpers.accounts import (
    FRIEND,
    OWN,
    acquire,
    add_friend,
    come_alive,
    owner_of,
)
from tests.helpers.home import OWNER, P1S, X1C, Home
from tests.simulator import SimulatedCloud, another


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
