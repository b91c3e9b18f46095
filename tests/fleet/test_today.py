"""What all printers of an account have printed since midnight is added up."""

from datetime import timedelta

from homeassistant.const import STATE_UNKNOWN
from homeassistant.core import Event, EventStateChangedData, callback
from homeassistant.helpers.event import async_track_state_change_event
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from tests.helpers.clock import Wall
from tests.helpers.fleet import state_of
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.print_history import NEWEST, Pace, paced
from tests.simulator import HttpFault
from tests.simulator.cloud_side.past import past

TASKS = "/v1/user-service/my/tasks"

pytestmark = pytest.mark.usefixtures("pace")


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Read the past without pauses."""
    return paced(monkeypatch)


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
    # What is fetched regularly would begin a new day as well, if hours later.
    home.hass.config_entries.async_update_entry(home.entry, pref_disable_polling=True)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until(lambda: state_of(home, "prints_today").state == "3")
    await home.until_reported()
    await home.pass_time(61)
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


async def test_restart(home: Home) -> None:
    """What was printed today is there at once, and never unknown in between."""
    await home.until(lambda: state_of(home, "prints_today").state == "0")
    await home.until_reported()
    states: list[str] = []

    @callback
    def note(event: Event[EventStateChangedData]) -> None:
        """Note what is shown."""
        if state := event.data["new_state"]:
            states.append(state.state)

    entity_id = state_of(home, "prints_today").entity_id
    async_track_state_change_event(home.hass, entity_id, note)
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    assert states[-1] == "0"
    assert STATE_UNKNOWN not in states


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
