"""How often a printer needs what, as a person chooses it."""

from typing import Any

from homeassistant.data_entry_flow import FlowResultType, InvalidData
import pytest

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


def units(form: dict[str, Any], task: str) -> list[str]:
    """Return what an interval can be counted in; the first is shown as chosen."""
    field = form["data_schema"].schema[task].serialize()
    return list(field["selector"]["choose"]["choices"])


def every(interval: float, unit: str) -> dict[str, Any]:
    """Return what the frontend sends of a chosen unit."""
    return {"active_choice": unit, "days": 3, unit: interval}


async def test_recommended_intervals(home: Home) -> None:
    """The form shows what is recommended, in the unit of each task."""
    form = await begin(home)
    assert form["description_placeholders"] == {"printer": "Workshop P1S"}
    values = suggested(form)
    assert (values["clean_carbon_rods"], values["check_cutter"]) == (30, 5)
    assert (values["clean_fans"], values["check_desiccant"]) == (0, 0)
    assert units(form, "clean_rods") == ["days", "hours", "prints", "months"]
    assert units(form, "replace_tube") == ["rolls", "hours", "prints", "months"]

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


async def test_other_units(home: Home) -> None:
    """An interval can be counted in prints, print hours, or months."""
    form = await begin(home)
    await submit(
        home,
        form,
        clean_rods=every(40, "prints"),
        replace_tube=every(500, "hours"),
        clean_fans=every(2, "months"),
        check_cutter=every(0, "prints"),
        oil_rods=every(91, "days"),
        check_desiccant=every(0, "hours"),
    )
    assert home.entry.options[CONF_MAINTENANCE] == {
        P1S: {
            "clean_rods": {"interval": 40, "unit": "prints"},
            "replace_tube": {"interval": 500, "unit": "hours"},
            "clean_fans": {"interval": 2, "unit": "months"},
            "check_cutter": 0,
        }
    }
    form = await begin(home)
    values = suggested(form)
    assert (values["clean_rods"], values["clean_fans"]) == (40, 2)
    assert units(form, "clean_rods") == ["prints", "days", "hours", "months"]
    assert units(form, "check_cutter")[0] == "rolls"
    # A field that is left as it is keeps its unit; a cleared one is never.
    entered = {**values, "clean_rods": every(10, "days")}
    del entered["replace_tube"]
    flow = home.hass.config_entries.options
    await flow.async_configure(form["flow_id"], entered)
    assert home.entry.options[CONF_MAINTENANCE][P1S] == {
        "clean_rods": 10,
        "replace_tube": 0,
        "clean_fans": {"interval": 2, "unit": "months"},
        "check_cutter": 0,
    }


@pytest.mark.parametrize(
    "value", [-1, 5001, every(25, "months"), every(1, "years"), "often"]
)
async def test_impossible_interval(home: Home, value: Any) -> None:
    """A number outside of what its unit allows is refused."""
    form = await begin(home)
    with pytest.raises(InvalidData):
        await submit(home, form, clean_rods=value)
    assert CONF_MAINTENANCE not in home.entry.options


async def test_account_that_is_unloaded_meanwhile(home: Home) -> None:
    """Without the printer there is no form, and the dialog says why."""
    flow = home.hass.config_entries.options
    menu = await flow.async_init(home.entry.entry_id)
    choice = {"next_step_id": "maintenance"}
    form = await flow.async_configure(menu["flow_id"], choice)
    assert await home.hass.config_entries.async_unload(home.entry.entry_id)
    result = await flow.async_configure(form["flow_id"], {"printer": P1S})
    assert (result["type"], result["reason"]) == (FlowResultType.ABORT, "not_loaded")
