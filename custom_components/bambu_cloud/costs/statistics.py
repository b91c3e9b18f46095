"""Hand what prints cost to the recorder, beside the other statistics of prints."""

from collections.abc import Iterator, Sequence

from homeassistant.const import UnitOfEnergy
from homeassistant.core import HomeAssistant
from homeassistant.util.unit_conversion import EnergyConverter

from ..model.print_cost import PrintCost, sums_by_hour
from ..prints.external_statistics import Series, async_export_series


async def async_export_costs(
    hass: HomeAssistant, serial: str, printer: str, costs: Sequence[PrintCost]
) -> None:
    """Add what the prints of a printer cost, each in the hour in which it ended."""
    series = _series(costs, hass.config.currency)
    await async_export_series(hass, serial, printer, series)


def _series(costs: Sequence[PrintCost], currency: str) -> Iterator[Series]:
    """Return the statistics that there are of the costs of a printer."""
    by_hour = sums_by_hour(costs, currency)
    if any(each.energy is not None for each in costs):
        yield Series(
            key="energy",
            text="energy",
            unit=UnitOfEnergy.KILO_WATT_HOUR,
            unit_class=EnergyConverter.UNIT_CLASS,
            sums={hour: sums.energy for hour, sums in by_hour.items()},
        )
    if any(each.cost is not None for each in costs):
        yield Series(
            key="cost",
            text="cost",
            unit=currency,
            unit_class=None,
            sums={hour: sums.cost for hour, sums in by_hour.items()},
        )
