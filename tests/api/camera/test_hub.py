"""However many watch, a printer sees one viewer, who comes and goes politely."""

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
from tests.helpers.camera_hub import Watch
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


async def test_nothing_without_viewers(jpeg: JpegCamera, watched: Watch) -> None:
    """A hub that nobody watches connects to nothing."""
    async with on(jpeg) as to:
        hub = watched(to).hub
        await asyncio.sleep(0.05)
        await hub.close()
    assert not jpeg.counts.opened
    assert (hub.reason, hub.is_streaming, hub.viewers) == (None, False, 0)


async def test_ten_viewers(jpeg: JpegCamera, watched: Watch) -> None:
    """Ten viewers and a still cost the printer one connection."""
    async with on(jpeg) as to:
        each = watched(to)
        for _ in range(10):
            each.viewer()
        for number in range(10):
            await each.sees(3, number)
        assert await each.hub.still()
        assert each.hub.viewers == 10
        await each.end()
    assert (jpeg.counts.opened, jpeg.counts.most) == (1, 1)
    assert each.heard == [(None, True), (None, False)]


async def test_linger(jpeg: JpegCamera, watched: Watch, clock: FakeClock) -> None:
    """The connection outlives the last viewer by 20 seconds, for the next one."""
    async with on(jpeg) as to:
        each = watched(to)
        await each.hub.still()
        await clock.advance(19)
        assert each.hub.is_streaming
        async with each.hub.viewing() as viewer:
            assert await viewer.next()
        await until(lambda: clock.sleeps == [20, 20])
        await clock.wake()
        await until(lambda: not jpeg.counts.open)
        assert jpeg.counts.opened == 1
        assert await each.hub.still()
        assert (jpeg.counts.opened, jpeg.counts.most) == (2, 1)


@pytest.mark.slow
async def test_thousand_times(jpeg: JpegCamera) -> None:
    """Opening and closing a thousand times leaves no task and no socket."""
    async with on(jpeg) as to:
        # Where it debugs, the loop writes a long complaint for each that goes early.
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


async def test_backoff(watched: Watch, clock: FakeClock) -> None:
    """A printer that is gone is tried again after 2, 4, … 60 seconds."""
    async with camera().listening(ADDRESS) as port:
        pass
    with loopback_is_home(CameraKind.JPEG, port):
        each = watched(printer())
        each.viewer()
        for seconds in (2, 4, 8, 16, 32, 60, 60):
            assert await clock.wake() == pytest.approx(seconds)
        assert each.heard == [("unreachable", False)]
        with pytest.raises(BambuCameraClosedError):
            await each.hub.still()
        each.hub.retry()
        assert await clock.wake() == pytest.approx(2)
        await each.end()


async def test_backoff_outlives_viewers(watched: Watch, clock: FakeClock) -> None:
    """Whoever comes next waits as well, but is told at once why."""
    async with camera().listening(ADDRESS) as port:
        pass
    with loopback_is_home(CameraKind.JPEG, port):
        each = watched(printer())
        for seconds in (2, 4, 8):
            with pytest.raises(BambuCameraClosedError):
                await each.hub.still()
            with pytest.raises(BambuCameraClosedError):
                await each.hub.still()
            await each.hub.close()
            clock.time += seconds


async def test_connection_that_held(
    jpeg: JpegCamera, watched: Watch, clock: FakeClock
) -> None:
    """After a connection that held, the next attempt comes soon."""
    async with on(jpeg) as to:
        each = watched(to)
        each.viewer()
        for held, wait in ((1, 2), (1, 4), (11, 2)):
            await each.sees()
            clock.time += held
            jpeg.drop()
            assert await clock.wake() == pytest.approx(wait)
        await each.end()
    assert jpeg.counts.most == 1


async def test_last_picture(jpeg: JpegCamera, watched: Watch, clock: FakeClock) -> None:
    """A new viewer is shown the last picture, unless it is old."""
    async with on(jpeg) as to:
        each = watched(to, still=0.05)
        async with each.hub.viewing() as viewer:
            assert await viewer.next()
            jpeg.fault = CameraFault.STALL
            await until(lambda: len(each.received) == jpeg.counts.sent)
            clock.time += 4.9
            assert await each.hub.still() == each.received[-1]
            clock.time += 0.2
            with pytest.raises(BambuCameraBusyError, match="in time"):
                await each.hub.still()
            jpeg.fault = None
            assert await viewer.next()


async def test_nothing_old_after_closing(jpeg: JpegCamera, watched: Watch) -> None:
    """What was seen before the hub was closed is not shown after that."""
    async with on(jpeg) as to:
        each = watched(to, still=0.1)
        await each.frame()
        await each.hub.close()
        jpeg.fault = CameraFault.STALL
        with pytest.raises(BambuCameraBusyError):
            await each.hub.still()


async def test_refused_once(jpeg: JpegCamera, watched: Watch, clock: FakeClock) -> None:
    """A printer that hangs up once may be busy; nobody is told a wrong reason."""
    jpeg.fault = CameraFault.REFUSE
    async with on(jpeg) as to:
        each = watched(to)
        still = asyncio.create_task(each.hub.still())
        await until(lambda: clock.sleeps)
        jpeg.fault = None
        await clock.wake()
        assert await still
    assert each.heard == [(None, True)]


async def test_wrong_code(jpeg: JpegCamera, watched: Watch, clock: FakeClock) -> None:
    """A printer that hangs up twice wants another access code."""
    async with on(jpeg):
        each = watched(printer(access_code="87654321"))
        each.viewer()
        await clock.wake()
        await until(lambda: each.hub.reason == "wrong_access_code")
        with pytest.raises(BambuCameraRefusedError):
            await each.hub.still()
        each.update(access_code=CODE)
        assert each.hub.reason is None
        await each.sees()
        await each.end()
    assert (jpeg.counts.refused, jpeg.counts.opened) == (2, 3)
    assert each.heard[-2:] == [(None, True), (None, False)]


async def test_offline_and_back(watched: Watch, clock: FakeClock) -> None:
    """Viewers of a printer that is switched off see it again when it is back."""
    powered = [True]
    jpeg = camera(is_on=lambda: bool(powered))
    async with on(jpeg) as to:
        each = watched(to)
        each.viewer()
        await each.sees()
        powered.clear()
        await clock.wake()
        await until(lambda: len(clock.sleeps) == 2)
        assert each.hub.reason == "unreachable"
        powered.append(True)
        await clock.wake()
        await each.sees()
        await each.end()
    assert each.heard == [
        (None, True),
        ("unreachable", False),
        (None, True),
        (None, False),
    ]


async def test_silence(jpeg: JpegCamera, watched: Watch, clock: FakeClock) -> None:
    """A printer that falls silent is left, fully, and asked anew."""
    async with on(jpeg) as to:
        each = watched(to, frame=2)
        each.viewer()
        await each.sees()
        jpeg.fault = CameraFault.STALL
        await until(lambda: clock.sleeps)
        await until(lambda: not jpeg.counts.open)
        jpeg.fault = None
        await clock.wake()
        await each.sees()
        await each.end()
    assert (jpeg.counts.opened, jpeg.counts.most) == (2, 1)


async def test_other_address(jpeg: JpegCamera, watched: Watch) -> None:
    """A printer that moves is followed, and left where it was before."""
    other = camera(leaf=jpeg.leaf)
    async with on(jpeg, other) as to:
        each = watched(to)
        each.viewer()
        await each.sees()
        each.update(address=OTHER_ADDRESS)
        await until(lambda: other.counts.sent)
        assert not jpeg.counts.open
        await each.sees(2)
        await each.end()
    assert (jpeg.counts.opened, other.counts.opened) == (1, 1)


async def test_no_address(jpeg: JpegCamera, watched: Watch) -> None:
    """A printer that has lost its address is not looked for, until it has one."""
    async with on(jpeg) as to:
        each = watched(to)
        each.viewer()
        await each.sees()
        each.update(address=None)
        with pytest.raises(BambuCameraAddressError):
            await each.tasks[0]
        assert each.hub.reason == "no_lan_address"
        each.update(address=ADDRESS)
        assert await each.hub.still()
