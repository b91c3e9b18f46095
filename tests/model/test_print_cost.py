"""What a print costs is added up from energy and filament."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
import json

import pytest

from custom_components.bambu_cloud.model import PrintTask, TaskStatus
from custom_components.bambu_cloud.model.energy import EnergyCount
from custom_components.bambu_cloud.model.print_cost import (
    FilamentCost,
    FilamentPrices,
    OpenPrint,
    PrintCost,
    Sums,
    filament_cost,
    sums_by_hour,
    with_cost,
)
from custom_components.bambu_cloud.model.spool_use import Use
from custom_components.bambu_cloud.model.task import TaskFilament

START = datetime(2026, 1, 1, 12, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
EUR = "EUR"
PRICES = FilamentPrices(default=20, by_material={"PETG-CF": 45})
TASK = PrintTask(
    id="7",
    serial="S",
    status=TaskStatus.FINISHED,
    filaments=(
        TaskFilament(material="PLA", weight=100),
        TaskFilament(material="PETG-CF", weight=10),
    ),
)


def test_three_prints_by_hand() -> None:
    """Three prints cost what a person calculates.

    0.62 kWh at 0.31 are 0.1922; 100 g at 20 are 2.00, and 10 g at 45 are 0.45.
    """
    energy = EnergyCount(meter=1, energy=0.62, cost=0.1922)
    used = filament_cost(TASK, (Use(0, 100), Use(1, 10)), PRICES)
    assert used
    assert used.cost == pytest.approx(2.45)
    assert not used.is_partial
    first = PrintCost(currency=EUR).with_count(energy, has_price=True)
    first = first.with_filament(used)
    assert first.cost == pytest.approx(2.6422)

    # Canceled at 40 %: 40 g of PLA at 20, nothing of the other one yet; no meter.
    canceled = filament_cost(TASK, (Use(0, 40), Use(1, 0)), PRICES)
    assert canceled
    assert PrintCost(currency=EUR).with_filament(canceled).cost == pytest.approx(0.8)

    # A print from an SD card: nothing is listed of its filament.
    local = PrintCost(currency=EUR).with_count(energy, has_price=True)
    assert local.cost == pytest.approx(0.1922)


def test_filament_without_a_price() -> None:
    """Filament without a price makes the cost partial, or there is none."""
    only = FilamentPrices(by_material={"PLA": 25})
    assert filament_cost(TASK, (Use(0, 10), Use(1, 10)), only) == (0.25, True)
    assert filament_cost(TASK, (Use(1, 10),), only) is None
    assert filament_cost(TASK, (), PRICES) is None
    assert filament_cost(TASK, (Use(0, 10), Use(2, 10)), PRICES) == (0.2, True)
    assert (bool(only), bool(FilamentPrices(default=0.0))) == (True, True)
    assert not FilamentPrices()
    assert only.of("pla") == 25
    assert only.of(None) is None


def test_energy_without_a_price() -> None:
    """Without any price there is energy alone; one that is missing makes it partial."""
    waiting = EnergyCount(meter=1, energy=0.5, unpriced=0.5)
    cost = PrintCost(currency=EUR).with_count(waiting, has_price=False)
    assert (cost.energy, cost.cost, cost.is_partial) == (0.5, None, False)
    cost = PrintCost(currency=EUR).with_count(waiting, has_price=True)
    assert (cost.energy, cost.cost, cost.is_partial) == (0.5, None, True)
    half = replace(waiting, unpriced=0.2, cost=0.1)
    cost = PrintCost(currency=EUR).with_count(half, has_price=True)
    assert (cost.energy_cost, cost.is_partial) == (0.1, True)


def test_correction_at_the_begin() -> None:
    """A meter that is corrected downward leaves no negative print."""
    count = EnergyCount(meter=9.8, energy=-0.2, cost=-0.06)
    cost = PrintCost(currency=EUR).with_count(count, has_price=True)
    assert (cost.energy, cost.energy_cost) == (0, 0)


def test_completed_from_statistics() -> None:
    """Statistics replace what was counted in part, unless they have less of it."""
    part = EnergyCount(meter=1, energy=0.4, cost=0.1, is_partial=True)
    cost = replace(
        PrintCost(currency=EUR).with_count(part, has_price=True), wants_energy=True
    )
    whole = EnergyCount(energy=0.3, cost=0.09)
    better = cost.with_retraced(whole, has_price=True)
    assert (better.energy, better.is_partial, better.wants_energy) == (
        0.3,
        False,
        False,
    )
    less = replace(whole, is_partial=True)
    assert cost.with_retraced(less, has_price=True).energy == 0.4
    more = replace(less, energy=0.5)
    assert cost.with_retraced(more, has_price=True).energy == 0.5
    nothing = cost.with_retraced(None, has_price=True)
    assert (nothing.energy, nothing.wants_energy) == (0.4, False)
    empty = PrintCost(currency=EUR, is_energy_partial=True)
    assert empty.with_retraced(less, has_price=True).energy == 0.3


def finished(
    hours: int = 0,
    task_id: str | None = "7",
    *,
    energy: float | None = None,
    energy_cost: float | None = None,
    filament: float | None = None,
) -> PrintCost:
    """Return a print that began so many hours later and ran for one."""
    return PrintCost(
        task_id=task_id,
        started_at=START + hours * HOUR,
        ended_at=START + (hours + 1) * HOUR,
        currency=EUR,
        energy=energy,
        energy_cost=energy_cost,
        filament_cost=filament,
    )


def test_printed_again() -> None:
    """One that is printed again stays beside the first; a repeated end does not."""
    first, again = finished(energy=1.0), finished(5, energy=2.0)
    costs = with_cost(with_cost((), first), again)
    assert costs == (first, again)
    better = replace(first, energy=1.1)
    assert with_cost(costs, better) == (better, again)
    minute = replace(first, started_at=START + timedelta(minutes=1))
    assert with_cost((first,), minute) == (first, minute)
    local = finished(task_id=None)
    assert with_cost(costs, local) == (*costs, local)
    assert with_cost((local,), finished(3, task_id=None))[0] == local
    unsure = replace(first, started_at=None)
    assert with_cost((first,), unsure) == (unsure,)
    nameless = replace(unsure, task_id=None)
    assert with_cost((nameless,), nameless) == (nameless, nameless)


def test_sums() -> None:
    """Sums rise from hour to hour; costs of another currency are left out."""
    francs = replace(finished(3, energy=0.1, energy_cost=9), currency="CHF")
    costs = (
        finished(3, task_id="9", energy=0.5, filament=1.0),
        finished(energy=1.0, energy_cost=0.3),
        finished(task_id="8", energy=0.5),
        francs,
        PrintCost(currency=EUR, energy=5.0),
    )
    begin = START.replace(minute=0)
    assert sums_by_hour(costs, EUR) == {
        begin + HOUR: Sums(1.5, 0.3),
        begin + 4 * HOUR: Sums(2.1, 1.3),
    }


def test_stored() -> None:
    """What prints cost outlasts a restart; what is damaged costs only itself."""
    cost = finished(energy=1.0, energy_cost=0.3).with_filament(
        FilamentCost(cost=2, is_partial=True)
    )
    stored = json.loads(json.dumps(cost.to_dict()))
    assert PrintCost.from_dict(stored) == cost
    assert PrintCost.from_dict({**stored, "ended_at": "soon"}) is None
    assert PrintCost.from_dict({**stored, "currency": None}) is None

    print_ = OpenPrint(started_at=START, count=EnergyCount(meter=2.0))
    stored = json.loads(json.dumps(print_.to_dict()))
    assert OpenPrint.from_dict(stored) == print_
    assert OpenPrint.from_dict({**stored, "count": 3}) is None
    assert OpenPrint.from_dict({}) is None
