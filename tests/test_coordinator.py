"""What polls and pushes do to what Home Assistant shows."""

from datetime import timedelta
from functools import partial
import logging
from unittest.mock import AsyncMock, patch

from homeassistant.config_entries import SOURCE_REAUTH
from homeassistant.const import EVENT_STATE_CHANGED
from homeassistant.core import (
    Event,
    EventStateChangedData,
    HomeAssistant,
    callback,
)
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
import orjson
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.coordinator import PollCounters
from tests.simulator import HttpFault, Junk, SimulatedCloud, SimulatedPrinter
from tests.simulator.fleet import fleet

from .conftest import A1_MINI, H2D, OWNER, P1S, X1C, Home, Wall


def polls(home: Home) -> int:
    """Count the polls that came to an end."""
    counters = home.entry.runtime_data.account.counters
    assert isinstance(counters, PollCounters)
    return counters.polls


def reauths(home: Home) -> int:
    """Count the flows that ask to log in again."""
    return sum(
        flow["context"]["source"] == SOURCE_REAUTH
        for flow in home.hass.config_entries.flow.async_progress()
    )


def delta(**changes: object) -> bytes:
    """Return a delta as the wire carries it."""
    return orjson.dumps({"print": {"command": "push_status", "msg": 1, **changes}})


async def push(home: Home, serial: str, payload: bytes) -> None:
    """Let a printer push this."""
    await home.cloud.broker.publish(f"device/{serial}/report", payload)


async def test_a_report_writes_what_it_changes_and_nothing_else(home: Home) -> None:
    """A new nozzle temperature is one state, however much else there is."""
    changes: list[Event[EventStateChangedData]] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        changes.append(event)

    home.hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    await push(home, P1S, delta(nozzle_temper=123))
    await home.until_shown(P1S, "nozzle_temperature", "123.0")
    await push(home, P1S, delta(nozzle_temper=123))
    await push(home, P1S, delta(nozzle_temper=124))
    await home.until_shown(P1S, "nozzle_temperature", "124.0")
    entity_id = home.entity_id(P1S, "nozzle_temperature")
    assert [event.data["entity_id"] for event in changes] == [entity_id] * 2


async def test_only_those_are_told_who_show_what_changed(home: Home) -> None:
    """A report about temperatures does not even ask who shows fans."""
    printer = home.entry.runtime_data.account.printers[P1S]
    told: list[str] = []
    removes = [
        printer.async_add_listener(partial(told.append, noun), frozenset({noun}))
        for noun in ("fans", "temperatures")
    ]
    await push(home, P1S, delta(nozzle_temper=123))
    await home.until_shown(P1S, "nozzle_temperature", "123.0")
    assert told == ["temperatures"]
    for remove in removes:
        remove()


async def test_lost_link_is_no_reason_to_hammer(home: Home) -> None:
    """While the cloud wants to be left alone, a lost link changes nothing."""
    home.cloud.faults.every_request = HttpFault.CLOUDFLARE
    await home.poll()
    before = polls(home)
    await home.cloud.broker.stop()
    await home.until_shown(P1S, "print_status", "unavailable")
    await home.cloud.advance(5)
    assert polls(home) == before


async def test_full_report_that_got_lost_is_asked_for_again(home: Home) -> None:
    """A printer of which too little is known is asked with the next poll."""
    home.cloud.disconnect(X1C)
    await push(home, X1C, orjson.dumps({"event": {"event": "client.disconnected"}}))
    await home.until_shown(X1C, "online", "off")
    await push(home, X1C, delta(nozzle_temper=30))
    await home.until_shown(X1C, "online", "on")
    asked: list[str] = []
    stream = home.entry.runtime_data.account.stream
    with patch.object(
        stream, "request_full_report", AsyncMock(side_effect=asked.append)
    ):
        await home.poll()
    assert asked == [X1C]


async def test_pushes_do_not_delay_the_poll(home: Home) -> None:
    """The poll keeps its pace whatever the printers push."""
    before = polls(home)
    for temperature in range(100):
        await push(home, P1S, delta(nozzle_temper=100 + temperature))
    await home.until_shown(P1S, "nozzle_temperature", "199.0")
    await home.poll()
    assert polls(home) == before + 1


async def test_poll_is_rare_while_printers_push(home: Home) -> None:
    """A lost link is reason to poll, and to poll every minute from then on."""
    await home.poll(70)  # planned before the link was up
    before = polls(home)
    await home.pass_time(70)
    await home.cloud.advance(5)
    assert polls(home) == before
    await home.cloud.broker.stop()
    await home.until(lambda: polls(home) == before + 1)
    await home.poll(70)
    assert polls(home) == before + 2


async def test_without_the_link_the_poll_tells_of_the_print(home: Home) -> None:
    """Status, progress and name follow the poll; temperatures do not pretend."""
    await home.cloud.broker.stop()
    await home.until_shown(P1S, "nozzle_temperature", "unavailable")
    await home.cloud.scenario(P1S, "print_ok", 600)
    await home.cloud.advance(300)
    await home.poll(70)
    assert home.shows(P1S, "print_status") == "printing"
    assert 0 < int(home.shows(P1S, "progress") or 0) < 100
    assert home.shows(P1S, "task_name") == "Benchy"
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    assert home.shows(P1S, "online") == "on"

    await home.cloud.broker.start()
    await home.cloud.advance(400)
    await home.until_shown(P1S, "print_status", "finished")


async def test_link_loss_is_logged_once_and_its_return_once(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """A person who reads the log sees two lines."""
    caplog.set_level(logging.INFO, "custom_components.bambu_cloud")
    caplog.clear()
    await home.cloud.broker.stop()
    await home.until_shown(P1S, "nozzle_temperature", "unavailable")
    await home.cloud.broker.start()
    await home.until_heard()
    assert [record.levelname for record in caplog.records if "link" in record.msg] == [
        "INFO",
        "INFO",
    ]


async def test_printer_that_leaves_and_returns(home: Home) -> None:
    """A printer that is off is unavailable, but says that it is off."""
    await home.cloud.scenario(P1S, "offline_and_back", 60)
    await home.until_shown(P1S, "online", "off")
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    assert home.shows(P1S, "print_status") == "unavailable"
    assert home.shows(X1C, "online") == "on"
    await home.cloud.advance(70)
    await home.until_shown(P1S, "online", "on")
    await home.until_heard()


async def test_silent_printer_follows_the_list(home: Home, wall: Wall) -> None:
    """A printer that vanished without a word is off once the list says so."""
    await home.cloud.scenario(P1S, "wifi_drop", 3600)
    await home.cloud.advance(300)
    assert home.shows(P1S, "online") == "on"
    wall.ahead = timedelta(seconds=310)
    await home.poll()
    assert home.shows(P1S, "online") == "off"


async def test_new_printer_appears(home: Home) -> None:
    """A printer that is added to the account appears without a reload."""
    (template,) = (printer for printer in fleet() if printer.identity.serial == P1S)
    serial = "01P00A000000002"
    printer = SimulatedPrinter(template.model, serial=serial, name="Second")
    home.cloud.add_printer(printer, OWNER)
    await home.poll()
    await home.until_heard()
    assert home.shows(serial, "print_status") == "idle"


async def test_lost_printer_disappears_and_can_come_back(home: Home) -> None:
    """A printer that leaves the account leaves Home Assistant, for as long."""
    registry = dr.async_get(home.hass)
    printer = home.cloud.printers[H2D]
    home.cloud.remove_printer(H2D)
    await home.poll()
    device = (DOMAIN, H2D)
    assert not registry.async_get_device_by_identifier(device, home.entry.entry_id)
    assert home.entity_id(H2D, "print_status") is None
    assert home.shows(X1C, "print_status") == "idle"

    home.cloud.add_printer(printer, OWNER)
    await home.poll()
    await home.until_heard()
    assert home.shows(H2D, "print_status") == "idle"


async def test_failed_poll_removes_nobody(home: Home) -> None:
    """Without a list there is no telling who left; what is pushed stays live."""
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    home.cloud.remove_printer(H2D)
    await home.poll()
    assert home.entity_id(H2D, "print_status")
    await push(home, P1S, delta(nozzle_temper=111))
    await home.until_shown(P1S, "nozzle_temperature", "111.0")


async def test_renamed_printer(home: Home) -> None:
    """A printer that is renamed in Bambu's app is renamed here."""
    identity = home.cloud.printers[P1S].identity
    identity.name = "Old faithful"
    await home.poll()
    device = dr.async_get(home.hass).async_get_device_by_identifier(
        (DOMAIN, P1S), home.entry.entry_id
    )
    assert device
    assert device.name == "Old faithful"


async def test_three_days_of_cloudflare_ask_nobody_to_log_in(home: Home) -> None:
    """Whoever is turned away at the door waits longer, and does not log in again."""
    home.cloud.faults.every_request = HttpFault.CLOUDFLARE
    before = polls(home)
    await home.cloud.broker.stop()
    await home.until_shown(P1S, "nozzle_temperature", "unavailable")
    for _ in range(72):
        await home.poll(3600)
    assert reauths(home) == 0
    assert polls(home) - before <= 73
    assert home.shows(P1S, "print_status") == "unavailable"

    home.cloud.faults.clear()
    await home.cloud.broker.start()
    await home.poll(3600)
    await home.until_shown(P1S, "print_status", "idle")


@pytest.mark.parametrize(("asked", "quiet", "enough"), [(1, 45, 70), (900, 800, 910)])
async def test_cloud_that_asks_for_patience_gets_it(
    home: Home, asked: int, quiet: float, enough: float
) -> None:
    """After a 429 the next poll waits as long as asked, and a minute at the least."""
    home.cloud.faults.retry_after = asked
    home.cloud.faults.every_request = HttpFault.RATE_LIMITED
    await home.poll()
    before = polls(home)
    await home.pass_time(quiet)
    assert polls(home) == before
    await home.poll(enough)
    assert polls(home) > before


async def test_revoked_token_leads_to_one_login(home: Home) -> None:
    """When the token dies mid-stream, one flow asks to log in again."""
    await home.cloud.scenario(P1S, "token_revoked")
    await home.cloud.advance(5)
    await home.until(lambda: reauths(home))
    await home.pass_time(310)
    await home.pass_time(310)
    assert reauths(home) == 1


async def test_broker_that_refuses_a_living_token(home: Home) -> None:
    """The broker's word alone is no proof; the printers come back by themselves."""
    home.cloud.broker.refuse_logins = 5
    await home.cloud.broker.kick()
    await home.until_shown(P1S, "nozzle_temperature", "unavailable")
    await home.poll()
    assert reauths(home) == 0


async def test_update_entity_action_asks_the_printer(home: Home) -> None:
    """Updating an entity by hand asks for a full report, within its limits."""
    assert await async_setup_component(home.hass, "homeassistant", {})
    entity_id = home.entity_id(P1S, "nozzle_temperature")
    await home.hass.services.async_call(
        "homeassistant", "update_entity", {"entity_id": [entity_id]}, blocking=True
    )
    assert home.shows(P1S, "nozzle_temperature") != "unavailable"


JUNK = {
    Junk.BYTES: "junk",
    Junk.INVALID_UTF8: "repaired",
    Junk.LIST: "junk",
    Junk.LIST_FOR_OBJECT: "junk",
    Junk.WRONG_TYPES: None,
    Junk.HUGE: "junk",
}


@pytest.mark.parametrize(("junk", "counter"), JUNK.items(), ids=str)
async def test_junk_is_counted_and_nothing_is_lost(
    home: Home, caplog: pytest.LogCaptureFixture, junk: Junk, counter: str | None
) -> None:
    """Whatever arrives, it is told once, and the next honest report is shown."""
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud")
    shown = home.shows(P1S, "bed_temperature")
    home.cloud.faults.junk.extend([junk, junk])
    await home.cloud.advance(20)
    await push(home, P1S, delta(nozzle_temper=222))
    await home.until_shown(P1S, "nozzle_temperature", "222.0")
    assert home.shows(P1S, "bed_temperature") == shown
    account = home.entry.runtime_data.account
    assert account.link_up
    counters = account.stream.counters.as_dict()
    counted = {key: counters[key] for key in ("junk", "repaired") if counters[key]}
    assert counted == ({counter: 2} if counter else {})
    told = [record for record in caplog.records if "Dropping" in record.msg]
    assert len(told) == (counter == "junk")
    assert all(record.levelno == logging.DEBUG for record in told)


@pytest.mark.slow
async def test_twenty_broker_restarts_lose_no_ending(home: Home) -> None:
    """However often the link breaks during a print, its end is shown."""
    await home.cloud.scenario(P1S, "print_ok", 600)
    await home.cloud.scenario(A1_MINI, "print_fails", 600)
    for _ in range(20):
        await home.cloud.advance(30)
        await home.cloud.broker.stop()
        await home.cloud.broker.start()
        await home.until(lambda: home.cloud.broker.sessions == 1)
    await home.cloud.advance(120)
    await home.until_shown(P1S, "print_status", "finished")
    await home.until_shown(A1_MINI, "print_status", "failed")
    assert home.cloud.broker.sessions == 1


async def test_account_without_printers(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> None:
    """An account may have no printer yet."""
    for serial in tuple(cloud.printers):
        cloud.remove_printer(serial)
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    assert not dr.async_entries_for_config_entry(
        dr.async_get(hass), config_entry.entry_id
    )
