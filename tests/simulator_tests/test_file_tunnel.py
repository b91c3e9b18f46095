"""A simulated printer sends stills through its file tunnel (camera 2.4)."""

import asyncio
from collections.abc import AsyncGenerator
from hashlib import md5
from io import BytesIO
import json
import ssl
import struct
from typing import Any

from PIL import Image
import pytest

from tests.simulator import H2D_SERIAL, P1S_SERIAL, SimulatedCloud, another
from tests.simulator.camera.cameras import PrinterCamera
from tests.simulator.camera.file_tunnel import TunnelFault

HEADER = struct.Struct("<4I")
SETUP: dict[str, Any] = {
    "mtype": 12291,
    "sequence": 0,
    "req": {"t_av": 1, "mtype": 12289, "peer_t": 3, "pid": "abcdefgh", "ver": "1.0"},
}
STILL = {
    "mtype": 12289,
    "cmdtype": 4,
    "sequence": 8,
    "req": {"path": "mem:/26", "offset": 0},
}


@pytest.fixture
async def lan(lan_enabled: None) -> AsyncGenerator[SimulatedCloud]:
    """Return a running cloud with the cameras of a P1S, an H2D and a P2S."""
    async with SimulatedCloud(cameras=0.01, streams=False) as cloud:
        cloud.add_printer(another("P2S", cloud.printers))
        await cloud.cameras.start()
        yield cloud


@pytest.fixture
def camera(lan: SimulatedCloud) -> PrinterCamera:
    """Return the camera of the P2S."""
    return list(lan.cameras.by_serial.values())[-1]


async def exchange(
    cloud: SimulatedCloud, camera: PrinterCamera, *asked: Any, code: str = "12345678"
) -> list[tuple[int, bytes]]:
    """Log in, send requests, and return kinds and contents until there are no more."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    reader, writer = await asyncio.open_connection(
        str(camera.address), cloud.cameras.jpeg_port, ssl=context
    )
    credentials = struct.pack("<8s8s", b"bblp", code.encode())
    writer.write(HEADER.pack(16, 0x0101013F, 0, 0) + credentials)
    for number, question in enumerate(asked, 1):
        body = json.dumps(question).encode()
        writer.write(HEADER.pack(len(body), 0x0102013F, number, 0) + body)
    received = []
    try:
        while True:
            async with asyncio.timeout(1):
                size, kind, _, _ = HEADER.unpack(await reader.readexactly(16))
                received.append((kind, await reader.readexactly(size)))
    except TimeoutError, EOFError:
        return received
    finally:
        writer.close()


def parts(received: list[tuple[int, bytes]]) -> list[tuple[Any, bytes]]:
    """Return the responses after login and setup: JSON and bytes."""
    found = []
    for kind, body in received[2:]:
        assert kind == 0x0102013F
        text, _, content = body.partition(b"\n\n")
        found.append((json.loads(text), content))
    return found


async def test_still(lan: SimulatedCloud, camera: PrinterCamera) -> None:
    """A picture comes in parts, after a few bytes, with its MD5 at the end."""
    received = await exchange(lan, camera, SETUP, STILL)
    assert received[0] == (0x0001013F, b"")
    assert json.loads(received[1][1]) == {
        "mtype": 12291,
        "sequence": 0,
        "result": 0,
    }
    found = parts(received)
    assert [exchange["result"] for exchange, _ in found] == [1] * (len(found) - 1) + [0]
    assert all(exchange["sequence"] == 8 for exchange, _ in found)
    (first, descriptor), *pieces = found
    picture = b"".join(content for _, content in pieces)
    assert len(descriptor) == first["reply"].pop("mem_dl_param_size") == 12
    assert first["reply"] == {"size": 0, "offset": 0, "total": len(picture)}
    assert Image.open(BytesIO(picture)).size == (1280, 720)
    ends = [
        exchange["reply"]["offset"] + exchange["reply"]["size"] for exchange, _ in found
    ]
    assert ends[-1] == found[0][0]["reply"]["total"] == len(picture)
    digest = md5(picture, usedforsecurity=False).hexdigest()
    assert found[-1][0]["reply"]["file_md5"] == digest
    assert camera.tunnel.sent == 1


async def test_live_view_is_off(lan: SimulatedCloud, camera: PrinterCamera) -> None:
    """Whether the live view is on makes no difference here."""
    await lan.cameras.toggle_liveview(camera.serial)
    assert len(await exchange(lan, camera, SETUP, STILL)) >= 3


@pytest.mark.parametrize(
    "changed",
    [{"sequence": 1}, {"req": {}}, {"req": {**SETUP["req"], "pid": "short"}}],
)
async def test_client_says_who_it_is(
    lan: SimulatedCloud, camera: PrinterCamera, changed: Any
) -> None:
    """A setup without the client's own fields is no setup."""
    received = await exchange(lan, camera, SETUP | changed, STILL)
    assert [json.loads(body)["result"] for _, body in received[1:]] == [2]


async def test_code(lan: SimulatedCloud, camera: PrinterCamera) -> None:
    """Another code is refused."""
    assert await exchange(lan, camera, SETUP, STILL, code="00000000") == []
    assert camera.tunnel.refused == 1


@pytest.mark.parametrize("serial", [P1S_SERIAL, H2D_SERIAL])
async def test_no_stills(lan: SimulatedCloud, serial: str) -> None:
    """A printer that does not say that it has stills has none."""
    camera = lan.cameras.by_serial[serial]
    assert await exchange(lan, camera, SETUP, STILL) == [(0x0003013F, b"\xff" * 8)]


@pytest.mark.parametrize(
    "question",
    [
        STILL | {"cmdtype": 1},
        STILL | {"req": {"path": "/etc/passwd", "offset": 0}},
        STILL | {"mtype": 1},
    ],
)
async def test_other_questions(
    lan: SimulatedCloud, camera: PrinterCamera, question: Any
) -> None:
    """Nothing else is sent."""
    (response,) = parts(await exchange(lan, camera, SETUP, question))
    assert response[0]["result"] == 10
    assert response[1] == b""


async def test_setup_comes_first(lan: SimulatedCloud, camera: PrinterCamera) -> None:
    """Requests without the login get no response."""
    assert await exchange(lan, camera, STILL) == [(0x0001013F, b"")]


@pytest.mark.parametrize("fault", TunnelFault)
async def test_faults(
    lan: SimulatedCloud, camera: PrinterCamera, fault: TunnelFault
) -> None:
    """Each fault makes a difference that a client can see."""
    usual = await exchange(lan, camera, SETUP, STILL)
    camera.tunnel.fault = fault
    assert await exchange(lan, camera, SETUP, STILL) != usual
