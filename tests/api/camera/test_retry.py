"""How long to leave a camera alone after a failure, and when to tell of one."""

import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraRefusedError,
    BambuCameraUnreachableError,
)
from custom_components.bambu_cloud.api.camera.retry import Retries
from tests.helpers.report_stream import Steady

GONE = BambuCameraUnreachableError("gone")
REFUSED = BambuCameraRefusedError("refused")


@pytest.mark.parametrize(("draw", "part"), [(0.0, 0.75), (0.5, 1.0), (1.0, 1.25)])
def test_waits(steady: Steady, draw: float, part: float) -> None:
    """Waits double up to a minute, and clients of many printers spread."""
    retries = Retries(steady, lambda: draw)
    assert retries.wait == 0
    waits = []
    for _ in range(2000):
        retries.failed(GONE, 0)
        waits.append(retries.wait)
    expected = [2, 4, 8, 16, 32, *[60] * 1995]
    assert waits == [pytest.approx(each * part) for each in expected]


def test_wait_passes(steady: Steady) -> None:
    """What is left of a wait becomes less, and ends when something changes."""
    retries = Retries(steady, lambda: 0.5)
    retries.failed(GONE, 0)
    steady.time += 1.5
    assert retries.wait == pytest.approx(0.5)
    steady.time += 1.5
    assert retries.wait == 0
    retries.failed(GONE, 0)
    retries.reset()
    assert retries.wait == 0
    retries.failed(GONE, 0)
    assert retries.wait == pytest.approx(2)


@pytest.mark.parametrize(("lived", "wait"), [(9, 8), (10, 8), (11, 2)])
def test_what_held(steady: Steady, lived: float, wait: float) -> None:
    """A connection that held is no failure like those before it."""
    retries = Retries(steady, lambda: 0.5)
    for _ in range(2):
        retries.failed(GONE, 0)
    retries.failed(GONE, lived)
    assert retries.wait == pytest.approx(wait)


def test_what_is_told(steady: Steady) -> None:
    """Of sudden ends only the second in a row is told, of all else each."""
    retries = Retries(steady, lambda: 0.5)
    assert retries.failed(GONE, 0)
    assert not retries.failed(REFUSED, 0)
    assert retries.failed(REFUSED, 0)
    assert retries.failed(REFUSED, 0)
    retries.succeeded()
    assert not retries.failed(REFUSED, 0)
    assert retries.failed(GONE, 0)
    assert not retries.failed(REFUSED, 0)
    retries.reset()
    assert not retries.failed(REFUSED, 0)
