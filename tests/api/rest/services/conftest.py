"""What the tests of the services share: a client of the simulated cloud."""

from collections.abc import AsyncGenerator

import aiohttp
import pytest

from custom_components.bambu_cloud.api import BambuCloud, Region
from tests.helpers.clock import FakeClock
from tests.helpers.report_stream import OWNER
from tests.simulator import SimulatedCloud

OTHER = "plain@example.com"


@pytest.fixture
async def session() -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a session."""
    async with aiohttp.ClientSession() as session:
        yield session


@pytest.fixture
def cloud(
    simulated: SimulatedCloud, session: aiohttp.ClientSession, clock: FakeClock
) -> BambuCloud:
    """Return the owner's client."""
    token = simulated.issue_token(OWNER)
    return BambuCloud(session, Region.GLOBAL, token=token, clock=clock.clock)


@pytest.fixture
def stranger(
    simulated: SimulatedCloud, session: aiohttp.ClientSession, clock: FakeClock
) -> BambuCloud:
    """Return the client of an account without printers."""
    token = simulated.issue_token(OTHER)
    return BambuCloud(session, Region.GLOBAL, token=token, clock=clock.clock)
