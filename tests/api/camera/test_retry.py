"""When to try a camera again, and which failures to report."""

import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraRefusedError,
    BambuCameraUnreachableError,
)
from custom_components.bambu_cloud.api.camera.retry import Retries
from tests.helpers.clock import FakeClock

GONE = BambuCameraUnreachableError("gone")
REFUSED = BambuCameraRefusedError("refused")


@pytest.mark.parametrize(("draw", "part"), [(0.0, 0.75), (0.5, 1.0), (1.0, 1.25)])
def test_waits(clock: FakeClock, draw: float, part: float) -> None:
    """Waits double up to a minute, and clients of many printers spread."""
    clock.random = draw
    retries = Retries(clock.clock)
    assert retries.wait == 0
    waits = []
    for _ in range(2000):
        retries.note_failure(GONE, 0)
        waits.append(retries.wait)
    expected = [2, 4, 8, 16, 32, *[60] * 1995]
    assert waits == [pytest.approx(seconds * part) for seconds in expected]


def test_wait_passes(clock: FakeClock) -> None:
    """What is left of a wait becomes less, and ends when something changes."""
    retries = Retries(clock.clock)
    retries.note_failure(GONE, 0)
    clock.time += 1.5
    assert retries.wait == pytest.approx(0.5)
    clock.time += 1.5
    assert retries.wait == 0
    retries.note_failure(GONE, 0)
    retries.reset()
    assert retries.wait == 0
    retries.note_failure(GONE, 0)
    assert retries.wait == pytest.approx(2)


@pytest.mark.parametrize(("lasted", "wait"), [(9, 8), (10, 8), (11, 2)])
def test_connection_that_held(clock: FakeClock, lasted: float, wait: float) -> None:
    """A connection that held is no failure like those before it."""
    retries = Retries(clock.clock)
    for _ in range(2):
        retries.note_failure(GONE, 0)
    retries.note_failure(GONE, lasted)
    assert retries.wait == pytest.approx(wait)


def test_what_is_reported(clock: FakeClock) -> None:
    """Of sudden ends only the second in a row is reported, of all else each."""
    retries = Retries(clock.clock)
    assert retries.note_failure(GONE, 0)
    assert not retries.note_failure(REFUSED, 0)
    assert retries.note_failure(REFUSED, 0)
    assert retries.note_failure(REFUSED, 0)
    retries.note_frame()
    assert not retries.note_failure(REFUSED, 0)
    assert retries.note_failure(GONE, 0)
    assert not retries.note_failure(REFUSED, 0)
    retries.reset()
    assert not retries.note_failure(REFUSED, 0)
