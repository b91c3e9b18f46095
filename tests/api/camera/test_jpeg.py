"""Pictures from a printer, byte by byte, and everything that comes in their place."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing
from io import BytesIO
import struct

from hypothesis import given, settings, strategies as st
from PIL import Image
import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraBusyError,
    BambuCameraCertificateError,
    BambuCameraCodeError,
    BambuCameraError,
    BambuCameraFrameError,
    BambuCameraRefusedError,
    BambuCameraUnreachableError,
    BambuCameraUnsupportedError,
    jpeg_frames,
)
from custom_components.bambu_cloud.api.camera.jpeg import (
    FRAME_TIMEOUT,
    _login,
    _next_frame,
)
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.cameras import (
    CODE,
    SERIAL,
    Deaf,
    Sight,
    camera,
    first_frames,
    on,
    printer,
)
from tests.helpers.pieces import JPEGS, split
from tests.helpers.wait import WAIT_LIMIT, until
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import CameraFault

pytestmark = pytest.mark.usefixtures("lan_enabled", "no_leftovers")

HEADER = struct.Struct("<4I")


async def exhaust(frames: AsyncGenerator[bytes]) -> None:
    """Read frames until there are no more."""
    async with asyncio.timeout(WAIT_LIMIT):
        async for _ in frames:
            pass


def test_login() -> None:
    """These 80 bytes ask for pictures."""
    expected = bytes.fromhex(
        "40000000 00300000 00000000 00000000"
        "62626c70 00000000 00000000 00000000 00000000 00000000 00000000 00000000"
        "31323334 35363738 00000000 00000000 00000000 00000000 00000000 00000000"
    )
    assert _login(f"{CODE}\n") == expected
    assert len(expected) == 80


async def test_pictures() -> None:
    """What the camera sees arrives, picture by picture, and can be decoded."""
    sight = Sight()
    async with on(camera(draw=sight)) as to:
        seen = await first_frames(to, 3)
    assert seen == sight.pictures[:3]
    assert [Image.open(BytesIO(frame)).size for frame in seen] == [(1280, 720)] * 3


@pytest.mark.parametrize("fault", [CameraFault.SPLIT, CameraFault.MERGED])
async def test_pieces(fault: CameraFault) -> None:
    """Pictures may come in pieces, or several at once."""
    sight = Sight()
    jpeg = camera(draw=sight)
    jpeg.fault = fault
    async with on(jpeg) as to:
        seen = await first_frames(to, 4)
    times = 3 if fault is CameraFault.MERGED else 1
    expected = [frame for frame in sight.pictures for _ in range(times)]
    assert seen == expected[:4]


async def test_leaf_is_reported_first() -> None:
    """The certificate is reported by the time of the first frame."""
    mine = leaf(SERIAL)
    leaves: list[str] = []
    async with on(camera(leaf=mine)) as to:
        await first_frames(to, on_leaf=leaves.append)
    assert leaves == [mine.fingerprint]


async def test_strangers_do_not_get_the_code() -> None:
    """A server with another certificate does not get the access code."""
    jpeg = camera(access_code=lambda: "whatever comes is refused and counted")
    async with on(jpeg):
        with pytest.raises(BambuCameraCertificateError):
            await first_frames(printer(pin=leaf(SERIAL).fingerprint))
        await until(lambda: jpeg.counts.opened and not jpeg.counts.open)
    assert not jpeg.counts.refused


@pytest.mark.parametrize("code", [None, "", "  \n", "ö", "1" * 33])
async def test_no_code(code: str | None) -> None:
    """What cannot be an access code is not sent."""
    with pytest.raises(BambuCameraCodeError) as caught:
        await first_frames(printer(address="10.0.0.1", access_code=code))
    assert caught.value.reason == "no_access_code"


async def test_wrong_code() -> None:
    """A printer hangs up on a wrong access code, without a word."""
    jpeg = camera()
    async with on(jpeg):
        with pytest.raises(BambuCameraRefusedError, match="access code or camera busy"):
            await first_frames(printer(access_code="87654321"))
    assert jpeg.counts.refused == 1


async def test_third_viewer_stalls() -> None:
    """A printer lets a third viewer in, but serves it nothing."""
    jpeg = camera()
    async with on(jpeg) as to:
        async with aclosing(jpeg_frames(to)) as one, aclosing(jpeg_frames(to)) as two:
            await anext(one)
            await anext(two)
            with pytest.raises(BambuCameraBusyError) as caught:
                await first_frames(to, frame_timeout=0.05)
            await anext(one)
        await until(lambda: not jpeg.counts.open)
        assert await first_frames(to)
    assert caught.value.reason == "busy"


async def test_no_such_stream() -> None:
    """A model with another kind of stream says so."""
    async with on(camera(is_supported=False)) as to:
        with pytest.raises(BambuCameraUnsupportedError) as caught:
            await first_frames(to)
    assert caught.value.is_final


@pytest.mark.parametrize(
    ("fault", "error", "text"),
    [
        (CameraFault.EMPTY, BambuCameraFrameError, "of 0 bytes"),
        (CameraFault.HUGE, BambuCameraFrameError, "of 100000000 bytes"),
        (CameraFault.NO_START, BambuCameraFrameError, "no JPEG"),
        (CameraFault.NO_END, BambuCameraFrameError, "no JPEG"),
        (CameraFault.SHORT, BambuCameraFrameError, "no JPEG"),
        (CameraFault.LONG, BambuCameraFrameError, "no JPEG"),
        (CameraFault.CUT, BambuCameraUnreachableError, "broke"),
        (CameraFault.CUT_HEADER, BambuCameraUnreachableError, "broke"),
        (CameraFault.REFUSE, BambuCameraRefusedError, "camera busy"),
        (CameraFault.STALL, BambuCameraBusyError, "sends nothing"),
    ],
)
@pytest.mark.parametrize("is_first", [True, False])
async def test_nonsense(
    fault: CameraFault,
    error: type[BambuCameraError],
    text: str,
    *,
    is_first: bool,
) -> None:
    """What is no picture closes the connection, with the reason."""
    jpeg = camera()
    if is_first:
        jpeg.fault = fault
    seconds = 2 if fault is CameraFault.STALL else FRAME_TIMEOUT
    async with on(jpeg) as to:
        async with aclosing(jpeg_frames(to, frame_timeout=seconds)) as frames:
            if not is_first:
                await anext(frames)
                jpeg.fault = fault
                if fault is CameraFault.REFUSE:
                    error, text = BambuCameraUnreachableError, "broke"
                if fault is CameraFault.STALL:
                    error, text = BambuCameraUnreachableError, "fell silent"
            with pytest.raises(error, match=text):
                await exhaust(frames)
        await until(lambda: not jpeg.counts.open)


async def test_switched_off() -> None:
    """A printer that is switched off ends what it sends."""
    powered = [True]
    jpeg = camera(is_on=lambda: bool(powered))
    async with on(jpeg) as to, aclosing(jpeg_frames(to)) as frames:
        await anext(frames)
        powered.clear()
        with pytest.raises(BambuCameraUnreachableError):
            await exhaust(frames)
        with pytest.raises(BambuCameraUnreachableError):
            await first_frames(to)


async def test_reset_before_the_first_picture() -> None:
    """A connection that is reset at once is one that was refused."""
    jpeg = camera()
    jpeg.fault = CameraFault.STALL
    async with on(jpeg) as to:
        task = asyncio.create_task(first_frames(to))
        await until(lambda: jpeg.counts.admitted)
        jpeg.drop()
        with pytest.raises(BambuCameraRefusedError):
            await task


async def test_stop_while_connecting() -> None:
    """Who gives up while it connects leaves no socket behind."""
    deaf = Deaf()
    async with deaf.listening(CameraKind.JPEG) as to:
        task = asyncio.create_task(first_frames(to))
        await until(lambda: deaf.open)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: not deaf.open)


async def test_slow_close() -> None:
    """A printer that does not close its side is not waited for long."""
    jpeg = camera()
    jpeg.fault = CameraFault.SLOW_CLOSE
    async with on(jpeg) as to:
        async with asyncio.timeout(WAIT_LIMIT):
            assert await first_frames(to)
        await until(lambda: not jpeg.counts.open)


def sent(frames: list[bytes]) -> bytes:
    """Return pictures as a printer sends them."""
    return b"".join(HEADER.pack(len(frame), 0, 1, 0) + frame for frame in frames)


async def read(pieces: list[bytes]) -> tuple[list[bytes], BambuCameraError]:
    """Return the pictures in what comes piece by piece, and what ended it."""
    reader = asyncio.StreamReader()

    async def feed() -> None:
        for piece in pieces:
            reader.feed_data(piece)
            await asyncio.sleep(0)
        reader.feed_eof()

    task = asyncio.create_task(feed())
    frames = []
    try:
        while True:
            frames.append(await _next_frame(reader, 5))
    except BambuCameraError as err:
        return frames, err
    finally:
        await task


@settings(deadline=None, max_examples=60)
@given(st.lists(JPEGS, min_size=1, max_size=5), st.lists(st.integers(0, 2000)))
def test_any_pieces(frames: list[bytes], cuts: list[int]) -> None:
    """However the network cuts or joins them, the same pictures come out."""
    seen, end = asyncio.run(read(split(sent(frames), cuts)))
    assert seen == frames
    assert isinstance(end, BambuCameraUnreachableError)


@settings(deadline=None, max_examples=60)
@given(st.lists(JPEGS, min_size=2, max_size=4), st.integers(0), st.lists(st.integers()))
def test_cut_anywhere(frames: list[bytes], length: int, cuts: list[int]) -> None:
    """A stream that ends anywhere gives the whole pictures before that."""
    data = sent(frames)
    data = data[: length % len(data)]
    seen, end = asyncio.run(read(split(data, [cut % 999 for cut in cuts])))
    assert seen == frames[: len(seen)]
    assert len(sent(frames[: len(seen) + 1])) > len(data)
    assert isinstance(end, BambuCameraUnreachableError)


@settings(deadline=None, max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    """Whatever comes is a picture or an error of ours."""
    seen, end = asyncio.run(read([data]))
    assert isinstance(end, BambuCameraError)
    assert all(frame[:2] == b"\xff\xd8" for frame in seen)
