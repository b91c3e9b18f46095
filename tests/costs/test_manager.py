"""What a print costs is counted while it goes on, and shown everywhere."""

from datetime import timedelta
from typing import Any

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.util import dt as dt_util
import pytest

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.model import Lifecycle, PrintEvent, PrintEventType
from tests.helpers.actions import call, device_id
from tests.helpers.clock import Wall
from tests.helpers.costs import METER, Plug, begin, configured, end, number
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.wait import until

KEYS = {"energy", "energy_cost", "filament_cost", "cost", "currency", "cost_is_partial"}
MINUTE = 61


async def test_whole_print(home: Home, plug: Plug, wall: Wall) -> None:
    """The meter begins anew and is gone for a while; the price changes."""
    fired = await begin(home)
    assert home.shows(P1S, "print_energy") == "0.0"
    start = home.attributes(P1S, "print_energy")["last_reset"]
    assert start == fired.events[0]["started"]
    await plug.shows(10.4)
    await plug.costs(0.20)
    await plug.shows(0.1)
    await plug.shows(None)
    await plug.costs(None)
    await plug.costs(0.20)
    await plug.shows(0.5)
    assert (number(home, "print_energy"), number(home, "print_cost")) == (0.9, 0.22)

    finished = await end(home, fired)
    assert (finished["energy"], finished["energy_cost"]) == (0.9, 0.22)
    assert (finished["currency"], finished["cost_is_partial"]) == ("EUR", False)
    filament = round(finished["weight"] * 20 / 1000, 2)
    assert finished["filament_cost"] == filament
    assert finished["cost"] == pytest.approx(0.22 + filament, abs=0.011)
    assert number(home, "print_cost") == finished["cost"]
    assert home.attributes(P1S, "print_cost")["filament_cost"] == filament
    assert home.attributes(P1S, "print_energy")["last_reset"] == start

    await plug.shows(3.0)
    assert number(home, "print_energy") == 0.9
    response = await call(home, "get_print_history", device_id=device_id(home, P1S))
    newest, *older = response["prints"]
    assert {key: newest[key] for key in KEYS} == {key: finished[key] for key in KEYS}
    assert not any(KEYS & each.keys() for each in older)
    assert f"0.90 kWh · {finished['cost']:.2f} EUR" in await descriptions(home)

    before = plug.cost
    wall.ahead += timedelta(minutes=10)
    await home.pass_time(10 * MINUTE)
    assert plug.cost == before  # what was counted as a whole is asked of nobody


async def descriptions(home: Home) -> str:
    """Return all that the calendars say of prints."""
    now = dt_util.utcnow()
    span = {"start_date_time": now - timedelta(days=9e3), "end_date_time": now}
    calendars = home.hass.states.async_entity_ids("calendar")
    result: Any = await home.hass.services.async_call(
        "calendar",
        "get_events",
        {ATTR_ENTITY_ID: calendars, **span},
        blocking=True,
        return_response=True,
    )
    events = (each for one in result.values() for each in one["events"])
    return "\n".join(each.get("description") or "" for each in events)


async def test_canceled_print(home: Home, plug: Plug) -> None:
    """Of a print that did not finish, as much filament counts as it had come along."""
    fired = await begin(home, "print_fails")
    failed = await end(home, fired, "failed")
    (filament,) = failed["filaments"]
    assert 0 < filament["used"] < failed["weight"]
    assert failed["filament_cost"] == round(filament["used"] * 20 / 1000, 2)
    assert plug.cost.energy == 0


async def test_only_where_it_is_configured(home: Home, plug: Plug) -> None:
    """Other printers have neither sensors nor attributes."""
    assert home.entity_id(X1C, "print_energy") is None
    assert home.entity_id(X1C, "print_cost") is None
    assert home.shows(P1S, "print_energy") == "unknown"
    fired = FiredEvents(home, X1C)
    await home.cloud.scenario(X1C, "print_uninterrupted", 600)
    await home.until_happened(lambda: "finished" in fired.types)
    assert not KEYS & fired.events[-1].keys()


async def test_restart(home: Home, plug: Plug, hass_storage: dict[str, Any]) -> None:
    """After a restart it goes on with the difference to what was stored."""
    fired = await begin(home)
    await plug.shows(10.2)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await plug.shows(10.7)
    await home.pass_time(MINUTE)
    stored = hass_storage[f"{DOMAIN}.{home.entry.entry_id}.cost_counts"]["data"]
    assert stored[P1S]["count"]["energy"] == pytest.approx(0.2)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    await plug.shows(10.8)
    assert number(home, "print_energy") == 0.8
    assert (await end(home, fired))["energy"] == 0.8


async def test_stored_costs(
    home: Home, plug: Plug, hass_storage: dict[str, Any]
) -> None:
    """What a print cost outlasts a reload, right after its end, but not the account."""
    fired = await begin(home)
    await plug.shows(10.5)
    await end(home, fired)
    before = plug.cost
    shown = home.shows(P1S, "print_cost")
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    assert plug.cost == before
    assert home.shows(P1S, "print_cost") == shown

    key = f"{DOMAIN}.{home.entry.entry_id}"
    assert f"{key}.costs" in hass_storage
    await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert not [each for each in hass_storage if each.startswith(key)]


async def test_end_that_comes_twice(home: Home, plug: Plug) -> None:
    """An end that was not stored before a crash comes again, and changes nothing."""
    fired = await begin(home)
    await plug.shows(10.5)
    await end(home, fired)
    before = plug.cost
    assert before.ended_at
    again = PrintEvent(
        type=PrintEventType.FINISHED,
        at=before.ended_at,
        task_id=before.task_id,
        started_at=before.started_at,
        late=True,
    )
    for listener in home.entry.runtime_data.print_events.on_prints:
        listener(P1S, Lifecycle(), (again,))
    assert plug.cost == before


async def test_damaged_files(
    home: Home, plug: Plug, hass_storage: dict[str, Any]
) -> None:
    """What makes no sense is left out."""
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    key = f"{DOMAIN}.{home.entry.entry_id}"
    content = {"version": 1, "minor_version": 1}
    counts = {P1S: {"started_at": "soon"}, X1C: 3}
    hass_storage[f"{key}.cost_counts"] = {**content, "data": counts}
    costs = {P1S: [{"ended_at": None}], X1C: "much"}
    hass_storage[f"{key}.costs"] = {**content, "data": costs}
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    assert home.entry.runtime_data.costs.current(P1S) is None
    await end(home, await begin(home))
    assert plug.cost.energy == 0


async def test_end_without_a_recorder(home: Home, plug: Plug, wall: Wall) -> None:
    """Of a print whose end was not seen, what was counted before remains."""
    fired = await begin(home)
    await plug.shows(10.5)
    await home.lose_link()
    await plug.shows(11.0)
    await home.cloud.advance(900)
    wall.ahead += timedelta(seconds=900)
    await home.cloud.broker.start()
    await home.until_reported()
    for _ in range(50):
        if "finished" in fired.types:
            break
        wall.ahead += timedelta(seconds=MINUTE)
        await home.pass_time(MINUTE)
        await home.cloud.advance(1)
    finished = await end(home, fired)
    assert finished["late"]
    assert (finished["energy"], finished["cost_is_partial"]) == (0.5, True)
    wall.ahead += timedelta(minutes=10)
    await home.pass_time(10 * MINUTE)
    assert (plug.cost.energy, plug.cost.wants_energy) == (0.5, False)


async def test_link_that_is_lost(home: Home, plug: Plug) -> None:
    """What the meter shows while the print is not seen is added when that goes on."""
    await begin(home, seconds=6000)
    await home.lose_link()
    await plug.shows(10.5)
    assert plug.cost.energy == 0
    await home.cloud.broker.start()
    await home.until_reported()
    await plug.shows(10.6)
    assert plug.cost.energy == pytest.approx(0.6)


async def test_configured_while_it_prints(home: Home) -> None:
    """A print that goes on already is counted from now on, in part."""
    plug = Plug(home)
    await plug.shows(7.0)
    fired = await begin(home)
    await configured(home, meter=METER)
    await home.until_happened(lambda: home.shows(P1S, "print_energy") == "0.0")
    await plug.shows(7.5)
    finished = await end(home, fired)
    assert finished["energy"] == 0.5
    assert plug.cost.is_energy_partial


async def test_printer_that_comes_back(home: Home, plug: Plug) -> None:
    """A printer that had left the account is counted again."""
    p1s = home.cloud.printers[P1S]
    home.cloud.remove_printer(P1S)
    await until(lambda: home.device(P1S) is None, meanwhile=home.poll)
    home.cloud.add_printer(p1s)
    await home.poll()
    await home.until_reported()
    fired = await begin(home)
    await plug.shows(10.5)
    assert number(home, "print_energy") == 0.5
    assert (await end(home, fired))["energy"] == 0.5


async def test_stored_once_a_minute(
    home: Home, plug: Plug, hass_storage: dict[str, Any]
) -> None:
    """A meter that changes all the time is written once a minute."""
    key = f"{DOMAIN}.{home.entry.entry_id}.cost_counts"
    await begin(home)
    await home.pass_time(MINUTE)
    for step in range(1, 5):
        await plug.shows(10 + step / 10)
    assert hass_storage[key]["data"][P1S]["count"]["energy"] == 0
    await home.pass_time(MINUTE)
    assert hass_storage[key]["data"][P1S]["count"]["energy"] == pytest.approx(0.4)


async def test_stored_after_each_print(
    home: Home, plug: Plug, hass_storage: dict[str, Any]
) -> None:
    """What a print cost outlasts a crash, that of the next one, too."""
    key = f"{DOMAIN}.{home.entry.entry_id}.costs"

    def stored() -> int:
        """Return of how many prints the file has the cost."""
        return len(hass_storage[key]["data"][P1S]) if key in hass_storage else 0

    await end(home, await begin(home))
    await home.pass_time(6)
    await home.until(lambda: stored() == 1)
    await home.cloud.advance(600)
    await home.pass_time(MINUTE)
    await end(home, await begin(home))
    await home.pass_time(6)
    await home.until(lambda: stored() == 2)


async def test_printed_again(home: Home, plug: Plug) -> None:
    """The same print again has its own cost; the first one stays as it is."""
    fired = await begin(home)
    await plug.shows(11.0)
    first = await end(home, fired)
    await home.cloud.advance(600)
    await home.pass_time(MINUTE)
    fired = await begin(home)
    assert number(home, "print_energy") == 0
    await plug.shows(11.5)
    again = await end(home, fired)
    assert (first["energy"], again["energy"]) == (1.0, 0.5)
    await home.entry.runtime_data.history.async_refresh(P1S)
    response = await call(home, "get_print_history", device_id=device_id(home, P1S))
    energies = {each["id"]: each.get("energy") for each in response["prints"]}
    assert energies[first["task_id"]] == 1.0
    assert energies[again["task_id"]] == 0.5
