"""The prints and the health of a printer go with it to another account."""

from copy import deepcopy
from typing import Any

from homeassistant.util import dt as dt_util

from tests.helpers.accounts import FRIEND, acquire, come_alive, owner_of
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import OWNER, P1S, Home
from tests.helpers.wait import until


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


async def test_health_goes_with_the_printer(home: Home, friend: Home) -> None:
    """A message that one account has raised is cleared by the other."""
    fired = FiredEvents(home, P1S, "health_message")
    await home.cloud.scenario(P1S, "hms_raised", 1_000_000)
    await home.until_happened(lambda: fired.types == ["raised"])
    home.cloud.hand_over_printer(P1S, FRIEND)
    # A poll may end with one that had begun before, and the friend polls as well.
    await until(lambda: owner_of(home.hass, P1S) != OWNER, meanwhile=home.poll)
    home.cloud.power_off(P1S)
    home.cloud.connect(P1S)
    await acquire(friend)
    await come_alive(friend, P1S)
    await friend.until_happened(lambda: fired.types == ["raised", "cleared"])


async def test_newer_prints_are_not_replaced_by_older(
    home: Home, friend: Home, hass_storage: dict[str, Any]
) -> None:
    """What an account stored that had the printer long ago does not count."""
    fired = FiredEvents(home, P1S)
    await home.cloud.scenario(P1S, "print_uninterrupted", 300)
    await home.until_happened(lambda: "first_layer_finished" in fired.types)
    await home.pass_time(2)
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


async def test_what_did_not_fire_goes_with_the_printer(
    home: Home, friend: Home, hass_storage: dict[str, Any]
) -> None:
    """An event that was stored under one account fires under the other, once."""
    fired, raised = FiredEvents(home, P1S), FiredEvents(home, P1S, "health_message")
    await home.hass.async_block_till_done()
    key = f"bambu_cloud.{home.entry.entry_id}.print_events"
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    now = dt_util.utcnow().isoformat()
    stored = hass_storage[key]["data"][P1S]
    stored["unfired"] = [{"type": "paused", "at": now}]
    stored["unfired_health"] = [
        {"type": "cleared", "at": now, "code": "0C00_0300_0003_0007"}
    ]
    home.cloud.hand_over_printer(P1S, FRIEND)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    await acquire(friend)
    await come_alive(friend, P1S)
    await friend.until_happened(lambda: fired.types and raised.types)
    await home.hass.async_block_till_done()
    assert (fired.types, raised.types) == (["paused"], ["cleared"])
    key = f"bambu_cloud.{friend.entry.entry_id}.print_events"
    # Without a time, it would not go on from there.
    assert hass_storage[key]["data"][P1S]["changed_at"]


async def test_prints_belong_to_one_account(
    home: Home, friend: Home, hass_storage: dict[str, Any]
) -> None:
    """Nothing of them stays with the other one, whom an account set up anew asks."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 300)
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "printing")
    await home.pass_time(2)
    files = [
        f"bambu_cloud.{account.entry.entry_id}.print_events"
        for account in (home, friend)
    ]
    assert P1S in hass_storage[files[0]]["data"]
    home.cloud.hand_over_printer(P1S, FRIEND)
    await until(lambda: owner_of(home.hass, P1S) != OWNER, meanwhile=home.poll)
    await acquire(friend)
    await home.pass_time(2)
    assert P1S not in hass_storage[files[0]]["data"]
    assert P1S in hass_storage[files[1]]["data"]

    assert await home.hass.config_entries.async_unload(friend.entry.entry_id)
    await home.hass.async_block_till_done()
    del hass_storage[files[1]]
    assert await home.hass.config_entries.async_setup(friend.entry.entry_id)
    await come_alive(friend, P1S)
