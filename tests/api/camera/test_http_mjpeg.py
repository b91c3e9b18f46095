"""Frames come from the web as a stream or one by one, whole or not at all."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import aclosing

import aiohttp
from hypothesis import given, settings, strategies as st
import pytest
from yarl import URL

from custom_components.bambu_cloud.api import (
    BambuCameraError,
    BambuCameraFrameError,
    BambuCameraUnreachableError,
    Clock,
    http_frames,
)
from custom_components.bambu_cloud.api.camera.http_mjpeg import Parts
from tests.helpers.pieces import JPEGS, split
from tests.helpers.wait import WAIT_LIMIT, until
from tests.helpers.web_camera import PASSWORD, USER, WebCamera

pytestmark = pytest.mark.usefixtures("socket_enabled")


@pytest.fixture
def camera() -> WebCamera:
    """Return a camera."""
    return WebCamera()


@pytest.fixture
async def at(camera: WebCamera) -> AsyncGenerator[URL]:
    """Run it, and return where it is, with name and password."""
    async with camera.listening() as url:
        yield url.with_user(USER).with_password(PASSWORD)
        await until(lambda: not camera.open)


async def nap(_: float) -> None:
    """Wait no longer than others need."""
    await asyncio.sleep(0)


async def first_frames(
    url: URL | str, count: int = 1, frame_timeout: float = 5
) -> list[bytes]:
    """Return the first frames at a URL."""
    seen: list[bytes] = []
    async with aiohttp.ClientSession() as session, asyncio.timeout(WAIT_LIMIT):
        frames = http_frames(
            session,
            f"{url}",
            connect_timeout=5,
            frame_timeout=frame_timeout,
            clock=Clock(sleep=nap),
        )
        async with aclosing(frames):
            async for frame in frames:
                seen.append(frame)
                if len(seen) == count:
                    break
    return seen


@pytest.mark.parametrize("lengths", [True, False])
async def test_stream(camera: WebCamera, at: URL, *, lengths: bool) -> None:
    """One connection brings one picture after the other, and is closed."""
    camera.lengths = lengths
    seen = await first_frames(at / "stream", 5)
    assert len(set(seen)) == 5
    assert all(each[:2] == b"\xff\xd8" and each[-2:] == b"\xff\xd9" for each in seen)
    assert camera.asked == 1


async def test_single(camera: WebCamera, at: URL) -> None:
    """A single JPEG is asked for again and again."""
    assert len(set(await first_frames(at / "still", 3))) == 3
    assert camera.asked == 3


@pytest.mark.parametrize("path", ["stream", "still"])
@pytest.mark.parametrize(
    ("content", "text"),
    [
        (b"", "no JPEG"),
        (b"<html>", "no JPEG"),
        (b"\xff\xd8 cut", "no JPEG"),
        (bytes(11_000_000), "come to an end"),
    ],
)
async def test_no_picture(
    camera: WebCamera, at: URL, path: str, content: bytes, text: str
) -> None:
    """What is no picture ends it, with the reason."""
    camera.content = content
    with pytest.raises(BambuCameraFrameError, match=text):
        await first_frames(at / path)


async def test_stream_without_end(camera: WebCamera, at: URL) -> None:
    """A picture that has neither length nor end is given up."""
    camera.lengths, camera.content = False, bytes(3_000_000)
    with pytest.raises(BambuCameraFrameError, match="come to an end"):
        await first_frames(at / "stream")


@pytest.mark.parametrize("path", ["stream", "still"])
async def test_wrong_password(camera: WebCamera, at: URL, path: str) -> None:
    """A wrong password is an error that does not repeat the URL."""
    with pytest.raises(
        BambuCameraUnreachableError, match="answered with 401"
    ) as caught:
        await first_frames((at / path).with_password("wrong"))
    assert "wrong" not in f"{caught.value!r}{caught.value.__cause__!r}"


async def test_no_server(at: URL) -> None:
    """An address that leads nowhere is not repeated either."""
    gone = at.with_port(1) / "stream"
    with pytest.raises(BambuCameraUnreachableError, match="No connection") as caught:
        await first_frames(gone)
    assert caught.value.__cause__ is None
    with pytest.raises(BambuCameraUnreachableError):
        await first_frames("http://[::1")


async def test_stream_ends(camera: WebCamera, at: URL) -> None:
    """A stream that ends is a connection that broke."""
    camera.status = 503
    with pytest.raises(BambuCameraUnreachableError, match="broke"):
        await first_frames(at / "stream")
    with pytest.raises(BambuCameraUnreachableError, match="503"):
        await first_frames(at / "still")


async def test_silence(camera: WebCamera, at: URL) -> None:
    """A stream that stands still is left."""
    camera.period = 2
    with pytest.raises(BambuCameraUnreachableError, match="silent"):
        await first_frames(at / "stream", 2, frame_timeout=0.05)


EDGES = [b"\r\n--edge\r\n", b"--edge\r\n", b"\r\n\r\n--edge\n", b"\n--edge\r\n"]
HEADS = [b"Content-Type: image/jpeg\r\n\r\n", b"X: y\n\n"]


@settings(deadline=None, max_examples=100)
@given(
    frames=st.lists(JPEGS, min_size=1, max_size=4),
    edge=st.sampled_from(EDGES),
    head=st.sampled_from(HEADS),
    lengths=st.booleans(),
    cuts=st.lists(st.integers(0, 2000)),
)
def test_any_pieces(
    *, frames: list[bytes], edge: bytes, head: bytes, lengths: bool, cuts: list[int]
) -> None:
    """However a stream is cut, and whatever its boundaries, its frames come out."""
    stream = edge
    for frame in frames:
        length = f"Content-Length: {len(frame)}\r\n".encode() if lengths else b""
        stream += length + head + frame + edge
    parts = Parts()
    seen: list[bytes] = []
    for piece in split(stream, cuts):
        seen += parts.feed(piece)
    inner = any(b"\xff\xd9" in frame[:-2] for frame in frames)
    assert seen == frames or (inner and not lengths)


@settings(deadline=None, max_examples=200)
@given(st.lists(st.binary(max_size=100), max_size=5))
def test_any_bytes(pieces: list[bytes]) -> None:
    """Whatever comes is a picture or an error of ours."""
    parts = Parts()
    try:
        for piece in pieces:
            assert all(frame[:2] == b"\xff\xd8" for frame in parts.feed(piece))
    except BambuCameraError:
        pass


def test_endless_head() -> None:
    """What has no end of a head is no part."""
    with pytest.raises(BambuCameraFrameError, match="no part"):
        list(Parts().feed(b"x" * 17_000))
