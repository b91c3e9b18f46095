"""Simulated printers serve their streams as real ones do: RTSPS with Digest."""

import asyncio
from collections.abc import AsyncGenerator

import av
import pytest

from tests.helpers.wait import until
from tests.simulator import H2D_SERIAL, P1S_SERIAL, X1C_SERIAL, SimulatedCloud
from tests.simulator.camera.pictures import HEIGHT, WIDTH
from tests.simulator.camera.stream_server import StreamServer, missing

pytestmark = pytest.mark.skipif(missing() is not None, reason=str(missing()))


@pytest.fixture
async def streaming(lan_enabled: None) -> AsyncGenerator[SimulatedCloud]:
    """Return a running cloud whose printers serve their streams."""
    async with SimulatedCloud(cameras=1) as cloud:
        await until(lambda: X1C_SERIAL in server(cloud).opened)
        yield cloud


def server(cloud: SimulatedCloud) -> StreamServer:
    """Return what serves the streams."""
    assert cloud.cameras.streams is not None
    return cloud.cameras.streams


async def view(
    cloud: SimulatedCloud, serial: str, code: str = "", count: int = 1
) -> list[av.VideoFrame]:
    """Return the first pictures of a stream."""
    camera = cloud.cameras.by_serial[serial]
    user = f"bblp:{code or camera.access_code}"
    host = f"{camera.address}:{cloud.cameras.stream_port}"
    url = f"rtsps://{user}@{host}/streaming/live/1"
    options = {"tls_verify": "0", "rtsp_transport": "tcp"}

    def play() -> list[av.VideoFrame]:
        with av.open(url, options=options, timeout=10) as container:
            pictures = container.decode(video=0)
            return [next(pictures) for _ in range(count)]

    return await asyncio.to_thread(play)


@pytest.mark.slow
async def test_stream(streaming: SimulatedCloud) -> None:
    """A stream shows the same moving picture, and only while it is viewed."""
    await streaming.scenario(X1C_SERIAL, "print_ok")
    await streaming.advance(400)
    assert not server(streaming).viewed
    frames = await view(streaming, X1C_SERIAL, count=8)
    assert {(frame.width, frame.height) for frame in frames} == {(WIDTH, HEIGHT)}
    assert len({frame.to_ndarray().tobytes() for frame in frames}) > 1
    await until(lambda: not server(streaming).viewed)


async def test_wrong_code(streaming: SimulatedCloud) -> None:
    """Only the current code is accepted."""
    code = streaming.cameras.by_serial[X1C_SERIAL].access_code
    with pytest.raises(av.HTTPUnauthorizedError):
        await view(streaming, X1C_SERIAL, "00000000")
    server(streaming).opened.clear()
    await streaming.cameras.refresh_access_code(X1C_SERIAL)
    await until(lambda: X1C_SERIAL in server(streaming).opened)
    with pytest.raises(av.HTTPUnauthorizedError):
        await view(streaming, X1C_SERIAL, code)


async def connects(cloud: SimulatedCloud, serial: str) -> bool:
    """Return whether the port of a printer's stream is open."""
    address = str(cloud.cameras.by_serial[serial].address)
    try:
        _, writer = await asyncio.open_connection(address, cloud.cameras.stream_port)
    except ConnectionRefusedError:
        return False
    writer.close()
    await writer.wait_closed()
    return True


async def test_live_view(streaming: SimulatedCloud) -> None:
    """What its owner has turned off refuses connections, as a real printer does."""
    assert await connects(streaming, X1C_SERIAL)
    assert not await connects(streaming, H2D_SERIAL)
    assert not await connects(streaming, P1S_SERIAL)
    assert await streaming.cameras.toggle_liveview(H2D_SERIAL)
    await until(lambda: H2D_SERIAL in server(streaming).opened)
    assert await connects(streaming, H2D_SERIAL)
    assert not await streaming.cameras.toggle_liveview(H2D_SERIAL)
    await until(lambda: H2D_SERIAL not in server(streaming).opened)
    assert not await connects(streaming, H2D_SERIAL)


async def test_power(streaming: SimulatedCloud) -> None:
    """A printer that is off serves nothing."""
    streaming.power_off(X1C_SERIAL)
    await until(lambda: X1C_SERIAL not in server(streaming).opened)
    assert not await connects(streaming, X1C_SERIAL)
    streaming.connect(X1C_SERIAL)
    await until(lambda: X1C_SERIAL in server(streaming).opened)
    assert await connects(streaming, X1C_SERIAL)


async def test_move(streaming: SimulatedCloud) -> None:
    """The stream of a printer moves with it."""
    server(streaming).opened.clear()
    await streaming.cameras.move(X1C_SERIAL)
    await until(lambda: X1C_SERIAL in server(streaming).opened)
    assert await connects(streaming, X1C_SERIAL)
