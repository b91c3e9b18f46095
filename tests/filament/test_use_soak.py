"""A thousand prints with swaps, backups, failures and restarts: no gram is made up.

Another seed each day; the message of a failure names it.
"""

from collections import Counter
from datetime import UTC, datetime
from random import Random

import pytest

from custom_components.bambu_cloud.model.seen_trays import RunTrays, see
from custom_components.bambu_cloud.model.spool_use import Use, unassigned, uses_of
from tests.helpers.filament_runs import SimulatedRun, random_run

PRINTS = 1000
TODAY = datetime.now(UTC).toordinal()
# A tenth of a print may pass unseen, and a color that is drawn now and then is seen
# only now and then.
TOLERANCE = 0.25


def play(run: SimulatedRun) -> tuple[Use, ...] | None:
    """Return what is found out about a print."""
    seen: RunTrays | None = None
    for state in run.states():
        seen = see(seen, state, None)
    assert seen is not None
    assert seen.is_over
    return uses_of(run.task, seen, state)


@pytest.mark.parametrize("seed", [1, 2, TODAY])
def test_no_gram_is_lost_or_doubled(seed: int) -> None:
    """What is assigned and what is not adds up to what was used, and fits the truth."""
    random = Random(seed)
    total = without = wrong = 0.0
    for number in range(1, PRINTS + 1):
        run = random_run(random, number)
        uses = play(run)
        assert uses is not None, (seed, number)
        used = sum(run.truth.values())
        assert sum(use.grams for use in uses) == pytest.approx(used), (seed, number)
        total += used
        without += unassigned(uses)
        wrong += _excess(run, uses)
    assert wrong / total < 0.01, seed
    assert without / total < 0.2, seed


@pytest.mark.parametrize("seed", [3, TODAY + 1])
def test_what_was_seen_is_assigned(seed: int) -> None:
    """Of a print that was seen throughout, all is assigned but twins."""
    random = Random(seed)
    for number in range(1, PRINTS + 1):
        run = random_run(random, number)
        run.unseen = (2, 2)
        uses = play(run)
        assert uses is not None
        kinds = Counter(
            (tray.material, tray.filament_id, tray.colors) for tray in run.trays
        )
        if max(kinds.values()) > 1 or run.layers * run.end < 3 * len(run.filaments):
            continue
        assert unassigned(uses) == 0, (seed, number)
        for use in uses:
            truth = run.truth[use.tray_uuid or ""]
            assert use.grams == pytest.approx(truth), (seed, number)


def _excess(run: SimulatedRun, uses: tuple[Use, ...]) -> float:
    """Return the g that were assigned to spools that did not give them."""
    assigned: Counter[str] = Counter()
    for use in uses:
        if use.location:
            assigned[use.tray_uuid or ""] += use.grams  # type: ignore[assignment]  # counts of a fraction
    return sum(
        max(grams - run.truth[uuid] - TOLERANCE * sum(run.truth.values()), 0.0)
        for uuid, grams in assigned.items()
    )
