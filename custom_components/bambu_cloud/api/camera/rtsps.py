"""The H.264 stream of X1, P2S, X2D and H2 (camera 2.3, protocol F.3).

Home Assistant plays it; here is only where it is, and whether it can be reached.
"""

import re
from urllib.parse import quote, urlsplit

from ...model import CameraKind
from .errors import (
    BambuCameraClosedError,
    BambuCameraCodeError,
    BambuCameraDisabledError,
)
from .lan import CAMERA_PORTS, LanPrinter, lan_connection, usable_address

_USER = "bblp"
_PATH = "/streaming/live/1"
_SANE_PATH = re.compile(r"(/[A-Za-z0-9_-]{1,32}){1,6}")
_PREFLIGHT_TIMEOUT = 3.0


def rtsps_url(
    address: str | None, access_code: str | None, reported: str | None = None
) -> str:
    """Return the URL of a printer's stream, which is a secret.

    Host and port are always ours, as those that printers report may be stale.

    Args:
        address: The printer's IPv4 address.
        access_code: The printer's access code.
        reported: What the printer calls `rtsp_url`, for its path.

    Raises:
        BambuCameraAddressError: there is no address that is for us.
        BambuCameraCodeError: there is no access code.
    """
    host = usable_address(address)
    code = (access_code or "").strip()
    if not code:
        raise BambuCameraCodeError("There is no access code")
    port = CAMERA_PORTS[CameraKind.RTSPS]
    return f"rtsps://{_USER}:{quote(code, safe='')}@{host}:{port}{_path(reported)}"


async def preflight(
    printer: LanPrinter, *, seconds: float = _PREFLIGHT_TIMEOUT
) -> tuple[str, str]:
    """Check that a printer offers its stream; return its pin and its address.

    Players neither verify the printer nor say what went wrong (camera 4.2).

    Raises:
        BambuCameraAddressError: there is no address that is for us.
        BambuCameraDisabledError: the printer is there, but offers no stream.
        BambuCameraUnreachableError: no answer, or another device answers.
        BambuCameraCertificateError: the certificate is not the one that was pinned.
    """
    try:
        async with lan_connection(printer, CameraKind.RTSPS, seconds=seconds) as link:
            return link.fingerprint, link.address
    except BambuCameraClosedError as err:
        raise BambuCameraDisabledError("The printer offers no stream") from err


def _path(reported: str | None) -> str:
    """Return the path that a printer reports, the default if it makes no sense."""
    try:
        path = urlsplit(reported or "").path
    except ValueError:
        return _PATH
    return path if _SANE_PATH.fullmatch(path) else _PATH
