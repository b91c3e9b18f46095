"""Tasks are added up, each once, however often they come."""

from datetime import UTC, datetime, timedelta
import json
from typing import Any

import pytest

from custom_components.bambu_cloud.model import PrintTask, read_task
from custom_components.bambu_cloud.prints.totals import PrintTotals
from tests.helpers.home import P1S, X1C

NOW = datetime(2026, 1, 10, 10, 30, tzinfo=UTC)
ROW: dict[str, Any] = {
    "id": 9,
    "deviceId": P1S,
    "status": 2,
    "startTime": "2026-01-10T08:00:00Z",
    "endTime": "2026-01-10T09:00:00Z",
    "weight": 30,
    "costTime": 3600,
    "amsDetailMapping": [],
}


def task(**changes: Any) -> PrintTask:
    """Return a task with some fields changed on the wire."""
    read = read_task(ROW | changes)
    assert read
    return read


def totals_of(*tasks: PrintTask) -> PrintTotals:
    """Return the totals of these tasks."""
    prints = PrintTotals()
    prints.add(tasks, NOW)
    return prints


def test_each_print_counts_once() -> None:
    """A task that comes again is no news; one that ended differently is."""
    prints = PrintTotals()

    assert prints.add([task(), task(id=8, deviceId=X1C)], NOW) == {P1S, X1C}
    assert prints.add([task(), task(cover="new")], NOW) == set()
    assert prints.totals(P1S).finished == 1
    assert prints.add([task(status=3)], NOW) == {P1S}
    assert (prints.totals(P1S).finished, prints.totals(P1S).failed) == (0, 1)
    assert len(prints) == 2


def test_print_in_work_does_not_count() -> None:
    """Only what is over counts."""
    prints = totals_of(task(status=4), task(id=8, status=1), task(id=7, status=9))

    assert prints.totals(P1S).finished == prints.totals(P1S).failed == 0
    assert prints.totals(P1S).success_rate is None


@pytest.mark.parametrize(
    ("estimate", "weight"), [(3600, 30), (7200, 15), (60, 30), (0, 30), (None, 30)]
)
def test_failed_print_uses_less(estimate: int | None, weight: float) -> None:
    """Of a print that failed, only the share of its time counts as used."""
    prints = totals_of(task(status=3, costTime=estimate))

    assert prints.totals(P1S).weight == weight


def test_sums_are_rounded_as_the_cloud_does() -> None:
    """Weights have two decimals; what has no duration counts none."""
    unknown = task(id=8, costTime=None, startTime=None, endTime=None)
    prints = totals_of(task(status=3, costTime=10800, weight=10), unknown)
    assert prints.totals(P1S).weights == {"": 3.33 + unknown.weights[""]}
    assert prints.totals(P1S).seconds == 3600


def test_prints_of_a_day() -> None:
    """What ended in a day counts, not what ended before, or at an unknown time."""
    midnight = NOW.replace(hour=0, minute=0)
    start = {"startTime": "2026-01-09T08:00:00Z"}
    prints = totals_of(
        task(),
        task(id=8, **start, endTime="2026-01-10T00:00:00Z"),
        task(id=7, **start, endTime="2026-01-09T23:59:59Z"),
        task(id=6, startTime=None, endTime=None),
    )
    assert prints.since(P1S, midnight).finished == 2


def test_recent_prints() -> None:
    """What is older than 30 days, or of unknown age, is not recent."""
    old = "2025-12-01T09:00:00Z"
    prints = totals_of(
        task(),
        task(id=8, status=3),
        task(id=7, status=3, startTime=old, endTime=old),
        task(id=6, status=3, startTime=None, endTime=None),
    )

    assert prints.recent(P1S, NOW).success_rate == 50
    assert prints.totals(P1S).success_rate == 25
    assert prints.recent(P1S, NOW + timedelta(days=40)).success_rate is None


@pytest.mark.parametrize(
    ("ended", "finished"),
    [("2025-12-11T10:00:00Z", 1), ("2025-12-11T09:59:59Z", 0)],
)
def test_first_recent_hour(ended: str, finished: int) -> None:
    """The hour in which the 30 days begin counts as a whole."""
    prints = totals_of(task(startTime="2025-12-11T09:00:00Z", endTime=ended))

    assert prints.recent(P1S, NOW).finished == finished


def test_hours() -> None:
    """Each hour has the sum up to its end; what has no time comes before all."""
    prints = totals_of(
        task(endTime="2026-01-10T09:59:59Z"),
        task(id=8),
        task(id=7, endTime="2026-01-10T08:59:59Z"),
        task(id=6, startTime=None, endTime=None),
        task(id=5, startTime="2026-01-11T12:00:00Z", endTime=None),
    )

    finished = {hour: t.finished for hour, t in prints.by_hour(P1S).items()}

    assert finished == {
        datetime(2026, 1, 10, 8, tzinfo=UTC): 3,
        datetime(2026, 1, 10, 9, tzinfo=UTC): 5,
    }
    assert not prints.by_hour(X1C)


def test_stored() -> None:
    """What is stored as JSON comes back the same."""
    never = task(id=8, deviceId=X1C, startTime=None, endTime=None)
    prints = totals_of(task(), task(id=7, status=3), never)

    stored = json.loads(json.dumps(prints.to_dict()))
    again = PrintTotals.from_dict(stored)

    assert again
    assert again.to_dict() == prints.to_dict()
    assert again.totals(P1S) == prints.totals(P1S)


def test_copy() -> None:
    """What is added later is not in a copy, which is written meanwhile."""
    prints = totals_of(task())
    copy = prints.copy()
    prints.add([task(id=8)], NOW)
    assert (copy.totals(P1S).finished, prints.totals(P1S).finished) == (1, 2)


def test_stored_number_that_is_none() -> None:
    """A weight or a duration that makes no sense counts nothing."""
    prints = PrintTotals.from_dict({P1S: {"1": [0, 1, "?", {"PLA": "?"}]}})
    assert prints
    assert (prints.totals(P1S).seconds, prints.totals(P1S).weight) == (0, 0)


@pytest.mark.parametrize(
    "stored",
    [
        None,
        [],
        {P1S: {"1": None}},
        {P1S: {"1": ["now", 1, 0, {}]}},
        {P1S: {"1": [0, 2, 0, {}]}},
        {P1S: {"1": [0, 1, 0, []]}},
        {P1S: {"1": [0, 1, 0]}},
    ],
)
def test_damaged(stored: Any) -> None:
    """What makes no sense is no total."""
    assert PrintTotals.from_dict(stored) is None


def test_cheap_to_ask() -> None:
    """Nothing is added up again while nothing is new."""
    prints = totals_of(task())
    totals, recent = prints.totals(P1S), prints.recent(P1S, NOW)

    assert prints.totals(P1S) is totals
    assert prints.recent(P1S, NOW + timedelta(minutes=20)) is recent
    prints.add([task(id=10)], NOW)
    assert prints.totals(P1S).finished == 2
    assert prints.recent(P1S, NOW).finished == 2


@pytest.mark.parametrize(
    ("ended", "hours"), [("2026-01-11T10:00:00Z", 1), ("2026-01-11T11:00:00Z", 0)]
)
def test_end_that_is_ahead(ended: str, hours: int) -> None:
    """A clock may be a day ahead; an end that is later still is unknown."""
    assert len(totals_of(task(endTime=ended)).by_hour(P1S)) == hours
