"""A camera of simulated printers, and where the client connects to it."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, asynccontextmanager, contextmanager, suppress
from ipaddress import IPv4Network
from typing import Any

from custom_components.bambu_cloud.api import (
    CAMERA_PORTS,
    LAN_NETWORKS,
    LanPrinter,
    jpeg_frames,
)
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.wait import WAIT_LIMIT
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import JpegCamera
from tests.simulator.camera.pictures import Scene, picture
from tests.simulator.serving import serving

SERIAL = "01P00A000000001"
CODE = "12345678"
ADDRESS, OTHER_ADDRESS = "127.0.0.11", "127.0.0.12"


@contextmanager
def loopback_is_home(kind: CameraKind, port: int) -> Generator[None]:
    """Let the client connect to printers on this machine, at a port."""
    usual = CAMERA_PORTS[kind]
    network = IPv4Network("127.0.0.0/8")
    LAN_NETWORKS.append(network)
    CAMERA_PORTS[kind] = port
    try:
        yield
    finally:
        CAMERA_PORTS[kind] = usual
        LAN_NETWORKS.remove(network)


class Sight:
    """What a camera sees: fifty pictures, over and over."""

    def __init__(self) -> None:
        """Begin with an empty bed."""
        self.pictures: list[bytes] = []

    def __call__(self) -> bytes:
        """Return the next picture."""
        number = len(self.pictures) % 50
        scene = Scene(name="P1S", time=str(number), state="", step=number)
        self.pictures.append(picture(scene))
        return self.pictures[-1]


def camera(**options: Any) -> JpegCamera:
    """Return a camera that sends frames at short intervals."""
    common = {
        "leaf": leaf(SERIAL, version_1=True),
        "access_code": lambda: CODE,
        "draw": Sight(),
        "period": 0.005,
    }
    return JpegCamera(**{**common, **options})


@asynccontextmanager
async def on(jpeg: JpegCamera, *more: JpegCamera) -> AsyncGenerator[LanPrinter]:
    """Run cameras, at one port, and return who the first one belongs to."""
    async with jpeg.listening(ADDRESS) as port:
        with loopback_is_home(CameraKind.JPEG, port):
            if not more:
                yield printer()
                return
            async with more[0].listening(OTHER_ADDRESS, port):
                yield printer()


class Deaf:
    """A server that lets clients in, and says nothing, not even for TLS."""

    def __init__(self) -> None:
        """Start without clients."""
        self.open = 0

    async def _accept(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        """Listen to a client until it leaves."""
        self.open += 1
        with suppress(OSError):
            while await reader.read(1000):
                pass
        self.open -= 1
        writer.close()

    @asynccontextmanager
    async def listening(self, kind: CameraKind) -> AsyncGenerator[LanPrinter]:
        """Run it in place of a printer, until the end of the block."""
        async with serving(self._accept, ADDRESS) as port:
            with loopback_is_home(kind, port):
                yield printer()


def printer(**changes: Any) -> LanPrinter:
    """Return the printer's description for the client."""
    common = {"serial": SERIAL, "address": ADDRESS, "access_code": CODE}
    return LanPrinter(**{**common, **changes})


async def first_frames(to: LanPrinter, count: int = 1, **options: Any) -> list[bytes]:
    """Return the first frames of a printer."""
    seen: list[bytes] = []
    async with (
        asyncio.timeout(WAIT_LIMIT),
        aclosing(jpeg_frames(to, **options)) as frames,
    ):
        async for frame in frames:
            seen.append(frame)
            if len(seen) == count:
                break
    return seen
