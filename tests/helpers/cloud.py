"""The simulated cloud where the client expects Bambu Lab's."""

from functools import partial

import pytest
from yarl import URL

from custom_components.bambu_cloud.api import (
    ENDPOINTS,
    Endpoints,
    Region,
)
from custom_components.bambu_cloud.api.rest.rate_limit import RATE_LIMITER
from custom_components.bambu_cloud.flows.login_code import SentCodes
from tests.simulator import SimulatedCloud

from .clock import Wall

_INTEGRATION = "custom_components.bambu_cloud"


def endpoints_of(cloud: SimulatedCloud) -> Endpoints:
    """Return the addresses of a simulated cloud."""
    return Endpoints(
        api=URL(cloud.api_url),
        site=URL(cloud.site_url),
        texts=URL(cloud.api_url),
        broker_host=cloud.broker_host,
        broker_port=cloud.broker_port,
    )


def replace_cloud(
    monkeypatch: pytest.MonkeyPatch, simulated: SimulatedCloud, wall: Wall
) -> None:
    """Let the integration use a simulated cloud, and a clock of a test."""
    monkeypatch.setitem(ENDPOINTS, Region.GLOBAL, endpoints_of(simulated))
    for name, replacement in {
        "client_context": simulated.tls_context,
        "SYSTEM_CLOCK": wall.clock,
        "flows.login_code.SentCodes": partial(SentCodes, wall.clock),
    }.items():
        monkeypatch.setattr(f"{_INTEGRATION}.{name}", replacement)
    monkeypatch.setattr(RATE_LIMITER, "clock", wall.clock)
