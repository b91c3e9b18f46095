"""One HTTP request to the cloud, and what its answer means."""

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

import aiohttp
import orjson
from yarl import URL

from .answer import Answer, LoginRefusals, payload
from .auth import AuthRefusals
from .endpoints import ENDPOINTS, Region
from .errors import (
    BambuAuthError,
    BambuConnectionError,
    BambuResponseError,
    BambuUnprovenAuthError,
)

VERSION = "0.1.0"
_USER_AGENT = (
    f"ha-bambu-cloud/{VERSION} (+https://github.com/bambu-cloud/ha-bambu-cloud)"
)
TIMEOUT = aiohttp.ClientTimeout(total=30, connect=10)
_MAX_BODY = 8 * 1024 * 1024


class Transport:
    """Send requests to one region, with the token where one is needed."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        region: Region,
        *,
        token: str | None,
        now: Callable[[], datetime],
        timeout: aiohttp.ClientTimeout,
    ) -> None:
        """Use a session that somebody else closes."""
        self._session = session
        self._region = region
        self._token = token
        self._now = now
        self._timeout = timeout
        self._refusals = AuthRefusals()
        # Cloudflare dislikes bursts: one request at a time (protocol A.13).
        self._turn = asyncio.Lock()

    @property
    def now(self) -> Callable[[], datetime]:
        """Return the clock that answers are stamped with."""
        return self._now

    @property
    def token(self) -> str | None:
        """Return the access token in use."""
        return self._token

    @token.setter
    def token(self, token: str | None) -> None:
        """Use another access token, without the doubts about the old one."""
        self._token = token
        self._refusals.clear()

    async def get(
        self, path: str, query: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        """Ask with the token, and weigh a refusal of it (protocol A.4).

        Raises:
            BambuAuthError: there is no token, or it is dead.
            BambuError: whatever else the answer stands for.
        """
        if not self._token or not self._token.isprintable():
            raise BambuAuthError("There is no token that could be sent")
        headers = {"Authorization": f"Bearer {self._token}"}
        try:
            answer = await self._request("GET", path, headers=headers, params=query)
            content = payload(answer, now=self._now())
        except BambuUnprovenAuthError as err:
            if self._refusals.add(self._now().timestamp()):
                raise BambuAuthError(str(err)) from err
            raise
        self._refusals.clear()
        return content

    async def post(
        self,
        path: str,
        body: Mapping[str, str],
        refusals: LoginRefusals,
        *,
        on_site: bool = False,
    ) -> Mapping[str, Any]:
        """Ask without a token, to get one; the web site answers some questions, too.

        Raises:
            BambuLoginError: refused, as `refusals` translates the reason.
            BambuError: whatever else the answer stands for.
        """
        headers = {"Content-Type": "application/json"}
        data = orjson.dumps(body)
        answer = await self._request(
            "POST", path, headers=headers, on_site=on_site, data=data
        )
        return payload(answer, now=self._now(), refusals=refusals)

    async def _request(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        on_site: bool = False,
        **options: Any,
    ) -> Answer:
        """Send one request and return what came back, whatever it is."""
        endpoints = ENDPOINTS[self._region]
        url = (endpoints.site if on_site else endpoints.api) / path
        async with self._turn:
            return await send(
                self._session,
                method,
                url,
                headers=headers,
                timeout=self._timeout,
                **options,
            )


async def send(
    session: aiohttp.ClientSession,
    method: str,
    url: URL,
    *,
    headers: Mapping[str, str],
    timeout: aiohttp.ClientTimeout,  # noqa: ASYNC109  aiohttp's own kind, not seconds
    name: str | None = None,
    **options: Any,
) -> Answer:
    """Send one request to a server of the cloud and return what came back.

    Errors call the request by its path, unless that is secret and has another name.

    Raises:
        BambuConnectionError: nothing or only a part came back.
        BambuResponseError: too much came back.
    """
    name = name or f"{method} {url.path.lstrip('/')}"
    common = {"Accept": "application/json", "User-Agent": _USER_AGENT}
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
            return Answer(
                request=name,
                status=response.status,
                headers=response.headers,
                body=await _read(response, name),
                cookies=response.cookies,
            )
    except (aiohttp.ClientError, OSError) as err:
        # Not chained: some of these errors carry the request with its headers.
        kind = type(err).__name__
        detail = f"{kind}: {err}" if isinstance(err, OSError) else kind
        raise BambuConnectionError(f"{name} failed ({detail})") from None


async def _read(response: aiohttp.ClientResponse, name: str) -> bytes:
    """Return the body, unless it is far larger than any honest one."""
    body = bytearray()
    async for chunk in response.content.iter_any():
        body += chunk
        if len(body) > _MAX_BODY:
            raise BambuResponseError(f"{name} was answered with a body too large")
    return bytes(body)
