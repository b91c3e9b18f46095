"""Every control of a printer that does not carry out commands."""

from typing import Any

from homeassistant.const import STATE_UNAVAILABLE
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest

from tests.simulator.printer.command_policy import CommandBehavior

from .helpers.controls import Control, commands_to, never_reply
from .helpers.home import P1S, Home

FREE = {"timelapse", "record_prints", "keep_files", "chamber_light"}
NO_COMMANDS = {"refresh", "test_cloud_camera", "plate_clear"}
"""Buttons that send the printer no command."""
REASONS = {
    "pause": "not_printing",
    "resume": "not_paused",
    "stop": "no_print",
    "speed_level": "not_printing",
    "unload_filament": "nothing_loaded",
}
"""Why some make no sense for a printer that does nothing, and are not even sent."""


def uses(home: Home) -> dict[str, tuple[Control, str, dict[str, Any]]]:
    """Return one use of each control of a P1S, by its key."""
    actions: dict[str, tuple[str, dict[str, Any]]] = {
        "button": ("press", {}),
        "fan": ("turn_on", {}),
        "light": ("turn_on", {}),
        "number": ("set_value", {"value": 50}),
        "select": ("select_option", {"option": "sport"}),
        "switch": ("toggle", {}),
    }
    registry = er.async_get(home.hass)
    found = {}
    for entry in er.async_entries_for_config_entry(registry, home.entry.entry_id):
        serial, _, key = entry.unique_id.partition("_")
        if serial == P1S and entry.domain in actions and key not in NO_COMMANDS:
            control = Control(home, serial, key, entry.domain)
            found[key] = (control, *actions[entry.domain])
    return found


async def outcomes(home: Home) -> dict[str, str | None]:
    """Use each control, and return the keys of the errors."""
    errors = {}
    for key, (control, action, data) in uses(home).items():
        shown = control.shows
        try:
            await control.do(action, **data)
        except HomeAssistantError as err:
            errors[key] = err.translation_key
            # A button shows when it was pressed last, in vain or not.
            is_button = control.platform == "button"
            assert is_button or control.shows in {shown, STATE_UNAVAILABLE}, key
        else:
            errors[key] = None
    return errors


def against(
    found: dict[str, str | None], why: str | None, *, free: str | None
) -> dict[str, str | None]:
    """Return the expected errors; those of free controls may differ."""
    return {key: REASONS.get(key, free if key in FREE else why) for key in found}


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_every_control_of_a_printer_that_accepts_commands(home: Home) -> None:
    """Commands without a reason against them succeed."""
    found = await outcomes(home)
    assert len(found) > 15
    assert found == against(found, None, free=None)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_every_control_of_a_silent_printer(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each raises, and shows the same as before."""
    never_reply(home, P1S, monkeypatch)
    found = await outcomes(home)
    assert found == against(found, "no_answer", free="no_answer")


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_every_control_of_a_printer_that_fails(home: Home) -> None:
    """Each raises, and shows the same as before; free ones succeed."""
    home.cloud.simulated(P1S).command_policy.default = CommandBehavior.FAILING
    found = await outcomes(home)
    assert found == against(found, "refused", free=None)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_every_control_of_a_printer_that_refuses(home: Home) -> None:
    """After the first refusal only the free controls are there."""
    home.cloud.simulated(P1S).command_policy.default = CommandBehavior.UNSIGNED
    controls = uses(home)
    bed = controls["bed_target_temperature"]
    assert await bed[0].fails(bed[1], **bed[2]) == "unsigned"
    await home.hass.async_block_till_done()
    sent = len(commands_to(home, P1S))
    found = await outcomes(home)
    assert found.keys() == FREE
    assert not any(found.values())
    assert len(commands_to(home, P1S)) == sent
    assert {key for key, use in controls.items() if use[0].state} == FREE


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_every_control_of_a_printer_that_is_off(home: Home) -> None:
    """All are there, unavailable, and nothing is sent."""
    home.cloud.power_off(P1S)
    controls = uses(home)
    await home.until_happened(
        lambda: all(use[0].shows == STATE_UNAVAILABLE for use in controls.values())
    )
    home.cloud.commands.clear()
    await outcomes(home)
    assert not commands_to(home, P1S)
