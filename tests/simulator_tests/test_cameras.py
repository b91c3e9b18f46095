"""Simulated printers have cameras, where they say that they have them."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
from io import BytesIO
import ssl
import struct
from typing import Self

import aiohttp
from cryptography import x509
from PIL import Image
import pytest

from tests.helpers.wait import WAIT_LIMIT
from tests.simulator import (
    A1_MINI_SERIAL,
    H2D_SERIAL,
    OWNER,
    P1S_SERIAL,
    X1C_SERIAL,
    SimulatedCloud,
)
from tests.simulator.camera.cameras import PrinterCamera
from tests.simulator.camera.pictures import HEIGHT, WIDTH

API = "/_simulator/api/printers"
HEADER = struct.Struct("<4I")


@pytest.fixture
async def lan(lan_enabled: None) -> AsyncGenerator[SimulatedCloud]:
    """Return a running cloud whose printers have cameras."""
    async with SimulatedCloud(cameras=0.01, streams=False) as cloud:
        yield cloud


@pytest.fixture
async def page(lan: SimulatedCloud) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a client of the control page."""
    async with aiohttp.ClientSession(lan.api_url) as session:
        yield session


class Client:
    """A plain client of port 6000, which accepts any certificate."""

    def __init__(self, camera: PrinterCamera, port: int, code: str = "") -> None:
        """Prepare to ask with the right code, or another one."""
        self._address, self._port = str(camera.address), port
        self._code = code or camera.access_code
        self.certificate: x509.Certificate

    async def __aenter__(self) -> Self:
        """Connect and ask for pictures."""
        context = ssl.create_default_context()
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        self._reader, self._writer = await asyncio.open_connection(
            self._address, self._port, ssl=context
        )
        der = self._writer.get_extra_info("ssl_object").getpeercert(binary_form=True)
        self.certificate = x509.load_der_x509_certificate(der)
        login = struct.pack("<4I32s32s", 64, 0x3000, 0, 0, b"bblp", self._code.encode())
        self._writer.write(login)
        return self

    async def __aexit__(self, *_: object) -> None:
        """Leave."""
        self._writer.close()
        with suppress(OSError):
            await self._writer.wait_closed()

    async def picture(self) -> bytes:
        """Return the next picture."""
        async with asyncio.timeout(WAIT_LIMIT):
            size, track, flags, _ = HEADER.unpack(await self._reader.readexactly(16))
            assert (track, flags) == (0, 1)
            return await self._reader.readexactly(size)

    async def rest(self) -> bytes:
        """Return all that still comes."""
        async with asyncio.timeout(WAIT_LIMIT):
            return await self._reader.read()


def client(cloud: SimulatedCloud, serial: str, code: str = "") -> Client:
    """Return a client of a printer's camera."""
    return Client(cloud.cameras.by_serial[serial], cloud.cameras.jpeg_port, code)


def reported(cloud: SimulatedCloud, serial: str) -> str:
    """Return the address that a printer reports."""
    value: int = cloud.simulated(serial).state["net"]["info"][0]["ip"]
    return ".".join(str(value >> shift & 0xFF) for shift in (0, 8, 16, 24))


async def test_nothing_unless_asked_for(cloud: SimulatedCloud) -> None:
    """A cloud that is not asked to has no cameras."""
    assert not cloud.cameras.by_serial
    assert reported(cloud, P1S_SERIAL) == "192.168.0.51"


async def test_addresses(lan: SimulatedCloud) -> None:
    """Each printer reports the address of its own camera."""
    addresses = {serial: reported(lan, serial) for serial in lan.printers}
    assert len(set(addresses.values())) == len(addresses) == 4
    assert addresses == {
        serial: str(camera.address) for serial, camera in lan.cameras.by_serial.items()
    }


@pytest.mark.parametrize("serial", [P1S_SERIAL, A1_MINI_SERIAL])
async def test_pictures(lan: SimulatedCloud, serial: str) -> None:
    """A printer sends what its camera sees, under its own name."""
    async with client(lan, serial) as viewer:
        seen = Image.open(BytesIO(await viewer.picture()))
        names = viewer.certificate.subject.rfc4514_string()
    assert (seen.format, seen.size) == ("JPEG", (WIDTH, HEIGHT))
    assert names == f"CN={serial}"
    is_old = viewer.certificate.version is x509.Version.v1
    assert is_old is (serial == P1S_SERIAL)
    assert not list(viewer.certificate.extensions)


async def test_pictures_move(lan: SimulatedCloud) -> None:
    """What is seen changes with the time and with the print, and is else the same."""
    camera = lan.cameras.by_serial[P1S_SERIAL]
    idle = camera.draw()
    assert camera.draw() is idle
    await lan.advance(5)
    later = camera.draw()
    assert later != idle
    await lan.scenario(P1S_SERIAL, "print_ok")
    await lan.advance(400)
    printing = camera.draw()
    assert printing != later
    lan.simulated(P1S_SERIAL).state["lights_report"][0]["mode"] = "on"
    assert camera.draw() != printing
    lan.simulated(P1S_SERIAL).state["ams"]["ams"][0]["tray"][0]["tray_color"] = "?"
    assert camera.draw() != printing


async def test_third_viewer_waits(lan: SimulatedCloud) -> None:
    """Two are served; a third is let in and waits until one of them leaves."""
    async with client(lan, P1S_SERIAL) as third_to_be:
        async with client(lan, P1S_SERIAL) as second:
            await third_to_be.picture()
            await second.picture()
            async with client(lan, P1S_SERIAL) as third:
                with pytest.raises(TimeoutError):
                    async with asyncio.timeout(0.1):
                        await third.picture()
        await third_to_be.picture()


@pytest.mark.parametrize("serial", [X1C_SERIAL, H2D_SERIAL])
async def test_no_single_pictures(lan: SimulatedCloud, serial: str) -> None:
    """A model with a stream answers with an error on the port of the pictures."""
    async with client(lan, serial) as viewer:
        assert await viewer.rest() == bytes.fromhex(
            "08000000 3f010300 00000000 00000000 ffffffffffffffff"
        )


async def test_access_code(lan: SimulatedCloud, page: aiohttp.ClientSession) -> None:
    """Only the code of the device list opens a camera; a new one replaces it."""
    async with client(lan, P1S_SERIAL, "00000000") as viewer:
        assert await viewer.rest() == b""
    async with client(lan, P1S_SERIAL) as viewer:
        await viewer.picture()
        async with page.post(f"{API}/{P1S_SERIAL}/camera/code") as response:
            shown = await response.json()
    headers = {"Authorization": f"Bearer {lan.issue_token(OWNER)}"}
    path = "/v1/iot-service/api/user/bind"
    async with page.get(path, headers=headers) as response:
        devices = (await response.json())["devices"]
    codes = {device["dev_id"]: device["dev_access_code"] for device in devices}
    assert codes[P1S_SERIAL] == f"{shown['access_code']}\n" != "12345678\n"
    async with client(lan, P1S_SERIAL) as viewer:
        assert await viewer.picture()


async def test_certificate(lan: SimulatedCloud, page: aiohttp.ClientSession) -> None:
    """A printer can get another certificate, in the same name."""
    async with client(lan, P1S_SERIAL) as before:
        await before.picture()
        async with page.post(f"{API}/{P1S_SERIAL}/camera/certificate") as response:
            assert response.status == 200
    async with client(lan, P1S_SERIAL) as after:
        await after.picture()
    assert before.certificate != after.certificate
    assert before.certificate.subject == after.certificate.subject


async def test_new_address(lan: SimulatedCloud, page: aiohttp.ClientSession) -> None:
    """A printer that moves reports so, and is where it says."""
    before = reported(lan, P1S_SERIAL)
    async with page.post(f"{API}/{P1S_SERIAL}/camera/move") as response:
        shown = await response.json()
    assert before != shown["address"] == reported(lan, P1S_SERIAL)
    async with client(lan, P1S_SERIAL) as viewer:
        assert await viewer.picture()


async def test_live_view(lan: SimulatedCloud, page: aiohttp.ClientSession) -> None:
    """A model with a stream reports whether its owner has turned it on."""
    ipcam = lan.simulated(H2D_SERIAL).state["ipcam"]
    assert ipcam["rtsp_url"] == "disable"
    async with page.post(f"{API}/{H2D_SERIAL}/camera/liveview") as response:
        assert (await response.json())["liveview"]
    address = reported(lan, H2D_SERIAL)
    assert ipcam["rtsp_url"].startswith(f"rtsps://{address}:")
    async with page.post(f"{API}/{H2D_SERIAL}/camera/liveview") as response:
        assert not (await response.json())["liveview"]
    assert ipcam["rtsp_url"] == "disable"


async def test_switched_off(lan: SimulatedCloud) -> None:
    """A printer that is off shows nothing; one that only lost the cloud does."""
    lan.disconnect(P1S_SERIAL)
    async with client(lan, P1S_SERIAL) as viewer:
        await viewer.picture()
        lan.power_off(P1S_SERIAL)
        await viewer.rest()
    with pytest.raises(OSError):  # noqa: PT011  which one is up to the system
        async with client(lan, P1S_SERIAL) as viewer:
            pass


async def test_fault(lan: SimulatedCloud, page: aiohttp.ClientSession) -> None:
    """A camera can be made to misbehave from the page, and to stop that."""
    path = f"{API}/{P1S_SERIAL}/camera/fault"
    async with page.post(path, json={"fault": "empty"}) as response:
        assert (await response.json())["fault"] == "empty"
    async with client(lan, P1S_SERIAL) as viewer:
        assert await viewer.picture() == b""
    async with page.post(path, json={"fault": None}) as response:
        assert response.status == 200
    async with client(lan, P1S_SERIAL) as viewer:
        assert await viewer.picture()


async def test_what_cannot_be_done(
    lan: SimulatedCloud, page: aiohttp.ClientSession
) -> None:
    """What makes no sense is answered so."""
    for path, status in (
        ("nobody/camera/move", 404),
        (f"{P1S_SERIAL}/camera/explode", 404),
        (f"{P1S_SERIAL}/camera/liveview", 404),
    ):
        async with page.post(f"{API}/{path}") as response:
            assert response.status == status
    await lan.cameras.stop()
    async with page.post(f"{API}/{P1S_SERIAL}/camera/move") as response:
        assert response.status == 409


async def test_new_printer(lan: SimulatedCloud, page: aiohttp.ClientSession) -> None:
    """A printer that is added later has a camera, too."""
    async with page.post(API, json={"model": "P1S"}) as response:
        serial = (await response.json())["serial"]
    async with client(lan, serial) as viewer:
        assert await viewer.picture()
    async with page.get("/_simulator/api/state") as response:
        printers = (await response.json())["printers"]
    assert all(printer["camera"]["address"] for printer in printers)


async def test_client_that_leaves_amid_the_handshake(lan_enabled: None) -> None:
    """A camera ignores it, and reports other errors as before."""
    complaints: list[str] = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(
        lambda _, addresses: complaints.append(addresses["message"])
    )
    async with SimulatedCloud(cameras=0.01, streams=False) as cloud:
        address = str(cloud.cameras.by_serial[P1S_SERIAL].address)
        port = cloud.cameras.jpeg_port
        _, writer = await asyncio.open_connection(address, port)
        writer.transport.abort()
        async with client(cloud, P1S_SERIAL) as viewer:
            await viewer.picture()
        loop.call_exception_handler({"message": "Something else"})
    loop.set_exception_handler(None)
    assert complaints == ["Something else"]
