"""The address of a printer's stream, and whether the printer offers it."""

import asyncio
from dataclasses import replace

import av
import pytest
from yarl import URL

from custom_components.bambu_cloud.api import (
    BambuCameraAddressError,
    BambuCameraCertificateError,
    BambuCameraCodeError,
    BambuCameraDisabledError,
    BambuCameraStrangerError,
    BambuCameraUnreachableError,
    LanPrinter,
    preflight,
    rtsps_url,
)
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.cameras import (
    ADDRESS,
    SERIAL,
    Deaf,
    camera,
    loopback_is_home,
    printer,
)
from tests.helpers.report_stream import X1C
from tests.helpers.wait import until
from tests.simulator import SimulatedCloud
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import JpegCamera
from tests.simulator.camera.stream_server import missing

HOST, CODE = "192.168.0.50", "12345678"
USUAL = "rtsps://bblp:12345678@192.168.0.50:322/streaming/live/1"


@pytest.mark.parametrize(
    "reported",
    [
        None,
        "",
        "disable",
        "rtsps://192.168.0.99/streaming/live/1",
        "rtsps://192.168.0.99:322/streaming/live/1",
        "rtsps://10.0.0.1:9999/streaming/live/1",
        "rtsps://h/../../etc/passwd",
        "rtsps://h/a b",
        "rtsps://h/live@evil.example/1",
        "rtsps://h//",
        "rtsps://h/" + "x" * 100,
        "rtsps://h/a/b/c/d/e/f/g",
        "rtsps://[/broken",
        "rtsps://h/live%0d%0aX",
    ],
)
def test_usual(reported: str | None) -> None:
    """The host is always ours, and so is the path unless another makes sense."""
    assert rtsps_url(HOST, CODE, reported) == USUAL


def test_path_of_the_printer() -> None:
    """A path that a printer reports is used, without a query or fragment."""
    url = rtsps_url(HOST, CODE, "rtsps://h/streaming/live/2?token=x#y")
    assert url == "rtsps://bblp:12345678@192.168.0.50:322/streaming/live/2"


@pytest.mark.parametrize("code", ["a/b@c:d", "p%40ss", "1234 567", "ö12345678"])
def test_code_is_quoted(code: str) -> None:
    """Whatever the code is, it stays the password."""
    url = URL(rtsps_url(HOST, code))
    assert (url.user, url.password, url.host, url.port) == ("bblp", code, HOST, 322)


def test_code_is_stripped() -> None:
    """The line feed that the cloud puts after a code is no part of it."""
    assert rtsps_url(HOST, f"{CODE}\n") == USUAL


@pytest.mark.parametrize("code", [None, "", " \n"])
def test_no_code(code: str | None) -> None:
    """Without a code there is nothing to play."""
    with pytest.raises(BambuCameraCodeError) as caught:
        rtsps_url(HOST, code)
    assert caught.value.reason == "no_access_code"


@pytest.mark.parametrize("address", [None, "127.0.0.1", "1.1.1.1", "printer.local"])
def test_no_address(address: str | None) -> None:
    """Nothing but an address at home is played."""
    with pytest.raises(BambuCameraAddressError):
        rtsps_url(address, CODE)


async def checked(jpeg: JpegCamera, pin: str | None = None) -> str:
    """Run a TLS server in place of a stream, and see whether it is the printer's."""
    async with jpeg.listening(ADDRESS) as port:
        with loopback_is_home(CameraKind.RTSPS, port):
            pin, address = await preflight(printer(pin=pin))
            assert address == ADDRESS
            return pin


async def test_preflight(lan_enabled: None, no_leftovers: None) -> None:
    """A printer that offers a stream shows its certificate."""
    mine = leaf(SERIAL)
    assert await checked(camera(leaf=mine)) == mine.fingerprint
    assert await checked(camera(leaf=mine), mine.fingerprint) == mine.fingerprint


async def test_preflight_changed(lan_enabled: None, no_leftovers: None) -> None:
    """Another certificate than the pinned one is an error."""
    with pytest.raises(BambuCameraCertificateError):
        await checked(camera(), leaf(SERIAL).fingerprint)
    with pytest.raises(BambuCameraStrangerError):
        await checked(camera(leaf=leaf("somebody")))


async def test_preflight_turned_off(lan_enabled: None, no_leftovers: None) -> None:
    """A printer that refuses the port has its live view turned off."""
    async with camera().listening(ADDRESS) as port:
        pass
    with (
        loopback_is_home(CameraKind.RTSPS, port),
        pytest.raises(BambuCameraDisabledError) as caught,
    ):
        await preflight(printer())
    assert caught.value.reason == "liveview_disabled"


async def test_preflight_deaf(lan_enabled: None, no_leftovers: None) -> None:
    """A printer that does not answer is given up soon."""
    async with Deaf().listening(CameraKind.RTSPS) as to:
        with pytest.raises(BambuCameraUnreachableError):
            await preflight(to, seconds=0.05)


@pytest.mark.slow
@pytest.mark.skipif(missing() is not None, reason=str(missing()))
async def test_real_stream(lan_enabled: None) -> None:
    """What is checked and composed here plays, until the printer changes."""
    async with SimulatedCloud(cameras=1) as cloud:
        cameras, camera = cloud.cameras, cloud.cameras.by_serial[X1C]
        assert cameras.streams is not None
        streams = cameras.streams
        await until(lambda: X1C in streams.opened)
        reported = cloud.simulated(X1C).state["ipcam"]["rtsp_url"]
        with loopback_is_home(CameraKind.RTSPS, cameras.stream_port):
            to = LanPrinter(serial=X1C, address=str(camera.address), access_code=CODE)
            pin, _ = await preflight(to)
            assert pin == camera.leaf.fingerprint
            url = rtsps_url(to.address, to.access_code, reported)
            assert await asyncio.to_thread(plays, url)
            streams.opened.clear()
            await cameras.change_certificate(X1C)
            await until(lambda: X1C in streams.opened)
            with pytest.raises(BambuCameraCertificateError):
                await preflight(replace(to, pin=pin))
            await cameras.toggle_liveview(X1C)
            await until(lambda: X1C not in streams.opened)
            with pytest.raises(BambuCameraDisabledError):
                await preflight(to)


def plays(url: str) -> bool:
    """Return whether a URL plays, the way Home Assistant plays it."""
    options = {"rtsp_transport": "tcp", "tls_verify": "0"}
    with av.open(url, options=options, timeout=10) as container:
        return next(container.decode(video=0)).width == 1280
