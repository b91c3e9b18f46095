"""A hub ends in good order: by a certificate, by its owner, or by a change of mind."""

import asyncio

import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraBusyError,
    BambuCameraCertificateError,
    BambuCameraRefusedError,
    BambuCameraUnreachableError,
    BambuCameraUnsupportedError,
)
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.camera_hub import Watch
from tests.helpers.cameras import (
    ADDRESS,
    SERIAL,
    Deaf,
    camera,
    loopback_is_home,
    on,
    printer,
)
from tests.helpers.clock import FakeClock
from tests.helpers.wait import WAIT_LIMIT, until
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import CameraFault, JpegCamera

pytestmark = pytest.mark.usefixtures("lan_enabled", "no_leftovers")


async def test_pin(jpeg: JpegCamera, watched: Watch) -> None:
    """The first certificate that comes with a picture is the printer's."""
    jpeg.fault = CameraFault.STALL
    async with on(jpeg) as to:
        each = watched(to, still=0.1)
        with pytest.raises(BambuCameraBusyError):
            await each.hub.still()
        assert not each.pinned
        jpeg.fault = None
        await each.frame()
        await each.hub.close()
        await each.frame()
    assert each.pinned == [jpeg.leaf.fingerprint]
    assert each.printer.pin == jpeg.leaf.fingerprint


async def test_certificate_changed(jpeg: JpegCamera, watched: Watch) -> None:
    """Another certificate stops everything until a person trusts it."""
    async with on(jpeg) as to:
        each = watched(to)
        each.viewer()
        await each.sees()
        jpeg.leaf = leaf(SERIAL)
        each.hub.retry()
        with pytest.raises(BambuCameraCertificateError) as caught:
            await each.tasks[0]
        assert each.hub.reason == "certificate_changed"
        opened = jpeg.counts.opened
        for _ in range(3):
            with pytest.raises(BambuCameraCertificateError):
                await each.hub.still()
        assert jpeg.counts.opened == opened
        each.update(pin=caught.value.fingerprint)
        assert await each.hub.still()
    assert len(each.pinned) == 1
    assert each.hub.reason is None


async def test_no_such_stream(watched: Watch) -> None:
    """A model without such pictures is not asked again."""
    jpeg = camera(is_supported=False)
    async with on(jpeg) as to:
        each = watched(to)
        for _ in range(2):
            with pytest.raises(BambuCameraUnsupportedError):
                await each.hub.still()
    assert jpeg.counts.opened == 1
    assert each.heard == [("unsupported_transport", False)]


async def test_stop_while_connecting(watched: Watch) -> None:
    """Closing ends also an attempt that nobody answers."""
    deaf = Deaf()
    async with deaf.listening(CameraKind.JPEG) as to:
        each = watched(to)
        each.viewer()
        await until(lambda: deaf.open)
        await each.end()
        await until(lambda: not deaf.open)


async def test_change_of_mind(jpeg: JpegCamera, watched: Watch) -> None:
    """Who hears of a failure may mend it at once, from within."""
    async with on(jpeg):
        each = watched(printer(address=None), still=5)

        def mend() -> None:
            if each.hub.reason == "no_lan_address":
                each.update(address=ADDRESS)

        each.mend = mend
        assert await each.hub.still()
        await each.hub.close()
    assert (jpeg.counts.opened, jpeg.counts.open) == (1, 0)


@pytest.mark.parametrize("fault", [CameraFault.STALL, None])
async def test_close(
    jpeg: JpegCamera, watched: Watch, fault: CameraFault | None
) -> None:
    """Closing sends everybody home, whatever was going on, and leaves nothing."""
    jpeg.fault = fault
    async with on(jpeg) as to:
        before = asyncio.all_tasks()
        each = watched(to)
        each.viewer()
        await until(lambda: jpeg.counts.open)
        jpeg.fault = fault or CameraFault.SLOW_CLOSE
        await each.hub.close()
        async with asyncio.timeout(WAIT_LIMIT):
            await each.tasks[0]
        await until(lambda: not jpeg.counts.open)
        await until(lambda: asyncio.all_tasks() <= before)


async def test_close_during_backoff(watched: Watch, clock: FakeClock) -> None:
    """Closing ends also the wait for another attempt."""
    async with camera().listening(ADDRESS) as port:
        pass
    with loopback_is_home(CameraKind.JPEG, port):
        each = watched(printer())
        each.viewer()
        await until(lambda: clock.sleeps)
        await each.hub.close()
        await each.tasks[0]


async def test_close_while_a_still_waits(jpeg: JpegCamera, watched: Watch) -> None:
    """Whoever waits for one picture is told that there will be none."""
    jpeg.fault = CameraFault.STALL
    async with on(jpeg) as to:
        each = watched(to)
        still = asyncio.create_task(each.hub.still())
        await until(lambda: jpeg.counts.admitted)
        await each.hub.close()
        with pytest.raises(BambuCameraUnreachableError, match="any more"):
            await still


async def test_opened_while_closing(jpeg: JpegCamera, watched: Watch) -> None:
    """Who comes while the old connection closes gets a new one after that."""
    async with on(jpeg) as to:
        each = watched(to)
        await each.hub.still()
        closing = asyncio.create_task(each.hub.close())
        await asyncio.sleep(0)
        assert await each.hub.still()
        await closing
    assert (jpeg.counts.opened, jpeg.counts.most) == (2, 1)


async def test_still_that_fails_while_it_waits(
    jpeg: JpegCamera, watched: Watch, clock: FakeClock
) -> None:
    """A still that was patient tells why there was no picture."""
    jpeg.fault = CameraFault.REFUSE
    async with on(jpeg) as to:
        each = watched(to, still=0.1)
        each.viewer()
        await clock.wake()
        await until(lambda: each.hub.reason == "wrong_access_code")
        jpeg.fault = CameraFault.STALL
        await clock.wake()
        with pytest.raises(BambuCameraRefusedError):
            await each.hub.still()
        await each.end()
