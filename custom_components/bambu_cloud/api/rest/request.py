"""One HTTP request to any server of the cloud."""

from collections.abc import Mapping
from dataclasses import dataclass
import logging
import re
from typing import Any

import aiohttp
from yarl import URL

from ..clock import SYSTEM_CLOCK, Clock
from ..errors import BambuConnectionError, BambuResponseError
from .rate_limit import RATE_LIMITER, RateLimiter
from .response import Response

_LOGGER = logging.getLogger(__name__)

VERSION = "0.1.0"
_USER_AGENT = (
    f"ha-bambu-cloud/{VERSION} (+https://github.com/bambu-cloud/ha-bambu-cloud)"
)
_COMMON_HEADERS = {"Accept": "application/json", "User-Agent": _USER_AGENT}
TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
_MAX_BODY = 8 * 1024 * 1024
"""Bytes: some times the largest body that the API sends."""

_REQUEST_IDS = ("X-Request-Id", "X-Trace-Id", "cf-ray")
_REQUEST_ID = re.compile(r"[\w.:-]{1,80}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpClient:
    """Send requests to the servers of the cloud, with a session of the caller's."""

    session: aiohttp.ClientSession
    clock: Clock = SYSTEM_CLOCK
    timeout: aiohttp.ClientTimeout = TIMEOUT
    rate_limiter: RateLimiter = RATE_LIMITER

    async def send(
        self,
        method: str,
        url: URL,
        *,
        headers: Mapping[str, str] | None = None,
        name: str | None = None,
        max_body: int = _MAX_BODY,
        **options: Any,
    ) -> Response:
        """Send one request and return the response, whatever its status.

        Errors name the request by its path, or by `name` where the path is secret.
        `options` are those of aiohttp.

        Raises:
            BambuConnectionError: nothing or only a part came back.
            BambuResponseError: too much came back.
        """
        name = name or f"{method} {url.path.lstrip('/')}"
        await self.rate_limiter.wait(url.authority)
        try:
            async with self.session.request(
                method,
                url,
                headers={**_COMMON_HEADERS, **(headers or {})},
                # The token must not travel to wherever a redirect points.
                allow_redirects=False,
                **{"timeout": self.timeout, **options},
            ) as response:
                _log(name, response)
                return await self._receive(response, name, max_body)
        except (aiohttp.ClientError, OSError) as err:
            # Not chained: some of these errors carry the request with its headers.
            raise _connection_error(err, name) from None

    async def _receive(
        self, response: aiohttp.ClientResponse, name: str, max_body: int
    ) -> Response:
        """Return the response with its body, unless that has too many bytes."""
        body = bytearray()
        async for chunk in response.content.iter_any():
            body += chunk
            if len(body) > max_body:
                raise BambuResponseError(f"{name} was answered with a body too large")
        return Response(
            request=name,
            status=response.status,
            headers=response.headers,
            body=bytes(body),
            cookies=response.cookies,
            received_at=self.clock.now(),
        )


def _connection_error(err: Exception, name: str) -> BambuConnectionError:
    """Return the error that names what broke, without what was sent."""
    kind = type(err).__name__
    detail = f"{kind}: {err}" if isinstance(err, OSError) else kind
    return BambuConnectionError(f"{name} failed ({detail})")


def _log(name: str, response: aiohttp.ClientResponse) -> None:
    """Log the ids of a request that the cloud's support would ask for."""
    if _LOGGER.isEnabledFor(logging.DEBUG):
        ids = [
            f"{header} {value}"
            for header in _REQUEST_IDS
            if _REQUEST_ID.fullmatch(value := response.headers.get(header, ""))
        ]
        _LOGGER.debug("%s: %s", name, ", ".join([f"status {response.status}", *ids]))
