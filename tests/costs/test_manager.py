"""What a print costs is counted while it goes on, and shown everywhere."""

import pytest

from tests.helpers.actions import call, device_id
from tests.helpers.costs import Plug
from tests.helpers.fired_events import FiredEvents
from tests.helpers.home import P1S, X1C, Home

KEYS = {"energy", "energy_cost", "filament_cost", "cost", "currency", "cost_is_partial"}


async def begin(home: Home, scenario: str = "print_uninterrupted") -> None:
    """Begin a print of the P1S."""
    await home.cloud.scenario(P1S, scenario, 600)
    await home.until_happened(
        lambda: home.shows(P1S, "print_status") in {"printing", "paused"}
    )
    await home.hass.async_block_till_done()


async def test_whole_print(home: Home, plug: Plug) -> None:
    """The meter begins anew and is gone for a while; the price changes."""
    fired = FiredEvents(home, P1S)
    await begin(home)
    assert home.shows(P1S, "print_energy") == "0.0"
    start = home.attributes(P1S, "print_energy")["last_reset"]
    await plug.shows(10.4)
    await plug.costs(0.20)
    await plug.shows(0.1)
    await plug.shows(None)
    await plug.costs(None)
    await plug.costs(0.20)
    await plug.shows(0.5)
    assert home.shows(P1S, "print_energy") == "0.9"
    assert home.shows(P1S, "print_cost") == "0.22"

    await home.until_happened(lambda: "finished" in fired.types)
    await home.hass.async_block_till_done()
    finished = fired.events[-1]
    assert (finished["energy"], finished["energy_cost"]) == (0.9, 0.22)
    assert (finished["currency"], finished["cost_is_partial"]) == ("EUR", False)
    filament = round(finished["weight"] * 20 / 1000, 2)
    assert finished["filament_cost"] == filament
    assert finished["cost"] == pytest.approx(0.22 + filament, abs=0.011)
    assert home.shows(P1S, "print_cost") == str(finished["cost"])
    assert home.attributes(P1S, "print_cost")["filament_cost"] == filament
    assert home.attributes(P1S, "print_energy")["last_reset"] == start

    await plug.shows(3.0)
    assert home.shows(P1S, "print_energy") == "0.9"
    response = await call(home, "get_print_history", device_id=device_id(home, P1S))
    newest, *older = response["prints"]
    assert {key: newest[key] for key in KEYS} == {key: finished[key] for key in KEYS}
    assert not any(KEYS & each.keys() for each in older)


async def test_only_where_it_is_configured(home: Home, plug: Plug) -> None:
    """Other printers have neither sensors nor attributes."""
    assert home.entity_id(X1C, "print_energy") is None
    assert home.entity_id(X1C, "print_cost") is None
    assert home.shows(P1S, "print_energy") == "unknown"
