"""A client that has yet to connect, and what it must not do to the log."""

import asyncio
import logging

import pytest

from custom_components.bambu_cloud.api import Credentials, Endpoints
from custom_components.bambu_cloud.api.mqtt.client import SafeClient
from tests.simulator.broker.certificate_authority import client_context

from .wait import WAIT_LIMIT

TOPIC = "device/01P00A000000001/report"


def client_for(endpoints: Endpoints, *, timeout: float = 10) -> SafeClient:
    """Return a client that has yet to connect."""
    return SafeClient(
        endpoints,
        Credentials(username="u_1", password="token"),
        identifier="test",
        tls_context=client_context(),
        timeout=timeout,
    )


async def soon(event: asyncio.Event) -> None:
    """Wait for something that has to happen at once."""
    async with asyncio.timeout(WAIT_LIMIT):
        await event.wait()


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what a user would find in the log about it, without debugging."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.ERROR
        or (record.levelno >= logging.INFO and "bambu_cloud" in record.name)
    ]
