"""Every operation for real: what it sends, and which error each trouble becomes."""

from contextlib import suppress
from itertools import count
import logging
import re

import aiohttp
import pytest

from custom_components.bambu_cloud.api import (
    ENDPOINTS,
    BambuAuthError,
    BambuBlockedError,
    BambuCloud,
    BambuConnectionError,
    BambuError,
    BambuForbiddenError,
    BambuRateLimitError,
    BambuResponseError,
    BambuServerError,
    BambuUnprovenAuthError,
    Clock,
    Region,
)
from custom_components.bambu_cloud.api.rest.operation import METHODS, Operation
from custom_components.bambu_cloud.api.rest.rate_limit import RateLimiter
from custom_components.bambu_cloud.api.rest.totp import CSRF, TOTP
from tests.helpers.api_calls import CALLS, CODE, NAME, PASSWORD
from tests.helpers.clock import FakeClock
from tests.helpers.http_server import SERIAL, CannedServer, answer
from tests.helpers.report_stream import OWNER
from tests.simulator import HttpFault, SimulatedCloud

TROUBLE: dict[HttpFault, type[BambuError]] = {
    HttpFault.FORBIDDEN: BambuForbiddenError,
    HttpFault.RATE_LIMITED: BambuRateLimitError,
    HttpFault.CLOUDFLARE: BambuBlockedError,
    HttpFault.UNAVAILABLE: BambuBlockedError,
    HttpFault.SERVER_ERROR: BambuServerError,
    HttpFault.NOT_JSON: BambuResponseError,
    HttpFault.CUT: BambuConnectionError,
    HttpFault.EMPTY_401: BambuUnprovenAuthError,
}
each_operation = pytest.mark.parametrize("operation", CALLS, ids=lambda op: op.name)


def test_there_is_a_call_of_each() -> None:
    """Nothing is left out below."""
    assert CALLS.keys() == METHODS.keys()


def patient(session: aiohttp.ClientSession, token: str, clock: FakeClock) -> BambuCloud:
    """Return a client whose rate limiter lives in a time that flies."""
    moments = count(0.0, 3600.0)
    limiter = RateLimiter(Clock(monotonic=lambda: next(moments)))
    return BambuCloud(
        session, Region.GLOBAL, token=token, clock=clock.clock, rate_limiter=limiter
    )


@each_operation
async def test_what_is_asked(
    client: BambuCloud, server: CannedServer, operation: Operation
) -> None:
    """The request is the one that the table names; the token goes where it belongs."""
    call = CALLS[operation]
    server.respond_with(answer(200, dict(call.good), call.headers))
    await call.ask(client)

    request = server.requests[0 if operation is CSRF else -1]
    pattern = re.sub(r"\\\{\w+\\\}", "[^/?]+", re.escape(f"/{operation.path}"))
    assert request.method == operation.method
    assert re.fullmatch(rf"{pattern}(\?.*)?", request.target)
    assert ("authorization" in request.headers) is not operation.is_public
    if operation.method == "GET":
        assert not request.body


@each_operation
async def test_each_trouble(
    simulated: SimulatedCloud, clock: FakeClock, operation: Operation
) -> None:
    """Each trouble becomes the same error with every operation."""
    async with aiohttp.ClientSession() as session:
        cloud = patient(session, simulated.issue_token(OWNER), clock)
        for fault, error in TROUBLE.items():
            simulated.faults.every_request = fault
            with pytest.raises(error) as raised:
                await CALLS[operation].ask(cloud)
            assert "example.com" not in str(raised.value)
            clock.move(3600)
            cloud.token = simulated.issue_token(OWNER)


@each_operation
async def test_nothing_secret_is_shown(
    client: BambuCloud,
    server: CannedServer,
    caplog: pytest.LogCaptureFixture,
    operation: Operation,
) -> None:
    """Neither the log nor an error has a secret of the owner."""
    caplog.set_level(logging.DEBUG)
    call = CALLS[operation]
    shown = []
    good = answer(200, dict(call.good), call.headers)
    for canned in (good, answer(400, b"sesame 00M00A"), answer(500), answer(200, [1])):
        server.respond_with(canned)
        with suppress(BambuError):
            shown.append(repr(await call.ask(client)))
        try:
            await call.ask(client)
        except BambuError as err:
            shown += [str(err), repr(err.__cause__), repr(err.__context__)]
    server.respond_with(b"")
    with pytest.raises(BambuConnectionError) as raised:
        await call.ask(client)
    text = "\n".join([*shown, str(raised.value), caplog.text])
    for secret in ("sesame", PASSWORD, CODE, NAME, "hunter2", "c2VjcmV0"):
        assert secret not in text
    assert SERIAL not in caplog.text


@pytest.mark.parametrize(
    "operation",
    [operation for operation in CALLS if not operation.is_public],
    ids=lambda op: op.name,
)
async def test_dead_token(simulated: SimulatedCloud, operation: Operation) -> None:
    """Without a live token, a person has to log in."""
    async with aiohttp.ClientSession() as session:
        cloud = BambuCloud(session, Region.GLOBAL, token="dead")
        with pytest.raises(BambuAuthError):
            await CALLS[operation].ask(cloud)
        cloud.token = None
        before = len(simulated.requests)
        with pytest.raises(BambuAuthError):
            await CALLS[operation].ask(cloud)
        assert len(simulated.requests) == before


def test_operations_of_the_site() -> None:
    """What is asked of the web site carries no token of the account."""
    on_site = [operation for operation in METHODS if operation.on_site]
    assert {CSRF, TOTP} <= set(on_site)
    assert all(operation.is_public for operation in on_site)
    assert ENDPOINTS[Region.GLOBAL].api != ENDPOINTS[Region.GLOBAL].site
