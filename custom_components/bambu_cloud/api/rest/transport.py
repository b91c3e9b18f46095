"""One HTTP request to the cloud, and what its answer means."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
import logging
from random import random
from typing import Any, TypedDict, Unpack

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
from .rate_limit import POLITENESS, Politeness
from .request import send
from .response import LoginRefusals, Response, acknowledged, payload
from .signing import Signer

_LOGGER = logging.getLogger(__name__)

# What went wrong may not happen twice; all relatives of these have other remedies.
_WORTH_A_RETRY = frozenset({BambuConnectionError, BambuServerError})
_SOON = 10.0
"""Seconds: what took longer to fail is not asked again."""


type _Body = Mapping[str, Any] | aiohttp.FormData
type _Reader[T] = Callable[..., T]


@dataclass(frozen=True, slots=True)
class _Call:
    """One question."""

    operation: Operation
    target: str
    query: Mapping[str, str] | None
    body: _Body | None


class Manners(TypedDict, total=False):
    """How a client behaves; nobody has to say anything."""

    retries: int
    """So often a question is asked again, where that is safe and may help: none."""
    signer: Signer | None
    """Signs requests with a certificate of the caller's own: nobody does."""
    politeness: Politeness
    """Keeps requests to a host apart: the one that all clients share."""
    sleep: Callable[[float], Awaitable[None]]
    draw: Callable[[], float]
    """Gives random numbers from 0 to 1."""


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
        **manners: Unpack[Manners],
    ) -> None:
        """Use a session that somebody else closes."""
        self.session = session
        self.region = region
        self.timeout = timeout
        self.now = now
        self.politeness = manners.get("politeness", POLITENESS)
        self.sleep = manners.get("sleep", asyncio.sleep)
        self._token = token
        self._retries = manners.get("retries", 0)
        self._signer = manners.get("signer")
        self._draw = manners.get("draw", random)
        self._refusals = AuthRefusals()
        # Cloudflare dislikes bursts: one request at a time (protocol A.13).
        self._turn = asyncio.Lock()

    @property
    def token(self) -> str | None:
        """Return the access token in use."""
        return self._token

    @token.setter
    def token(self, token: str | None) -> None:
        """Use another access token, without the doubts about the old one."""
        self._token = token
        self._refusals.clear()

    async def ask(
        self,
        operation: Operation,
        *ids: str,
        query: Mapping[str, str] | None = None,
        body: _Body | None = None,
    ) -> Mapping[str, Any]:
        """Ask, and return the JSON object that comes back.

        Raises:
            BambuAuthError: there is no token, or it is dead.
            BambuError: whatever else the answer stands for.
        """
        call = _Call(operation, operation.target(*ids), query, body)
        return await self._retried(call, payload)

    async def tell(
        self,
        operation: Operation,
        *ids: str,
        query: Mapping[str, str] | None = None,
        body: _Body | None = None,
    ) -> None:
        """Have something done; that it succeeded is all there is to know.

        Raises:
            BambuAuthError: there is no token, or it is dead.
            BambuError: whatever else the answer stands for.
        """
        call = _Call(operation, operation.target(*ids), query, body)
        await self._retried(call, acknowledged)

    async def post(
        self,
        operation: Operation,
        body: Mapping[str, str],
        refusals: LoginRefusals,
        *ids: str,
    ) -> Mapping[str, Any]:
        """Ask without a token, to get one; the web site answers some questions, too.

        Raises:
            BambuLoginError: refused, as `refusals` translates the reason.
            BambuError: whatever else the answer stands for.
        """
        call = _Call(operation, operation.target(*ids), None, body)
        return await self._once(call, partial(payload, refusals=refusals))

    async def _retried[T](self, call: _Call, read: _Reader[T]) -> T:
        """Ask again for what can be asked twice, where that may help.

        What took long to fail is left to whoever asks; a poll must not hang.
        """
        retries = self._retries if call.operation.method == "GET" else 0
        for attempt in range(retries):
            started = self.politeness.clock()
            try:
                return await self._once(call, read)
            except BambuConnectionError as err:
                took = self.politeness.clock() - started
                if type(err) not in _WORTH_A_RETRY or took > _SOON:
                    raise
                _LOGGER.debug("Asking again: %s", err)
                await self.sleep(2.0**attempt * (0.5 + self._draw()))
        return await self._once(call, read)

    async def _once[T](self, call: _Call, read: _Reader[T]) -> T:
        """Ask once, and weigh a refusal of the token (protocol A.4)."""
        endpoints = ENDPOINTS[self.region]
        host = endpoints.site if call.operation.on_site else endpoints.api
        url = host / call.target
        if call.operation.is_public:
            # A person is at it: whom the cloud turns away may try again at once.
            return read(await self._send(call, url), now=self.now())
        self.politeness.check(url.authority)
        answer = await self._send(call, url)
        try:
            content = read(answer, now=self.now())
        except (BambuRateLimitError, BambuBlockedError) as err:
            if answer.status == 429 or "Retry-After" in answer.headers:
                self.politeness.hold(url.authority, err.retry_after)
            raise
        except BambuUnprovenAuthError as err:
            if self._refusals.add(self.now().timestamp()):
                raise BambuAuthError(str(err)) from err
            raise
        self._refusals.clear()
        return content

    async def _send(self, call: _Call, url: URL) -> Response:
        """Send a request and return what came back, whatever it is."""
        headers = {} if call.operation.is_public else self._authorization()
        data: bytes | aiohttp.FormData | None = None
        if isinstance(call.body, aiohttp.FormData):
            data = call.body
        elif call.body is not None:
            headers["Content-Type"] = "application/json"
            data = _encode(call)
        if self._signer is not None and not call.operation.on_site:
            headers |= self._signer.headers(self.now())
        async with self._turn:
            return await send(
                self.session,
                call.operation.method,
                url,
                headers=headers,
                timeout=self.timeout,
                name=call.operation.name,
                politeness=self.politeness,
                params=call.query,
                data=data,
            )

    def _authorization(self) -> dict[str, str]:
        """Return the header that carries the token: to the API host, nowhere else."""
        if not self._token or not self._token.isprintable():
            raise BambuAuthError("There is no token that could be sent")
        return {"Authorization": f"Bearer {self._token}"}


def _encode(call: _Call) -> bytes:
    """Return the body of a request."""
    try:
        return orjson.dumps(call.body)
    except orjson.JSONEncodeError:
        text = f"{call.operation.name} cannot say this in JSON"
        raise BambuRequestError(text) from None
