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
from tests.helpers.camera_hub import MakeHub
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


async def test_pin(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """The first certificate that comes with a picture is the printer's."""
    jpeg.fault = CameraFault.STALL
    async with on(jpeg) as to:
        viewed = make_hub(to, still=0.1)
        with pytest.raises(BambuCameraBusyError):
            await viewed.hub.still()
        assert not viewed.pinned
        jpeg.fault = None
        await viewed.frame()
        await viewed.hub.close()
        await viewed.frame()
    assert viewed.pinned == [jpeg.leaf.fingerprint]
    assert viewed.printer.pin == jpeg.leaf.fingerprint


async def test_certificate_changed(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """Another certificate stops everything until a person trusts it."""
    async with on(jpeg) as to:
        viewed = make_hub(to)
        viewed.viewer()
        await viewed.sees()
        jpeg.leaf = leaf(SERIAL)
        viewed.hub.retry()
        with pytest.raises(BambuCameraCertificateError) as caught:
            await viewed.tasks[0]
        assert viewed.hub.reason == "certificate_changed"
        opened = jpeg.counts.opened
        for _ in range(3):
            with pytest.raises(BambuCameraCertificateError):
                await viewed.hub.still()
        assert jpeg.counts.opened == opened
        viewed.update(pin=caught.value.fingerprint)
        assert await viewed.hub.still()
    assert len(viewed.pinned) == 1
    assert viewed.hub.reason is None


async def test_no_such_stream(make_hub: MakeHub) -> None:
    """A model without such pictures is not asked again."""
    jpeg = camera(is_supported=False)
    async with on(jpeg) as to:
        viewed = make_hub(to)
        for _ in range(2):
            with pytest.raises(BambuCameraUnsupportedError):
                await viewed.hub.still()
    assert jpeg.counts.opened == 1
    assert viewed.changes == [("unsupported_transport", False)]


async def test_stop_while_connecting(make_hub: MakeHub) -> None:
    """Closing also ends an attempt without an answer."""
    deaf = Deaf()
    async with deaf.listening(CameraKind.JPEG) as to:
        viewed = make_hub(to)
        viewed.viewer()
        await until(lambda: deaf.open)
        await viewed.end()
        await until(lambda: not deaf.open)


async def test_change_of_mind(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """A listener may mend a failure at once, from within."""
    async with on(jpeg):
        viewed = make_hub(printer(address=None), still=5)

        def mend() -> None:
            if viewed.hub.reason == "no_lan_address":
                viewed.update(address=ADDRESS)

        viewed.mend = mend
        assert await viewed.hub.still()
        await viewed.hub.close()
    assert (jpeg.counts.opened, jpeg.counts.open) == (1, 0)


@pytest.mark.parametrize("fault", [CameraFault.STALL, None])
async def test_close(
    jpeg: JpegCamera, make_hub: MakeHub, fault: CameraFault | None
) -> None:
    """Closing sends everybody home, whatever was going on, and leaves nothing."""
    jpeg.fault = fault
    async with on(jpeg) as to:
        before = asyncio.all_tasks()
        viewed = make_hub(to)
        viewed.viewer()
        await until(lambda: jpeg.counts.open)
        jpeg.fault = fault or CameraFault.SLOW_CLOSE
        await viewed.hub.close()
        async with asyncio.timeout(WAIT_LIMIT):
            await viewed.tasks[0]
        await until(lambda: not jpeg.counts.open)
        await until(lambda: asyncio.all_tasks() <= before)


async def test_closed_is_closed(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """A viewer who has not left by then opens nothing again."""
    async with on(jpeg) as to:
        viewed = make_hub(to)
        async with viewed.hub.viewing() as viewer:
            assert await viewer.next()
            await viewed.hub.close()
            assert viewed.hub.viewers == 0
            viewed.hub.retry()
            assert await viewer.next() is None
        await asyncio.sleep(0.05)
        assert jpeg.counts.opened == 1


async def test_close_during_backoff(make_hub: MakeHub, clock: FakeClock) -> None:
    """Closing ends also the wait for another attempt."""
    async with camera().listening(ADDRESS) as port:
        pass
    with loopback_is_home(CameraKind.JPEG, port):
        viewed = make_hub(printer())
        viewed.viewer()
        await until(lambda: clock.sleeps)
        await viewed.hub.close()
        await viewed.tasks[0]


async def test_close_while_a_still_waits(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """A still that waits raises an error when the hub is closed."""
    jpeg.fault = CameraFault.STALL
    async with on(jpeg) as to:
        viewed = make_hub(to)
        still = asyncio.create_task(viewed.hub.still())
        await until(lambda: jpeg.counts.admitted)
        await viewed.hub.close()
        with pytest.raises(BambuCameraUnreachableError, match="any more"):
            await still


async def test_opened_while_closing(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """Who comes while the old connection closes gets a new one after that."""
    async with on(jpeg) as to:
        viewed = make_hub(to)
        await viewed.hub.still()
        closing = asyncio.create_task(viewed.hub.close())
        await asyncio.sleep(0)
        assert await viewed.hub.still()
        await closing
    assert (jpeg.counts.opened, jpeg.counts.most) == (2, 1)


async def test_still_that_fails_while_it_waits(
    jpeg: JpegCamera, make_hub: MakeHub, clock: FakeClock
) -> None:
    """A still that waited raises the reason why there was no frame."""
    jpeg.fault = CameraFault.REFUSE
    async with on(jpeg) as to:
        viewed = make_hub(to, still=0.1)
        viewed.viewer()
        await clock.wake()
        await until(lambda: viewed.hub.reason == "wrong_access_code")
        jpeg.fault = CameraFault.STALL
        await clock.wake()
        with pytest.raises(BambuCameraRefusedError):
            await viewed.hub.still()
        await viewed.end()
