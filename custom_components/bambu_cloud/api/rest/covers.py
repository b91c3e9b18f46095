"""Pictures that the cloud only names the addresses of (protocol A.7.4)."""

from collections.abc import Mapping

import aiohttp
from yarl import URL

from ..endpoints import Region
from ..errors import BambuResponseError
from ..urls import public_address
from .rate_limit import POLITENESS, Politeness
from .request import send
from .response import stored

_NAME = "GET picture"
_MAX_SIZE = 5 * 1024 * 1024
_MAGIC: Mapping[bytes, str] = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


def picture_type(data: bytes) -> str | None:
    """Return the media type that the first bytes tell, None for no picture."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next(
        (kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None
    )


async def picture(
    session: aiohttp.ClientSession,
    region: Region,
    address: str,
    *,
    timeout: aiohttp.ClientTimeout,
    politeness: Politeness = POLITENESS,
) -> bytes:
    """Return a JPEG, PNG or WebP of at most 5 MB, asked for without the token.

    Raises:
        BambuExpiredError: the address is not valid any more; a new one may be.
        BambuConnectionError: time may heal it.
        BambuResponseError: the address is not for us, or leads to no picture.
    """
    answer = await send(
        session,
        "GET",
        _url(region, address),
        headers={"Accept": "image/*"},
        timeout=timeout,
        name=_NAME,
        politeness=politeness,
    )
    body = stored(answer).body
    if len(body) > _MAX_SIZE or picture_type(body) is None:
        raise BambuResponseError(f"{_NAME} was answered with something else")
    return body


def _url(region: Region, address: str) -> URL:
    """Return an address exactly as it was signed, if it is on the public internet."""
    if (url := public_address(region, address)) is not None:
        return url
    raise BambuResponseError("A picture has an address that is not for us")
