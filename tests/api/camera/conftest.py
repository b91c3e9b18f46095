"""Fixtures of printers' cameras."""

from collections.abc import AsyncGenerator, Callable

import pytest

from custom_components.bambu_cloud.api import (
    LanPrinter,
)
from tests.helpers.camera_hub import ViewedHub
from tests.helpers.cameras import CODE, SERIAL, camera, on
from tests.helpers.clock import FakeClock
from tests.helpers.stills import PICTURE
from tests.helpers.wait import until
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.file_tunnel import FileTunnel
from tests.simulator.camera.jpeg_camera import JpegCamera


@pytest.fixture
async def make_hub(
    lan_enabled: None, clock: FakeClock
) -> AsyncGenerator[Callable[..., ViewedHub]]:
    """Return how to make a hub of a printer; it ends with the test."""
    made: list[ViewedHub] = []

    def make(to: LanPrinter, **times: float) -> ViewedHub:
        made.append(ViewedHub(to, clock, **times))
        return made[-1]

    yield make
    for viewed in made:
        await viewed.hub.close()


@pytest.fixture
def jpeg() -> JpegCamera:
    """Return the camera of a printer."""
    return camera()


@pytest.fixture
def tunnel() -> FileTunnel:
    """Return what serves stills."""
    return FileTunnel(access_code=lambda: CODE, draw=lambda: PICTURE)


@pytest.fixture
async def tunnel_camera(tunnel: FileTunnel) -> AsyncGenerator[JpegCamera]:
    """Run a printer that has a file tunnel."""
    jpeg = camera(leaf=leaf(SERIAL), tunnel=tunnel)
    async with on(jpeg):
        yield jpeg
        await until(lambda: not jpeg.counts.open)
