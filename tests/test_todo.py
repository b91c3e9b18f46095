"""The maintenance of a printer is a to-do list."""

from datetime import timedelta
from typing import Any

from homeassistant.components.todo import DOMAIN as TODO_DOMAIN
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.bambu_cloud.const import CONF_MAINTENANCE, DOMAIN
from tests.helpers.automation import automate, turn_off_all
from tests.helpers.clock import Wall
from tests.helpers.home import H2D, P1S, Home
from tests.helpers.maintenance import list_of, opened, tasks
from tests.helpers.print_history import NEWEST, Pace, complete, paced, set_up, unload
from tests.simulator import SimulatedCloud
from tests.simulator.cloud_side.past import iso, past

pytestmark = pytest.mark.usefixtures("pace")


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Read the past without pauses."""
    return paced(monkeypatch)


async def tick(home: Home, item: str, **changes: Any) -> None:
    """Change an item of the P1S."""
    await home.hass.services.async_call(
        TODO_DOMAIN,
        "update_item",
        {"item": item, **(changes or {"status": "completed"})},
        target={"entity_id": list_of(home)},
        blocking=True,
    )


def count(home: Home, serial: str = P1S) -> str:
    """Return how many tasks are open."""
    state = home.hass.states.get(list_of(home, serial))
    assert state
    return state.state


async def test_nothing_is_due_on_the_first_day(home: Home) -> None:
    """Each model has its tasks, which count from the set-up on."""
    assert count(home) == "0"
    listed = await tasks(home)
    assert "clean_carbon_rods" in listed
    assert "oil_rails" not in listed
    assert listed["grease_lead_screws"]["summary"] == "Grease lead screws"
    quarter = (dt_util.now() + timedelta(days=91)).date()
    assert listed["grease_lead_screws"]["due"] == quarter.isoformat()
    assert "oil_rails" in await tasks(home, H2D)


async def test_comes_back(home: Home, wall: Wall) -> None:
    """A task is due after its interval, and anew as long after it was done."""
    wall.ahead += timedelta(days=31)
    await home.pass_time(3601)
    assert await opened(home) == ["clean_carbon_rods", "clean_rods"]
    assert count(home) == "2"

    await tick(home, "Clean carbon rods (dry)")
    assert await opened(home) == ["clean_rods"]
    assert count(home) == "1"
    assert [*await tasks(home)][:2] == ["clean_rods", "clean_carbon_rods"]

    wall.ahead += timedelta(days=29)
    await home.pass_time(3601)
    assert await opened(home) == ["clean_rods"]
    wall.ahead += timedelta(days=2)
    await home.pass_time(3601)
    assert await opened(home) == ["clean_carbon_rods", "clean_rods"]


async def test_ticked_by_mistake(home: Home, wall: Wall) -> None:
    """Without its tick it is open again, over a restart, too."""
    wall.ahead += timedelta(days=31)
    await home.pass_time(3601)
    await tick(home, "clean_rods")
    assert "clean_rods" not in await opened(home)
    await tick(home, "clean_rods", status="needs_action")
    await tick(home, "grease_lead_screws", status="needs_action")  # not due for long
    expected = {"clean_rods", "grease_lead_screws"}
    assert expected <= {*await opened(home)}

    await unload(home)
    await set_up(home)
    assert expected <= {*await opened(home)}


async def test_rolls_of_filament(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> None:
    """What the account's history shows as printed counts."""
    house = Home(hass, cloud, config_entry)
    house.cloud.history.remember(past([P1S], 20, last_id=NEWEST, until=house.cloud.now))
    await set_up(house)
    await complete(house)
    assert await opened(house) == []
    await unload(house)
    # 20 kg of filament later, in the history only.
    house.cloud.history.remember(
        row | {"weight": 1000, "amsDetailMapping": [{"weight": 1000}]}
        for row in past([P1S], 20, last_id=NEWEST + 20, until=house.cloud.now, seed=1)
    )

    await set_up(house)

    await house.until(lambda: count(house) == "2")
    assert await opened(house) == ["check_cutter", "replace_tube"]


async def test_prints_since_an_older_version(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    hass_storage: dict[str, Any],
) -> None:
    """What an older version noted counts on, also in prints, which it did not note."""
    options = {P1S: {"clean_rods": {"interval": 3, "unit": "prints"}}}
    hass.config_entries.async_update_entry(
        config_entry, options={CONF_MAINTENANCE: options}
    )
    house = Home(hass, cloud, config_entry)
    cloud.history.remember(past([P1S], 20, last_id=NEWEST, until=cloud.now))
    await set_up(house)
    await complete(house)
    await unload(house)
    key = f"{DOMAIN}.{config_entry.entry_id}.maintenance"
    for record in hass_storage[key]["data"]["records"][P1S].values():
        assert record.pop("prints") == 20
    now = dt_util.utcnow()
    later = {"startTime": iso(now), "endTime": iso(now + timedelta(minutes=5))}
    cloud.history.remember(
        row | later
        for row in past([P1S], 3, last_id=NEWEST + 3, until=cloud.now, seed=1)
    )

    await set_up(house)

    await house.until(lambda: count(house) == "1")
    assert await opened(house) == ["clean_rods"]
    await tick(house, "clean_rods")
    assert count(house) == "0"


async def test_printer_asks(home: Home) -> None:
    """A reminder of the printer opens its task, and its screen closes it."""
    await home.until_reported()
    await home.cloud.scenario(H2D, "maintenance_due", 600)
    await home.until_happened(lambda: count(home, H2D) == "1")
    assert await opened(home, H2D) == ["grease_lead_screws"]
    asked = (await tasks(home, H2D))["grease_lead_screws"]
    assert asked["description"] == "The rods have run dry: grease them."

    await home.cloud.advance(600)
    await home.until_happened(lambda: count(home, H2D) == "0")
    today = dt_util.now().date()
    due = (await tasks(home, H2D))["grease_lead_screws"]["due"]
    assert due == (today + timedelta(days=30)).isoformat()


async def test_trigger(home: Home, wall: Wall) -> None:
    """Each task that becomes due triggers, and nothing that is done does."""
    calls = async_mock_service(home.hass, "test", "act")
    list_id = list_of(home)
    await automate(
        home.hass,
        {
            "triggers": {
                "trigger": "bambu_cloud.maintenance_due",
                "target": {"entity_id": list_id},
            },
            "actions": {
                "action": "test.act",
                "data": {"entity_id": "{{ trigger.entity_id }}"},
            },
        },
    )
    await home.pass_time(3601)
    assert not calls
    wall.ahead += timedelta(days=31)
    await home.pass_time(3601)
    assert [call.data["entity_id"] for call in calls] == [list_id]
    await tick(home, "clean_rods")
    assert len(calls) == 1
    await turn_off_all(home.hass)


async def test_no_new_name(home: Home) -> None:
    """A task cannot be renamed, and the error says what can be done."""
    with pytest.raises(ServiceValidationError, match="cannot be renamed"):
        await tick(home, "clean_rods", rename="Polish rods")


async def test_chosen_intervals(home: Home, wall: Wall) -> None:
    """What a person leaves out is gone, and chosen intervals count at once."""
    options: dict[str, Any] = {
        P1S: {"clean_carbon_rods": 0, "clean_rods": 3, "check_desiccant": 14, "x": "y"}
    }
    home.hass.config_entries.async_update_entry(
        home.entry, options={CONF_MAINTENANCE: options}
    )
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert "clean_carbon_rods" not in await tasks(home)
    wall.ahead += timedelta(days=15)
    await home.pass_time(3601)
    assert await opened(home) == ["clean_rods", "check_desiccant"]


async def test_account_is_removed(home: Home, hass_storage: dict[str, Any]) -> None:
    """Nothing of the lists is left behind."""
    key = f"{DOMAIN}.{home.entry.entry_id}.maintenance"
    await home.pass_time(11)
    assert key in hass_storage
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert key not in hass_storage
