"""What the tests of the cloud's two interfaces share."""

from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from yarl import URL

from custom_components.bambu_cloud.api import ENDPOINTS, BambuCloud, Endpoints, Region
from tests.simulator import SimulatedCloud

from .http_server import CannedServer
from .listening import Steady
from .servers import listening


class Wall:
    """A clock on the wall that a test moves."""

    def __init__(self) -> None:
        """Start on a Thursday morning."""
        self.time = datetime(2026, 1, 1, 10, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the time."""
        return self.time

    def pass_by(self, seconds: float) -> None:
        """Let time pass."""
        self.time += timedelta(seconds=seconds)


@pytest.fixture
def wall() -> Wall:
    """Return the clock that the client reads."""
    return Wall()


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
async def client(server: CannedServer, wall: Wall) -> AsyncGenerator[BambuCloud]:
    """Return a client that has a token and asks the canned server."""
    async with aiohttp.ClientSession() as session:
        yield BambuCloud(session, Region.GLOBAL, token="sesame", now=wall)


@pytest.fixture
async def simulated(
    socket_enabled: None, monkeypatch: pytest.MonkeyPatch
) -> AsyncGenerator[SimulatedCloud]:
    """Run the simulated cloud in place of the global one."""
    async with SimulatedCloud() as cloud:
        endpoints = Endpoints(
            api=URL(cloud.api_url),
            site=URL(cloud.api_url),
            broker_host=cloud.broker_host,
            broker_port=cloud.broker_port,
        )
        monkeypatch.setitem(ENDPOINTS, Region.GLOBAL, endpoints)
        yield cloud


@pytest.fixture
def steady() -> Steady:
    """Return the steady clock that streams live by."""
    return Steady()
