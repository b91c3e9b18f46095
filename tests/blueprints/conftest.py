"""A Home Assistant that has the blueprints, a printer and a phone."""

from pathlib import Path

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers.translation import async_load_integrations
import pytest
from pytest_homeassistant_custom_component.common import (
    async_mock_service,
)

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.automation import Printer, printer
from tests.helpers.blueprints import NOON, Phone, install


@pytest.fixture(autouse=True)
async def _kitchen(
    hass: HomeAssistant, tmp_path: Path, freezer: FrozenDateTimeFactory
) -> None:
    """Install the blueprints and texts, and set the time to noon."""
    install(hass, tmp_path)
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to(NOON)
    hass.config.components.add(DOMAIN)
    await async_load_integrations(hass, {DOMAIN})


@pytest.fixture
def p1s(hass: HomeAssistant) -> Printer:
    """Return a printer."""
    return printer(hass, "Workshop P1S")


@pytest.fixture
def done(hass: HomeAssistant) -> list[ServiceCall]:
    """Return the calls of a person's own actions."""
    return async_mock_service(hass, "test", "act")


@pytest.fixture
def phone(hass: HomeAssistant) -> Phone:
    """Return a phone."""
    return Phone(hass, "Ann's Pixel", "mobile_app_ann_s_pixel")
