"""Prints of the history are assigned once, and only those of our time."""

from datetime import timedelta

from homeassistant.core import HomeAssistant

from tests.helpers.clock import Wall
from tests.helpers.home import X1C, Home
from tests.helpers.spools import PATH, shelf_of
from tests.simulator import HttpFault
from tests.simulator.cloud_side.past import iso


async def test_prints_of_before(home: Home, wall: Wall) -> None:
    """What ended before the first start is none of ours; what ended since then is."""
    await shelf_of(home)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    wall.ahead += timedelta(hours=1)
    row = {
        "deviceId": X1C,
        "amsDetailMapping": [{"ams": 0, "weight": 5.0, "filamentType": "PLA"}],
    }
    for number, ended_at in (
        (76, wall() - timedelta(days=1)),
        (77, wall() - timedelta(minutes=10)),
    ):
        start = ended_at - timedelta(minutes=20)
        times = {"id": number, "startTime": iso(start), "endTime": iso(ended_at)}
        home.cloud.history.remember_first(row | times)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    await shelf_of(home)
    data = home.entry.runtime_data
    await data.history.async_refresh(X1C)
    tasks = {each.id: each for each in data.history.tasks(X1C)}
    assert data.spool_use.with_uses(tasks["77"]).filaments[0].used == 5.0
    assert data.spool_use.with_uses(tasks["76"]).filaments[0].used is None


async def test_print_ends_before_the_spools_are_there(
    hass: HomeAssistant, manual: int, home: Home
) -> None:
    """What a print used is found out once the spools have come, and stays so."""
    shelf = await shelf_of(home)
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    home.cloud.faults.targets[PATH] = HttpFault.UNAVAILABLE
    assert await hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    row = {
        "id": 77,
        "deviceId": X1C,
        "startTime": "2099-01-01T10:00:00Z",
        "endTime": "2099-01-01T11:00:00Z",
        "amsDetailMapping": [{"ams": 0, "weight": 5.0, "filamentType": "PLA"}],
    }
    home.cloud.history.remember_first(row)
    data = home.entry.runtime_data
    await data.history.async_refresh(X1C)
    await hass.async_block_till_done()
    (task,) = [each for each in data.history.tasks(X1C) if each.id == "77"]
    assert data.spool_use.with_uses(task).filaments[0].used is None
    home.cloud.faults.clear()
    await shelf.until_fetched()
    assert data.spool_use.with_uses(task).filaments[0].used == 5.0

    row["amsDetailMapping"] = [{"ams": 0, "weight": 9.0, "filamentType": "PLA"}]
    home.cloud.history.remember_first(row)
    assert await hass.config_entries.async_reload(home.entry.entry_id)
    await shelf.until_idle()
    data = home.entry.runtime_data
    await data.history.async_refresh(X1C)
    task = data.history.tasks(X1C)[0]
    assert task.filaments[0].weight == 9.0
    assert data.spool_use.with_uses(task).filaments[0].used == 5.0
