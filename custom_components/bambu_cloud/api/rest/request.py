"""One HTTP request to any server of the cloud."""

from collections.abc import Mapping
import logging
import re
from typing import Any

import aiohttp
from yarl import URL

from ..errors import BambuConnectionError, BambuResponseError
from .rate_limit import POLITENESS, Politeness
from .response import Response

_LOGGER = logging.getLogger(__name__)

VERSION = "0.1.0"
_USER_AGENT = (
    f"ha-bambu-cloud/{VERSION} (+https://github.com/bambu-cloud/ha-bambu-cloud)"
)
TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
_MAX_BODY = 8 * 1024 * 1024

_REQUEST_IDS = ("X-Request-Id", "X-Trace-Id", "cf-ray")
_REQUEST_ID = re.compile(r"[\w.:-]{1,80}", re.ASCII)


async def send(
    session: aiohttp.ClientSession,
    method: str,
    url: URL,
    *,
    headers: Mapping[str, str],
    timeout: aiohttp.ClientTimeout,
    name: str | None = None,
    politeness: Politeness = POLITENESS,
    max_body: int = _MAX_BODY,
    **options: Any,
) -> Response:
    """Send one request to a server of the cloud and return what came back.

    Errors call the request by its path, unless that is secret and has another name.

    Raises:
        BambuConnectionError: nothing or only a part came back.
        BambuResponseError: too much came back.
    """
    name = name or f"{method} {url.path.lstrip('/')}"
    common = {"Accept": "application/json", "User-Agent": _USER_AGENT}
    await politeness.turn(url.authority)
    try:
        async with session.request(
            method,
            url,
            headers={**common, **headers},
            # The token must not travel to wherever a redirect points.
            allow_redirects=False,
            timeout=timeout,
            **options,
        ) as response:
            _tell(name, response)
            return Response(
                request=name,
                status=response.status,
                headers=response.headers,
                body=await _read(response, name, max_body),
                cookies=response.cookies,
            )
    except (aiohttp.ClientError, OSError) as err:
        # Not chained: some of these errors carry the request with its headers.
        raise _failure(err, name) from None


def _failure(err: Exception, name: str) -> BambuConnectionError:
    """Return the error that tells what broke, without what was asked."""
    kind = type(err).__name__
    detail = f"{kind}: {err}" if isinstance(err, OSError) else kind
    return BambuConnectionError(f"{name} failed ({detail})")


async def _read(response: aiohttp.ClientResponse, name: str, limit: int) -> bytes:
    """Return the body, unless it is far larger than any honest one."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > limit:
            raise BambuResponseError(f"{name} was answered with a body too large")
    return bytes(body)


def _tell(name: str, response: aiohttp.ClientResponse) -> None:
    """Log what the cloud's support would ask for."""
    if _LOGGER.isEnabledFor(logging.DEBUG):
        ids = [
            f"{header} {value}"
            for header in _REQUEST_IDS
            if _REQUEST_ID.fullmatch(value := response.headers.get(header, ""))
        ]
        _LOGGER.debug("%s: %s", name, ", ".join([f"status {response.status}", *ids]))
