"""What a print costs is counted while it goes on, and shown everywhere."""

from datetime import timedelta
from typing import Any

from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.util import dt as dt_util
import pytest

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.actions import call, device_id
from tests.helpers.costs import METER, PRICE, Plug, configured
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import P1S, X1C, Home

KEYS = {"energy", "energy_cost", "filament_cost", "cost", "currency", "cost_is_partial"}
MINUTE = 61


async def begin(
    home: Home, scenario: str = "print_uninterrupted", seconds: float = 600
) -> FiredEvents:
    """Begin a print of the P1S; return its events."""
    fired = FiredEvents(home, P1S)
    await home.cloud.scenario(P1S, scenario, seconds)
    await home.until_happened(lambda: "started" in fired.types)
    await home.hass.async_block_till_done()
    return fired


async def end(home: Home, fired: FiredEvents, how: str = "finished") -> dict[str, Any]:
    """Let a print go on to its end; return the event."""
    await home.until_happened(lambda: how in fired.types)
    await home.hass.async_block_till_done()
    return next(each for each in fired.events if each["event_type"] == how)


def number(home: Home, key: str) -> float:
    """Return what a sensor of the P1S shows."""
    return float(home.shows(P1S, key) or "nan")


async def test_whole_print(home: Home, plug: Plug) -> None:
    """The meter begins anew and is gone for a while; the price changes."""
    fired = await begin(home)
    assert home.shows(P1S, "print_energy") == "0.0"
    start = home.attributes(P1S, "print_energy")["last_reset"]
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


async def test_energy_alone(home: Home) -> None:
    """Without prices, a print has its energy; the unit of the meter is its own."""
    await Plug(home).shows(5000, "Wh")
    plug = await configured(home, meter=METER)
    fired = await begin(home)
    await plug.shows(5250, "Wh")
    await plug.shows(5, "kW")
    finished = await end(home, fired)
    assert finished["energy"] == 0.25
    assert "cost" not in finished
    assert home.entity_id(P1S, "print_cost") is None
    assert "0.25 kWh" in await descriptions(home)


async def test_filament_alone(home: Home) -> None:
    """Without a meter, a print costs its filament, once it is over."""
    plug = await configured(home, filament_price=20)
    fired = await begin(home)
    assert home.shows(P1S, "print_cost") == "unknown"
    finished = await end(home, fired)
    assert finished["cost"] == round(finished["weight"] * 20 / 1000, 2)
    assert "energy" not in finished
    assert home.entity_id(P1S, "print_energy") is None
    assert not plug.cost.is_partial


async def test_prices_and_their_units(home: Home) -> None:
    """A price is that of a kWh unless its unit says something else."""
    plug = Plug(home)
    await plug.shows(1.0)
    await plug.costs(300, "EUR/MWh")
    await configured(home, meter=METER, price_entity=PRICE)
    await begin(home)
    await plug.shows(2.0)
    assert number(home, "print_cost") == 0.3
    await plug.costs(0.2, "ct")
    await plug.shows(3.0)
    assert number(home, "print_cost") == 0.5
    await configured(home, meter=METER, price=0.1)
    await plug.shows(4.0)
    assert number(home, "print_cost") == 0.6


async def test_meter_that_begins_late(home: Home, plug: Plug) -> None:
    """Without a value at the start, it begins with the first one, in part."""
    await plug.shows(None)
    fired = await begin(home)
    await plug.shows(20.0)
    await plug.shows(20.5)
    finished = await end(home, fired)
    assert (finished["energy"], finished["cost_is_partial"]) == (0.5, True)


async def test_plug_that_is_off_at_the_end(home: Home, plug: Plug) -> None:
    """What a meter cannot show any more is missing; below zero nothing counts."""
    fired = await begin(home)
    await plug.shows(-4.0)
    await plug.shows(10.5)
    await plug.shows(None)
    finished = await end(home, fired)
    assert (finished["energy"], finished["cost_is_partial"]) == (0.5, True)


async def test_meter_that_is_gone(home: Home, plug: Plug) -> None:
    """A meter that was removed leaves the rest as it is."""
    home.hass.states.async_remove(METER)
    finished = await end(home, await begin(home))
    assert "energy" not in finished
    assert finished["cost"] == finished["filament_cost"]
    assert finished["cost_is_partial"]


async def test_price_that_does_not_come(home: Home, plug: Plug) -> None:
    """Energy without a price waits, and is missing in the cost at the end."""
    fired = await begin(home)
    await plug.costs(None)
    await plug.shows(11.0)
    assert number(home, "print_energy") == 1
    assert home.shows(P1S, "print_cost") == "unknown"
    finished = await end(home, fired)
    assert "energy_cost" not in finished
    assert finished["cost_is_partial"]


async def test_restart(home: Home, plug: Plug) -> None:
    """After a restart it goes on with the difference to what was stored."""
    fired = await begin(home)
    await plug.shows(10.2)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    await plug.shows(10.7)
    assert await home.hass.config_entries.async_setup(home.entry.entry_id)
    await home.until_reported()
    await plug.shows(10.8)
    assert number(home, "print_energy") == 0.8
    assert (await end(home, fired))["energy"] == 0.8


async def test_link_that_is_lost(home: Home, plug: Plug) -> None:
    """What the meter shows while nobody sees the print is added when that goes on."""
    await begin(home, seconds=6000)
    await home.lose_link()
    await plug.shows(10.5)
    assert plug.cost.energy == 0
    await home.cloud.broker.start()
    await home.until_reported()
    await plug.shows(10.6)
    assert plug.cost.energy == pytest.approx(0.6)


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


async def test_two_prints_that_end_at_once(home: Home, plug: Plug) -> None:
    """Each printer has its own meter, and each print its own cost."""
    meters = {P1S: plug, X1C: Plug(home, "sensor.other_plug")}
    await meters[X1C].shows(1.0)
    await configured(home, X1C, meter="sensor.other_plug", price=0.5)
    fired = {serial: FiredEvents(home, serial) for serial in meters}
    for serial in meters:
        await home.cloud.scenario(serial, "print_uninterrupted", 600)
    await home.until_happened(
        lambda: all("started" in each.types for each in fired.values())
    )
    await meters[P1S].shows(10.3)
    await meters[X1C].shows(1.1)
    for serial, energy in ((P1S, 0.3), (X1C, 0.1)):
        assert (await end(home, fired[serial]))["energy"] == energy


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


async def test_another_currency(home: Home, plug: Plug) -> None:
    """What was counted in another currency is no number of today's."""
    await end(home, await begin(home))
    assert home.shows(P1S, "print_cost") != "unknown"
    await home.hass.config.async_update(currency="CHF")
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    assert home.shows(P1S, "print_cost") == "unknown"
    assert plug.cost.currency == "EUR"
