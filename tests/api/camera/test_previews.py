"""Stills are shared, and fetched once in a while."""

import asyncio
from collections.abc import Callable

import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraFrameError,
    BambuCameraUnreachableError,
    LanPrinter,
    Previews,
    preview_still,
)
from custom_components.bambu_cloud.api.camera.preview import PREVIEW_INTERVAL
from tests.helpers.cameras import printer
from tests.helpers.clock import FakeClock
from tests.helpers.stills import PICTURE
from tests.helpers.wait import until
from tests.simulator.camera.file_tunnel import FileTunnel, TunnelFault
from tests.simulator.camera.jpeg_camera import JpegCamera

pytestmark = pytest.mark.usefixtures("lan_enabled", "no_leftovers")


class Shelf:
    """Stills that are shared, and what they cost."""

    def __init__(self, clock: FakeClock, to: LanPrinter) -> None:
        """Fetch from a printer."""
        self.fetched = self.changes = 0
        self._to = to
        self.previews = Previews(
            self._fetch, on_change=self._changed, clock=clock.clock
        )

    async def _fetch(self) -> bytes:
        """Fetch one."""
        self.fetched += 1
        return await preview_still(self._to, timeout=5)

    def _changed(self) -> None:
        """Count."""
        self.changes += 1


@pytest.fixture
def shelf(tunnel_camera: JpegCamera, clock: FakeClock) -> Shelf:
    """Return the stills of the printer."""
    return Shelf(clock, printer())


async def test_shared(shelf: Shelf, clock: FakeClock, tunnel: FileTunnel) -> None:
    """Ten requests cost one connection, and none for half a minute after."""
    asking = [shelf.previews.still() for _ in range(10)]
    assert await asyncio.gather(*asking) == [PICTURE] * 10
    clock.time += PREVIEW_INTERVAL - 1
    assert await shelf.previews.still() == PICTURE
    assert shelf.fetched == tunnel.sent == shelf.changes == 1
    clock.time += 1
    assert await shelf.previews.still() == PICTURE
    assert shelf.fetched == 2


async def test_failure_is_shared(
    shelf: Shelf, clock: FakeClock, tunnel: FileTunnel
) -> None:
    """A failure is not repeated before its time, and no old still stands in for it."""
    assert await shelf.previews.still() == PICTURE
    tunnel.fault = TunnelFault.BAD_MD5
    clock.time += PREVIEW_INTERVAL
    for _ in range(3):
        with pytest.raises(BambuCameraFrameError):
            await shelf.previews.still()
    assert shelf.fetched == 2
    assert shelf.previews.error
    tunnel.fault = None
    clock.time += PREVIEW_INTERVAL
    assert await shelf.previews.still() == PICTURE
    assert shelf.previews.error is None


async def test_who_gives_up(shelf: Shelf, tunnel: FileTunnel) -> None:
    """What one does not wait for is there for the next."""
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0):
            await shelf.previews.still()
    assert await shelf.previews.still() == PICTURE
    assert shelf.fetched == 1


async def stalled(shelf: Shelf, when: Callable[[], bool]) -> asyncio.Task[bytes]:
    """Begin to ask, and return once the printer is asked."""
    asking = asyncio.create_task(shelf.previews.still())
    await until(when)
    return asking


async def test_reset(
    shelf: Shelf, tunnel_camera: JpegCamera, tunnel: FileTunnel
) -> None:
    """A reset leaves no connection, and a still that waits raises an error."""
    await shelf.previews.reset()
    tunnel.fault = TunnelFault.STALL
    asking = await stalled(shelf, lambda: tunnel.opened == 1)

    await shelf.previews.reset()

    with pytest.raises(BambuCameraUnreachableError):
        await asking
    await until(lambda: not tunnel_camera.counts.open)
    tunnel.fault = None
    assert await shelf.previews.still() == PICTURE
