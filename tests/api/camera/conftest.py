"""Fixtures of printers' cameras."""

from collections.abc import AsyncGenerator, Callable

import pytest

from custom_components.bambu_cloud.api import LanPrinter
from tests.helpers.camera_hub import Watched
from tests.helpers.cameras import camera
from tests.helpers.clock import FakeClock
from tests.simulator.camera.jpeg_camera import JpegCamera


@pytest.fixture
async def watched(
    lan_enabled: None, clock: FakeClock
) -> AsyncGenerator[Callable[..., Watched]]:
    """Return how to watch a printer; it ends with the test."""
    made: list[Watched] = []

    def make(to: LanPrinter, **times: float) -> Watched:
        made.append(Watched(to, clock, **times))
        return made[-1]

    yield make
    for each in made:
        await each.hub.close()


@pytest.fixture
def jpeg() -> JpegCamera:
    """Return the camera of a printer."""
    return camera()
