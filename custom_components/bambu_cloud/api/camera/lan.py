"""Connect to printers on the local network, and to nothing else (camera 2.5, 2.6).

Where a printer is comes from the cloud, and is not to be trusted: only addresses of
`LAN_NETWORKS` are ever connected to, and what answers has to prove to be the printer
before it gets the access code.
"""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from ipaddress import IPv4Address, IPv4Network
import re
import socket
import ssl

from cryptography import x509
from cryptography.x509.oid import NameOID

from ...model import CameraKind
from .errors import (
    BambuCameraAddressError,
    BambuCameraCertificateError,
    BambuCameraClosedError,
    BambuCameraNameError,
    BambuCameraStrangerError,
    BambuCameraUnreachableError,
)

# Looked up at every call: other entries point everything elsewhere.
LAN_NETWORKS: list[IPv4Network] = [
    IPv4Network("10.0.0.0/8"),
    IPv4Network("172.16.0.0/12"),
    IPv4Network("192.168.0.0/16"),
]
"""All that is ever connected to: neither this machine nor the internet."""

CAMERA_PORTS: dict[CameraKind, int] = {CameraKind.JPEG: 6000, CameraKind.RTSPS: 322}
"""Where printers serve frames and streams (camera 2.1)."""

CONNECT_TIMEOUT = 5.0
"""Seconds for TCP and TLS together."""
_SHUTDOWN_TIMEOUT = 1.0
_LONGEST_NAME = 253
_NAME = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)(\.(?!-)[A-Za-z0-9-]{1,63}(?<!-))*")
_SERIAL = re.compile(r"[A-Za-z0-9]{1,63}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LanPrinter:
    """A printer on the local network, and its credentials."""

    serial: str = field(repr=False)
    address: str | None = field(default=None, repr=False)
    """As entered or reported, maybe a host name; checked at every connection."""
    access_code: str | None = field(default=None, repr=False)
    pin: str | None = None
    """SHA-256 of the certificate that it showed at first, None before that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LanConnection:
    """An open connection to a printer that has proved its identity."""

    reader: asyncio.StreamReader = field(repr=False)
    writer: asyncio.StreamWriter = field(repr=False)
    fingerprint: str
    """SHA-256 of the certificate that it shows."""
    address: str = field(repr=False)
    """Where it is, after any host name has been resolved."""


def lan_address(text: str | None) -> IPv4Address | None:
    """Return an address that may be connected to, None if a text is none."""
    try:
        address = IPv4Address(text or "")
    except ValueError:
        return None
    for network in LAN_NETWORKS:
        edges = (network.network_address, network.broadcast_address)
        if address in network and address not in edges:
            return address
    return None


def is_lan_address(text: str | None) -> bool:
    """Return whether a text is an address that may be connected to."""
    return lan_address(text) is not None


def is_host_name(text: str) -> bool:
    """Return whether a text is a host name, which no address is."""
    name = text.removesuffix(".")
    *_, last = name.split(".")
    return len(name) <= _LONGEST_NAME and bool(
        _NAME.fullmatch(name) and not last.isdigit()
    )


async def resolve(text: str | None, *, seconds: float = CONNECT_TIMEOUT) -> IPv4Address:
    """Return the address that a text is, or resolve the host name that it is.

    A name may lead elsewhere each time, so what is connected to is the address.

    Raises:
        BambuCameraAddressError: the text is neither a name nor an address for us.
        BambuCameraNameError: the name leads to no address that is for us.
    """
    if text is None or not is_host_name(text):
        return usable_address(text)
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(seconds):
            found = await loop.getaddrinfo(
                text, None, family=socket.AF_INET, type=socket.SOCK_STREAM
            )
    except OSError as err:
        raise BambuCameraNameError("The host name is not known") from err
    for *_, place in found:
        if usable := lan_address(f"{place[0]}"):
            return usable
    raise BambuCameraNameError("The host name leads out of the local network")


def usable_address(text: str | None) -> IPv4Address:
    """Return an address that may be connected to.

    Raises:
        BambuCameraAddressError: the text is none.
    """
    if (address := lan_address(text)) is None:
        raise BambuCameraAddressError("There is no address on the local network")
    return address


def client_context() -> ssl.SSLContext:
    """Return our side of TLS with a printer.

    OpenSSL cannot verify a printer's certificate, whose issuer is not for us to ship;
    `lan_connection` checks it instead. Some printers choke on TLS 1.3 (camera 2.3).
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1_2
    return context


@asynccontextmanager
async def lan_connection(
    printer: LanPrinter, kind: CameraKind, *, seconds: float = CONNECT_TIMEOUT
) -> AsyncGenerator[LanConnection]:
    """Connect to the camera of a printer; the end of the block closes the socket.

    Raises:
        BambuCameraAddressError: the printer has no address that is for us.
        BambuCameraNameError: its host name leads to none.
        BambuCameraUnreachableError: no answer, or another device answers.
        BambuCameraCertificateError: the certificate is not the one that was pinned.
    """
    address = await resolve(printer.address, seconds=seconds)
    if not _SERIAL.fullmatch(printer.serial):
        raise BambuCameraStrangerError("No printer has such a serial")
    reader, writer = await _opened(address, printer.serial, kind, seconds)
    try:
        fingerprint = _identified(writer, printer)
        yield LanConnection(
            reader=reader,
            writer=writer,
            fingerprint=fingerprint,
            address=str(address),
        )
    finally:
        await _closed(writer)


async def _opened(
    address: IPv4Address, serial: str, kind: CameraKind, seconds: float
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Open a connection, with TLS."""
    try:
        async with asyncio.timeout(seconds):
            return await asyncio.open_connection(
                str(address),
                CAMERA_PORTS[kind],
                ssl=client_context(),
                server_hostname=serial,
                ssl_shutdown_timeout=_SHUTDOWN_TIMEOUT,
            )
    except ConnectionRefusedError as err:
        raise BambuCameraClosedError("The camera's port is closed") from err
    except TimeoutError as err:
        raise BambuCameraUnreachableError("The camera did not answer in time") from err
    except OSError as err:
        name = type(err).__name__
        raise BambuCameraUnreachableError(f"No connection ({name})") from err


def _identified(writer: asyncio.StreamWriter, printer: LanPrinter) -> str:
    """Return the fingerprint of the certificate, if it is the printer's."""
    if writer.get_extra_info("sockname")[0] == writer.get_extra_info("peername")[0]:
        raise BambuCameraAddressError("The address is that of this machine")
    tls: ssl.SSLObject = writer.get_extra_info("ssl_object")
    leaf = tls.getpeercert(binary_form=True)
    if leaf is None or _common_name(leaf) != printer.serial:
        raise BambuCameraStrangerError("Another device has the printer's address")
    fingerprint = sha256(leaf).hexdigest()
    if printer.pin not in {None, fingerprint}:
        raise BambuCameraCertificateError(
            "The printer shows another certificate", fingerprint=fingerprint
        )
    return fingerprint


def _common_name(leaf: bytes) -> str | None:
    """Return the name in a certificate, which for a printer is its serial."""
    try:
        subject = x509.load_der_x509_certificate(leaf).subject
        names = subject.get_attributes_for_oid(NameOID.COMMON_NAME)
    except ValueError:
        return None
    return str(names[0].value) if names else None


async def _closed(writer: asyncio.StreamWriter) -> None:
    """Close a connection and wait until its socket is gone.

    A printer goes on feeding a socket that was merely dropped (camera 2.2).
    """
    writer.close()
    try:
        await writer.wait_closed()
    except OSError:
        pass
    except asyncio.CancelledError:
        writer.transport.abort()
        raise
