"""What a person may choose, and its effect."""

from functools import partial
from typing import Any

from homeassistant.config_entries import ConfigEntryState
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
import pytest

from custom_components.bambu_cloud.account.options import (
    CONF_LANGUAGE,
    CONF_UNFOLLOWED,
    Options,
)
from custom_components.bambu_cloud.flows.options_general import CONF_PRINTERS
from tests.helpers.flow_driver import suggested
from tests.helpers.home import H2D, P1S, X1C, Home
from tests.helpers.reports import delta, push
from tests.simulator import HttpFault, another

DEFAULTS = {CONF_LANGUAGE: "auto"}


async def general(home: Home) -> dict[str, Any]:
    """Open the form."""
    flow = home.hass.config_entries.options
    step: Any = await flow.async_init(home.entry.entry_id)
    assert step["type"] is FlowResultType.MENU
    choice = {"next_step_id": "general"}
    step = await flow.async_configure(step["flow_id"], choice)
    assert step["step_id"] == "general"
    return dict(step)


async def choose(home: Home, **values: Any) -> dict[str, Any]:
    """Choose other values than the defaults, and wait for the effect."""
    step = await general(home)
    printers = suggested(step)[CONF_PRINTERS]
    entered = {CONF_PRINTERS: printers, **DEFAULTS, **values}
    flow = home.hass.config_entries.options
    result = await flow.async_configure(step["flow_id"], entered)
    await home.hass.async_block_till_done()
    return dict(result)


async def test_everything_is_shown_by_default(
    home: Home,
) -> None:
    """The form shows how things are, and names printers as their owner does."""
    step = await general(home)
    assert suggested(step) == {CONF_PRINTERS: list(home.cloud.printers), **DEFAULTS}
    fields: dict[Any, Any] = step["data_schema"].schema
    offered = fields[CONF_PRINTERS].config["options"]
    assert {option["value"]: option["label"] for option in offered} == {
        serial: printer.identity.name for serial, printer in home.cloud.printers.items()
    }


async def test_printer_that_is_left_out_has_no_device(home: Home) -> None:
    """It goes with all that it had, stays away, and comes back when wanted."""
    everything = list(home.cloud.printers)
    await choose(home, printers=[X1C, P1S])
    assert home.device(P1S)
    assert home.device(H2D) is None
    assert home.shows(H2D, "print_status") is None
    assert home.entry.options[CONF_UNFOLLOWED] == everything[2:]
    await home.poll(70)
    assert home.device(H2D) is None
    assert await home.hass.config_entries.async_reload(home.entry.entry_id)
    assert home.device(H2D) is None

    step = await general(home)
    assert suggested(step)[CONF_PRINTERS] == [X1C, P1S]
    await choose(home, printers=everything)
    await home.cloud.advance(10)
    await home.until_reported()
    assert home.device(H2D)


async def test_no_printer_at_all(home: Home) -> None:
    """No printer is shown, and nothing else breaks."""
    await choose(home, printers=[])
    assert not any(home.device(serial) for serial in home.cloud.printers)
    assert home.entry.runtime_data.account.last_update_success


async def test_new_printer_is_shown(home: Home) -> None:
    """Leaving one out does not leave out what is bought later."""
    await choose(home, printers=[X1C])
    printer = another("P2S", home.cloud.printers)
    home.cloud.add_printer(printer)
    await home.poll(70)
    assert home.device(printer.identity.serial)


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_errors_in_another_language(home: Home) -> None:
    """Texts of errors are in the language that was chosen, whatever else speaks."""
    for language, word in (("de", "Spule"), ("auto", "spool")):
        await choose(home, language=language)
        await home.cloud.advance(10)
        await home.until_reported()
        await push(home, P1S, delta(print_error=0x03008004))
        await home.until(partial(shows_text, home, word))


def shows_text(home: Home, word: str) -> bool:
    """Return whether the text on the printer's screen is shown in this language."""
    return word in (home.shows(P1S, "print_error") or "")


async def test_other_options_stay(home: Home) -> None:
    """The options of other subjects stay as they are."""
    others = {"cameras": {P1S: {"anything": 1}}}
    home.hass.config_entries.async_update_entry(home.entry, options=others)
    await choose(home, language="de")
    assert home.entry.options["cameras"] == others["cameras"]
    assert home.entry.options[CONF_LANGUAGE] == "de"


async def test_account_that_is_not_connected(hass: HomeAssistant, home: Home) -> None:
    """Its printers are unknown, which the dialog says."""
    home.cloud.faults.every_request = HttpFault.SERVER_ERROR
    await hass.config_entries.async_reload(home.entry.entry_id)
    assert home.entry.state is ConfigEntryState.SETUP_RETRY
    step = await hass.config_entries.options.async_init(home.entry.entry_id)
    assert (step["type"], step["reason"]) == (FlowResultType.ABORT, "not_loaded")


@pytest.mark.parametrize(
    ("stored", "options"),
    [
        ({}, Options()),
        ({CONF_UNFOLLOWED: "all", CONF_LANGUAGE: 1}, Options()),
    ],
)
def test_what_makes_no_sense_does_not_count(stored: Any, options: Options) -> None:
    """Options may have been written by hand, or by another version."""
    assert Options.from_dict(stored) == options


async def test_gcode_is_off_by_default(home: Home) -> None:
    """The form says how things are, and an answer needs no new start."""
    account = home.entry.runtime_data.account
    flow = home.hass.config_entries.options
    for allowed in (True, False):
        step: Any = await flow.async_init(home.entry.entry_id)
        choice = {"next_step_id": "controls"}
        step = await flow.async_configure(step["flow_id"], choice)
        before = not allowed and home.entry.options["allow_gcode"]
        assert bool(suggested(step)["allow_gcode"]) is before
        await flow.async_configure(step["flow_id"], {"allow_gcode": allowed})
        await home.hass.async_block_till_done()
        assert home.entry.options["allow_gcode"] is allowed
    assert home.entry.runtime_data.account is account
