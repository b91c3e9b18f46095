"""A Home Assistant that has the blueprints, a printer and a phone."""

from datetime import timedelta
from pathlib import Path
import shutil
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.translation import async_load_integrations
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.automation import Printer, automate, printer, settle

BLUEPRINTS = Path(__file__).parent.parent.parent / "blueprints" / "automation"
NOON = "2026-11-20T12:00:00+00:00"


@pytest.fixture(autouse=True)
async def _kitchen(
    hass: HomeAssistant, tmp_path: Path, freezer: FrozenDateTimeFactory
) -> None:
    """Let Home Assistant have the blueprints, our words, and lunch."""
    shutil.copytree(BLUEPRINTS, tmp_path / "blueprints" / "automation")
    hass.config.config_dir = str(tmp_path)
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
    """Return what was done by the actions of a person's own."""
    return async_mock_service(hass, "test", "act")


class Phone:
    """A phone with the app, and what it was notified of."""

    def __init__(self, hass: HomeAssistant, name: str, service: str) -> None:
        """Register the phone."""
        entry = MockConfigEntry(domain="mobile_app")
        entry.add_to_hass(hass)
        self.device_id = (
            dr.async_get(hass)
            .async_get_or_create(
                config_entry_id=entry.entry_id,
                identifiers={("mobile_app", name)},
                name=name,
            )
            .id
        )
        self.calls = async_mock_service(hass, "notify", service)

    @property
    def shown(self) -> list[tuple[str | None, str]]:
        """Return the titles and messages."""
        return [(call.data.get("title"), call.data["message"]) for call in self.calls]

    @property
    def last(self) -> dict[str, Any]:
        """Return what else the last notification says."""
        extras: dict[str, Any] = self.calls[-1].data["data"]
        return extras


@pytest.fixture
def phone(hass: HomeAssistant) -> Phone:
    """Return a phone."""
    return Phone(hass, "Ann's Pixel", "mobile_app_ann_s_pixel")


async def use(hass: HomeAssistant, name: str, **inputs: Any) -> None:
    """Make an automation of a blueprint."""
    path = f"{DOMAIN}/{name}.yaml"
    await automate(hass, {"use_blueprint": {"path": path, "input": inputs}})


async def wait(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, **duration: float
) -> None:
    """Let time pass, a minute at most at a time."""
    left = timedelta(**duration)
    while left > timedelta():
        step = min(left, timedelta(minutes=1))
        freezer.tick(step)
        async_fire_time_changed(hass)
        await settle()
        left -= step
