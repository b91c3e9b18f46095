"""A home whose account can be set up later, with prints of long ago."""

from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from tests.helpers.home import Home
from tests.helpers.print_history import Pace, paced
from tests.simulator import SimulatedCloud


@pytest.fixture
def pace(monkeypatch: pytest.MonkeyPatch) -> Pace:
    """Return the pace of the walk through the past."""
    return paced(monkeypatch)


@pytest.fixture
def house(
    hass: HomeAssistant,
    cloud: SimulatedCloud,
    config_entry: MockConfigEntry,
    pace: Pace,
) -> Home:
    """Return a home whose account is not set up yet."""
    return Home(hass, cloud, config_entry)
