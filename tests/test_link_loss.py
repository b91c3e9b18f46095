"""What is shown and logged when the link or a printer goes and returns."""

from collections import Counter
from datetime import timedelta
import logging

from homeassistant.const import EVENT_STATE_CHANGED
import orjson
import pytest
from pytest_homeassistant_custom_component.common import async_capture_events

from custom_components.bambu_cloud.cadences import LINK_GONE

from .helpers.clock import Wall
from .helpers.home import P1S, X1C, Home
from .helpers.reports import polls, push

OURS = "custom_components.bambu_cloud"


async def test_link_loss_is_logged_once_and_its_return_once(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """A person who reads the log sees two lines, and whose account it is about."""
    caplog.set_level(logging.INFO, OURS)
    caplog.clear()
    await home.lose_link()
    await home.pass_time(600)
    await home.cloud.broker.start()
    await home.until(lambda: home.entry.runtime_data.account.link.pushed)
    title = home.entry.title
    lines = [record for record in caplog.records if OURS in record.name]
    assert [record.getMessage() for record in lines] == [
        (
            f"{title}: connection to Bambu Lab's cloud lost, trying again"
            " (the connection was closed)"
        ),
        f"{title}: connected to Bambu Lab's cloud again",
    ]
    assert {record.levelname for record in lines} == {"INFO"}


async def test_printer_that_leaves_is_logged_once(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """A printer that goes off or comes back is a line each, by its name."""
    caplog.set_level(logging.INFO, OURS)
    caplog.clear()
    home.cloud.power_off(P1S)
    await home.cloud.advance(40)
    await home.until_shown(P1S, "print_status", "unavailable")
    await home.poll()
    home.cloud.connect(P1S)
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "idle")
    lines = [record for record in caplog.records if OURS in record.name]
    assert [record.getMessage() for record in lines] == [
        "Workshop P1S is offline",
        "Workshop P1S is online again",
    ]


async def test_short_loss_changes_nothing(home: Home) -> None:
    """A link that is back within a minute writes no state of any entity."""
    changes = async_capture_events(home.hass, EVENT_STATE_CHANGED)
    account = home.entry.runtime_data.account
    before = polls(home)
    await home.cloud.broker.stop()
    await home.until(lambda: not account.link.pushed)
    await home.pass_time(55)
    await home.cloud.broker.start()
    await home.until(lambda: account.link.pushed)
    await home.until_happened(
        lambda: all(printer.data.complete for printer in account.printers.values())
    )
    await home.pass_time(65)
    assert not any(printer.is_held for printer in account.printers.values())
    assert not changes
    assert polls(home) == before


async def test_reload_shows_the_same_at_once(home: Home) -> None:
    """Values of a moment ago are shown until the printer reports: two changes each."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 3600)
    await home.until_happened(lambda: home.shows(P1S, "current_layer") == "1")
    changes = async_capture_events(home.hass, EVENT_STATE_CHANGED)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.hass.async_block_till_done()
    account = home.entry.runtime_data.account
    assert account.printers[P1S].is_held
    shown = {key: home.shows(P1S, key) for key in ("nozzle_temperature", "stage")}
    assert "unavailable" not in shown.values()
    await home.until(lambda: account.printers[P1S].data.complete)
    counts = Counter(event.data["entity_id"] for event in changes)
    assert max(counts.values()) == 2


async def test_reload_of_what_is_old(home: Home, wall: Wall) -> None:
    """What was reported more than a minute ago is not shown after a start."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    wall.ahead += timedelta(seconds=61)
    await home.cloud.broker.stop()
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.hass.async_block_till_done()
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"


async def test_printer_that_does_not_return_with_the_link(home: Home) -> None:
    """A minute after the loss, a printer that has not reported anew is unavailable."""
    account = home.entry.runtime_data.account
    home.cloud.printers[P1S].disconnect()
    await home.cloud.broker.stop()
    await home.until(lambda: not account.link.pushed)
    await home.cloud.broker.start()
    await home.until_happened(lambda: account.printers[X1C].data.complete)
    assert home.shows(P1S, "nozzle_temperature") != "unavailable"
    await home.pass_time(61)
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
    assert home.shows(X1C, "nozzle_temperature") != "unavailable"
    spools = {
        serial: home.cloud.simulated(serial).ams.units["0"].serial
        for serial in (P1S, X1C)
    }
    assert home.shows(spools[P1S], "humidity") == "unavailable"
    assert home.shows(spools[X1C], "humidity") != "unavailable"


async def test_first_link_is_no_return(
    home: Home, caplog: pytest.LogCaptureFixture
) -> None:
    """A start says nothing of a loss that there was not."""
    caplog.set_level(logging.INFO, OURS)
    caplog.clear()
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until(lambda: home.entry.runtime_data.account.link.pushed)
    assert "connected to" not in caplog.text


async def test_printer_that_goes_off_while_the_last_reports_are_shown(
    home: Home,
) -> None:
    """When it returns, it has to report: what it said before is not shown again."""
    printer = home.entry.runtime_data.account.printers[P1S]
    printer.async_hold(LINK_GONE)
    home.cloud.disconnect(P1S)
    for event in ("disconnected", "connected"):
        content = {"event": {"event": f"client.{event}"}}
        await push(home, P1S, orjson.dumps(content))
        expected = "on" if event == "connected" else "off"
        await home.until_shown(P1S, "online", expected)
    assert home.shows(P1S, "nozzle_temperature") == "unavailable"
