"""What the tests of the simulator share: a cloud and plain clients."""

from collections.abc import AsyncGenerator
import json
from typing import Any

import aiohttp
import aiomqtt
import pytest

from tests.simulator import OWNER, SimulatedCloud, fleet

from .audience import Audience


@pytest.fixture
async def cloud(socket_enabled: None) -> AsyncGenerator[SimulatedCloud]:
    """Return a running cloud."""
    async with SimulatedCloud() as cloud:
        yield cloud


@pytest.fixture
async def http(cloud: SimulatedCloud) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a client of the API that is not logged in."""
    async with aiohttp.ClientSession(cloud.api_url) as session:
        yield session


@pytest.fixture
async def owner(cloud: SimulatedCloud) -> AsyncGenerator[aiohttp.ClientSession]:
    """Return a client of the API that carries the owner's token."""
    headers = {"Authorization": f"Bearer {cloud.issue_token(OWNER)}"}
    async with aiohttp.ClientSession(cloud.api_url, headers=headers) as session:
        yield session


def mqtt_client(
    cloud: SimulatedCloud, *, token: str | None = None, **more: Any
) -> aiomqtt.Client:
    """Return a client of the broker that logs in as the owner."""
    return aiomqtt.Client(
        cloud.broker_host,
        cloud.broker_port,
        protocol=aiomqtt.ProtocolVersion.V311,
        username=cloud.accounts[OWNER].username,
        password=cloud.issue_token(OWNER) if token is None else token,
        tls_context=cloud.tls_context(),
        **more,
    )


@pytest.fixture
async def mqtt(cloud: SimulatedCloud) -> AsyncGenerator[aiomqtt.Client]:
    """Return the owner's client of the broker, logged in."""
    async with mqtt_client(cloud) as client:
        yield client


async def ask(client: aiomqtt.Client, serial: str, request: dict[str, Any]) -> None:
    """Send a request to a printer."""
    await client.publish(f"device/{serial}/request", json.dumps(request), qos=1)


async def next_report(client: aiomqtt.Client) -> dict[str, Any]:
    """Return the next report that arrives."""
    report: dict[str, Any] = json.loads(bytes((await anext(client.messages)).payload))
    return report


@pytest.fixture
def audience() -> Audience:
    """Return the usual four printers with somebody who listens."""
    return Audience(*fleet())
