"""Home Assistant sends commands to a printer."""

import asyncio

from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest

from custom_components.bambu_cloud.api.commands import (
    LightMode,
    LightNode,
    pause,
    set_light,
)
from custom_components.bambu_cloud.model import preconditions
from tests.helpers.home import P1S, X1C, Home
from tests.helpers.wait import WAIT_LIMIT
from tests.simulator.printer.command_policy import CommandBehavior

LIGHT_ON = set_light(LightNode.CHAMBER, LightMode.ON)


async def test_command(home: Home) -> None:
    """The acknowledgement already counts as the printer's state."""
    printer = home.entry.runtime_data.account.printers[X1C]

    assert (await printer.async_send(LIGHT_ON))["result"] == "success"

    assert ("chamber_light", "on") in printer.data.lights.nodes


async def test_precondition(home: Home) -> None:
    """Nothing is sent unless the precondition holds."""
    printer = home.entry.runtime_data.account.printers[P1S]
    home.cloud.commands.clear()

    with pytest.raises(ServiceValidationError) as raised:
        await printer.async_send(pause(), preconditions.pause)

    assert raised.value.translation_key == "not_printing"
    assert not home.cloud.commands


async def test_refusal(home: Home) -> None:
    """The printer refuses, with a reason."""
    printer = home.entry.runtime_data.account.printers[X1C]
    with pytest.raises(HomeAssistantError) as raised:
        await printer.async_send(pause())
    assert raised.value.translation_key == "unsigned"
    assert preconditions.pause(printer.data) is preconditions.BlockedReason.UNSIGNED


async def test_printer_that_is_off(home: Home) -> None:
    """Nothing is sent to a printer that is off."""
    home.cloud.power_off(P1S)
    await home.cloud.advance(1)
    printer = home.entry.runtime_data.account.printers[P1S]
    await home.until(lambda: printer.data.presence.online is False)
    home.cloud.commands.clear()

    with pytest.raises(HomeAssistantError) as raised:
        await printer.async_send(LIGHT_ON)

    assert raised.value.translation_key == "printer_offline"
    assert not home.cloud.commands


async def test_account_that_is_unloaded(home: Home) -> None:
    """Sending ends when no reply can arrive any more."""
    home.cloud.simulated(X1C).command_policy.default = CommandBehavior.SILENT
    printer = home.entry.runtime_data.account.printers[X1C]
    home.cloud.commands.clear()
    command = asyncio.create_task(printer.async_send(LIGHT_ON))
    await home.until(lambda: home.cloud.commands)

    assert await home.hass.config_entries.async_unload(home.entry.entry_id)

    async with asyncio.timeout(WAIT_LIMIT):
        with pytest.raises(HomeAssistantError) as raised:
            await command
    assert raised.value.translation_key == "cannot_connect"
