"""How firmware is installed, and which errors there are."""

import asyncio

from homeassistant.components.update import UpdateEntityFeature
from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.exceptions import HomeAssistantError, ServiceNotSupported
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.update import BambuUpdate
from tests.simulator.printer import firmware
from tests.simulator.printer.firmware import candidate

from .helpers.controls import commands_to, never_reply, only_acknowledge, printing
from .helpers.home import P1S, Home
from .helpers.updates import ask_cloud, entity_id, notes, progress, shown, state


async def install(home: Home, serial: str) -> None:
    """Press the button."""
    target = {"entity_id": entity_id(home, serial)}
    await home.hass.services.async_call("update", "install", target, blocking=True)


async def not_installed(home: Home, serial: str) -> str | None:
    """Fail to install, and return the key of the error."""
    with pytest.raises(HomeAssistantError) as raised:
        await install(home, serial)
    assert raised.value.translation_domain == DOMAIN
    return raised.value.translation_key


async def test_install(home: Home, hass_ws_client: WebSocketGenerator) -> None:
    """A printer that accepts commands installs what it offers, with progress."""
    target = firmware.offered(home.cloud.simulated(P1S))
    assert state(home, P1S).attributes["supported_features"] == 1 | 4 | 16
    assert "Install it on" not in (await notes(home, hass_ws_client, P1S) or "")
    pressed = asyncio.create_task(install(home, P1S))
    await home.until_happened(pressed.done)
    await pressed
    assert progress(home, P1S)[0] is True
    assert commands_to(home, P1S, "upgrade") == [
        {"command": "upgrade_confirm", "src_id": 1}
    ]
    await home.until_happened(lambda: shown(home, P1S) == (STATE_OFF, target, target))


async def test_install_while_printing(
    home: Home, hass_ws_client: WebSocketGenerator
) -> None:
    """There is no button as long as the notes say that it has to wait."""
    await printing(home, P1S)
    assert state(home, P1S).attributes["supported_features"] == 4 | 16
    assert "after the print" in (await notes(home, hass_ws_client, P1S) or "")
    with pytest.raises(ServiceNotSupported):
        await install(home, P1S)
    assert not commands_to(home, P1S, "upgrade")


async def test_install_as_a_print_starts(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A print that has just started is an error of its own."""
    await printing(home, P1S)
    features = UpdateEntityFeature.INSTALL
    monkeypatch.setattr(BambuUpdate, "supported_features", features)
    assert await not_installed(home, P1S) == "upgrade_after_print"
    assert not commands_to(home, P1S, "upgrade")


async def test_install_what_only_the_cloud_offers(home: Home) -> None:
    """What a printer does not offer itself it would not install."""
    printer = home.cloud.simulated(P1S)
    printer.state["upgrade_state"] = {"new_version_state": 0}
    printer.offers = [candidate("C12", "01.08.01.50")]
    await home.send_full_report(P1S)
    await ask_cloud(home)
    assert state(home, P1S).state == STATE_ON
    assert await not_installed(home, P1S) == "no_upgrade_offered"


async def test_install_that_is_refused(
    home: Home, hass_ws_client: WebSocketGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a refusal there is no button, but the notes say where to install."""
    only_acknowledge(home, P1S, monkeypatch, result="failed", err_code=84033543)
    assert await not_installed(home, P1S) == "unsigned"
    assert state(home, P1S).attributes["supported_features"] == 4 | 16
    assert "Install it on" in (await notes(home, hass_ws_client, P1S) or "")


async def test_install_that_fails_at_once(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error has the printer's reason."""
    only_acknowledge(home, P1S, monkeypatch, result="fail", reason="low battery")
    assert await not_installed(home, P1S) == "refused"
    assert progress(home, P1S) == (False, None)


async def test_install_that_never_starts(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A printer that acknowledges and does not start in time has failed."""
    only_acknowledge(home, P1S, monkeypatch)
    pressed = asyncio.create_task(not_installed(home, P1S))
    await home.until(lambda: commands_to(home, P1S, "upgrade"))
    for _ in range(20):
        await asyncio.sleep(0.01)
        await home.pass_time(31)
        if pressed.done():
            break
    assert await pressed == "upgrade_not_begun"


async def test_install_without_an_answer(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A printer that does not reply may have started all the same."""
    never_reply(home, P1S, monkeypatch)
    assert await not_installed(home, P1S) == "no_answer"
