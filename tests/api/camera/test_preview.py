"""Stills come through a printer's file tunnel whole, or not at all, with the reason."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from hashlib import md5
from io import BytesIO
from typing import Any

from hypothesis import given, settings, strategies as st
import orjson
from PIL import Image
import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraCertificateError,
    BambuCameraCodeError,
    BambuCameraError,
    BambuCameraFrameError,
    BambuCameraRefusedError,
    BambuCameraUnreachableError,
    BambuCameraUnsupportedError,
    LanPrinter,
    Previews,
    preview_still,
)
from custom_components.bambu_cloud.api.camera.file_tunnel import (
    Download,
    Header,
    Message,
    MessageType,
    login,
)
from custom_components.bambu_cloud.api.camera.preview import PREVIEW_INTERVAL
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.cameras import CODE, SERIAL, Deaf, camera, on, printer
from tests.helpers.clock import FakeClock
from tests.helpers.wait import until
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.file_tunnel import FileTunnel, TunnelFault
from tests.simulator.camera.jpeg_camera import JpegCamera

pytestmark = pytest.mark.usefixtures("lan_enabled", "no_leftovers")


def noise() -> bytes:
    """Return a picture as large as those of a P2S."""
    content = BytesIO()
    Image.effect_noise((400, 225), 100).save(content, "JPEG", quality=95)
    return content.getvalue()


PICTURE = noise()


@pytest.fixture
def tunnel() -> FileTunnel:
    """Return what serves stills."""
    return FileTunnel(access_code=lambda: CODE, draw=lambda: PICTURE)


@pytest.fixture
async def jpeg(tunnel: FileTunnel) -> AsyncGenerator[JpegCamera]:
    """Run a printer that has a file tunnel."""
    jpeg = camera(leaf=leaf(SERIAL), tunnel=tunnel)
    async with on(jpeg):
        yield jpeg
        await until(lambda: not jpeg.counts.open)


def test_login() -> None:
    """These 32 bytes open a tunnel."""
    assert login(f"{CODE}\n") == bytes.fromhex(
        "10000000 3f010101 00000000 00000000 62626c70 00000000 31323334 35363738"
    )


@pytest.mark.parametrize("code", [None, "", " \n", "ö", "123456789"])
async def test_no_code(code: str | None) -> None:
    """What cannot be an access code is not sent."""
    with pytest.raises(BambuCameraCodeError):
        await preview_still(printer(address="10.0.0.1", access_code=code))


@pytest.mark.parametrize("counts_all", [False, True])
async def test_still(jpeg: JpegCamera, tunnel: FileTunnel, *, counts_all: bool) -> None:
    """A still is the picture that the printer sees, however it counts its bytes."""
    assert len(PICTURE) > 60_000
    tunnel.counts_all = counts_all
    leaves: list[str] = []
    assert await preview_still(printer(), on_leaf=leaves.append) == PICTURE
    assert leaves == [jpeg.leaf.fingerprint]
    assert tunnel.sent == 1


async def test_other_messages(jpeg: JpegCamera, tunnel: FileTunnel) -> None:
    """What a printer tells without being asked is passed over."""
    tunnel.fault = TunnelFault.CHATTY
    assert await preview_still(printer()) == PICTURE


@pytest.mark.parametrize(
    ("fault", "error", "text"),
    [
        (TunnelFault.REFUSE, BambuCameraRefusedError, "or no file tunnel"),
        (TunnelFault.DENY, BambuCameraUnsupportedError, "no file tunnel"),
        (TunnelFault.DEAF, BambuCameraUnreachableError, "fell silent"),
        (TunnelFault.STALL, BambuCameraUnreachableError, "fell silent"),
        (TunnelFault.CUT, BambuCameraUnreachableError, "broke"),
        (TunnelFault.ERROR, BambuCameraUnsupportedError, "refuses to send"),
        (TunnelFault.SHORT, BambuCameraFrameError, "another size"),
        (TunnelFault.LONG, BambuCameraFrameError, "another size"),
        (TunnelFault.HUGE, BambuCameraFrameError, "announced"),
        (TunnelFault.DISORDER, BambuCameraFrameError, "part of the picture is missing"),
        (TunnelFault.GAP, BambuCameraFrameError, "part of the picture is missing"),
        (TunnelFault.BAD_MD5, BambuCameraFrameError, "another MD5"),
        (TunnelFault.NO_MD5, BambuCameraFrameError, "another MD5"),
        (TunnelFault.NO_PICTURE, BambuCameraFrameError, "no JPEG"),
        (TunnelFault.NO_JSON, BambuCameraFrameError, "no message"),
        (TunnelFault.ENDLESS, BambuCameraFrameError, "not come to an end"),
    ],
)
async def test_faults(
    jpeg: JpegCamera,
    tunnel: FileTunnel,
    fault: TunnelFault,
    error: type[BambuCameraError],
    text: str,
) -> None:
    """What goes wrong has a name, the connection is closed, and no pin is told."""
    tunnel.fault = fault
    pins: list[str] = []
    is_silent = fault in {TunnelFault.DEAF, TunnelFault.STALL}
    with pytest.raises(error, match=text) as caught:
        await preview_still(
            printer(), on_leaf=pins.append, timeout=0.2 if is_silent else 10
        )
    await until(lambda: not jpeg.counts.open)
    assert type(caught.value) is error
    assert not pins
    tunnel.fault = None
    assert await preview_still(printer()) == PICTURE


async def test_wrong_code(jpeg: JpegCamera, tunnel: FileTunnel) -> None:
    """A printer hangs up on a wrong access code."""
    with pytest.raises(BambuCameraRefusedError):
        await preview_still(printer(access_code="00000000"))
    assert tunnel.refused == 1


async def test_code_is_kept_from_strangers(
    jpeg: JpegCamera, tunnel: FileTunnel
) -> None:
    """Who shows another certificate does not hear the access code."""
    with pytest.raises(BambuCameraCertificateError):
        await preview_still(printer(pin=leaf(SERIAL).fingerprint))
    await until(lambda: jpeg.counts.opened and not jpeg.counts.open)
    assert not tunnel.opened + tunnel.refused


async def test_deaf() -> None:
    """Who does not answer in time is given up."""
    deaf = Deaf()
    async with deaf.listening(CameraKind.JPEG) as to:
        with pytest.raises(BambuCameraUnreachableError):
            await preview_still(to, connect_timeout=0.05)
        await until(lambda: not deaf.open)


@pytest.mark.parametrize(
    ("kind", "text"), [(0x0001013F, "broke"), (0x0102013F, "something else")]
)
async def test_login_is_answered_by_something_else(kind: int, text: str) -> None:
    """What is no welcome opens nothing; a welcome may hold something or be cut."""

    class Odd(FileTunnel):
        async def serve(self, size: int, reader: Any, writer: Any) -> None:
            await reader.readexactly(size)
            size = 4 if kind == 0x0102013F else 400
            writer.write(b"".join(n.to_bytes(4, "little") for n in (size, kind, 0, 0)))
            writer.write(b"{{{{")

    odd = Odd(access_code=lambda: CODE, draw=lambda: PICTURE)
    with pytest.raises(BambuCameraError, match=text):
        async with on(camera(leaf=leaf(SERIAL), tunnel=odd)) as to:
            await preview_still(to)


def part(content: bytes, result: Any = 0, **reply: Any) -> Message:
    """Return a part of a picture."""
    told = {"mtype": 12289, "cmdtype": 4, "result": result, "reply": reply}
    return Message(fields=told, content=content)


JPEG = b"\xff\xd8 a small picture \xff\xd9"
MD5 = md5(JPEG, usedforsecurity=False).hexdigest()


def test_small_picture() -> None:
    """One part may be all; sizes that are not told cannot be wrong."""
    assert Download().add(part(JPEG, file_md5=MD5.upper())) == JPEG
    assert Download().add(part(bytes(12) + JPEG, file_md5=MD5)) == JPEG


@pytest.mark.parametrize(
    "odd",
    [
        part(JPEG, file_md5=[]),
        part(JPEG, file_md5=MD5, offset=[]),
        part(JPEG, file_md5=MD5, offset=1),
        part(JPEG, file_md5=MD5, size={}),
        part(JPEG, file_md5=MD5, total=len(JPEG) + 1),
        part(b"", file_md5=MD5),
        Message(fields={"result": 0, "reply": "x"}, content=JPEG),
    ],
)
def test_parts_without_sense(odd: Message) -> None:
    """What does not fit is an error of ours."""
    with pytest.raises(BambuCameraFrameError):
        Download().add(odd)


@pytest.mark.parametrize("result", [2, -1, "0", None, [], {}])
def test_refusals(result: Any) -> None:
    """Whatever else a printer may answer is a refusal."""
    with pytest.raises(BambuCameraUnsupportedError):
        part(b"", result).replies_to(MessageType.CONTROL)


@pytest.mark.parametrize("data", [b"", b"[]", b"5\n\n", b"\xff\xd8\xff\xd9"])
def test_no_message(data: bytes) -> None:
    """A message is an object."""
    with pytest.raises(BambuCameraFrameError, match="no message"):
        Message.read(data)


def test_cut_picture() -> None:
    """A picture that does not end as one is none, whatever its MD5."""
    cut = JPEG[:-1]
    digest = md5(cut, usedforsecurity=False).hexdigest()
    with pytest.raises(BambuCameraFrameError, match="no JPEG"):
        Download().add(part(cut, file_md5=digest))


@settings(deadline=None, max_examples=200)
@given(st.binary(min_size=16, max_size=16), st.binary(max_size=100))
def test_any_bytes(header: bytes, data: bytes) -> None:
    """Whatever comes is read, or an error of ours."""
    try:
        Header.read(header)
        message = Message.read(data)
        message.replies_to(MessageType.CONTROL)
        Download().add(message)
    except BambuCameraError:
        pass


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 99) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)
KEYS = st.sampled_from(["offset", "size", "total", "file_md5"])


@settings(deadline=None, max_examples=200)
@given(st.dictionaries(KEYS, VALUES), VALUES, st.binary(max_size=40))
def test_any_message(reply: dict[str, Any], result: Any, content: bytes) -> None:
    """A message of any values gives no picture that is none."""
    told = {"mtype": 12289, "cmdtype": 4, "result": result, "reply": reply}
    try:
        message = Message.read(orjson.dumps(told) + b"\n\n" + content)
        if message.replies_to(MessageType.CONTROL):
            picture = Download().add(message)
            assert picture is None or picture.startswith(b"\xff\xd8")
    except BambuCameraError:
        pass


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
def shelf(jpeg: JpegCamera, clock: FakeClock) -> Shelf:
    """Return the stills of the printer."""
    return Shelf(clock, printer())


async def test_shared(shelf: Shelf, clock: FakeClock, tunnel: FileTunnel) -> None:
    """Ten who ask cost one connection, and for half a minute nobody costs another."""
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


async def test_reset(shelf: Shelf, jpeg: JpegCamera, tunnel: FileTunnel) -> None:
    """Whoever ends it finds no connection left, and who waits is told."""
    await shelf.previews.reset()
    tunnel.fault = TunnelFault.STALL
    asking = await stalled(shelf, lambda: tunnel.opened == 1)

    await shelf.previews.reset()

    with pytest.raises(BambuCameraUnreachableError):
        await asking
    await until(lambda: not jpeg.counts.open)
    tunnel.fault = None
    assert await shelf.previews.still() == PICTURE
