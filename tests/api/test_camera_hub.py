"""However many watch, a printer sees one viewer, who comes and goes politely."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from contextlib import aclosing, suppress

import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraAddressError,
    BambuCameraBusyError,
    BambuCameraCertificateError,
    BambuCameraClosedError,
    BambuCameraRefusedError,
    BambuCameraUnreachableError,
    BambuCameraUnsupportedError,
    CameraHub,
    HubTimes,
    LanPrinter,
)
from custom_components.bambu_cloud.model import CameraKind
from tests.simulator.certificates import leaf
from tests.simulator.jpeg_camera import CameraFault, JpegCamera
from tests.waiting import until

from .listening import Steady
from .watching import (
    ADDRESS,
    CODE,
    OTHER_ADDRESS,
    SERIAL,
    Deaf,
    camera,
    loopback_is_home,
    on,
    printer,
)

pytestmark = pytest.mark.usefixtures("lan_enabled", "no_leftovers")


class Watched:
    """A hub, and what its owner hears of it."""

    def __init__(self, to: LanPrinter, steady: Steady, **times: float) -> None:
        """Watch a printer in a time that the test moves."""
        self.heard: list[tuple[str | None, bool]] = []
        self.pinned: list[str] = []
        self.mend: Callable[[], None] = lambda: None
        self.hub = CameraHub(
            to,
            on_change=self._hear,
            on_pin=self.pinned.append,
            times=HubTimes(**times),
            clock=steady,
            sleep=steady.sleep,
            random=lambda: 0.5,
        )
        self.tasks: list[asyncio.Task[None]] = []
        self.seen: list[list[bytes]] = []

    def _hear(self) -> None:
        """Note what the hub has to say."""
        self.heard.append((self.hub.reason, self.hub.is_streaming))
        self.mend()

    def viewer(self) -> asyncio.Task[None]:
        """Begin to watch until the hub is closed or gives up."""
        seen: list[bytes] = []

        async def watch() -> None:
            async with aclosing(self.hub.frames()) as frames:
                async for frame in frames:
                    seen.append(frame)  # noqa: PERF401  others look at it meanwhile

        self.seen.append(seen)
        self.tasks.append(asyncio.create_task(watch()))
        return self.tasks[-1]

    async def sees(self, count: int = 1, viewer: int = -1) -> None:
        """Wait until a viewer has seen so many more pictures."""
        target = len(self.seen[viewer]) + count
        await until(lambda: len(self.seen[viewer]) >= target)

    async def end(self) -> None:
        """Close the hub, and see all viewers leave."""
        await self.hub.close()
        for task in self.tasks:
            with suppress(asyncio.CancelledError, BambuCameraUnreachableError):
                await task


@pytest.fixture
async def watched(
    lan_enabled: None, steady: Steady
) -> AsyncGenerator[Callable[..., Watched]]:
    """Return how to watch a printer; it ends with the test."""
    made: list[Watched] = []

    def make(to: LanPrinter, **times: float) -> Watched:
        made.append(Watched(to, steady, **times))
        return made[-1]

    yield make
    for each in made:
        await each.hub.close()


type Watch = Callable[..., Watched]


@pytest.fixture
def jpeg() -> JpegCamera:
    """Return the camera of a printer."""
    return camera()


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


async def test_linger(jpeg: JpegCamera, watched: Watch, steady: Steady) -> None:
    """The connection outlives the last viewer by 20 seconds, for the next one."""
    async with on(jpeg) as to:
        each = watched(to)
        await each.hub.still()
        await steady.pass_by(19)
        assert each.hub.is_streaming
        async with each.hub.viewing() as viewer:
            assert await viewer.next()
        await until(lambda: steady.asked == [20, 20])
        await steady.wake()
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
        hub = CameraHub(to, times=HubTimes(linger=0))
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


async def test_backoff(watched: Watch, steady: Steady) -> None:
    """A printer that is gone is tried again after 2, 4, … 60 seconds."""
    async with camera().listening(ADDRESS) as port:
        pass
    with loopback_is_home(CameraKind.JPEG, port):
        each = watched(printer())
        each.viewer()
        for seconds in (2, 4, 8, 16, 32, 60, 60):
            assert await steady.wake() == pytest.approx(seconds)
        assert each.heard == [("unreachable", False)]
        with pytest.raises(BambuCameraClosedError):
            await each.hub.still()
        each.hub.retry()
        assert await steady.wake() == pytest.approx(2)
        await each.end()


async def test_backoff_outlives_viewers(watched: Watch, steady: Steady) -> None:
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
            steady.time += seconds


async def test_connection_that_held(
    jpeg: JpegCamera, watched: Watch, steady: Steady
) -> None:
    """After a connection that held, the next attempt comes soon."""
    async with on(jpeg) as to:
        each = watched(to)
        each.viewer()
        for held, wait in ((1, 2), (1, 4), (11, 2)):
            await each.sees()
            steady.time += held
            jpeg.drop()
            assert await steady.wake() == pytest.approx(wait)
        await each.end()
    assert jpeg.counts.most == 1


async def test_last_picture(jpeg: JpegCamera, watched: Watch, steady: Steady) -> None:
    """A new viewer is shown the last picture, unless it is old."""
    async with on(jpeg) as to:
        each = watched(to, still=0.05)
        async with each.hub.viewing() as viewer:
            first = await viewer.next()
            jpeg.fault = CameraFault.STALL
            with suppress(TimeoutError):
                while True:
                    async with asyncio.timeout(0.05):
                        first = await viewer.next()
            steady.time += 4.9
            assert await each.hub.still() == first
            steady.time += 0.2
            with pytest.raises(BambuCameraBusyError, match="in time"):
                await each.hub.still()
            jpeg.fault = None
            assert await viewer.next()


async def test_nothing_old_after_closing(jpeg: JpegCamera, watched: Watch) -> None:
    """What was seen before the hub was closed is not shown after that."""
    async with on(jpeg) as to:
        each = watched(to, still=0.1)
        await each.hub.still()
        await each.hub.close()
        jpeg.fault = CameraFault.STALL
        with pytest.raises(BambuCameraBusyError):
            await each.hub.still()


async def test_refused_once(jpeg: JpegCamera, watched: Watch, steady: Steady) -> None:
    """A printer that hangs up once may be busy; nobody is told a wrong reason."""
    jpeg.fault = CameraFault.REFUSE
    async with on(jpeg) as to:
        each = watched(to)
        still = asyncio.create_task(each.hub.still())
        await until(lambda: steady.asked)
        jpeg.fault = None
        await steady.wake()
        assert await still
    assert each.heard == [(None, True)]


async def test_wrong_code(jpeg: JpegCamera, watched: Watch, steady: Steady) -> None:
    """A printer that hangs up twice wants another access code."""
    async with on(jpeg):
        each = watched(printer(access_code="87654321"))
        each.viewer()
        await steady.wake()
        await until(lambda: each.hub.reason == "wrong_access_code")
        with pytest.raises(BambuCameraRefusedError):
            await each.hub.still()
        each.hub.update(address=ADDRESS, access_code=CODE)
        assert each.hub.reason is None
        await each.sees()
        each.hub.update(address=ADDRESS, access_code=CODE)
        await each.sees()
        await each.end()
    assert (jpeg.counts.refused, jpeg.counts.opened) == (2, 3)
    assert each.heard[-2:] == [(None, True), (None, False)]


async def test_offline_and_back(watched: Watch, steady: Steady) -> None:
    """Viewers of a printer that is switched off see it again when it is back."""
    powered = [True]
    jpeg = camera(is_on=lambda: bool(powered))
    async with on(jpeg) as to:
        each = watched(to)
        each.viewer()
        await each.sees()
        powered.clear()
        await steady.wake()
        await until(lambda: len(steady.asked) == 2)
        assert each.hub.reason == "unreachable"
        powered.append(True)
        await steady.wake()
        await each.sees()
        await each.end()
    assert each.heard == [
        (None, True),
        ("unreachable", False),
        (None, True),
        (None, False),
    ]


async def test_silence(jpeg: JpegCamera, watched: Watch, steady: Steady) -> None:
    """A printer that falls silent is left, fully, and asked anew."""
    async with on(jpeg) as to:
        each = watched(to, frame=0.1)
        each.viewer()
        await each.sees()
        jpeg.fault = CameraFault.STALL
        await until(lambda: steady.asked)
        await until(lambda: not jpeg.counts.open)
        jpeg.fault = None
        await steady.wake()
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
        each.hub.update(address=OTHER_ADDRESS, access_code=CODE)
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
        each.hub.update(address=None, access_code=CODE)
        with pytest.raises(BambuCameraAddressError):
            await each.tasks[0]
        assert each.hub.reason == "no_lan_address"
        each.hub.update(address=ADDRESS, access_code=CODE)
        assert await each.hub.still()


async def test_pin(jpeg: JpegCamera, watched: Watch) -> None:
    """The first certificate that comes with a picture is the printer's."""
    jpeg.fault = CameraFault.STALL
    async with on(jpeg) as to:
        each = watched(to, still=0.1)
        with pytest.raises(BambuCameraBusyError):
            await each.hub.still()
        assert not each.pinned
        jpeg.fault = None
        await each.hub.still()
        await each.hub.close()
        await each.hub.still()
    assert each.pinned == [jpeg.leaf.fingerprint]
    assert each.hub.pin == jpeg.leaf.fingerprint


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
        each.hub.trust(caught.value.fingerprint)
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
                each.hub.update(address=ADDRESS, access_code=CODE)

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
        async with asyncio.timeout(1):
            await each.tasks[0]
        await until(lambda: not jpeg.counts.open)
        await until(lambda: asyncio.all_tasks() <= before)


async def test_close_during_backoff(watched: Watch, steady: Steady) -> None:
    """Closing ends also the wait for another attempt."""
    async with camera().listening(ADDRESS) as port:
        pass
    with loopback_is_home(CameraKind.JPEG, port):
        each = watched(printer())
        each.viewer()
        await until(lambda: steady.asked)
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
    jpeg: JpegCamera, watched: Watch, steady: Steady
) -> None:
    """A still that was patient tells why there was no picture."""
    jpeg.fault = CameraFault.REFUSE
    async with on(jpeg) as to:
        each = watched(to, still=0.1)
        each.viewer()
        await steady.wake()
        await until(lambda: each.hub.reason == "wrong_access_code")
        jpeg.fault = CameraFault.STALL
        await steady.wake()
        with pytest.raises(BambuCameraRefusedError):
            await each.hub.still()
        await each.end()
