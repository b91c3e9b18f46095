"""Count the energy of a print, and what it costs (docs/costs.md)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from .values import number

_RESET = 0.9
"""A meter below this part of what it showed began anew, as in long-term statistics."""
PERIOD = timedelta(minutes=5)
"""Of short-term statistics."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnergyCount:
    """What a meter has counted since a print began."""

    meter: float | None = None
    """kWh that the meter showed last; None before its first value."""
    energy: float = 0.0
    """kWh."""
    cost: float = 0.0
    """Of what has a price."""
    unpriced: float = 0.0
    """kWh that wait for a price."""
    is_partial: bool = False
    """Whether some energy of the print is missing."""


class Period(NamedTuple):
    """What a meter has counted in five minutes."""

    start: datetime
    energy: float
    """kWh."""


class Price(NamedTuple):
    """What a kWh costs from a time on, None while nothing says it."""

    since: datetime
    price: float | None


def counted(count: EnergyCount, meter: float, price: float | None) -> EnergyCount:
    """Return a count with what a meter shows now.

    A meter that falls far began anew from 0; one that falls a little is corrected, and
    so is what it counted. One below 0 makes no sense.

    Args:
        count: What was counted before.
        meter: kWh that the meter shows.
        price: Of a kWh; None lets what was counted wait for one.
    """
    if meter < 0:
        return count
    if count.meter is None:
        return replace(count, meter=meter)
    before = 0.0 if meter < _RESET * count.meter else count.meter
    return priced(_more(replace(count, meter=meter), meter - before), price)


def priced(count: EnergyCount, price: float | None) -> EnergyCount:
    """Return a count in which nothing waits for a price, if there is one."""
    if price is None:
        return count
    return replace(count, cost=count.cost + count.unpriced * price, unpriced=0.0)


def _more(count: EnergyCount, energy: float) -> EnergyCount:
    """Return a count with more energy, which has no price yet."""
    return replace(
        count, energy=count.energy + energy, unpriced=count.unpriced + energy
    )


def retraced(
    periods: Sequence[Period],
    prices: Sequence[Price],
    start: datetime,
    end: datetime,
) -> EnergyCount | None:
    """Return what was counted between two times, None where nothing was.

    Of a period that is in it partly, that part counts.

    Args:
        periods: What statistics have, oldest first.
        prices: Each valid until the next one, oldest first.
        start: When the print began.
        end: When it ended.
    """
    found = [each for each in periods if start - PERIOD < each.start < end]
    if not found:
        return None
    is_whole = found[0].start <= start and found[-1].start + PERIOD >= end
    count = EnergyCount(is_partial=not is_whole)
    for each in found:
        first, last = max(each.start, start), min(each.start + PERIOD, end)
        count = _more(count, each.energy * ((last - first) / PERIOD))
        count = priced(count, _price_at(prices, first))
    return count


def _price_at(prices: Sequence[Price], moment: datetime) -> float | None:
    """Return the price that was valid at a time."""
    valid = [each.price for each in prices if each.since <= moment]
    return valid[-1] if valid else None


def write_count(count: EnergyCount) -> dict[str, Any]:
    """Return a count as JSON."""
    return {
        "meter": count.meter,
        "energy": count.energy,
        "cost": count.cost,
        "unpriced": count.unpriced,
        "is_partial": count.is_partial,
    }


def read_count(stored: Mapping[str, Any]) -> EnergyCount:
    """Return a stored count, as far as it can be read."""
    return EnergyCount(
        meter=number(stored.get("meter")),
        energy=number(stored.get("energy")) or 0.0,
        cost=number(stored.get("cost")) or 0.0,
        unpriced=number(stored.get("unpriced")) or 0.0,
        is_partial=stored.get("is_partial") is not False,
    )
