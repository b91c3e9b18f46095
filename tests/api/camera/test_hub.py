"""However many viewers there are, a printer has one connection."""

import asyncio

import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraAddressError,
    BambuCameraBusyError,
    BambuCameraClosedError,
    BambuCameraRefusedError,
    CameraHub,
    HubTimes,
    jpeg_frames,
)
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.camera_hub import MakeHub
from tests.helpers.cameras import (
    ADDRESS,
    CODE,
    OTHER_ADDRESS,
    camera,
    loopback_is_home,
    on,
    printer,
)
from tests.helpers.clock import FakeClock
from tests.helpers.wait import until
from tests.simulator.camera.jpeg_camera import CameraFault, JpegCamera

pytestmark = pytest.mark.usefixtures("lan_enabled", "no_leftovers")


async def test_nothing_without_viewers(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """A hub without viewers connects to nothing."""
    async with on(jpeg) as to:
        hub = make_hub(to).hub
        await asyncio.sleep(0.05)
        await hub.close()
    assert not jpeg.counts.opened
    assert (hub.reason, hub.is_streaming, hub.viewers) == (None, False, 0)


async def test_ten_viewers(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """Ten viewers and a still cost the printer one connection."""
    async with on(jpeg) as to:
        viewed = make_hub(to)
        for _ in range(10):
            viewed.viewer()
        for number in range(10):
            await viewed.sees(3, number)
        assert await viewed.hub.still()
        assert viewed.hub.viewers == 10
        await viewed.end()
    assert (jpeg.counts.opened, jpeg.counts.most) == (1, 1)
    assert viewed.changes == [(None, True), (None, False)]


async def test_linger(jpeg: JpegCamera, make_hub: MakeHub, clock: FakeClock) -> None:
    """The connection outlives the last viewer by 20 seconds, for the next one."""
    async with on(jpeg) as to:
        viewed = make_hub(to)
        await viewed.hub.still()
        await clock.advance(19)
        assert viewed.hub.is_streaming
        async with viewed.hub.viewing() as viewer:
            assert await viewer.next()
        await until(lambda: clock.sleeps == [20, 20])
        await clock.wake()
        await until(lambda: not jpeg.counts.open)
        assert jpeg.counts.opened == 1
        assert await viewed.hub.still()
        assert (jpeg.counts.opened, jpeg.counts.most) == (2, 1)


@pytest.mark.slow
async def test_thousand_times(jpeg: JpegCamera) -> None:
    """Opening and closing a thousand times leaves no task and no socket."""
    async with on(jpeg) as to:
        # Where it debugs, the loop writes a long complaint for viewed that goes early.
        asyncio.get_running_loop().set_debug(False)
        hub = CameraHub(lambda _: jpeg_frames(to), times=HubTimes(linger=0))
        before = asyncio.all_tasks()
        for number in range(1000):
            async with hub.viewing() as viewer:
                for _ in range(number % 23):
                    await asyncio.sleep(0)
                if number % 20 == 0:
                    assert await viewer.next()
            if number % 3:
                await hub.close()
        await hub.close()
        assert not any("CameraHub" in repr(task) for task in asyncio.all_tasks())
        await until(lambda: not jpeg.counts.open and asyncio.all_tasks() <= before)
    assert jpeg.counts.opened >= 50
    assert jpeg.counts.most == 1


async def test_backoff(make_hub: MakeHub, clock: FakeClock) -> None:
    """A printer that is gone is tried again after 2, 4, … 60 seconds."""
    async with camera().listening(ADDRESS) as port:
        pass
    with loopback_is_home(CameraKind.JPEG, port):
        viewed = make_hub(printer())
        viewed.viewer()
        for seconds in (2, 4, 8, 16, 32, 60, 60):
            assert await clock.wake() == pytest.approx(seconds)
        assert viewed.changes == [("unreachable", False)]
        with pytest.raises(BambuCameraClosedError):
            await viewed.hub.still()
        viewed.hub.retry()
        assert await clock.wake() == pytest.approx(2)
        await viewed.end()


async def test_backoff_outlives_viewers(make_hub: MakeHub, clock: FakeClock) -> None:
    """The next viewer waits as well, but a still raises the reason at once."""
    async with camera().listening(ADDRESS) as port:
        pass
    with loopback_is_home(CameraKind.JPEG, port):
        viewed = make_hub(printer())
        for seconds in (2, 4, 8):
            with pytest.raises(BambuCameraClosedError):
                await viewed.hub.still()
            with pytest.raises(BambuCameraClosedError):
                await viewed.hub.still()
            await viewed.hub.close()
            clock.time += seconds


async def test_connection_that_held(
    jpeg: JpegCamera, make_hub: MakeHub, clock: FakeClock
) -> None:
    """After a connection that held, the next attempt comes soon."""
    async with on(jpeg) as to:
        viewed = make_hub(to)
        viewed.viewer()
        for held, wait in ((1, 2), (1, 4), (11, 2)):
            await viewed.sees()
            clock.time += held
            jpeg.drop()
            assert await clock.wake() == pytest.approx(wait)
        await viewed.end()
    assert jpeg.counts.most == 1


async def test_last_picture(
    jpeg: JpegCamera, make_hub: MakeHub, clock: FakeClock
) -> None:
    """A new viewer is shown the last picture, unless it is old."""
    async with on(jpeg) as to:
        viewed = make_hub(to, still=0.05)
        async with viewed.hub.viewing() as viewer:
            assert await viewer.next()
            jpeg.fault = CameraFault.STALL
            await until(lambda: len(viewed.received) == jpeg.counts.sent)
            clock.time += 4.9
            assert await viewed.hub.still() == viewed.received[-1]
            clock.time += 0.2
            with pytest.raises(BambuCameraBusyError, match="in time"):
                await viewed.hub.still()
            jpeg.fault = None
            assert await viewer.next()


async def test_nothing_old_after_closing(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """What was seen before the hub was closed is not shown after that."""
    async with on(jpeg) as to:
        viewed = make_hub(to, still=0.1)
        await viewed.frame()
        await viewed.hub.close()
        jpeg.fault = CameraFault.STALL
        with pytest.raises(BambuCameraBusyError):
            await viewed.hub.still()


async def test_refused_once(
    jpeg: JpegCamera, make_hub: MakeHub, clock: FakeClock
) -> None:
    """A printer that hangs up once may be busy; no reason is reported."""
    jpeg.fault = CameraFault.REFUSE
    async with on(jpeg) as to:
        viewed = make_hub(to)
        still = asyncio.create_task(viewed.hub.still())
        await until(lambda: clock.sleeps)
        jpeg.fault = None
        await clock.wake()
        assert await still
        assert viewed.changes == [(None, True)]


async def test_wrong_code(
    jpeg: JpegCamera, make_hub: MakeHub, clock: FakeClock
) -> None:
    """A printer that hangs up twice wants another access code."""
    async with on(jpeg):
        viewed = make_hub(printer(access_code="87654321"))
        viewed.viewer()
        await clock.wake()
        await until(lambda: viewed.hub.reason == "wrong_access_code")
        with pytest.raises(BambuCameraRefusedError):
            await viewed.hub.still()
        viewed.update(access_code=CODE)
        assert viewed.hub.reason is None
        await viewed.sees()
        await viewed.end()
    assert (jpeg.counts.refused, jpeg.counts.opened) == (2, 3)
    assert viewed.changes[-2:] == [(None, True), (None, False)]


async def test_offline_and_back(make_hub: MakeHub, clock: FakeClock) -> None:
    """Viewers of a printer that is switched off see it again when it is back."""
    powered = [True]
    jpeg = camera(is_on=lambda: bool(powered))
    async with on(jpeg) as to:
        viewed = make_hub(to)
        viewed.viewer()
        await viewed.sees()
        powered.clear()
        await clock.wake()
        await until(lambda: len(clock.sleeps) == 2)
        assert viewed.hub.reason == "unreachable"
        powered.append(True)
        await clock.wake()
        await viewed.sees()
        await viewed.end()
    assert viewed.changes == [
        (None, True),
        ("unreachable", False),
        (None, True),
        (None, False),
    ]


async def test_silence(jpeg: JpegCamera, make_hub: MakeHub, clock: FakeClock) -> None:
    """A printer that falls silent is left, fully, and asked anew."""
    async with on(jpeg) as to:
        viewed = make_hub(to, frame=2)
        viewed.viewer()
        await viewed.sees()
        jpeg.fault = CameraFault.STALL
        await until(lambda: clock.sleeps)
        await until(lambda: not jpeg.counts.open)
        jpeg.fault = None
        await clock.wake()
        await viewed.sees()
        await viewed.end()
    assert (jpeg.counts.opened, jpeg.counts.most) == (2, 1)


async def test_other_address(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """A printer that moves is connected to there, and no longer where it was."""
    other = camera(leaf=jpeg.leaf)
    async with on(jpeg, other) as to:
        viewed = make_hub(to)
        viewed.viewer()
        await viewed.sees()
        viewed.update(address=OTHER_ADDRESS)
        await until(lambda: other.counts.sent)
        assert not jpeg.counts.open
        await viewed.sees(2)
        await viewed.end()
    assert (jpeg.counts.opened, other.counts.opened) == (1, 1)


async def test_no_address(jpeg: JpegCamera, make_hub: MakeHub) -> None:
    """A printer that has lost its address is not connected to, until it has one."""
    async with on(jpeg) as to:
        viewed = make_hub(to)
        viewed.viewer()
        await viewed.sees()
        viewed.update(address=None)
        with pytest.raises(BambuCameraAddressError):
            await viewed.tasks[0]
        assert viewed.hub.reason == "no_lan_address"
        viewed.update(address=ADDRESS)
        assert await viewed.hub.still()
