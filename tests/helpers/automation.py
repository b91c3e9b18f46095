"""Printers as automations see them, in the place of an account that has some."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from homeassistant.components.automation import DOMAIN as AUTOMATION_DOMAIN
from homeassistant.const import (
    ATTR_ENTITY_ID,
    ENTITY_MATCH_ALL,
    SERVICE_TURN_OFF,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
    Platform,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import device_registry as dr, entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN

ENTITIES = {
    "print_event": Platform.EVENT,
    "health_message": Platform.EVENT,
    "print_status": Platform.SENSOR,
    "nozzle_temperature": Platform.SENSOR,
    "remaining_filament": Platform.SENSOR,
    "attention": Platform.BINARY_SENSOR,
    "plate_clear": Platform.BINARY_SENSOR,
    "drying_status": Platform.SENSOR,
    "humidity": Platform.SENSOR,
    "drying": Platform.SWITCH,
    "nozzle_target_temperature": Platform.NUMBER,
    "chamber_light": Platform.LIGHT,
    "pause": Platform.BUTTON,
    "resume": Platform.BUTTON,
    "stop": Platform.BUTTON,
    "plate_button": Platform.BUTTON,
    "cover": Platform.IMAGE,
    "prints": Platform.CALENDAR,
    "camera": Platform.CAMERA,
}


@dataclass(kw_only=True)
class Printer:
    """A printer whose entities show what a test wants."""

    hass: HomeAssistant
    device_id: str
    entities: dict[str, str]
    last_event: tuple[str, dict[str, Any]] = (STATE_UNKNOWN, {})
    moments: Iterator[int] = field(default_factory=count)

    async def send_event(self, event_type: str, **attributes: Any) -> None:
        """Send an event of the print."""
        moment = self._moment().isoformat(timespec="milliseconds")
        self.last_event = (moment, {"event_type": event_type, **attributes})
        await self.show("print_event", *self.last_event)

    async def come_back(self) -> None:
        """Make the events unavailable and available again, as a reload does."""
        await self.show("print_event", STATE_UNAVAILABLE, {"restored": True})
        await self.show("print_event", *self.last_event)

    async def show(
        self, key: str, state: str, attributes: dict[str, Any] | None = None
    ) -> None:
        """Set the state of an entity."""
        self.hass.states.async_set(
            self.entities[key],
            state,
            attributes,
            timestamp=self._moment().timestamp(),
        )
        await run_ready()

    def _moment(self) -> datetime:
        """Return the time, no two times the same."""
        return dt_util.utcnow() + timedelta(milliseconds=next(self.moments))


async def run_ready() -> None:
    """Run all that is ready, but do not wait for automations that wait themselves."""
    for _ in range(100):
        await asyncio.sleep(0)


def printer(hass: HomeAssistant, name: str, platform: str = DOMAIN) -> Printer:
    """Register a printer, of this integration or of another."""
    entry = MockConfigEntry(domain=platform)
    entry.add_to_hass(hass)
    device = dr.async_get(hass).async_get_or_create(
        config_entry_id=entry.entry_id, identifiers={(platform, name)}, name=name
    )
    registry = er.async_get(hass)
    entities = {
        key: registry.async_get_or_create(
            domain,
            platform,
            f"{name}_{key}",
            config_entry=entry,
            device_id=device.id,
            translation_key=key,
            suggested_object_id=f"{name}_{key}",
        ).entity_id
        for key, domain in ENTITIES.items()
    }
    for entity_id in entities.values():
        hass.states.async_set(entity_id, STATE_UNKNOWN)
    return Printer(hass=hass, device_id=device.id, entities=entities)


async def automate(hass: HomeAssistant, *automations: dict[str, Any]) -> None:
    """Set up automations."""
    named = [{"id": f"{n}", **automation} for n, automation in enumerate(automations)]
    assert await async_setup_component(
        hass, AUTOMATION_DOMAIN, {AUTOMATION_DOMAIN: named}
    )
    await hass.async_block_till_done()
    states = hass.states.async_all(AUTOMATION_DOMAIN)
    assert [state.state for state in states] == ["on"] * len(automations)


async def turn_off_all(hass: HomeAssistant) -> None:
    """Turn off all automations, whatever they are waiting for."""
    await hass.services.async_call(
        AUTOMATION_DOMAIN,
        SERVICE_TURN_OFF,
        {ATTR_ENTITY_ID: ENTITY_MATCH_ALL},
        blocking=True,
    )
