"""Find in the recorder what a print used; only where there is one."""

from datetime import UTC, datetime
from functools import partial

from homeassistant.components.recorder import get_instance
from homeassistant.components.recorder.history import state_changes_during_period
from homeassistant.components.recorder.statistics import statistics_during_period
from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.util.unit_conversion import EnergyConverter

from ..model.energy import PERIOD, EnergyCount, Period, Price, retraced
from .meter import price_of
from .settings import CostSettings

_UNITS = {EnergyConverter.UNIT_CLASS: UnitOfEnergy.KILO_WATT_HOUR.value}


async def async_count_between(
    hass: HomeAssistant, settings: CostSettings, start: datetime, end: datetime
) -> EnergyCount | None:
    """Return what the meter of a printer counted, None where that is not recorded.

    Resets of the meter are part of the statistics already.
    """
    return await get_instance(hass).async_add_executor_job(
        partial(_count_between, hass, settings, start, end)
    )


def _count_between(
    hass: HomeAssistant, settings: CostSettings, start: datetime, end: datetime
) -> EnergyCount | None:
    """Return what was counted between two times, at the prices of then."""
    meter = settings.meter or ""
    found = statistics_during_period(
        hass, start - PERIOD, end, {meter}, "5minute", _UNITS, {"change"}
    )
    periods = [
        Period(datetime.fromtimestamp(row["start"], UTC), change)
        for row in found.get(meter, [])
        if (change := row.get("change")) is not None
    ]
    return retraced(periods, _prices(hass, settings, start, end), start, end)


def _prices(
    hass: HomeAssistant, settings: CostSettings, start: datetime, end: datetime
) -> list[Price]:
    """Return the prices between two times, the first of them valid from the start."""
    if settings.price_entity is None:
        return [Price(start, settings.price)]
    states = state_changes_during_period(hass, start, end, settings.price_entity)
    return [
        Price(max(state.last_updated, start), price_of(state))
        for state in states.get(settings.price_entity, [])
    ]
