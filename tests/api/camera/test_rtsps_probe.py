"""A stream accepts the access code or not, and nothing is played to find out."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from hashlib import md5

import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraRefusedError,
    BambuCameraUnreachableError,
    LanPrinter,
    check_access_code,
)
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.cameras import ADDRESS, CODE, SERIAL, loopback_is_home, printer
from tests.helpers.wait import until
from tests.simulator import X1C_SERIAL, SimulatedCloud
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.stream_server import missing
from tests.simulator.serving import serving

pytestmark = pytest.mark.usefixtures("lan_enabled")

CHALLENGE = (
    "RTSP/1.0 401 Unauthorized\r\nCSeq: 1\r\n"
    'WWW-Authenticate: Digest realm="LIVE555 Streaming Media", nonce="abc123"\r\n\r\n'
)
WELCOME = "RTSP/1.0 200 OK\r\nCSeq: 2\r\nContent-Length: 0\r\n\r\n"
AGAIN = CHALLENGE.replace("CSeq: 1", "CSeq: 2")


class Stream:
    """A printer's stream that responds as a test wants, and records requests."""

    def __init__(self, *answers: str) -> None:
        """Answer this, one after the other; then hang up."""
        self.answers = answers
        self.received: list[str] = []

    @asynccontextmanager
    async def listening(self) -> AsyncGenerator[None]:
        """Answer until the end of the block."""
        tls = leaf(SERIAL).context()
        async with serving(self._answer, ADDRESS, tls=tls) as port:
            with loopback_is_home(CameraKind.RTSPS, port):
                yield

    async def _answer(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Answer one client."""
        for answer in self.answers:
            self.received.append((await reader.readuntil(b"\r\n\r\n")).decode())
            writer.write(answer.encode())
        writer.close()


async def check(stream: Stream, seconds: float = 3) -> None:
    """Check whether a stream accepts the code."""
    async with stream.listening():
        await check_access_code(printer(), seconds=seconds)


def digest(text: str) -> str:
    """Return the hash of RFC 2069."""
    return md5(text.encode(), usedforsecurity=False).hexdigest()


async def test_accepted() -> None:
    """The code itself does not go over the wire, but a proof of it."""
    stream = Stream(CHALLENGE, WELCOME)
    await check(stream)
    first, second = stream.received
    assert first.startswith("DESCRIBE rtsps://127.0.0.11:")
    uri = first.split()[1]
    assert uri.endswith("/streaming/live/1")
    secret = digest(f"bblp:LIVE555 Streaming Media:{CODE}")
    proof = digest(f"{secret}:abc123:{digest(f'DESCRIBE:{uri}')}")
    assert f'response="{proof}"' in second
    assert CODE not in first + second


async def test_refused() -> None:
    """A second challenge means that the code is wrong."""
    with pytest.raises(BambuCameraRefusedError) as caught:
        await check(Stream(CHALLENGE, AGAIN))
    assert caught.value.reason == "wrong_access_code"


@pytest.mark.parametrize(
    "answers",
    [
        [WELCOME],
        ["RTSP/1.0 503 Service Unavailable\r\n\r\n"],
        ["RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Basic\r\n\r\n"],
        ["HTTP/1.1 401 Unauthorized\r\n\r\n"],
        [CHALLENGE],
        [],
        ["x" * 200_000],
        [CHALLENGE.replace("realm=", 'realm="x' * 7_000 + " realm="), AGAIN],
        [CHALLENGE.replace("\r\n\r\n", "\r\nX: " + "x" * 4096 + "\r\n\r\n"), AGAIN],
        ['RTSP/1.0 401 Unauthorized\r\nWWW-Authenticate: Digest realm=""\r\n\r\n'],
    ],
)
async def test_says_nothing(answers: list[str]) -> None:
    """Whatever else a stream answers is no word about the code."""
    await check(Stream(*answers))


@pytest.mark.parametrize(
    "challenge",
    [
        'www-authenticate:digest nonce="n", algorithm=MD5, REALM="r"',
        'X: y\r\nWWW-Authenticate: Digest realm="r", nonce="n"',
        'WWW-Authenticate: Basic\r\nWWW-Authenticate: Digest realm="r",nonce="n"',
        'WWW-Authenticate:  Digest qop="auth,auth-int",realm="r",stale=false,nonce="n"',
    ],
)
async def test_challenges(challenge: str) -> None:
    """A challenge is understood in any order, and beside others."""
    stream = Stream(f"RTSP/1.0 401 Unauthorized\r\n{challenge}\r\n\r\n", WELCOME)
    await check(stream)
    assert 'realm="r", nonce="n"' in stream.received[1]


async def test_silence() -> None:
    """A stream that does not answer is not waited for."""
    await check(Stream(""), seconds=2)


async def test_no_server() -> None:
    """A port without a server is unreachable."""
    with (
        loopback_is_home(CameraKind.RTSPS, 9),
        pytest.raises(BambuCameraUnreachableError),
    ):
        await check_access_code(printer())


@pytest.mark.slow
@pytest.mark.skipif(missing() is not None, reason=str(missing()))
async def test_real_stream() -> None:
    """A real server accepts the right code and no other."""
    async with SimulatedCloud(cameras=1) as cloud:
        cameras, camera = cloud.cameras, cloud.cameras.by_serial[X1C_SERIAL]
        assert cameras.streams is not None
        opened = cameras.streams.opened
        await until(lambda: X1C_SERIAL in opened)
        address = str(camera.address)
        with loopback_is_home(CameraKind.RTSPS, cameras.stream_port):
            await check_access_code(
                LanPrinter(serial=X1C_SERIAL, address=address, access_code=CODE)
            )
            with pytest.raises(BambuCameraRefusedError):
                await check_access_code(
                    LanPrinter(serial=X1C_SERIAL, address=address, access_code="0")
                )
