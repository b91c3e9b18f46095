"""Read energy and its price from the entities of Home Assistant."""

from homeassistant.const import ATTR_UNIT_OF_MEASUREMENT, UnitOfEnergy
from homeassistant.core import HomeAssistant, State
from homeassistant.util.unit_conversion import EnergyConverter

from ..model.energy import EnergyCount, counted, priced
from ..model.values import number
from .settings import CostSettings


def counted_now(
    hass: HomeAssistant, settings: CostSettings, count: EnergyCount
) -> EnergyCount:
    """Return a count with what the meter shows now, if it does."""
    price, meter = _price_now(hass, settings), meter_now(hass, settings)
    return priced(count, price) if meter is None else counted(count, meter, price)


def meter_now(hass: HomeAssistant, settings: CostSettings) -> float | None:
    """Return the kWh that the meter shows, None while it shows nothing."""
    return energy_of(hass.states.get(settings.meter or ""))


def _price_now(hass: HomeAssistant, settings: CostSettings) -> float | None:
    """Return what a kWh costs now, None while nothing says it."""
    if settings.price_entity is None:
        return settings.price
    return price_of(hass.states.get(settings.price_entity))


def energy_of(state: State | None) -> float | None:
    """Return a state in kWh, None for one that is no energy."""
    value = number(state.state) if state else None
    unit = state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) if state else None
    if value is None or unit not in EnergyConverter.VALID_UNITS:
        return None
    return EnergyConverter.convert(value, unit, UnitOfEnergy.KILO_WATT_HOUR)


def price_of(state: State | None) -> float | None:
    """Return a state as the price of a kWh, which is meant if its unit is not clear."""
    if state is None or (value := number(state.state)) is None:
        return None
    unit = str(state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) or "").partition("/")[2]
    if unit not in EnergyConverter.VALID_UNITS:
        return value
    return value / EnergyConverter.convert(1, unit, UnitOfEnergy.KILO_WATT_HOUR)
