"""Measure what work costs, in CPU time of this process, beside other work."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median
import time
from typing import NamedTuple

type Work = Callable[[], object]

_BATCH_NS = 2_000_000
_ROUNDS = 15


def cost(work: Work, times: int = 1) -> float:
    """Return the µs of CPU time for each of so many repetitions."""
    begin = time.process_time_ns()
    for _ in range(times):
        work()
    return (time.process_time_ns() - begin) / times / 1000


def medians(works: Mapping[str, Work]) -> dict[str, float]:
    """Return the median µs of each; they alternate, so that they share all noise."""
    times = {name: _batch(work) for name, work in works.items()}
    measured: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(_ROUNDS):
        for name, work in works.items():
            measured[name].append(cost(work, times[name]))
    return {name: median(costs) for name, costs in measured.items()}


def _batch(work: Work) -> int:
    """Return how many repetitions a clock can measure."""
    times = 1
    while (each := cost(work, times)) * times * 1000 < _BATCH_NS / 2:
        times *= 2
    return max(1, round(_BATCH_NS / 1000 / each))


class Noise(NamedTuple):
    """The variation of a fixed piece of work, from its typical cost, in %."""

    usual: float
    """Half of the time it varies less than this."""
    worst: float


def noise(rounds: int = 60) -> Noise:
    """Measure how steady the machine is."""
    return spread([cost(_calibration, 3) for _ in range(rounds)])


def spread(costs: Sequence[float]) -> Noise:
    """Return the spread of these values."""
    middle = median(costs)
    deviations = [abs(each - middle) / middle * 100 for each in costs]
    return Noise(median(deviations), max(deviations))


def _calibration() -> int:
    """Do a fixed piece of work."""
    return sum(number * number for number in range(10_000))
