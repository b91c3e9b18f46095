"""Meters and prices as Home Assistant has them: in many units, late, or gone."""

import pytest

from custom_components.bambu_cloud.model.spool_use import Use
from tests.helpers.costs import METER, PRICE, Plug, begin, configured, end, number
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import P1S, X1C, Home


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


async def test_another_currency(home: Home, plug: Plug) -> None:
    """What was counted in another currency is no number of today's."""
    await end(home, await begin(home))
    assert home.shows(P1S, "print_cost") != "unknown"
    await home.hass.config.async_update(currency="CHF")
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    assert home.shows(P1S, "print_cost") == "unknown"
    assert plug.cost.currency == "EUR"


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


async def test_filament_that_is_certain_later(home: Home) -> None:
    """What a print used may be found out after its end, and is what it costs."""
    plug = await configured(home, filament_price=20)
    finished = await end(home, await begin(home))
    data = home.entry.runtime_data
    task = data.history.tasks(P1S)[0]
    for listener in tuple(data.spool_use._listeners):
        listener(task, (Use(0, finished["weight"] + 100, None, None, None),))

    assert plug.cost.cost == pytest.approx(finished["cost"] + 2, abs=0.01)


async def test_price_that_changes_later(home: Home) -> None:
    """A print that is over has the price of its time for good."""
    await configured(home, filament_price=20)
    finished = await end(home, await begin(home))
    plug = await configured(home, filament_price=50)
    await home.entry.runtime_data.history.async_refresh(P1S)
    assert plug.cost.cost == pytest.approx(finished["cost"], abs=0.01)


async def test_price_of_a_material(home: Home) -> None:
    """A material has its own price, however it is spelled; half a row has none."""
    rows = [{"material": "pla", "price": 40.0}, {"material": "PLA"}, {"price": 1.0}]
    await configured(home, filament_price=20, materials=rows)
    finished = await end(home, await begin(home))
    assert finished["cost"] == round(finished["weight"] * 40 / 1000, 2)
