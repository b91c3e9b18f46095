"""Images that the cloud names by their addresses only (protocol A.7.4)."""

from collections.abc import Mapping

from ..endpoints import Region
from ..errors import BambuResponseError
from ..urls import public_address
from .request import HttpClient
from .response import check_stored

_NAME = "GET picture"
_MAX_SIZE = 5 * 1024 * 1024
_MAGIC: Mapping[bytes, str] = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
}


def image_type(data: bytes) -> str | None:
    """Return the media type by the first bytes, None for no image."""
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next(
        (kind for magic, kind in _MAGIC.items() if data.startswith(magic)), None
    )


async def fetch_cover(http: HttpClient, region: Region, address: str) -> bytes:
    """Return a JPEG, PNG or WebP of at most 5 MB, requested without the token.

    Raises:
        BambuExpiredError: the address is not valid any more; a new one may be.
        BambuConnectionError: time may heal it.
        BambuResponseError: the address is not for us, or leads to no image.
    """
    # Exactly as it was signed, if it is on the public internet.
    url = public_address(region, address)
    if url is None:
        raise BambuResponseError("A picture has an address that is not for us")
    response = await http.send("GET", url, headers={"Accept": "image/*"}, name=_NAME)
    check_stored(response)
    if len(response.body) > _MAX_SIZE or image_type(response.body) is None:
        raise BambuResponseError(f"{_NAME} was answered with something else")
    return response.body
