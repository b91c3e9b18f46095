"""A printer whose plug counts its energy, and prices."""

from dataclasses import dataclass
from typing import Any

from homeassistant.const import STATE_UNAVAILABLE

from custom_components.bambu_cloud.model.print_cost import PrintCost

from .fired_events import FiredEvents
from .home import P1S, Home

_COSTS = "costs"
"""Where the options of an account have them, also those that are stored already."""
METER, PRICE = "sensor.plug_energy", "sensor.energy_price"


@dataclass
class Plug:
    """A plug with a meter, and the price of energy."""

    home: Home
    meter: str = METER

    async def shows(self, energy: float | None, unit: str = "kWh") -> None:
        """Let the meter show so much, or be unavailable."""
        value = STATE_UNAVAILABLE if energy is None else str(energy)
        attributes = {
            "unit_of_measurement": unit,
            "device_class": "energy",
            "state_class": "total_increasing",
        }
        self.home.hass.states.async_set(self.meter, value, attributes)
        await self.home.hass.async_block_till_done()

    async def costs(self, price: float | None, unit: str = "EUR/kWh") -> None:
        """Let energy cost so much, or let nothing say that."""
        value = STATE_UNAVAILABLE if price is None else str(price)
        attributes = {"unit_of_measurement": unit, "state_class": "measurement"}
        self.home.hass.states.async_set(PRICE, value, attributes)
        await self.home.hass.async_block_till_done()

    @property
    def cost(self) -> PrintCost:
        """Return what the current or last print costs."""
        cost = self.home.entry.runtime_data.costs.current(P1S)
        assert isinstance(cost, PrintCost)
        return cost


async def configured(home: Home, serial: str = P1S, **settings: Any) -> Plug:
    """Configure the costs of a printer, and wait until it is back."""
    costs = {**home.entry.options.get(_COSTS, {}), serial: settings}
    options = {**home.entry.options, _COSTS: costs}
    home.hass.config_entries.async_update_entry(home.entry, options=options)
    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    return Plug(home)


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
