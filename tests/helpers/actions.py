"""Perform actions as automations do."""

import json
from pathlib import Path
from typing import Any

from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er
import pytest

from custom_components.bambu_cloud import services
from custom_components.bambu_cloud.const import DOMAIN

from .home import Home

WORDS = json.loads(
    (Path(services.__file__).parent / "translations" / "en.json").read_bytes()
)["exceptions"]


def device_id(home: Home, serial: str) -> str:
    """Return the device of a printer or an AMS."""
    device = dr.async_get(home.hass).async_get_device_by_identifier(
        (DOMAIN, serial), home.entry.entry_id
    )
    assert device
    return device.id


def ams_serial(home: Home, printer: str, unit: str = "0") -> str:
    """Return the serial of an AMS."""
    return home.cloud.simulated(printer).ams.units[unit].serial


def slot(home: Home, printer: str, number: int, unit: str = "0") -> str:
    """Return the sensor of a slot, counted from 1."""
    return sensor(home, ams_serial(home, printer, unit), f"slot_{number}_filament")


def sensor(home: Home, serial: str, key: str) -> str:
    """Return a sensor."""
    registry = er.async_get(home.hass)
    found = registry.async_get_entity_id("sensor", DOMAIN, f"{serial}_{key}")
    assert found, key
    return found


async def call(home: Home, action: str, **data: Any) -> dict[str, Any]:
    """Perform an action and return its response."""
    response = await home.hass.services.async_call(
        DOMAIN, action, data, blocking=True, return_response=True
    )
    assert response is not None
    return dict(response)


async def refused(home: Home, action: str, **data: Any) -> str:
    """Perform an action that must not reach the printer; return its message."""
    home.cloud.commands.clear()
    words = await failed(home, action, **data)
    assert not print_commands(home)
    return words


async def failed(home: Home, action: str, **data: Any) -> str:
    """Perform an action that fails, and return its message."""
    with pytest.raises(HomeAssistantError) as raised:
        await call(home, action, **data)
    error = raised.value
    assert error.translation_domain == DOMAIN
    message: str = WORDS[error.translation_key]["message"]
    return message.format(**(error.translation_placeholders or {}))


def print_commands(home: Home) -> list[dict[str, Any]]:
    """Return the print commands that printers received."""
    return [
        {key: value for key, value in body.items() if key != "sequence_id"}
        for _, request in home.cloud.commands
        for root, body in request.items()
        if root == "print"
    ]


async def hot(home: Home, serial: str, nozzle: int = 0) -> None:
    """Heat a nozzle, and wait until Home Assistant has that."""
    heater = home.cloud.simulated(serial).physics.nozzles[nozzle]
    heater.current = heater.target = 220
    await home.send_full_report(serial)
    printer = home.entry.runtime_data.account.printers[serial]
    key = ("right_nozzle", "left_nozzle")[nozzle]

    def is_hot() -> bool:
        temperatures = printer.data.temperatures
        temperature = getattr(temperatures, key)
        return (temperatures.nozzle if temperature is None else temperature or 0) > 200

    await home.until(is_hot)


async def printing(home: Home, serial: str) -> None:
    """Let a printer print, and wait until Home Assistant has that."""
    await home.cloud.scenario(serial, "print_uninterrupted")
    await home.cloud.advance(100)
    await home.until_shown(serial, "print_status", "printing")
