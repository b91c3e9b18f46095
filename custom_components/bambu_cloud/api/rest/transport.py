"""Requests to one region of the cloud, with the token where one is needed."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
import logging
from typing import Any

import aiohttp
import orjson
from yarl import URL

from ..auth import AuthRefusals
from ..endpoints import ENDPOINTS, Region
from ..errors import (
    BambuAuthError,
    BambuBlockedError,
    BambuConnectionError,
    BambuRateLimitError,
    BambuRequestError,
    BambuServerError,
    BambuUnprovenAuthError,
)
from .operation import Operation
from .request import HttpClient
from .response import LoginRefusals, Response, check_success, payload
from .signing import Signer

_LOGGER = logging.getLogger(__name__)

# A second attempt may succeed; all relatives of these have other remedies.
_WORTH_A_RETRY = frozenset({BambuConnectionError, BambuServerError})
_LONGEST_FAILURE = 10.0
"""Seconds: a request that failed more slowly is not repeated, so that no poll hangs."""

type _Body = Mapping[str, Any] | aiohttp.FormData
type _Reader[T] = Callable[[Response], T]


@dataclass(frozen=True, slots=True)
class _Call:
    """Hold one request, before the token is added."""

    operation: Operation
    target: str
    query: Mapping[str, str] | None
    body: _Body | None


class Transport:
    """Send requests to one region, with the token where one is needed."""

    def __init__(
        self,
        http: HttpClient,
        region: Region,
        *,
        token: str | None,
        retries: int,
    ) -> None:
        """Repeat requests that change nothing up to `retries` times."""
        self.http = http
        self.region = region
        self.signer: Signer | None = None
        self._token = token
        self._retries = retries
        self._refusals = AuthRefusals()
        # Cloudflare dislikes bursts: one request at a time (protocol A.13).
        self._lock = asyncio.Lock()

    @property
    def token(self) -> str | None:
        """Return the access token in use."""
        return self._token

    @token.setter
    def token(self, token: str | None) -> None:
        """Use another access token, which has no refusals yet."""
        self._token = token
        self._refusals.clear()

    async def fetch(
        self,
        operation: Operation,
        *ids: str,
        query: Mapping[str, str] | None = None,
        body: _Body | None = None,
    ) -> Mapping[str, Any]:
        """Send a request and return the JSON object of the response.

        Raises:
            BambuAuthError: there is no token, or it is dead.
            BambuError: whatever else the response stands for.
        """
        call = _Call(operation, operation.target(*ids), query, body)
        return await self._retry(call, payload)

    async def execute(
        self,
        operation: Operation,
        *ids: str,
        query: Mapping[str, str] | None = None,
        body: _Body | None = None,
    ) -> None:
        """Send a request whose response says no more than that it succeeded.

        Raises:
            BambuAuthError: there is no token, or it is dead.
            BambuError: whatever else the response stands for.
        """
        call = _Call(operation, operation.target(*ids), query, body)
        await self._retry(call, check_success)

    async def post_login(
        self,
        operation: Operation,
        body: Mapping[str, str],
        refusals: LoginRefusals,
        *ids: str,
    ) -> Mapping[str, Any]:
        """Send a step of a login, without a token, and return the JSON object.

        Raises:
            BambuLoginError: refused, as `refusals` translates the reason.
            BambuError: whatever else the response stands for.
        """
        call = _Call(operation, operation.target(*ids), None, body)
        return await self._send(call, partial(payload, refusals=refusals))

    async def _retry[T](self, call: _Call, read: _Reader[T]) -> T:
        """Send a request, and repeat it where that is safe and may help."""
        clock = self.http.clock
        retries = self._retries if call.operation.method == "GET" else 0
        for attempt in range(retries):
            started = clock.monotonic()
            try:
                return await self._send(call, read)
            except BambuConnectionError as err:
                elapsed = clock.monotonic() - started
                if type(err) not in _WORTH_A_RETRY or elapsed > _LONGEST_FAILURE:
                    raise
                _LOGGER.debug("Retrying: %s", err)
                await clock.sleep(2.0**attempt * (0.5 + clock.random()))
        return await self._send(call, read)

    async def _send[T](self, call: _Call, read: _Reader[T]) -> T:
        """Send a request once, and count a refusal of the token (protocol A.4)."""
        endpoints = ENDPOINTS[self.region]
        host = endpoints.site if call.operation.on_site else endpoints.api
        url = host / call.target
        if call.operation.is_public:
            # A person waits for it, and may try again at once after a refusal.
            return read(await self._exchange(call, url))
        self.http.rate_limiter.check(url.authority)
        response = await self._exchange(call, url)
        try:
            content = read(response)
        except (BambuRateLimitError, BambuBlockedError) as err:
            if response.status == 429 or "Retry-After" in response.headers:
                self.http.rate_limiter.pause(url.authority, err.retry_after)
            raise
        except BambuUnprovenAuthError as err:
            if self._refusals.add(response.received_at.timestamp()):
                raise BambuAuthError(str(err)) from err
            raise
        self._refusals.clear()
        return content

    async def _exchange(self, call: _Call, url: URL) -> Response:
        """Send a request with its headers; return the response, whatever it is."""
        headers = {} if call.operation.is_public else self._authorization()
        data: bytes | aiohttp.FormData | None = None
        if isinstance(call.body, aiohttp.FormData):
            data = call.body
        elif call.body is not None:
            headers["Content-Type"] = "application/json"
            data = _encode(call)
        if self.signer is not None and not call.operation.on_site:
            headers |= self.signer.headers(self.http.clock.now())
        async with self._lock:
            return await self.http.send(
                call.operation.method,
                url,
                headers=headers,
                name=call.operation.name,
                params=call.query,
                data=data,
            )

    def _authorization(self) -> dict[str, str]:
        """Return the header that carries the token: to the API host, nowhere else."""
        if not self._token or not self._token.isprintable():
            raise BambuAuthError("There is no token that could be sent")
        return {"Authorization": f"Bearer {self._token}"}


def _encode(call: _Call) -> bytes:
    """Return the body of a request as JSON."""
    try:
        return orjson.dumps(call.body)
    except orjson.JSONEncodeError:
        text = f"{call.operation.name} cannot say this in JSON"
        raise BambuRequestError(text) from None
