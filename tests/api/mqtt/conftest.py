"""Fixtures of the broker."""

from collections.abc import AsyncGenerator

import pytest

from tests.helpers.report_stream import (
    P1S,
    Listener,
)
from tests.simulator import SimulatedCloud


@pytest.fixture
async def silent(
    events: Listener, simulated: SimulatedCloud
) -> AsyncGenerator[SimulatedCloud]:
    """Return a cloud whose P1S receives nothing, though it counts as online."""
    simulated.printers[P1S].disconnect()
    simulated.commands.clear()
    yield simulated
    assert len(simulated.commands) <= 1, "nothing may be sent twice"
