"""Add up what a print costs: its energy and its filament (docs/costs.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from .energy import EnergyCount, read_count, write_count
from .values import aware_time, number, text

if TYPE_CHECKING:
    from .spool_use import Use
    from .task import PrintTask

_GRAMS_PER_KG = 1000
_SAME = timedelta(minutes=1)
"""Two prints with one id that began further apart are two."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilamentPrices:
    """What a kg of filament costs."""

    default: float | None = None
    by_material: Mapping[str, float] = field(default_factory=dict)
    """In capital letters."""

    def of(self, material: str | None) -> float | None:
        """Return the price of a kg of a material, None without one."""
        return self.by_material.get((material or "").upper(), self.default)

    def __bool__(self) -> bool:
        """Return whether anything has a price."""
        return self.default is not None or bool(self.by_material)


class FilamentCost(NamedTuple):
    """What the filament of a print costs."""

    cost: float
    is_partial: bool
    """Whether some of it has no price."""


def filament_cost(
    task: PrintTask, uses: Sequence[Use], prices: FilamentPrices
) -> FilamentCost | None:
    """Return what the filament costs that a print used.

    Filament of no certain spool costs what its material does. None if none of it has a
    price, or if it is not certain what was used.
    """
    found = [
        (use.grams, prices.of(task.filaments[use.filament].material))
        for use in uses
        if use.filament < len(task.filaments)
    ]
    costs = [grams * price for grams, price in found if price is not None]
    if not costs:
        return None
    return FilamentCost(sum(costs) / _GRAMS_PER_KG, len(costs) < len(uses))


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPrint:
    """A print that goes on, and what its meter has counted."""

    started_at: datetime
    count: EnergyCount

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {
            "started_at": self.started_at.isoformat(),
            "count": write_count(self.count),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self | None:
        """Return a stored print, None for what makes no sense."""
        started_at, count = aware_time(stored.get("started_at")), stored.get("count")
        if started_at is None or not isinstance(count, dict):
            return None
        return cls(started_at=started_at, count=read_count(count))


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintCost:
    """What one print costs, as far as that is certain."""

    task_id: str | None = None
    started_at: datetime | None = None
    ended_at: datetime | None = None
    """None while it goes on."""
    currency: str
    energy: float | None = None
    """kWh."""
    energy_cost: float | None = None
    filament_cost: float | None = None
    is_energy_partial: bool = False
    """Whether some energy, or its price, is missing."""
    is_filament_partial: bool = False
    """Whether some filament, or its price, is missing."""
    wants_energy: bool = False
    """Whether statistics may have more of its energy."""

    @property
    def cost(self) -> float | None:
        """Return all that has a price, None if nothing has."""
        costs = [self.energy_cost, self.filament_cost]
        found = [cost for cost in costs if cost is not None]
        return sum(found) if found else None

    @property
    def is_partial(self) -> bool:
        """Return whether something is missing."""
        return self.is_energy_partial or self.is_filament_partial

    def is_same_as(self, other: Self) -> bool:
        """Return whether both are one print: one that is printed again is not."""
        if self.task_id != other.task_id:
            return False
        if self.started_at is None or other.started_at is None:
            return self.task_id is not None
        return abs(self.started_at - other.started_at) < _SAME

    def with_count(self, count: EnergyCount, *, has_price: bool) -> Self:
        """Return the print with what was counted of its energy."""
        is_priced = has_price and not (count.unpriced and not count.cost)
        return replace(
            self,
            energy=max(count.energy, 0.0),
            energy_cost=max(count.cost, 0.0) if is_priced else None,
            is_energy_partial=count.is_partial or (has_price and count.unpriced != 0),
        )

    def with_retraced(self, count: EnergyCount | None, *, has_price: bool) -> Self:
        """Return the print with what statistics have of it, if that is better."""
        cost = replace(self, wants_energy=False)
        if count is None:
            return cost
        has_more = self.energy is None or count.energy > self.energy
        if count.is_partial and not has_more:
            return cost
        return cost.with_count(count, has_price=has_price)

    def with_filament(self, found: FilamentCost) -> Self:
        """Return the print with what its filament costs."""
        return replace(
            self, filament_cost=found.cost, is_filament_partial=found.is_partial
        )

    def to_dict(self) -> dict[str, Any]:
        """Return what JSON can hold."""
        return {
            "task_id": self.task_id,
            "started_at": self.started_at and self.started_at.isoformat(),
            "ended_at": self.ended_at and self.ended_at.isoformat(),
            "currency": self.currency,
            "energy": self.energy,
            "energy_cost": self.energy_cost,
            "filament_cost": self.filament_cost,
            "is_energy_partial": self.is_energy_partial,
            "is_filament_partial": self.is_filament_partial,
            "wants_energy": self.wants_energy,
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Self | None:
        """Return a stored print, None for what makes no sense."""
        ended_at = aware_time(stored.get("ended_at"))
        currency = text(stored.get("currency"))
        if ended_at is None or currency is None:
            return None
        return cls(
            task_id=text(stored.get("task_id")),
            started_at=aware_time(stored.get("started_at")),
            ended_at=ended_at,
            currency=currency,
            energy=number(stored.get("energy")),
            energy_cost=number(stored.get("energy_cost")),
            filament_cost=number(stored.get("filament_cost")),
            is_energy_partial=stored.get("is_energy_partial") is True,
            is_filament_partial=stored.get("is_filament_partial") is True,
            wants_energy=stored.get("wants_energy") is True,
        )


def with_cost(costs: Sequence[PrintCost], cost: PrintCost) -> tuple[PrintCost, ...]:
    """Return prints with another one, which replaces what was there of it."""
    for index, each in enumerate(costs):
        if each.is_same_as(cost):
            return (*costs[:index], cost, *costs[index + 1 :])
    return (*costs, cost)


class Sums(NamedTuple):
    """What all prints up to an hour used and cost."""

    energy: float = 0.0
    """kWh."""
    cost: float = 0.0


def sums_by_hour(costs: Iterable[PrintCost], currency: str) -> Mapping[datetime, Sums]:
    """Return the sums at the end of each hour in which a print ended.

    Costs in another currency than that of today are left out.
    """
    hours: defaultdict[datetime, list[PrintCost]] = defaultdict(list)
    for each in costs:
        if each.ended_at is not None:
            ended_at = each.ended_at.astimezone(UTC)
            hours[ended_at.replace(minute=0, second=0, microsecond=0)].append(each)
    sums, by_hour = Sums(), {}
    for hour, ended in sorted(hours.items()):
        energy = sum(each.energy or 0.0 for each in ended)
        cost = sum(each.cost or 0.0 for each in ended if each.currency == currency)
        sums = Sums(sums.energy + energy, sums.cost + cost)
        by_hour[hour] = sums
    return by_hour
