"""How often a printer needs what, as a person chooses it."""

from typing import Any

from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers.selector import NumberSelector

from custom_components.bambu_cloud.const import CONF_MAINTENANCE
from tests.helpers.flow_driver import suggested
from tests.helpers.home import P1S, X1C, Home


async def begin(home: Home, serial: str = P1S) -> dict[str, Any]:
    """Open the form of a printer."""
    flow = home.hass.config_entries.options
    menu = await flow.async_init(home.entry.entry_id)
    choice = {"next_step_id": "maintenance"}
    form = await flow.async_configure(menu["flow_id"], choice)
    return dict(await flow.async_configure(form["flow_id"], {"printer": serial}))


async def submit(home: Home, form: dict[str, Any], **changes: Any) -> dict[str, Any]:
    """Change some intervals."""
    flow = home.hass.config_entries.options
    entered = {**suggested(form), **changes}
    return dict(await flow.async_configure(form["flow_id"], entered))


async def test_recommended_intervals(home: Home) -> None:
    """The form shows what is recommended, in the unit of each task."""
    form = await begin(home)
    assert form["description_placeholders"] == {"printer": "Workshop P1S"}
    values = suggested(form)
    assert (values["clean_carbon_rods"], values["check_cutter"]) == (30, 5)
    assert (values["clean_fans"], values["check_desiccant"]) == (0, 0)
    units = {
        str(field): selector.config["unit_of_measurement"]
        for field, selector in form["data_schema"].schema.items()
        if isinstance(selector, NumberSelector)
    }
    assert (units["clean_rods"], units["replace_tube"]) == ("days", "rolls")

    await submit(home, form)
    assert home.entry.options[CONF_MAINTENANCE] == {P1S: {}}


async def test_only_what_differs_is_stored(home: Home) -> None:
    """Other printers stay, and the form shows what was chosen."""
    await submit(home, await begin(home, X1C), clean_rods=10)
    form = await begin(home)
    result = await submit(home, form, clean_fans=7, clean_rods=0)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert home.entry.options[CONF_MAINTENANCE] == {
        X1C: {"clean_rods": 10},
        P1S: {"clean_fans": 7, "clean_rods": 0},
    }
    values = suggested(await begin(home))
    assert (values["clean_fans"], values["clean_rods"]) == (7, 0)


async def test_account_that_is_unloaded_meanwhile(home: Home) -> None:
    """Without the printer there is no form, and the dialog says why."""
    flow = home.hass.config_entries.options
    menu = await flow.async_init(home.entry.entry_id)
    choice = {"next_step_id": "maintenance"}
    form = await flow.async_configure(menu["flow_id"], choice)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    result = await flow.async_configure(form["flow_id"], {"printer": P1S})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")
