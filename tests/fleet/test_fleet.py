"""What all printers of an account do together is a device of the account."""

from datetime import timedelta
from typing import Any

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, State
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.bambu_cloud.const import CONF_UID, DOMAIN
from tests.helpers.clock import Wall
from tests.helpers.home import H2D, P1S, X1C, Home
from tests.helpers.print_history import NEWEST, Pace, paced
from tests.helpers.wait import until
from tests.simulator import HttpFault, SimulatedCloud
from tests.simulator.cloud_side.past import past

TASKS = "/v1/user-service/my/tasks"

pytestmark = pytest.mark.usefixtures("pace")


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Read the past without pauses."""
    return paced(monkeypatch)


def entry_of(home: Home, key: str) -> er.RegistryEntry:
    """Return the registry entry of a sensor of all printers."""
    registry = er.async_get(home.hass)
    unique_id = f"{home.entry.data[CONF_UID]}_fleet_{key}"
    entity_id = registry.async_get_entity_id("sensor", DOMAIN, unique_id)
    assert entity_id
    found = registry.async_get(entity_id)
    assert found
    return found


def state_of(home: Home, key: str) -> State:
    """Return what a sensor of all printers shows."""
    state = home.hass.states.get(entry_of(home, key).entity_id)
    assert state
    return state


def shown(home: Home, key: str) -> tuple[str, Any]:
    """Return a number of printers, and which they are."""
    state = state_of(home, key)
    return state.state, state.attributes["printers"]


async def test_device(home: Home) -> None:
    """It is a service, which stays as long as the account has printers."""
    device_id = entry_of(home, "next_finish").device_id
    assert device_id
    device = dr.async_get(home.hass).async_get(device_id)
    assert isinstance(device, dr.DeviceEntry)
    assert device.name == "All printers"
    assert device.entry_type is dr.DeviceEntryType.SERVICE


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


async def test_today(home: Home, wall: Wall) -> None:
    """Prints and filament count from midnight on, and begin anew without the cloud."""
    midnight = dt_util.start_of_local_day(dt_util.as_local(wall.clock.now()))
    ended = midnight + timedelta(minutes=1)
    rows = [
        {
            "id": NEWEST - number,
            "deviceId": serial,
            "status": status,
            "startTime": (ended - timedelta(hours=1)).isoformat(),
            "endTime": ended.isoformat(),
            "costTime": 3600,
            "weight": weight,
        }
        for number, (serial, status, weight) in enumerate(
            ((P1S, 2, 30.0), (X1C, 2, 10.5), (X1C, 3, 5.0))
        )
    ]
    home.cloud.history.remember(rows)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until(lambda: state_of(home, "prints_today").state == "3")
    state = state_of(home, "prints_today")
    assert state.attributes["failed"] == 1
    assert state.attributes["last_reset"] == midnight.isoformat()
    assert float(state_of(home, "filament_today").state) == pytest.approx(45.5)

    home.cloud.faults.targets[TASKS] = HttpFault.SERVER_ERROR
    wall.ahead += timedelta(days=1)
    for days in (1, 2):  # a day without prints ends as well
        async_fire_time_changed(home.hass, midnight + timedelta(days=days))
        await home.hass.async_block_till_done()
        state = state_of(home, "prints_today")
        next_day = midnight + timedelta(days=days)
        assert state.state == "0"
        assert state.attributes["last_reset"] == next_day.isoformat()
        wall.ahead += timedelta(days=1)


async def test_print_that_ends(home: Home) -> None:
    """A print counts once the history has it, whatever printers report."""
    await home.until(lambda: state_of(home, "prints_today").state == "0")
    ended = dt_util.utcnow()
    home.cloud.history.remember_first(
        {
            "id": NEWEST,
            "deviceId": P1S,
            "status": 2,
            "startTime": (ended - timedelta(hours=1)).isoformat(),
            "endTime": ended.isoformat(),
            "weight": 30,
        }
    )
    await home.entry.runtime_data.history.async_refresh(P1S)
    await home.until(lambda: state_of(home, "prints_today").state == "1")


async def test_of_yesterday(home: Home) -> None:
    """What was printed before today does not count."""
    yesterday = dt_util.start_of_local_day() - timedelta(hours=1)
    rows = past([P1S], 5, last_id=NEWEST, until=yesterday)
    home.cloud.history.remember(rows)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until(lambda: state_of(home, "prints_today").state == "0")


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
