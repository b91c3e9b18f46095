"""A home for the tests of texts of errors."""

import logging
from typing import Any

from homeassistant.core import HomeAssistant
import pytest

from tests.helpers.clock import Wall
from tests.helpers.error_texts import ErrorTextsHome
from tests.simulator import SimulatedCloud


@pytest.fixture
def expected_lingering_timers() -> bool:
    """Allow timers: no entry is ever unloaded, so Home Assistant 2026.9 has some."""
    return True


@pytest.fixture
async def texts_home(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    wall: Wall,
    caplog: pytest.LogCaptureFixture,
    hass_storage: dict[str, Any],
) -> ErrorTextsHome:
    """Return a German home whose account has not started."""
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud")
    hass.config.language = "de"
    return ErrorTextsHome(hass, cloud, wall, caplog, hass_storage)
