"""Connect to the simulated broker, without the integration's client."""

import json
from typing import Any

import aiomqtt

from tests.simulator import OWNER, SimulatedCloud


def mqtt_client(
    cloud: SimulatedCloud, *, token: str | None = None, **more: Any
) -> aiomqtt.Client:
    """Return a client that logs in as the owner."""
    return aiomqtt.Client(
        cloud.broker_host,
        cloud.broker_port,
        protocol=aiomqtt.ProtocolVersion.V311,
        username=cloud.accounts[OWNER].username,
        password=cloud.issue_token(OWNER) if token is None else token,
        tls_context=cloud.tls_context(),
        **more,
    )


async def send_request(
    client: aiomqtt.Client, serial: str, request: dict[str, Any]
) -> None:
    """Send a request to a printer."""
    await client.publish(f"device/{serial}/request", json.dumps(request), qos=1)


async def next_report(client: aiomqtt.Client) -> dict[str, Any]:
    """Return the next report that arrives."""
    report: dict[str, Any] = json.loads(bytes((await anext(client.messages)).payload))
    return report
