"""A simulated cloud, and clients that are not the integration's."""

from collections.abc import AsyncGenerator

import aiohttp
import aiomqtt
import pytest

from tests.simulator import OWNER, SimulatedCloud, make_default_printers

from .mqtt_client import mqtt_client
from .report_recorder import ReportRecorder


@pytest.fixture
async def cloud(socket_enabled: None) -> AsyncGenerator[SimulatedCloud]:
    """Return a running cloud."""
    async with SimulatedCloud() as cloud:
        yield cloud


@pytest.fixture
async def http(cloud: SimulatedCloud) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return an HTTP client that is not logged in."""
    async with aiohttp.ClientSession(cloud.api_url) as session:
        yield session


@pytest.fixture
async def owner(cloud: SimulatedCloud) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return an HTTP client with the owner's token."""
    headers = {"Authorization": f"Bearer {cloud.issue_token(OWNER)}"}
    async with aiohttp.ClientSession(cloud.api_url, headers=headers) as session:
        yield session


@pytest.fixture
async def mqtt(cloud: SimulatedCloud) -> AsyncGenerator[aiomqtt.Client]:
    """Return an MQTT client that is logged in as the owner."""
    async with mqtt_client(cloud) as client:
        yield client


@pytest.fixture
def recorder() -> ReportRecorder:
    """Return the default printers, whose reports are recorded."""
    return ReportRecorder(*make_default_printers())
