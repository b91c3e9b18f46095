"""A host is not asked too often, nor again before it wants to be."""

import logging

import aiohttp
import pytest

from custom_components.bambu_cloud.api import (
    BambuBlockedError,
    BambuCloud,
    BambuConnectionError,
    BambuCredentialsError,
    BambuForbiddenError,
    BambuLoginError,
    BambuRateLimitError,
    BambuServerError,
    Region,
)
from custom_components.bambu_cloud.api.rest.rate_limit import HostLimit, RateLimiter
from tests.helpers.clock import FakeClock
from tests.helpers.http_server import CannedServer, answer, listed

GOOD = listed()


@pytest.fixture
def slow() -> FakeClock:
    """Return a clock that moves by what is slept."""
    return FakeClock(random=0.25, sleeps_at_once=True)


def polite(
    session: aiohttp.ClientSession,
    slow: FakeClock,
    *,
    limiter: RateLimiter | None = None,
    retries: int = 0,
) -> BambuCloud:
    """Return a client that lives by a clock."""
    return BambuCloud(
        session,
        Region.GLOBAL,
        token="sesame",
        clock=slow.clock,
        rate_limiter=limiter or RateLimiter(slow.clock),
        retries=retries,
    )


def test_burst_then_two_a_second() -> None:
    """So many come at once; who has rested may come at once again."""
    limit = HostLimit()
    assert not any(limit.reserve(1000.0) for _ in range(HostLimit.BURST))
    assert [limit.reserve(1000.0) for _ in range(3)] == [0.5, 1.0, 1.5]
    assert limit.reserve(1001.0) == 1.0
    later = 1000.0 + 2 * HostLimit.BURST
    assert not any(limit.reserve(later) for _ in range(HostLimit.BURST))
    assert limit.reserve(later) == 0.5


async def test_clients_share_a_host(server: CannedServer, slow: FakeClock) -> None:
    """What one client asks counts for all that ask the same host."""
    limiter = RateLimiter(slow.clock)
    async with aiohttp.ClientSession() as session:
        clients = [polite(session, slow, limiter=limiter) for _ in range(2)]
        for _ in range(HostLimit.BURST // 2):
            for client in clients:
                await client.printers()
        assert not slow.sleeps
        await clients[0].printers()
    assert slow.sleeps == [0.5]


async def test_rate_limit_holds_all_clients(
    server: CannedServer, slow: FakeClock
) -> None:
    """A refusal pauses all clients until its time; a person may log in."""
    limiter = RateLimiter(slow.clock)
    async with aiohttp.ClientSession() as session:
        one, other = (polite(session, slow, limiter=limiter) for _ in range(2))
        server.respond_with(answer(429, b"", {"Retry-After": "90"}), GOOD)
        with pytest.raises(BambuRateLimitError):
            await one.printers()
        slow.move(30)
        with pytest.raises(BambuRateLimitError) as raised:
            await other.printers()
        assert raised.value.retry_after == 60
        assert len(server.requests) == 1

        server.respond_with(answer(400, {"code": 5}))
        with pytest.raises(BambuCredentialsError):
            await one.login("me@example.com", "hunter2")

        server.respond_with(GOOD)
        slow.move(60)
        assert await other.printers() == ()


async def test_cloudflare_may_name_a_time(
    server: CannedServer, slow: FakeClock
) -> None:
    """A block pauses as long as it says, and not at all if it says nothing."""
    async with aiohttp.ClientSession() as session:
        cloud = polite(session, slow)
        blocked = {"cf-mitigated": "challenge"}
        server.respond_with(
            answer(403, b"", blocked),
            answer(503, b"", {**blocked, "Retry-After": "90"}),
        )
        for count in (1, 2, 2):
            with pytest.raises(BambuConnectionError):
                await cloud.printers()
            assert len(server.requests) == count
        slow.move(90)
        with pytest.raises(BambuBlockedError):
            await cloud.printers()
        assert len(server.requests) == 3


async def test_refused_login_pauses_nothing(
    server: CannedServer, slow: FakeClock
) -> None:
    """A person who logs in too often disturbs no printers."""
    async with aiohttp.ClientSession() as session:
        cloud = polite(session, slow)
        server.respond_with(answer(429), GOOD)
        with pytest.raises(BambuRateLimitError):
            await cloud.login("me@example.com", "hunter2")
        assert await cloud.printers() == ()


@pytest.mark.parametrize(
    "trouble",
    [
        answer(500),
        answer(200),
        b"HTTP/1.1 200 OK\r\nX-Cut: 1\r\nContent-Length: 99\r\n\r\n{",
        answer(502, b"<html>"),
    ],
)
async def test_trouble_that_passes(
    server: CannedServer, slow: FakeClock, trouble: bytes
) -> None:
    """What may go well the second time is asked again, a little later each time."""
    async with aiohttp.ClientSession() as session:
        cloud = polite(session, slow, retries=2)
        server.respond_with(trouble, trouble, GOOD)
        assert await cloud.printers() == ()
    assert slow.sleeps == [0.75, 1.5]
    assert len(server.requests) == 3


async def test_trouble_that_stays(server: CannedServer, slow: FakeClock) -> None:
    """After that many attempts, the last error is raised."""
    async with aiohttp.ClientSession() as session:
        cloud = polite(session, slow, retries=1)
        server.respond_with(answer(500))
        with pytest.raises(BambuServerError):
            await cloud.printers()
    assert len(server.requests) == 2
    assert 0.5 <= slow.sleeps[0] <= 1.5


@pytest.mark.parametrize(
    ("trouble", "error"),
    [
        (answer(403, {"code": 8}), BambuForbiddenError),
        (answer(429), BambuRateLimitError),
        (answer(401), BambuConnectionError),
        (answer(418), BambuConnectionError),
    ],
)
async def test_what_a_second_attempt_does_not_help(
    server: CannedServer, slow: FakeClock, trouble: bytes, error: type[Exception]
) -> None:
    """A refusal is a refusal."""
    async with aiohttp.ClientSession() as session:
        cloud = polite(session, slow, retries=3)
        server.respond_with(trouble)
        with pytest.raises(error):
            await cloud.printers()
    assert len(server.requests) == 1


async def test_what_could_happen_twice(server: CannedServer, slow: FakeClock) -> None:
    """What changes something is asked once, also a login."""
    async with aiohttp.ClientSession() as session:
        cloud = polite(session, slow, retries=3)
        server.respond_with(answer(500))
        for call in (
            cloud.devices.rename("01P00A000000001", "Cube"),
            cloud.devices.unbind("01P00A000000001"),
            cloud.login("me@example.com", "hunter2"),
        ):
            with pytest.raises(BambuServerError):
                await call
    assert [request.method for request in server.requests] == [
        "PATCH",
        "DELETE",
        "POST",
    ]


async def test_slow_failure_is_not_repeated(
    server: CannedServer, slow: FakeClock
) -> None:
    """A poll that hung for half a minute must not hang for a whole one."""

    class Hanging(RateLimiter):
        async def wait(self, _: str) -> None:
            slow.move(11)

    async with aiohttp.ClientSession() as session:
        cloud = polite(session, slow, retries=3, limiter=Hanging(slow.clock))
        server.respond_with(answer(500))
        with pytest.raises(BambuServerError):
            await cloud.printers()
    assert len(server.requests) == 1


async def test_no_retries_by_default(client: BambuCloud, server: CannedServer) -> None:
    """A poll is its own retry."""
    server.respond_with(answer(500))
    with pytest.raises(BambuServerError):
        await client.printers()
    assert len(server.requests) == 1


async def test_request_ids_are_logged(
    client: BambuCloud, server: CannedServer, caplog: pytest.LogCaptureFixture
) -> None:
    """What the cloud's support would ask for is in the debug log, and nothing else."""
    caplog.set_level(logging.DEBUG)
    headers = {
        "X-Request-Id": "abc-1",
        "X-Trace-Id": "a b <script>",
        "cf-ray": "8f-FRA",
    }
    server.respond_with(listed(serial="00M00A"), answer(403, {"code": 8}, headers))
    await client.firmware("01P00A000000001")
    with pytest.raises(BambuForbiddenError):
        await client.user.ticket("T-4711")
    lines = [r.getMessage() for r in caplog.records if r.name.endswith("rest.request")]
    assert lines == [
        "GET v1/iot-service/api/user/device/version: status 200",
        (
            "GET v1/user-service/my/ticket/{ticket_id}: status 403, "
            "X-Request-Id abc-1, cf-ray 8f-FRA"
        ),
    ]


async def test_refused_code_is_not_repeated(
    server: CannedServer, slow: FakeClock
) -> None:
    """A request for a code is not repeated (protocol A.13)."""
    async with aiohttp.ClientSession() as session:
        cloud = polite(session, slow, retries=3)
        server.respond_with(answer(400))
        with pytest.raises(BambuLoginError):
            await cloud.request_code("me@example.com")
    assert len(server.requests) == 1
