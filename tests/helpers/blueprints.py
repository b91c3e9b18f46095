"""Automations that are made of blueprints, and the phones that they notify."""

from datetime import timedelta
from pathlib import Path
import shutil
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.automation import automate, run_ready

BLUEPRINTS = Path(__file__).parents[2] / "blueprints" / "automation"
NOON = "2026-11-20T12:00:00+00:00"


def install(hass: HomeAssistant, folder: Path) -> None:
    """Install the blueprints in a configuration folder of their own."""
    shutil.copytree(BLUEPRINTS, folder / "blueprints" / "automation")
    hass.config.config_dir = str(folder)


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
        await run_ready()
        left -= step
