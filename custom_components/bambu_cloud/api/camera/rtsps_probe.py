"""Check whether a printer's stream accepts the access code (camera 2.3, RFC 2326).

Players do not say why they fail. This sends DESCRIBE, as they do first, and plays
nothing; it is for the time after a player has failed.
"""

import asyncio
from hashlib import md5
import re

from ...model import CameraKind
from .errors import BambuCameraRefusedError
from .lan import CAMERA_PORTS, LanConnection, LanPrinter, lan_connection

_USER, _PATH = "bblp", "/streaming/live/1"
_TIMEOUT = 3.0
_STATUS = re.compile(rb"RTSP/1\.\d (\d{3})")
_MAX_HEAD = 4096
"""Bytes; LIVE555 sends about 300, and what is longer comes from something else."""
_QUOTED = re.compile(rb'\b(realm|nonce)="([^"]*)"', re.IGNORECASE)


async def check_access_code(printer: LanPrinter, *, seconds: float = _TIMEOUT) -> None:
    """Raise if the printer says that the access code is wrong.

    Any other response, or none, says nothing about the code.

    Raises:
        BambuCameraRefusedError: the printer refuses the access code.
        BambuCameraAddressError: there is no address that is for us.
        BambuCameraUnreachableError: no answer, or another device answers.
        BambuCameraCertificateError: the certificate is not the one that was pinned.
    """
    async with lan_connection(printer, CameraKind.RTSPS, seconds=seconds) as link:
        uri = f"rtsps://{link.address}:{CAMERA_PORTS[CameraKind.RTSPS]}{_PATH}"
        try:
            async with asyncio.timeout(seconds):
                is_refused = await _is_refused(link, uri, printer.access_code or "")
        except EOFError, OSError, asyncio.LimitOverrunError:
            return
    if is_refused:
        raise BambuCameraRefusedError("The stream refuses the access code")


async def _is_refused(link: LanConnection, uri: str, code: str) -> bool:
    """Return whether the stream is refused although we have sent the code."""
    status, head = await _describe(link, uri, 1)
    challenge = _challenge(head)
    if status != 401 or challenge is None:
        return False
    realm, nonce = challenge
    secret = _hash(f"{_USER}:{realm}:{code}")
    proof = _hash(f"{secret}:{nonce}:{_hash(f'DESCRIBE:{uri}')}")
    login = (
        f'Authorization: Digest username="{_USER}", realm="{realm}", '
        f'nonce="{nonce}", uri="{uri}", response="{proof}"\r\n'
    )
    status, _ = await _describe(link, uri, 2, login)
    return status == 401


async def _describe(
    link: LanConnection, uri: str, number: int, login: str = ""
) -> tuple[int, bytes]:
    """Send DESCRIBE; return the status and the head of the response."""
    request = f"DESCRIBE {uri} RTSP/1.0\r\nCSeq: {number}\r\n{login}\r\n"
    link.writer.write(request.encode("latin-1"))
    head = await link.reader.readuntil(b"\r\n\r\n")
    if len(head) > _MAX_HEAD:
        return 0, b""
    status = _STATUS.match(head)
    return (int(status[1]) if status else 0), head


def _challenge(head: bytes) -> tuple[str, str] | None:
    """Return realm and nonce of the first Digest challenge."""
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        scheme, _, rest = value.strip().partition(b" ")
        if (name.lower(), scheme.lower()) != (b"www-authenticate", b"digest"):
            continue
        parts = {
            key.lower(): text.decode("latin-1") for key, text in _QUOTED.findall(rest)
        }
        if parts.keys() >= {b"realm", b"nonce"}:
            return parts[b"realm"], parts[b"nonce"]
    return None


def _hash(text: str) -> str:
    """Return the hash that the protocol asks for."""
    return md5(text.encode("latin-1"), usedforsecurity=False).hexdigest()
