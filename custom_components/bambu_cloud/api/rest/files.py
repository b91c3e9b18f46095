"""Files in the cloud's stores, at signed addresses that expire."""

import asyncio
from collections.abc import AsyncIterator, Callable
from hashlib import md5
import re

import aiohttp
from yarl import URL

from ..errors import BambuNotFoundError, BambuResponseError
from ..urls import store_address
from .response import Response, check_stored
from .transport import Transport

type Progress = Callable[[int, int], None]
"""Called with how many bytes of how many have been sent."""

_TIMEOUT = aiohttp.ClientTimeout(total=1800, connect=10, sock_read=60)
LARGEST = 256 * 1024 * 1024
_CHUNK = 64 * 1024
_MD5 = re.compile(r"[0-9a-f]{32}")


def checksum(content: bytes) -> str:
    """Return the MD5 of a file, as the cloud names it; it proves no origin."""
    return md5(content, usedforsecurity=False).hexdigest()


async def download(
    transport: Transport, address: str | None, *, md5: str | None = None
) -> bytes:
    """Return a file of at most 256 MB, requested without the token.

    Raises:
        BambuExpiredError: the address is not valid any more.
        BambuConnectionError: time may heal it.
        BambuNotFoundError: there is no address.
        BambuResponseError: the address is not for us, or the file arrived damaged.
    """
    if address is None:
        raise BambuNotFoundError("There is no file to get")
    response = await request_file(
        transport, "GET", store_address(transport.region, address), {"Accept": "*/*"}
    )
    if md5 and await asyncio.to_thread(checksum, response.body) != md5.lower():
        raise BambuResponseError("GET file was answered with a damaged file")
    return response.body


async def put(
    transport: Transport,
    address: str | None,
    content: bytes,
    on_progress: Progress | None = None,
) -> str:
    """Send a file to an address that was signed for it, and return its MD5.

    There is neither token nor type of content: both would break the signature
    (protocol A.8.14).

    Raises:
        BambuExpiredError: the address is not valid any more.
        BambuConnectionError: time may heal it.
        BambuResponseError: the address is not for us, or the file arrived damaged.
    """
    url = store_address(transport.region, address)
    digest = await asyncio.to_thread(checksum, content)
    response = await request_file(
        transport,
        "PUT",
        url,
        {"Content-Length": str(len(content))},
        data=_chunks(content, on_progress),
        skip_auto_headers=("Content-Type",),
    )
    tag = next((v for k, v in response.headers.items() if k.lower() == "etag"), "")
    tag = tag.strip('"')
    if _MD5.fullmatch(tag) and tag != digest:
        raise BambuResponseError("PUT file was answered with another checksum")
    return digest


async def _chunks(content: bytes, on_progress: Progress | None) -> AsyncIterator[bytes]:
    """Yield a file piece by piece, and report the progress."""
    for start in range(0, len(content), _CHUNK):
        yield content[start : start + _CHUNK]
        if on_progress is not None:
            on_progress(min(start + _CHUNK, len(content)), len(content))


async def request_file(
    transport: Transport,
    method: str,
    url: URL,
    headers: dict[str, str],
    **options: object,
) -> Response:
    """Send a request to a store and return its response, if it is a success."""
    response = await transport.http.send(
        method,
        url,
        headers=headers,
        timeout=_TIMEOUT,
        name=f"{method} file",
        max_body=LARGEST,
        **options,
    )
    check_stored(response)
    return response
