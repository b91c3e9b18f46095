"""A printer is told something by Home Assistant."""

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
from tests.simulator.printer.command_policy import Manner

LIGHT_ON = set_light(LightNode.CHAMBER, LightMode.ON)


async def test_command(home: Home) -> None:
    """It obeys, and the acknowledgement already counts as its state."""
    printer = home.entry.runtime_data.account.printers[X1C]

    assert (await printer.async_send(LIGHT_ON))["result"] == "success"

    assert ("chamber_light", "on") in printer.data.lights.nodes


async def test_what_makes_no_sense(home: Home) -> None:
    """It is not even told what makes no sense now."""
    printer = home.entry.runtime_data.account.printers[P1S]
    home.cloud.commands.clear()

    with pytest.raises(ServiceValidationError) as raised:
        await printer.async_send(pause(), preconditions.pause)

    assert raised.value.translation_key == "not_printing"
    assert not home.cloud.commands


async def test_refusal(home: Home) -> None:
    """It does not, and says why."""
    printer = home.entry.runtime_data.account.printers[X1C]
    with pytest.raises(HomeAssistantError) as raised:
        await printer.async_send(pause())
    assert raised.value.translation_key == "unsigned"
    assert preconditions.pause(printer.data) is preconditions.BlockedReason.UNSIGNED


async def test_printer_that_is_off(home: Home) -> None:
    """Nothing is sent where nobody hears it."""
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
    """Nobody waits for an answer that can no longer come."""
    home.cloud.simulated(X1C).manners.usual = Manner.SILENT
    printer = home.entry.runtime_data.account.printers[X1C]
    home.cloud.commands.clear()
    sending = asyncio.create_task(printer.async_send(LIGHT_ON))
    await home.until(lambda: home.cloud.commands)

    assert await home.hass.config_entries.async_unload(home.entry.entry_id)

    async with asyncio.timeout(3):
        with pytest.raises(HomeAssistantError) as raised:
            await sending
    assert raised.value.translation_key == "cannot_connect"
