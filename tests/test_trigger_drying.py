"""An automation can go on once spools are dry."""

from typing import Any

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.core import HomeAssistant, ServiceCall
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from .helpers.actions import ams_serial
from .helpers.automation import Printer, automate, printer, turn_off_all
from .helpers.home import H2D, Home


def on_end(**target: str) -> dict[str, Any]:
    """Return an automation that does something about the end."""
    return {
        "triggers": {"trigger": "bambu_cloud.drying_ended", "target": target},
        "actions": {
            "action": "test.act",
            "data": {"entity_id": "{{ trigger.entity_id }}"},
        },
    }


@pytest.fixture
def calls(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what automations have done."""
    return async_mock_service(hass, "test", "act")


@pytest.fixture
def p1s(hass: HomeAssistant) -> Printer:
    """Return a printer."""
    return printer(hass, "p1s")


@pytest.mark.parametrize("end", ["off", "error", "overheated"])
async def test_drying_ends(
    hass: HomeAssistant, calls: list[ServiceCall], p1s: Printer, end: str
) -> None:
    """Spools are dry once the AMS is cool again; a failure is an end as well."""
    status = p1s.entities["drying_status"]
    await automate(hass, on_end(entity_id=status))
    for _ in range(2):
        for busy in ("off", "checking", "drying", "cooling", "stopping"):
            await p1s.show("drying_status", busy)
        await p1s.show("drying_status", end)
    assert [call.data["entity_id"] for call in calls] == [status] * 2


async def test_drying_that_was_not_seen(
    hass: HomeAssistant, calls: list[ServiceCall], p1s: Printer
) -> None:
    """Neither a start nor what never dried triggers; an end after a gap does."""
    await p1s.show("drying_status", STATE_UNAVAILABLE)
    await automate(hass, on_end(device_id=p1s.device_id))
    await p1s.show("drying_status", "off")
    await p1s.show("drying_status", "checking")
    await p1s.show("drying_status", "off")
    assert not calls
    await p1s.show("drying_status", "drying")
    await p1s.show("drying_status", STATE_UNAVAILABLE)
    await p1s.show("drying_status", "off")
    assert len(calls) == 1
    await p1s.show("drying_status", STATE_UNAVAILABLE)
    await p1s.show("drying_status", "off")
    assert len(calls) == 1


async def test_real_ams(home: Home, calls: list[ServiceCall]) -> None:
    """An AMS 2 Pro that dries and cools triggers once, and not at a start."""
    serial = ams_serial(home, H2D)
    status = home.entity_id(serial, "drying_status")
    assert status
    await automate(home.hass, on_end(entity_id=status))
    await home.cloud.scenario(H2D, "ams_drying", 300)
    await home.until_happened(lambda: home.shows(serial, "drying_status") == "drying")
    assert not calls

    await home.until_happened(lambda: home.shows(serial, "drying_status") == "off")
    assert [call.data["entity_id"] for call in calls] == [status]

    await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    assert len(calls) == 1
    await turn_off_all(home.hass)
