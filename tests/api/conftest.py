"""What the tests of the cloud's two interfaces share."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Any

import aiohttp
import pytest

from custom_components.bambu_cloud.api import (
    ENDPOINTS,
    BambuCloud,
    Region,
    ReportStream,
)
from tests.helpers.clock import FakeClock
from tests.helpers.cloud import endpoints_of
from tests.helpers.http_server import CannedServer
from tests.helpers.report_stream import (
    OWNER,
    P1S,
    X1C,
    Listener,
    MakeStream,
    Source,
    listener,
)
from tests.helpers.servers import listening
from tests.helpers.wait import until
from tests.simulator import SimulatedCloud
from tests.simulator.broker.certificate_authority import client_context


@pytest.fixture
def clock() -> FakeClock:
    """Return the clock of the client."""
    return FakeClock()


@pytest.fixture
async def server(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[CannedServer]:
    """Serve canned answers in place of the global cloud."""
    canned = CannedServer()
    async with listening(canned) as endpoints:
        monkeypatch.setitem(ENDPOINTS, Region.GLOBAL, endpoints)
        yield canned


@pytest.fixture
async def client(server: CannedServer, clock: FakeClock) -> AsyncGenerator[BambuCloud]:
    """Return a client that has a token and asks the canned server."""
    async with aiohttp.ClientSession() as session:
        yield BambuCloud(session, Region.GLOBAL, token="sesame", clock=clock.clock)


@pytest.fixture
async def simulated(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[SimulatedCloud]:
    """Run the simulated cloud in place of the global one."""
    async with SimulatedCloud() as cloud:
        monkeypatch.setitem(ENDPOINTS, Region.GLOBAL, endpoints_of(cloud))
        yield cloud


@pytest.fixture
def source(simulated: SimulatedCloud) -> Source:
    """Return credentials with a token that the cloud issued."""
    return Source(f"u_{simulated.accounts[OWNER].uid}", simulated.issue_token(OWNER))


@pytest.fixture
async def make_stream(source: Source, clock: FakeClock) -> MakeStream:
    """Return how to make a stream of two printers."""

    async def make(**options: Any) -> ReportStream:
        clock.random = 1.0
        stream = ReportStream(
            Region.GLOBAL,
            source,
            tls_context=client_context(),
            **{"clock": clock.clock, **options},
        )
        await stream.set_printers([X1C, P1S])
        return stream

    return make


@pytest.fixture
async def stream(make_stream: MakeStream) -> ReportStream:
    """Return a stream that waits as long as it may."""
    return await make_stream()


@pytest.fixture
async def events(stream: ReportStream, clock: FakeClock) -> AsyncGenerator[Listener]:
    """Consume the stream; the link is up and both printers have been greeted."""
    async with listener(stream) as consumer:
        await consumer.is_up()
        await clock.advance(1)
        await until(lambda: stream.counters.messages >= 4)
        yield consumer


@pytest.fixture
async def no_leftovers() -> AsyncGenerator[None]:
    """Fail where a task outlives the test body."""
    before = asyncio.all_tasks()
    yield
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    assert not left
