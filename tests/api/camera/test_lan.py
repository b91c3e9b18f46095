"""Only printers on the local network are connected to, and they prove who they are."""

import asyncio
from ipaddress import IPv4Address
import ssl

from cryptography import x509
import pytest

from custom_components.bambu_cloud.api import (
    BambuCameraAddressError,
    BambuCameraCertificateError,
    BambuCameraClosedError,
    BambuCameraNameError,
    BambuCameraStrangerError,
    BambuCameraUnreachableError,
    LanPrinter,
    is_host_name,
    is_lan_address,
    lan_address,
    resolve,
)
from custom_components.bambu_cloud.api.camera.lan import client_context, lan_connection
from custom_components.bambu_cloud.model import CameraKind
from tests.helpers.cameras import (
    ADDRESS,
    CODE,
    SERIAL,
    Deaf,
    camera,
    loopback_is_home,
    on,
    printer,
)
from tests.helpers.fake_dns import Names
from tests.helpers.wait import until
from tests.simulator.camera.certificates import leaf
from tests.simulator.camera.jpeg_camera import CameraFault
from tests.simulator.serving import serving

pytestmark = pytest.mark.usefixtures("lan_enabled", "no_leftovers")


async def connect(to: LanPrinter, seconds: float = 5.0) -> str:
    """Connect and return whose certificate that was."""
    async with lan_connection(to, CameraKind.JPEG, seconds=seconds) as link:
        return link.fingerprint


@pytest.mark.parametrize(
    "text", ["10.0.0.1", "172.16.0.9", "172.31.255.254", "192.168.0.50"]
)
def test_addresses_at_home(text: str) -> None:
    """Private addresses are for us."""
    assert lan_address(text) == IPv4Address(text)
    assert is_lan_address(text)


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "127.0.0.1",
        "0.0.0.0",  # noqa: S104  never bound to
        "8.8.8.8",
        "169.254.169.254",
        "100.64.0.1",
        "224.0.0.251",
        "255.255.255.255",
        "10.0.0.0",
        "192.168.255.255",
        "172.32.0.1",
        "::1",
        "fe80::1",
        "192.168.0.50:22",
        " 192.168.0.50",
        "192.168.050.1",
        "3232235570",
        "192.168.0.50@evil.example",
    ],
)
async def test_addresses_elsewhere(text: str | None) -> None:
    """Neither this machine nor the internet is for us, whatever a report says."""
    assert lan_address(text) is None
    assert not is_lan_address(text)
    with pytest.raises(BambuCameraAddressError) as caught:
        await connect(printer(address=text))
    assert caught.value.reason == "no_lan_address"


@pytest.fixture
async def names(monkeypatch: pytest.MonkeyPatch) -> Names:
    """Return what host names lead to."""
    return Names(monkeypatch)


async def test_host_name(names: Names) -> None:
    """A name is resolved at each connection, and leads to an address at home."""
    jpeg = camera(leaf=leaf(SERIAL))
    to = printer(address="p1s.lan")
    async with on(jpeg):
        names.addresses["p1s.lan"] = ["8.8.8.8", ADDRESS]
        assert await connect(to) == jpeg.leaf.fingerprint
        names.addresses["p1s.lan"] = ["8.8.8.8"]
        with pytest.raises(BambuCameraNameError, match="out of the local network"):
            await connect(to)
        del names.addresses["p1s.lan"]
        with pytest.raises(BambuCameraNameError, match="not known") as caught:
            await connect(to)
    assert names.asked == ["p1s.lan"] * 3
    assert caught.value.reason == "no_lan_address"
    assert not caught.value.is_final


@pytest.mark.parametrize("address", ["127.0.0.1", "0.0.0.0", "224.0.0.1", "1.1.1.1"])  # noqa: S104  never bound to
async def test_names_that_lead_elsewhere(names: Names, address: str) -> None:
    """A name cannot point to this machine, to many, nor to the internet."""
    names.addresses["printer.example"] = [address]
    with pytest.raises(BambuCameraNameError):
        await resolve("printer.example")
    with pytest.raises(BambuCameraAddressError):
        await resolve(address)


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("p1s", True),
        ("p1s.lan", True),
        ("my-printer.home.arpa.", True),
        ("3d.example.com", True),
        ("", False),
        (".", False),
        ("192.168.0.50", False),
        ("192.168.1", False),
        ("3232235570", False),
        ("-p1s", False),
        ("p1s-", False),
        ("p1s..lan", False),
        ("p1s.lan:322", False),
        ("user@p1s", False),
        ("p1s/../x", False),
        ("p 1 s", False),
        ("dr\u00fccker", False),
        ("x" * 64, False),
        ("x." * 127 + "lan", False),
    ],
)
def test_what_a_name_is(text: str, *, is_name: bool) -> None:
    """A name consists of words, and is no address of any kind."""
    assert is_host_name(text) is is_name


async def test_own_address() -> None:
    """An address at home that turns out to be ours is not for us."""
    jpeg = camera()
    async with jpeg.listening("127.0.0.1") as port:
        with (
            loopback_is_home(CameraKind.JPEG, port),
            pytest.raises(BambuCameraAddressError, match="this machine"),
        ):
            await connect(printer(address="127.0.0.1"))
        await until(lambda: not jpeg.counts.open)


@pytest.mark.parametrize("version_1", [False, True])
async def test_certificate_is_reported(*, version_1: bool) -> None:
    """Any certificate in the printer's name is accepted at first, also old ones."""
    mine = leaf(SERIAL, version_1=version_1)
    version = x509.load_der_x509_certificate(mine.der).version
    assert (version is x509.Version.v1) is version_1
    async with on(camera(leaf=mine)) as to:
        assert await connect(to) == mine.fingerprint
        assert await connect(printer(pin=mine.fingerprint)) == mine.fingerprint


async def test_certificate_changed() -> None:
    """Another certificate than the first one is an error with its fingerprint."""
    mine = leaf(SERIAL)
    async with on(camera(leaf=mine)):
        with pytest.raises(BambuCameraCertificateError) as caught:
            await connect(printer(pin=leaf(SERIAL).fingerprint))
    assert caught.value.fingerprint == mine.fingerprint
    assert caught.value.reason == "certificate_changed"
    assert caught.value.is_final


@pytest.mark.parametrize("name", ["01P00A000000002", "router.lan", SERIAL.lower()])
async def test_stranger(name: str) -> None:
    """A server with another name is a stranger, and does not get the access code."""
    jpeg = camera(leaf=leaf(name))
    async with on(jpeg) as to:
        with pytest.raises(BambuCameraStrangerError) as caught:
            await connect(to)
        await until(lambda: not jpeg.counts.open)
    assert caught.value.reason == "unreachable"
    assert not jpeg.counts.refused


async def test_no_server() -> None:
    """A printer whose port is closed differs from one that is gone."""
    async with camera().listening(ADDRESS) as port:
        pass
    with (
        loopback_is_home(CameraKind.JPEG, port),
        pytest.raises(BambuCameraClosedError) as caught,
    ):
        await connect(printer())
    assert caught.value.reason == "unreachable"


async def test_deaf() -> None:
    """Who does not answer in time is given up, and its socket closed."""
    deaf = Deaf()
    async with deaf.listening(CameraKind.JPEG) as to:
        with pytest.raises(BambuCameraUnreachableError, match="in time"):
            await connect(to, 0.05)
        await until(lambda: not deaf.open)


async def test_no_tls() -> None:
    """Who does not speak TLS is no printer."""

    async def speak(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        writer.close()

    async with serving(speak, ADDRESS) as port:
        with (
            loopback_is_home(CameraKind.JPEG, port),
            pytest.raises(BambuCameraUnreachableError),
        ):
            await connect(printer())


@pytest.mark.parametrize("serial", ["", "..", "a.b", "x" * 64, "01P\0"])
async def test_unusable_serial(serial: str) -> None:
    """What cannot be a name is not asked for."""
    with pytest.raises(BambuCameraStrangerError):
        await connect(printer(address="10.0.0.1", serial=serial))


async def test_canceled_while_closing() -> None:
    """A socket is closed at once where a printer does not close its side."""
    jpeg = camera()
    jpeg.fault = CameraFault.SLOW_CLOSE
    async with on(jpeg) as to:
        inside, leave = asyncio.Event(), asyncio.Event()

        async def stay() -> None:
            async with lan_connection(to, CameraKind.JPEG) as link:
                link.writer.write(bytes(80))
                inside.set()
                await leave.wait()

        task = asyncio.create_task(stay())
        await inside.wait()
        leave.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await until(lambda: not jpeg.counts.open)


def test_context() -> None:
    """Printers are met with TLS 1.2, and no issuer is asked for."""
    context = client_context()
    assert context.maximum_version is ssl.TLSVersion.TLSv1_2
    assert context.verify_mode is ssl.CERT_NONE


def test_secrets() -> None:
    """Neither address nor code nor serial is in what a log might show."""
    shown = repr(printer())
    assert not any(secret in shown for secret in (ADDRESS, CODE, SERIAL))
