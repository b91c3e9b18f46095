"""Measure what a report costs, as ratios within one run.

A delta should cost little: compare it with a full report, and a full report with merely
decoding it.
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
import json
from pathlib import Path
from timeit import repeat
from typing import Any, NamedTuple

import orjson

from custom_components.bambu_cloud.model import NOUNS, PrinterState, Report, fold
from custom_components.bambu_cloud.model.noun import arrived
from custom_components.bambu_cloud.model.report import touched

PROFILES = Path(__file__).parent.parent / "simulator" / "profiles"
NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)
ROUNDS, REPEATS = 500, 7

HOT = {"id": 0, "temp": 245 << 16 | 244}
DELTAS: Mapping[str, Mapping[str, Any]] = {
    "p1s": {"nozzle_temper": 219.6875, "bed_temper": 54.96875},
    "a1_mini": {"layer_num": 12, "mc_percent": 7, "mc_remaining_time": 83},
    "x1c": {"wifi_signal": "-64dBm"},
    "h2d": {"nozzle_temper": 244.0, "device": {"extruder": {"info": [HOT]}}},
}


class Cost(NamedTuple):
    """What the reports of one printer cost, in µs."""

    printer: str
    decode: float
    full: float
    delta: float
    nouns: int


def microseconds(work: Callable[[], object]) -> float:
    """Return what one call costs when nothing disturbs it."""
    return min(repeat(work, number=ROUNDS, repeat=REPEATS)) / ROUNDS * 1e6


def measure(name: str, changes: Mapping[str, Any]) -> Cost:
    """Measure one printer, in the state that its full report leaves."""
    profile = json.loads((PROFILES / f"{name}.json").read_text())
    message = {"command": "push_status", "msg": 1, "sequence_id": "1", **changes}
    state = PrinterState(serial=name)
    for payload in (profile["version"], profile["full"]):
        state = fold(state, Report(serial=name, payload=payload, received_at=NOW))
    full = Report(serial=name, payload=profile["full"], received_at=NOW)
    delta = Report(serial=name, payload={"print": message}, received_at=NOW)
    encoded = orjson.dumps(profile["full"])
    return Cost(
        printer=state.model.name,
        decode=microseconds(lambda: orjson.loads(encoded)),
        full=microseconds(lambda: fold(state, full)),
        delta=microseconds(lambda: fold(state, delta)),
        nouns=len(touched(arrived(message)),
    )


def main() -> None:
    """Print one line per printer."""
    print(f"{'':12}{'decode':>9}{'full':>9}{'delta':>9}   full/  delta/  nouns read")  # noqa: T201
    print(f"{'':12}{'µs':>9}{'µs':>9}{'µs':>9}  decode    full  by the delta")  # noqa: T201
    for name, changes in DELTAS.items():
        cost = measure(name, changes)
        print(  # noqa: T201
            f"{cost.printer:12}{cost.decode:9.1f}{cost.full:9.1f}{cost.delta:9.1f}"
            f"{cost.full / cost.decode:8.1f}{cost.delta / cost.full:8.2f}"
            f"  {cost.nouns} of {len(NOUNS)}"
        )


if __name__ == "__main__":
    main()
