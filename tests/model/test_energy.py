"""The energy of a print is counted as Home Assistant counts energy."""

from datetime import UTC, datetime, timedelta
import json

import pytest

from custom_components.bambu_cloud.model.energy import (
    EnergyCount,
    Period,
    Price,
    counted,
    priced,
    read_count,
    retraced,
    write_count,
)

START = datetime(2026, 1, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def count(*values: tuple[float, float | None]) -> EnergyCount:
    """Return what a meter counts that shows these values at these prices."""
    result = EnergyCount()
    for meter, price in values:
        result = counted(result, meter, price)
    return result


def test_meter_that_begins_anew() -> None:
    """Each difference costs what a kWh does then; after a reset it counts from 0."""
    result = count((10.0, 0.30), (10.4, 0.30), (0.1, 0.20), (0.5, 0.20))
    assert result.energy == pytest.approx(0.4 + 0.1 + 0.4)
    assert result.cost == pytest.approx(0.12 + 0.02 + 0.08)
    assert (result.unpriced, result.is_partial) == (0, False)


def test_dip() -> None:
    """A meter that falls a little was corrected; it did not begin anew."""
    result = count((10.0, 0.30), (9.8, 0.30))
    assert result.energy == pytest.approx(-0.2)
    assert result.meter == 9.8
    assert count((10.0, 0.3), (9.0, 0.3)).energy == pytest.approx(-1)
    assert count((10.0, 0.3), (8.9, 0.3)).energy == pytest.approx(8.9)


def test_below_zero() -> None:
    """A meter below 0 makes no sense: what it shows is left out."""
    result = count((10.0, 0.30), (-3.0, 0.30), (10.5, 0.30))
    assert result.energy == pytest.approx(0.5)
    assert count((-1.0, 0.30)) == EnergyCount()
    assert count((10.0, 0.3), (0.0, 0.3), (9.5, 0.3)).energy == pytest.approx(9.5)


def test_price_that_comes_later() -> None:
    """What was counted without a price waits for one."""
    result = count((1.0, None), (1.5, None))
    assert (result.energy, result.unpriced, result.cost) == (0.5, 0.5, 0)
    result = counted(result, 2.0, 0.4)
    assert result.unpriced == 0
    assert result.cost == pytest.approx(0.4)
    waiting = count((1.0, 0.4), (1.5, None))
    assert priced(waiting, None) == waiting
    assert priced(waiting, 0.4).cost == pytest.approx(0.2)


def test_stored() -> None:
    """A count goes on after a restart; of a damaged one something is missing."""
    result = count((1.0, 0.3), (1.5, None))
    assert read_count(json.loads(json.dumps(write_count(result)))) == result
    assert read_count({}) == EnergyCount(is_partial=True)


def periods(*energies: float, first: int = 0) -> list[Period]:
    """Return periods from a minute after the start on, with these kWh."""
    begin = START + first * MINUTE
    return [Period(begin + 5 * n * MINUTE, kwh) for n, kwh in enumerate(energies)]


def test_retraced() -> None:
    """Of the first and the last period, the part within the print counts."""
    prices = [Price(START, 0.30), Price(START + 10 * MINUTE, 0.20)]
    result = retraced(
        periods(0.5, 0.1, 0.1, 0.5, 9.0),
        prices,
        START + 4 * MINUTE,
        START + 16 * MINUTE,
    )
    assert result
    assert result.energy == pytest.approx(0.1 + 0.1 + 0.1 + 0.1)
    assert result.cost == pytest.approx(0.03 + 0.03 + 0.02 + 0.02)
    assert (result.is_partial, result.unpriced) == (False, 0)


@pytest.mark.parametrize(("first", "number"), [(5, 4), (0, 3)])
def test_retraced_in_part(first: int, number: int) -> None:
    """Where statistics lack the begin or the end, energy is missing."""
    rows = periods(*[0.1] * number, first=first)
    result = retraced(rows, [], START + MINUTE, START + 18 * MINUTE)
    assert result
    assert result.is_partial
    assert result.unpriced == result.energy


def test_nothing_to_retrace() -> None:
    """Without statistics of the time nothing is certain."""
    assert retraced([], [], START, START + MINUTE) is None
    rows = periods(1.0)
    assert retraced(rows, [], START - MINUTE, START) is None
    assert retraced(rows, [], START + 5 * MINUTE, START + 9 * MINUTE) is None
