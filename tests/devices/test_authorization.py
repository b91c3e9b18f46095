"""Which printers only accept commands of Bambu Lab's own apps, shown once."""

from dataclasses import replace

from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.issue_registry import IssueEntry
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.controls import Control, printing
from tests.helpers.home import A1_MINI, H2D, P1S, X1C, Home


def issue(home: Home) -> IssueEntry | None:
    """Return the repairs of the account's printers."""
    found = ir.async_get(home.hass).async_get_issue(
        DOMAIN, f"signed_only_{home.entry.entry_id}"
    )
    return found if found and found.active else None


def listed(home: Home) -> str:
    """Return the printers that have a repair."""
    found = issue(home)
    assert found
    assert found.translation_placeholders
    return found.translation_placeholders["printers"]


async def test_which_printers(home: Home) -> None:
    """All of them are in one issue, with a link to what Bambu Lab says about it."""
    assert listed(home) == "Desk A1 mini, Studio H2D, Workshop X1C"
    found = issue(home)
    assert found
    assert found.is_fixable is False
    assert found.severity is ir.IssueSeverity.WARNING
    assert (found.learn_more_url or "").startswith("https://blog.bambulab.com/")


async def test_printer_that_turns_out_to_refuse(home: Home) -> None:
    """A first refusal adds it to the list."""
    await printing(home, P1S)
    printer = home.cloud.simulated(P1S)
    printer.model = replace(printer.model, requires_signature=True)
    await Control(home, P1S, "pause", "button").fails("press")
    assert "Workshop P1S" in listed(home)


async def test_refusal_outlasts_a_reload(home: Home) -> None:
    """What a firmware refused is not offered again, until there is another firmware."""
    await printing(home, P1S)
    printer = home.cloud.simulated(P1S)
    printer.model = replace(printer.model, requires_signature=True)
    pause = Control(home, P1S, "pause", "button")
    await pause.fails("press")
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    assert pause.entry is None
    assert "Workshop P1S" in listed(home)

    printer.version["info"]["module"][0]["sw_ver"] = "01.07.99.00"
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_happened(lambda: pause.entry)
    assert "Workshop P1S" not in listed(home)


async def test_as_long_as_it_holds(home: Home) -> None:
    """With the last such printer, the issue goes."""
    home.cloud.remove_printer(A1_MINI)
    home.cloud.remove_printer(H2D)
    await home.poll()
    assert listed(home) == "Workshop X1C"
    home.cloud.simulated(X1C).state["fun"] = "11810F9CFB"
    await home.send_full_report(X1C)
    await home.until(lambda: issue(home) is None)


async def test_ignored_for_good(home: Home, hass_ws_client: WebSocketGenerator) -> None:
    """Who does not want to read it again does not, after restarts and refusals."""
    assert await async_setup_component(home.hass, "repairs", {})
    socket = await hass_ws_client(home.hass)
    found = issue(home)
    assert found
    await socket.send_json_auto_id(
        {
            "type": "repairs/ignore_issue",
            "domain": DOMAIN,
            "issue_id": found.issue_id,
            "ignore": True,
        }
    )
    assert (await socket.receive_json())["success"]
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    await home.until_reported()
    await printing(home, P1S)
    printer = home.cloud.simulated(P1S)
    printer.model = replace(printer.model, requires_signature=True)
    await Control(home, P1S, "pause", "button").fails("press")
    found = issue(home)
    assert found
    assert found.dismissed_version is not None


async def test_account_that_is_removed(home: Home) -> None:
    """No repair is left."""
    assert await home.hass.config_entries.async_remove(home.entry.entry_id)
    assert issue(home) is None
