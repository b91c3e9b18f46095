"""What prints used is subtracted once from spools that were entered by hand."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import entity_registry as er
import pytest

from custom_components.bambu_cloud.account.options import CONF_DEDUCT
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.model import PrintTask, TaskStatus, TrayLocation
from custom_components.bambu_cloud.model.spool_use import Use
from tests.helpers.actions import device_id
from tests.helpers.attribute_names import unnamed_attributes
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.reports import delta, push
from tests.helpers.spools import HOUR, PATH, Shelf, shelf_of
from tests.simulator import HttpFault, SimulatedCloud

SLOT = TrayLocation(0, 1)


async def shelf_with(home: Home, *, deduct: bool = True) -> Shelf:
    """Return the spools of a home that subtracts prints."""
    shelf = await shelf_of(home)
    options = {**home.entry.options, CONF_DEDUCT: deduct}
    home.hass.config_entries.async_update_entry(home.entry, options=options)
    await home.hass.async_block_till_done()
    return shelf


def print_used(home: Home, number: int, grams: float, task: str = "7") -> None:
    """Let a print have used so many g of a spool."""
    spool_use = home.entry.runtime_data.spool_use
    done = PrintTask(id=task, serial=X1C, status=TaskStatus.FINISHED)
    for listener in spool_use._listeners:
        listener(done, (Use(0, grams, SLOT, None, str(number)),))


async def until_idle(home: Home) -> None:
    """Wait until what is owed has been written, or has failed."""
    deduction = home.entry.runtime_data.deduction
    await home.hass.async_block_till_done()
    await home.until(lambda: not deduction._turn.locked())
    await home.hass.async_block_till_done()


async def undo(home: Home, **data: str) -> None:
    """Give back what a print was booked with."""
    action = "undo_filament_booking"
    await home.hass.services.async_call(DOMAIN, action, data, blocking=True)


def event(home: Home, shelf: Shelf) -> dict[str, Any]:
    """Return what the event entity shows."""
    unique_id = f"{shelf.uid}_filament_filament_booked"
    registry = er.async_get(home.hass)
    entity_id = registry.async_get_entity_id("event", DOMAIN, unique_id)
    state = home.hass.states.get(entity_id or "")
    assert state
    return dict(state.attributes)


async def test_booked_and_undone(manual: int, home: Home) -> None:
    """A print is subtracted, shown, and given back on request."""
    shelf = await shelf_with(home)
    print_used(home, manual, 34.6)
    await home.until(lambda: shelf.cloud.rows[manual]["netWeight"] == 266)
    await until_idle(home)
    assert shelf.shows(manual) == "266"
    shown = event(home, shelf)
    assert (shown["event_type"], shown["spool"]) == ("booked", "Shelf black")
    assert (shown["grams"], shown["before"], shown["after"]) == (34, 300, 266)
    assert not set(unnamed_attributes(home))

    print_used(home, manual, 34.6)
    print_used(home, manual, 0.5, task="8")
    await home.until(lambda: shelf.cloud.rows[manual]["netWeight"] == 265)

    target = {"device_id": device_id(home, X1C)}
    await undo(home, **target, print_id="7")
    await home.until(lambda: shelf.cloud.rows[manual]["netWeight"] == 299)
    await until_idle(home)
    assert event(home, shelf)["event_type"] == "undone"
    with pytest.raises(ServiceValidationError, match="Nothing is booked"):
        await undo(home, **target, print_id="7")


@pytest.mark.parametrize("deduct", [False, True])
async def test_what_is_never_booked(
    tagged: int, manual: int, home: Home, *, deduct: bool
) -> None:
    """Without the option nothing changes, and never a spool that an AMS weighs."""
    shelf = await shelf_with(home, deduct=deduct)
    print_used(home, tagged if deduct else manual, 34)
    await until_idle(home)
    assert shelf.cloud.rows[tagged]["netWeight"] == 640
    assert shelf.cloud.rows[manual]["netWeight"] == 300


async def test_cloud_is_down(manual: int, home: Home) -> None:
    """While the cloud does not answer, bookings wait; two prints become one write."""
    shelf = await shelf_with(home)
    home.cloud.faults.targets[PATH] = HttpFault.UNAVAILABLE
    print_used(home, manual, 10)
    print_used(home, manual, 20, task="8")
    await until_idle(home)
    await home.pass_time(1.1 * HOUR)
    await until_idle(home)
    assert shelf.cloud.rows[manual]["netWeight"] == 300
    home.cloud.faults.clear()
    await home.pass_time(1.1 * HOUR)
    await home.until(lambda: shelf.cloud.rows[manual]["netWeight"] == 270)


async def test_restart(hass: HomeAssistant, manual: int, home: Home) -> None:
    """What could not be written before a restart is written after it, once."""
    shelf = await shelf_with(home)
    home.cloud.faults.targets[PATH] = HttpFault.UNAVAILABLE
    print_used(home, manual, 10)
    await until_idle(home)
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    home.cloud.faults.clear()
    assert await hass.config_entries.async_setup(home.entry.entry_id)
    await home.until(lambda: shelf.cloud.rows[manual]["netWeight"] == 290)
    await until_idle(home)
    print_used(home, manual, 10)
    await until_idle(home)
    assert shelf.cloud.rows[manual]["netWeight"] == 290


async def test_unloaded_while_owed(manual: int, home: Home) -> None:
    """An account that is not loaded any more writes nothing."""
    await shelf_with(home)
    home.cloud.faults.targets[PATH] = HttpFault.UNAVAILABLE
    print_used(home, manual, 10)
    await until_idle(home)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    home.cloud.requests.clear()
    await home.pass_time(1.1 * HOUR)
    assert not home.cloud.requests


async def test_crash_while_writing(
    hass: HomeAssistant, manual: int, home: Home, hass_storage: dict[str, Any]
) -> None:
    """A weight that had reached the cloud before a crash is subtracted once."""
    shelf = await shelf_with(home)
    print_used(home, manual, 10)
    await home.until(lambda: shelf.cloud.rows[manual]["netWeight"] == 290)
    await until_idle(home)
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    stored = hass_storage[f"{DOMAIN}.{home.entry.entry_id}.bookings"]
    crashed = {"owed": {f"{manual}": 10.0}, "writes": {f"{manual}": [10, 300, 290]}}
    stored["data"] |= crashed
    assert await hass.config_entries.async_setup(home.entry.entry_id)
    await shelf.until_idle()
    await until_idle(home)
    assert shelf.cloud.rows[manual]["netWeight"] == 290
    stored = hass_storage[f"{DOMAIN}.{home.entry.entry_id}.bookings"]
    assert (stored["data"]["owed"], stored["data"]["writes"]) == ({f"{manual}": 0}, {})
    await hass.config_entries.async_remove(home.entry.entry_id)
    assert f"{DOMAIN}.{home.entry.entry_id}.bookings" not in hass_storage


async def test_cloud_is_down_for_a_day(
    hass: HomeAssistant, manual: int, home: Home
) -> None:
    """Prints of a day without the cloud are booked in the end, also over a restart."""
    shelf = await shelf_with(home)
    home.cloud.faults.every_request = HttpFault.UNAVAILABLE
    for hour in range(24):
        print_used(home, manual, 2.5, task=f"{hour}")
        await home.pass_time(1.1 * HOUR)
        await until_idle(home)
    assert shelf.cloud.rows[manual]["netWeight"] == 300
    assert await hass.config_entries.async_unload(home.entry.entry_id)
    home.cloud.faults.clear()
    assert await hass.config_entries.async_setup(home.entry.entry_id)
    await home.until(lambda: shelf.cloud.rows[manual]["netWeight"] == 240)


async def test_two_prints_end_at_once(
    cloud: SimulatedCloud, manual: int, home: Home
) -> None:
    """Two prints that end in the same moment are both booked, also of one spool."""
    other = cloud.spools_of().put(filamentName="ABS", netWeight=500)
    shelf = await shelf_with(home)
    await shelf.until_fetched()
    print_used(home, manual, 10)
    print_used(home, manual, 20, task="8")
    print_used(home, other, 30, task="9")
    await home.until(lambda: shelf.cloud.rows[other]["netWeight"] == 470)
    await until_idle(home)
    assert shelf.cloud.rows[manual]["netWeight"] == 270


async def test_spool_is_gone(manual: int, tagged: int, home: Home) -> None:
    """A spool that was deleted, or has no weight, owes nothing any more."""
    shelf = await shelf_with(home)
    weightless = shelf.cloud.put(filamentName="PLA")
    await shelf.until_fetched()
    print_used(home, manual, 10)
    del shelf.cloud.rows[manual]
    print_used(home, weightless, 10, task="8")
    await until_idle(home)
    shelf.cloud.rows[weightless]["netWeight"] = 500
    print_used(home, weightless, 1, task="9")
    await home.until(lambda: shelf.cloud.rows[weightless]["netWeight"] == 499)


async def test_spool_that_is_deleted_meanwhile(
    manual: int, tagged: int, home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A weight that cannot be set any more is owed no longer."""
    shelf = await shelf_with(home)
    asked: list[Any] = []
    with monkeypatch.context() as patched:
        patched.setattr(shelf.cloud, "change", lambda body, _: asked.append(body))
        print_used(home, manual, 10)
        await home.until(lambda: asked)
        await until_idle(home)
    shelf.cloud.rows[tagged]["netWeight"] = 7
    print_used(home, manual, 1, task="8")
    await home.until(lambda: shelf.cloud.rows[manual]["netWeight"] == 299)


async def test_new_weights_of_others_are_shown(
    manual: int, tagged: int, home: Home
) -> None:
    """What the cloud has before a booking is shown, also if nothing is booked."""
    shelf = await shelf_with(home)
    shelf.cloud.rows[tagged]["netWeight"] = 7
    del shelf.cloud.rows[manual]
    print_used(home, manual, 10)
    await home.until(lambda: shelf.shows(tagged) == "7")


@pytest.mark.parametrize("seen", [(), ("PREPARE", "FINISH")])
async def test_filament_that_was_not_seen(
    cloud: SimulatedCloud, manual: int, home: Home, seen: tuple[str, ...]
) -> None:
    """A print used the spool in the place that only the history names."""
    shelf = await shelf_with(home)
    place = {"inPrinter": True, "devId": P1S, "amsId": 254, "slotId": "0"}
    cloud.spools_of().rows[manual] |= place
    await shelf.until_fetched()
    outside = {"id": "254", "tray_type": "PETG", "tray_info_idx": "GFG99"}
    await push(home, P1S, delta(vir_slot=[outside | {"tray_color": "1A1A1AFF"}]))
    await home.until(lambda: home.attributes(P1S, "external_spool").get("spool"))
    filament = {
        "ams": 254,
        "weight": 5.0,
        "filamentId": "GFG99",
        "filamentType": "PETG",
        "targetColor": "1A1A1AFF",
    }
    row = {
        "id": 78,
        "deviceId": P1S,
        "status": 2,
        "startTime": "2099-01-01T10:00:00Z",
        "endTime": "2099-01-01T11:00:00Z",
        "amsDetailMapping": [filament],
    }
    home.cloud.history.remember_first(row)
    for state in seen:
        await push(home, P1S, delta(gcode_state=state, task_id="78", subtask_id="78"))
    await home.until_shown(P1S, "print_status", "finished" if seen else "idle")
    await home.entry.runtime_data.history.async_refresh(P1S)
    await home.until(lambda: shelf.cloud.rows[manual]["netWeight"] == 295)
