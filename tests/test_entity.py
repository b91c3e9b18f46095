"""When an entity exists, when it is available, and when it writes its state."""

from collections.abc import Callable

from homeassistant.const import EVENT_STATE_REPORTED
from homeassistant.core import Event, EventStateReportedData, HomeAssistant, callback
import orjson
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.simulator import HttpFault, SimulatedCloud

from .helpers.home import H2D, P1S, X1C, Home
from .helpers.reports import polls

POLLED = ("print_status", "progress", "task_name", "remaining_time", "printing")
PUSHED = ("nozzle_temperature", "stage", "speed_level", "part_fan_speed")


async def push(home: Home, serial: str, **changes: object) -> None:
    """Let a printer report some changes."""
    delta = {"print": {"command": "push_status", "msg": 1, **changes}}
    await home.cloud.broker.publish(f"device/{serial}/report", orjson.dumps(delta))


def available(home: Home, serial: str) -> Callable[[str], bool]:
    """Return the test whether an entity of the printer is available."""
    return lambda key: home.shows(serial, key) != "unavailable"


async def home_without_x1c(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> Home:
    """Return a home whose X1C is off and has not reported yet."""
    cloud.disconnect(X1C)
    await cloud.advance(60)
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, cloud, config_entry)
    await home.until_reported()
    return home


async def test_part_that_turns_up_later(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> None:
    """Entities appear with the first report about what a printer has."""
    home = await home_without_x1c(hass, cloud, config_entry)
    assert home.shows(X1C, "online") == "off"
    assert home.shows(X1C, "print_status") == "unavailable"
    assert home.entity_id(X1C, "door") is None

    cloud.connect(X1C)
    await cloud.advance(10)
    await home.until_shown(X1C, "door", "off")
    assert home.entity_id(X1C, "chamber_temperature")


async def test_part_that_turns_up_while_others_are_notified(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """What waits for a part stops once, though it is notified within a notification."""
    home = await home_without_x1c(hass, cloud, config_entry)
    data = home.entry.runtime_data
    notify_all = data.account.printers[X1C].async_update_listeners
    remove = data.cameras.of(X1C).state.async_add_listener(notify_all)

    cloud.connect(X1C)
    await cloud.advance(10)
    await home.until_shown(X1C, "door", "off")
    assert "Unexpected error" not in caplog.text
    remove()


async def test_without_link_and_poll_nothing_is_available(home: Home) -> None:
    """Without the link, what the poll has remains; without both, nothing does."""
    is_available = available(home, X1C)
    before = polls(home)
    await home.lose_link()
    await home.until(lambda: polls(home) > before)
    assert all(map(is_available, (*POLLED, "online")))
    assert not any(map(is_available, PUSHED))

    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    await home.poll()
    keys = (*POLLED, *PUSHED, "online")
    await home.until(lambda: not any(map(is_available, keys)))

    home.cloud.faults.clear()
    await home.poll()
    await home.until(lambda: all(map(is_available, (*POLLED, "online"))))
    await home.cloud.broker.start()
    await home.until(lambda: all(map(is_available, PUSHED)))


async def test_start_without_link(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> None:
    """Without a link since the start, nothing outlasts a poll that fails."""
    await cloud.broker.stop()
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, cloud, config_entry)
    assert home.shows(X1C, "online") == "on"
    cloud.faults.every_request = HttpFault.SERVER_ERROR
    await home.poll()
    await home.until_shown(X1C, "online", "unavailable")


async def test_failing_poll_leaves_what_is_pushed(home: Home) -> None:
    """While printers report, a failing poll changes nothing."""
    home.cloud.faults.every_request = HttpFault.CLOUDFLARE
    await home.poll()
    await home.poll()
    assert all(map(available(home, H2D), (*POLLED, *PUSHED, "online")))


async def test_printer_that_returns_waits_for_its_full_report(home: Home) -> None:
    """What it said before it was switched off is not shown as if it were new."""
    await push(home, X1C, nozzle_temper=200)
    home.cloud.disconnect(X1C)
    event = orjson.dumps({"event": {"event": "client.disconnected"}})
    await home.cloud.broker.publish(f"device/{X1C}/report", event)
    await home.until_shown(X1C, "nozzle_temperature", "unavailable")

    await push(home, X1C, bed_temper=33)
    await home.until_shown(X1C, "online", "on")
    assert home.shows(X1C, "nozzle_temperature") == "unavailable"

    home.cloud.connect(X1C)
    await home.cloud.advance(10)
    await home.until_shown(X1C, "bed_temperature", "24")
    assert home.shows(X1C, "nozzle_temperature") != "200"


async def test_unchanged_state_is_not_even_written(home: Home) -> None:
    """A section that changed asks its entities; only who shows it writes."""
    await push(home, P1S, nozzle_temper=50, bed_temper=50)
    await home.until_shown(P1S, "bed_temperature", "50")
    await push(home, P1S, nozzle_temper=51, bed_temper=51)
    await home.until_shown(P1S, "bed_temperature", "51")
    written: list[str] = []

    @callback
    def note(event: Event[EventStateReportedData]) -> None:
        written.append(event.data["entity_id"])

    home.hass.bus.async_listen(
        EVENT_STATE_REPORTED, note, event_filter=callback(lambda _: True)
    )
    for temperature in (52, 52, 53):
        await push(home, P1S, nozzle_temper=temperature, wifi_signal="-40dBm")
    await home.until_shown(P1S, "nozzle_temperature", "53")
    assert written == []


async def test_entity_that_fails_harms_no_other(home: Home) -> None:
    """A defect in one listener stops neither the others nor the stream."""
    printer = home.entry.runtime_data.account.printers[P1S]

    @callback
    def fail() -> None:
        raise AssertionError

    remove = printer.async_add_listener(fail)
    await push(home, P1S, nozzle_temper=77)
    await home.until_shown(P1S, "nozzle_temperature", "77")
    await push(home, P1S, nozzle_temper=78)
    await home.until_shown(P1S, "nozzle_temperature", "78")
    remove()
