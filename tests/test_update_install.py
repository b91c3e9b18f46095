"""How firmware is installed, and what is told when it is not."""

import asyncio

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.exceptions import HomeAssistantError
import pytest
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.bambu_cloud.const import DOMAIN
from tests.simulator.printer import firmware
from tests.simulator.printer.firmware import candidate

from .helpers.controls import only_agree, printing, say_nothing, told
from .helpers.home import P1S, Home
from .helpers.updates import ask_cloud, entity_id, notes, progress, shown, state


async def install(home: Home, serial: str) -> None:
    """Press the button."""
    target = {"entity_id": entity_id(home, serial)}
    await home.hass.services.async_call("update", "install", target, blocking=True)


async def not_installed(home: Home, serial: str) -> str | None:
    """Press the button in vain, and return the key of the reason that is told."""
    with pytest.raises(HomeAssistantError) as raised:
        await install(home, serial)
    assert raised.value.translation_domain == DOMAIN
    return raised.value.translation_key


async def test_install(home: Home, hass_ws_client: WebSocketGenerator) -> None:
    """A printer that obeys installs what it offers, and shows how far it is."""
    target = firmware.offered(home.cloud.simulated(P1S))
    assert state(home, P1S).attributes["supported_features"] == 1 | 4 | 16
    assert "Install it on" not in (await notes(home, hass_ws_client, P1S) or "")
    pressed = asyncio.create_task(install(home, P1S))
    await home.until_happened(pressed.done)
    await pressed
    assert progress(home, P1S)[0] is True
    assert told(home, P1S, "upgrade") == [{"command": "upgrade_confirm", "src_id": 1}]
    await home.until_happened(lambda: shown(home, P1S) == (STATE_OFF, target, target))


async def test_install_while_printing(home: Home) -> None:
    """It has to wait, and says so before anything is sent."""
    await printing(home, P1S)
    assert await not_installed(home, P1S) == "upgrade_after_print"
    assert not told(home, P1S, "upgrade")


async def test_install_what_only_the_cloud_offers(home: Home) -> None:
    """What a printer does not offer itself it would not install."""
    printer = home.cloud.simulated(P1S)
    printer.state["upgrade_state"] = {"new_version_state": 0}
    printer.offers = [candidate("C12", "01.08.01.50")]
    await home.tell_all(P1S)
    await ask_cloud(home)
    assert state(home, P1S).state == STATE_ON
    assert await not_installed(home, P1S) == "no_upgrade_offered"


async def test_install_that_is_refused(
    home: Home, hass_ws_client: WebSocketGenerator, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a refusal there is no button any more, but where to install is told."""
    only_agree(home, P1S, monkeypatch, result="failed", err_code=84033543)
    assert await not_installed(home, P1S) == "unsigned"
    assert state(home, P1S).attributes["supported_features"] == 4 | 16
    assert "Install it on" in (await notes(home, hass_ws_client, P1S) or "")


async def test_install_that_fails_at_once(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the printer says against it is told."""
    only_agree(home, P1S, monkeypatch, result="fail", reason="low battery")
    assert await not_installed(home, P1S) == "refused"
    assert progress(home, P1S) == (False, None)


async def test_install_that_never_begins(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who agrees and does nothing for half a minute has not begun."""
    only_agree(home, P1S, monkeypatch)
    pressed = asyncio.create_task(not_installed(home, P1S))
    await home.until(lambda: told(home, P1S, "upgrade"))
    for _ in range(20):
        await asyncio.sleep(0.01)
        await home.pass_time(31)
        if pressed.done():
            break
    assert await pressed == "upgrade_not_begun"


async def test_install_without_an_answer(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who says nothing may have begun all the same."""
    say_nothing(home, P1S, monkeypatch)
    assert await not_installed(home, P1S) == "no_answer"
