"""What is on the lists of printers comes from the history, and outlasts a restart."""

from datetime import timedelta
import logging
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.maintenance.tasks import rules_of
from tests.helpers.home import H2D, P1S, X1C, Home
from tests.helpers.maintenance import opened, tasks
from tests.helpers.print_history import NEWEST, complete, paced, set_up, unload
from tests.simulator import P2S_SERIAL, SimulatedCloud, another
from tests.simulator.cloud_side.past import past


@pytest.fixture(autouse=True)
def pace(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read the past without pauses."""
    paced(monkeypatch)


async def test_due_dates(
    hass: HomeAssistant, cloud: SimulatedCloud, config_entry: MockConfigEntry
) -> None:
    """Dates are predicted from what was printed within 30 days."""
    house = Home(hass, cloud, config_entry)
    now = dt_util.now()
    rows = past([P1S], 4, last_id=NEWEST, until=now)
    printed = [(P1S, 1000, "PA-CF"), (P1S, 1000, "PETG Sparkle")]
    printed += [(P1S, 1000, "PLA"), (X1C, 3000, "PLA")]
    house.cloud.history.remember(
        row
        | {
            "deviceId": serial,
            "weight": grams,
            "startTime": (now - timedelta(days=11)).isoformat(),
            "endTime": (now - timedelta(days=1)).isoformat(),
            "amsDetailMapping": [{"weight": grams, "filamentType": material}],
        }
        for row, (serial, grams, material) in zip(rows, printed, strict=True)
    )
    await set_up(house)
    await complete(house)

    async def days(serial: str, task: str) -> int:
        """Return in how many days a task is due."""
        due = dt_util.parse_date((await tasks(house, serial))[task]["due"])
        assert due
        return (due - now.date()).days

    assert await days(P1S, "check_cutter") == 30  # of 2 kg that wear it down
    assert await days(P1S, "replace_tube") == 75
    assert await days(P1S, "replace_air_filter") == 60  # of 1440 h
    assert await days(X1C, "replace_tube") == 100  # of 10 kg


async def test_new_printer(home: Home) -> None:
    """A printer that comes to the account has its list."""
    home.cloud.add_printer(another("P2S", home.cloud.printers))
    await home.poll()
    await home.until_reported()
    assert (await tasks(home, P2S_SERIAL)).keys() == rules_of("P2S", {}).keys()


async def test_damaged_file(home: Home, hass_storage: dict[str, Any]) -> None:
    """What makes no sense in the file is left out, and counts from now on."""
    await unload(home)
    key = f"{DOMAIN}.{home.entry.entry_id}.maintenance"
    since = {"since": (dt_util.utcnow() - timedelta(days=40)).isoformat()}
    records = {"polish_rods": since, "clean_rods": 7, "clean_carbon_rods": since}
    hass_storage[key]["data"] = {"records": {P1S: records, H2D: "none"}}
    await set_up(home)
    assert await opened(home) == ["clean_carbon_rods"]
    assert "clean_rods" in await tasks(home)
    assert await opened(home, H2D) == []


async def test_written_once(
    home: Home, hass_storage: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """What all printers of a start add is written once: cards wear out."""
    await unload(home)
    key = f"{DOMAIN}.{home.entry.entry_id}.maintenance"
    del hass_storage[key]
    caplog.set_level(logging.DEBUG, "pytest_homeassistant_custom_component")
    caplog.clear()
    await set_up(home)
    await complete(home)
    await home.until_reported()
    assert key not in hass_storage
    await home.pass_time(11)
    assert caplog.text.count(f"Writing data to {key}") == 1
    assert P1S in hass_storage[key]["data"]["records"]
