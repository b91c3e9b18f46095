"""What all printers of an account do together is a device of the account."""

from datetime import timedelta
from typing import Any

from homeassistant.const import (
    EVENT_STATE_CHANGED,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import Event, EventStateChangedData, HomeAssistant, callback
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud import async_remove_config_entry_device
from tests.helpers.actions import printing
from tests.helpers.clock import Wall
from tests.helpers.fleet import entry_of, shown, state_of
from tests.helpers.home import A1_MINI, H2D, P1S, X1C, Home
from tests.helpers.print_history import Pace, paced
from tests.helpers.reports import delta, push
from tests.helpers.wait import until
from tests.simulator import HttpFault, SimulatedCloud, another

pytestmark = pytest.mark.usefixtures("pace")


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Read the past without pauses."""
    return paced(monkeypatch)


async def test_device(home: Home) -> None:
    """It is a service, which stays as long as the account has printers."""
    device_id = entry_of(home, "next_finish").device_id
    assert device_id
    device = dr.async_get(home.hass).async_get(device_id)
    assert isinstance(device, dr.DeviceEntry)
    assert device.name == "All printers"
    assert device.entry_type is dr.DeviceEntryType.SERVICE


async def test_device_may_go_when_it_is_of_no_use(
    hass: HomeAssistant, home: Home
) -> None:
    """A person can delete it once the account has a single printer, not before."""
    device_id = entry_of(home, "next_finish").device_id
    device = dr.async_get(hass).async_get(device_id or "")
    assert isinstance(device, dr.DeviceEntry)
    entry: Any = home.entry
    assert not await async_remove_config_entry_device(hass, entry, device)
    for serial in (X1C, A1_MINI, H2D):
        home.cloud.remove_printer(serial)
    fleet = home.entry.runtime_data.fleet
    await until(lambda: not fleet.has_several, meanwhile=home.poll)
    assert await async_remove_config_entry_device(hass, entry, device)


async def test_who_prints_and_who_is_done_first(home: Home) -> None:
    """Printers that print are counted and named, with the first that is done."""
    assert shown(home, "printers_printing") == ("0", [])
    assert state_of(home, "next_finish").state == STATE_UNKNOWN
    await home.cloud.scenario(P1S, "print_uninterrupted", 7200)
    await home.cloud.scenario(X1C, "print_uninterrupted", 3600)
    await home.until_happened(lambda: shown(home, "printers_printing")[0] == "2")
    assert set(shown(home, "printers_printing")[1]) == {"Workshop P1S", "Workshop X1C"}

    def first() -> bool:
        printer: str = state_of(home, "next_finish").attributes["printer"]
        return printer == "Workshop X1C"

    await home.until_happened(first)
    due = dt_util.parse_datetime(state_of(home, "next_finish").state)
    finish = dt_util.parse_datetime(home.shows(X1C, "finish_time") or "")
    assert due
    assert finish
    assert abs(due - finish) <= timedelta(minutes=1)
    assert due.second == 0  # it would be written again and again


async def test_who_needs_a_person(home: Home) -> None:
    """Printers that need a person are counted and named."""
    assert shown(home, "printers_attention") == ("0", [])
    await home.cloud.scenario(P1S, "print_error_shown", 300)
    await home.until_happened(lambda: shown(home, "printers_attention")[0] == "1")
    assert shown(home, "printers_attention")[1] == ["Workshop P1S"]


async def test_message_that_says_why(home: Home) -> None:
    """A pause needs a person from the moment on when a message says why."""
    await printing(home, P1S)
    await push(home, P1S, delta(gcode_state="PAUSE"))
    await home.until_shown(P1S, "print_status", "paused")
    assert shown(home, "printers_attention") == ("0", [])
    thermistor = {"attr": 0x0300_0100, "code": 0x0001_0007}
    await push(home, P1S, delta(hms=[thermistor]))
    await home.until(lambda: shown(home, "printers_attention")[0] == "1")
    assert shown(home, "printers_attention")[1] == ["Workshop P1S"]


async def test_new_printer(home: Home, wall: Wall) -> None:
    """A printer that comes to the account counts like the others, once it reports."""
    home.cloud.faults.drop = 1000
    new = another("P1S", home.cloud.printers)  # of which all texts are there already
    home.cloud.add_printer(new)
    await home.poll()
    await home.until(lambda: state_of(home, "printers_printing").state == STATE_UNKNOWN)
    home.cloud.faults.drop = 0
    wall.ahead += timedelta(seconds=310)
    await home.poll()
    await home.until_reported()
    await home.cloud.scenario(new.identity.serial, "print_uninterrupted", 7200)
    await home.until_happened(lambda: shown(home, "printers_printing")[0] == "1")


async def test_printers_that_are_off(home: Home) -> None:
    """A printer that is off prints nothing."""
    home.cloud.disconnect(H2D)
    await home.poll()
    await home.until(lambda: home.shows(H2D, "print_status") == STATE_UNAVAILABLE)
    assert shown(home, "printers_printing") == ("0", [])


async def test_printer_that_leaves(home: Home) -> None:
    """A printer that leaves the account counts no more."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 7200)
    await home.until_happened(lambda: shown(home, "printers_printing")[0] == "1")
    home.cloud.remove_printer(P1S)
    await until(
        lambda: shown(home, "printers_printing") == ("0", []), meanwhile=home.poll
    )


async def test_without_the_broker(home: Home, wall: Wall) -> None:
    """What the poll has of printers counts while nothing can be pushed."""
    await home.lose_link()
    await home.cloud.scenario(P1S, "print_uninterrupted", 3600)

    async def go_on() -> None:
        await home.cloud.advance(60)
        wall.ahead += timedelta(seconds=60)
        await home.poll(61)

    await until(
        lambda: shown(home, "printers_printing") == ("1", ["Workshop P1S"]),
        meanwhile=go_on,
    )


async def test_without_an_account(home: Home) -> None:
    """Nothing is shown while the cloud cannot be reached."""
    await home.lose_link()
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    account = home.entry.runtime_data.account
    await home.pass_time(120)
    await home.until(lambda: not account.last_update_success)
    await home.until(
        lambda: state_of(home, "printers_printing").state == STATE_UNAVAILABLE
    )


async def test_until_all_have_reported(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> None:
    """How many print is unknown as long as one of the printers may, from the start."""
    seen: list[tuple[str, str]] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        """Note what is shown of anything."""
        if state := event.data["new_state"]:
            seen.append((state.entity_id, state.state))

    hass.bus.async_listen(EVENT_STATE_CHANGED, note)
    cloud.broker.mute = True
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, cloud, config_entry)
    entity_id = state_of(home, "printers_printing").entity_id
    assert {state for each, state in seen if each == entity_id} == {STATE_UNKNOWN}
    cloud.broker.mute = False
    await home.poll()
    await home.until_reported()
    await home.until(lambda: shown(home, "printers_printing") == ("0", []))


async def test_one_printer(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> None:
    """One printer needs no sums; a second one brings them."""
    others = [serial for serial in cloud.printers if serial != P1S]
    _, *unfollowed = others
    hass.config_entries.async_update_entry(config_entry, options={"unfollowed": others})
    assert await hass.config_entries.async_setup(config_entry.entry_id)
    await hass.async_block_till_done()
    home = Home(hass, cloud, config_entry)
    registry = er.async_get(hass)
    found = er.async_entries_for_config_entry(registry, config_entry.entry_id)
    assert not [entry for entry in found if "_fleet_" in entry.unique_id]

    options = {"unfollowed": unfollowed}
    hass.config_entries.async_update_entry(config_entry, options=options)
    assert await hass.config_entries.async_reload(config_entry.entry_id)
    assert entry_of(home, "prints_today").disabled_by is None
