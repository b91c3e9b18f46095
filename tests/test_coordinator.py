"""What polls and pushes do to what Home Assistant shows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial
from unittest.mock import AsyncMock, patch

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
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.devices.printer import PrinterCoordinator
from tests.simulator import HttpFault, SimulatedCloud, SimulatedPrinter
from tests.simulator.default_printers import make_default_printers

from .helpers.clock import Wall
from .helpers.home import H2D, OWNER, P1S, X1C, Home
from .helpers.reports import delta, polls, push


async def test_a_report_writes_what_it_changes_and_nothing_else(home: Home) -> None:
    """A new nozzle temperature is one state, however much else there is."""
    changes: list[Event[EventStateChangedData]] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        changes.append(event)

    home.hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    await push(home, P1S, delta(nozzle_temper=123))
    await home.until_shown(P1S, "nozzle_temperature", "123")
    await push(home, P1S, delta(nozzle_temper=123))
    await push(home, P1S, delta(nozzle_temper=124))
    await home.until_shown(P1S, "nozzle_temperature", "124")
    entity_id = home.entity_id(P1S, "nozzle_temperature")
    assert [event.data["entity_id"] for event in changes] == [entity_id] * 2


@contextmanager
def notified_of(printer: PrinterCoordinator, *sections: str) -> Iterator[list[str]]:
    """Return the sections whose listeners are called meanwhile."""
    notified: list[str] = []
    removes = [
        printer.async_add_listener(
            partial(notified.append, section), frozenset({section})
        )
        for section in sections
    ]
    yield notified
    for remove in removes:
        remove()


async def test_only_those_are_notified_that_show_what_changed(home: Home) -> None:
    """A report about temperatures does not even ask who shows fans."""
    printer = home.entry.runtime_data.account.printers[P1S]
    with notified_of(printer, "fans", "temperatures") as notified:
        await push(home, P1S, delta(nozzle_temper=123))
        await home.until_shown(P1S, "nozzle_temperature", "123")
    assert notified == ["temperatures"]


async def test_reply_before_the_first_report_concerns_few(home: Home) -> None:
    """A printer that talks again, but has not reported, shows nothing new."""
    printer = home.entry.runtime_data.account.printers[P1S]
    with notified_of(printer, "fans", "presence") as notified:
        printer.async_lose_link()
        await push(home, P1S, orjson.dumps({"info": {"command": "get_version"}}))
        await home.until(lambda: bool(printer.data.presence.reported))
    assert notified == ["presence"]


async def test_full_report_that_got_lost_is_asked_for_again(home: Home) -> None:
    """A printer without a full report is asked with the next poll."""
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
    """The poll has its pace whatever the printers push."""
    before = polls(home)
    for temperature in range(100):
        await push(home, P1S, delta(nozzle_temper=100 + temperature))
    await home.until_shown(P1S, "nozzle_temperature", "199")
    await home.poll()
    assert polls(home) == before + 1


async def test_printer_that_leaves_and_returns(home: Home) -> None:
    """A printer that is off is unavailable, but says that it is off."""
    await home.cloud.scenario(P1S, "offline_and_back", 60)
    await home.until_shown(P1S, "online", "off")
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    assert home.shows(P1S, "print_status") == "unavailable"
    assert home.shows(X1C, "online") == "on"
    await home.cloud.advance(70)
    await home.until_shown(P1S, "online", "on")
    await home.until_reported()


async def test_silent_printer_is_as_listed(home: Home, wall: Wall) -> None:
    """A printer that vanished without a word is off once the list says so."""
    await home.cloud.scenario(P1S, "wifi_drop", 3600)
    await home.cloud.advance(300)
    assert home.shows(P1S, "online") == "on"
    wall.ahead = timedelta(seconds=310)
    await home.poll()
    assert home.shows(P1S, "online") == "off"


async def test_new_printer_appears(home: Home) -> None:
    """A printer that is added to the account appears without a reload."""
    (template,) = (
        printer for printer in make_default_printers() if printer.identity.serial == P1S
    )
    serial = "01P00A000000002"
    printer = SimulatedPrinter(template.model, serial=serial, name="Second")
    home.cloud.add_printer(printer, OWNER)
    await home.poll()
    await home.until_reported()
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
    await home.until_reported()
    assert home.shows(H2D, "print_status") == "idle"


async def test_failed_poll_removes_no_printer(home: Home) -> None:
    """Without a list no printer has left; what is pushed stays live."""
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    home.cloud.remove_printer(H2D)
    await home.poll()
    assert home.entity_id(H2D, "print_status")
    await push(home, P1S, delta(nozzle_temper=111))
    await home.until_shown(P1S, "nozzle_temperature", "111")


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


async def talk_on(home: Home, wall: Wall) -> None:
    """Let a while pass in which every printer reports."""
    counters = home.entry.runtime_data.account.stream.counters
    wall.ahead += timedelta(seconds=50)
    enough = counters.messages + len(home.cloud.printers)
    await home.cloud.advance(6)
    await home.until(lambda: counters.messages >= enough)


def full_reports_asked(home: Home, serial: str) -> int:
    """Count how often a printer was asked for a full report."""
    return sum(
        asked == serial and request.get("pushing", {}).get("command") == "pushall"
        for asked, request in home.cloud.commands
    )


async def test_update_entity_action_asks_the_printer(home: Home, wall: Wall) -> None:
    """Updating an entity by hand asks its printer for a full report, and no other."""
    assert await async_setup_component(home.hass, "homeassistant", {})
    for _ in range(7):
        await talk_on(home, wall)
    before = {serial: full_reports_asked(home, serial) for serial in (P1S, X1C)}
    await home.hass.services.async_call(
        "homeassistant",
        "update_entity",
        {"entity_id": [home.entity_id(P1S, "nozzle_temperature")]},
        blocking=True,
    )
    await home.until(lambda: full_reports_asked(home, P1S) == before[P1S] + 1)
    assert full_reports_asked(home, X1C) == before[X1C]
    await push(home, P1S, delta(nozzle_temper=77))
    await home.until_shown(P1S, "nozzle_temperature", "77")


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


async def test_empty_list(home: Home) -> None:
    """One list without printers removes nothing, and a second one in a row does."""
    entities = len(home.hass.states.async_entity_ids())
    for _ in range(2):
        with patch.object(home.cloud, "printers_of", return_value={}):
            await home.poll()
        assert len(home.hass.states.async_entity_ids()) == entities
        assert home.shows(P1S, "online") == "on"
        await home.poll()
    with patch.object(home.cloud, "printers_of", return_value={}):
        await home.poll()
        assert home.device(P1S)
        await home.poll()
    assert not home.device(P1S)
    assert not home.device(X1C)


async def test_absurd_job(home: Home) -> None:
    """An account loads in spite of absurd numbers of one job."""
    printer = home.cloud.simulated(P1S)
    current = home.cloud.history.current
    absurd = {
        "task_id": "1",
        "task_status": "RUNNING",
        "start_time": "9999-12-31T23:59:59Z",
        "prediction": 2**50,
        "progress": "1e300",
    }

    def with_absurd(serial: str) -> dict[str, object]:
        """Return the task of a printer, an absurd one of one printer."""
        own = serial == printer.identity.serial
        return absurd if own else current(serial)

    with patch.object(home.cloud.history, "current", with_absurd):
        assert await home.hass.config_entries.async_reload(home.entry.entry_id)
        await home.hass.async_block_till_done()
        await home.until_reported()
    assert home.shows(X1C, "online") == home.shows(P1S, "online") == "on"
