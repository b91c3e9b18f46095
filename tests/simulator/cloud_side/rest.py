"""The HTTP side of the simulated cloud: routes, bearers and faults."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aiohttp import web

from tests.simulator.control_page import page as control
from tests.simulator.faults import HttpFault

from . import (
    answers,
    covers,
    files,
    rest_account,
    rest_cameras,
    rest_claimed,
    rest_devices,
    rest_login,
    rest_projects,
    rest_slicer,
    rest_spools,
    rest_texts,
)
from .accounts import Account

if TYPE_CHECKING:
    from tests.simulator.cloud import SimulatedCloud

type Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_NEVER = 3600.0
_CUTTING = (HttpFault.CUT, HttpFault.DISCONNECT)
_PUBLIC = (
    "/v1/user-service/user/",
    "/v1/iot-service/api/slicer/resource",
    "/api/",
    "/query.php",
    covers.PATH,
    files.PATH,
)


@dataclass(frozen=True, kw_only=True)
class Request:
    """A request that the API answered."""

    method: str
    path: str
    status: int
    query: Mapping[str, str]


class Rest:
    """The API's routes, authentication, faults and record of requests."""

    def __init__(self, cloud: SimulatedCloud) -> None:
        """Add all routes."""
        self._cloud = cloud
        self.app = web.Application(middlewares=[self._middleware])
        rest_login.add_routes(self.app.router, cloud)
        rest_account.add_routes(self.app.router, cloud)
        rest_devices.add_routes(self.app.router, cloud)
        rest_cameras.add_routes(self.app.router, cloud)
        rest_slicer.add_routes(self.app.router, cloud)
        rest_projects.add_routes(self.app.router, cloud)
        rest_spools.add_routes(self.app.router, cloud)
        rest_claimed.add_routes(self.app.router, cloud)
        rest_texts.add_routes(self.app.router)
        files.add_routes(self.app.router, cloud)
        control.add_routes(self.app.router, cloud)

    @web.middleware
    async def _middleware(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Answer a request, or apply a fault to it."""
        if request.path.startswith("/_simulator"):
            return await handler(request)
        fault = self._cloud.faults.of_request(request.path_qs)
        response: web.StreamResponse
        if fault in _CUTTING:
            response = await self._cut(request, halfway=fault is HttpFault.CUT)
        elif fault is HttpFault.HANG:
            response = await self._hang()
        elif fault is not None:
            response = answers.suffering(fault, self._cloud.faults.retry_after)
        else:
            response = await self._answer(request, handler)
        self._record(request, response.status)
        return response

    async def _cut(self, request: web.Request, *, halfway: bool) -> web.StreamResponse:
        """Close the connection during the response or before it."""
        response = web.StreamResponse()
        if halfway:
            response.content_length = 1000
            await response.prepare(request)
            await response.write(b'{"message":"succ')
        if request.transport is not None:
            request.transport.abort()
        return response

    async def _hang(self) -> web.StreamResponse:
        """Send no response for longer than any client waits."""
        await asyncio.sleep(_NEVER)
        return web.Response()

    async def _answer(
        self, request: web.Request, handler: Handler
    ) -> web.StreamResponse:
        """Answer at the right host, with a valid token or where none is needed."""
        if refusal := self._at_wrong_host(request) or self._stopped(request):
            return refusal
        try:
            return await handler(request)
        except web.HTTPMethodNotAllowed:
            return answers.not_allowed()
        except web.HTTPNotFound:
            return answers.not_found()
        except ValueError:
            return answers.refusal(400, 2, "Bad Request", "invalid parameters")

    def _stopped(self, request: web.Request) -> web.StreamResponse | None:
        """Refuse a wrong signature or an invalid token; store the account."""
        is_signed = self._cloud.signatures.judge(request.headers, self._cloud.now)
        if is_signed is False:
            return web.Response(status=403)
        request[rest_account.SIGNED] = is_signed is True
        if request.path.startswith(_PUBLIC):
            return None
        account = self._bearer(request)
        if account is None:
            return answers.please_log_in()
        request[rest_account.ACCOUNT] = account
        return None

    def _at_wrong_host(self, request: web.Request) -> web.StreamResponse | None:
        """Refuse paths that this host lacks (protocol A.4, A.6.3, A.6.4)."""
        assert request.transport is not None
        port: int = request.transport.get_extra_info("sockname")[1]
        if not self._cloud.is_site(port):
            is_form = request.path.startswith("/api/")
            return answers.not_found() if is_form else None
        if request.path in rest_login.FORM:
            return None
        return answers.cloudflare() if self._cloud.site_is_gated else None

    def _bearer(self, request: web.Request) -> Account | None:
        """Return the account of the request's token."""
        word, _, token = request.headers.get("Authorization", "").partition(" ")
        if word != "Bearer":
            return None
        return self._cloud.of_token(token)

    def _record(self, request: web.Request, status: int) -> None:
        """Record a request and its response."""
        self._cloud.requests.append(
            Request(
                method=request.method,
                path=request.path,
                status=status,
                query=dict(request.query),
            )
        )
