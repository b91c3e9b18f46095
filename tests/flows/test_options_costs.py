"""How the costs of a printer are found, as a person configures it."""

from typing import Any

from homeassistant.data_entry_flow import FlowResultType, InvalidData
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.costs.settings import CONF_COSTS
from tests.helpers.costs import METER, PRICE, Plug
from tests.helpers.flow_driver import suggested
from tests.helpers.home import P1S, X1C, Home

PETG = {"material": "PETG", "price": 30.0}
WHOLE = {
    "meter": METER,
    "price_entity": PRICE,
    "filament_price": 20.0,
    "materials": [PETG],
}


async def begin(home: Home, serial: str = P1S) -> dict[str, Any]:
    """Open the form of a printer."""
    flow = home.hass.config_entries.options
    menu = await flow.async_init(home.entry.entry_id)
    form = await flow.async_configure(menu["flow_id"], {"next_step_id": "costs"})
    return dict(await flow.async_configure(form["flow_id"], {"printer": serial}))


async def submit(home: Home, form: dict[str, Any], **entered: Any) -> dict[str, Any]:
    """Fill in the form, and wait for the effect."""
    flow = home.hass.config_entries.options
    result = await flow.async_configure(form["flow_id"], entered)
    await home.hass.async_block_till_done()
    return dict(result)


async def test_configured_and_removed(home: Home) -> None:
    """Sensors come with what they need, and go with it."""
    plug = Plug(home)
    await plug.shows(3.0)
    form = await begin(home)
    assert form["description_placeholders"] == {"printer": "Workshop P1S"}
    assert set(suggested(form).values()) == {None}
    result = await submit(home, form, **WHOLE)
    assert result["type"] is FlowResultType.CREATE_ENTRY
    assert home.entry.options[CONF_COSTS] == {P1S: WHOLE}
    await home.until(lambda: home.entity_id(P1S, "print_cost"))
    assert home.entity_id(P1S, "print_energy")

    form = await begin(home)
    assert suggested(form) == {**WHOLE, "price": None}
    await submit(home, form, meter=METER)
    await home.until(lambda: home.entity_id(P1S, "print_cost") is None)
    assert home.entity_id(P1S, "print_energy")

    await submit(home, await begin(home), materials=[])
    assert home.entry.options[CONF_COSTS] == {}
    await home.until(lambda: home.entity_id(P1S, "print_energy") is None)


async def test_one_meter_for_two_printers(home: Home) -> None:
    """What two printers share cannot be divided, in whatever account they are."""
    await Plug(home).shows(3.0)
    await submit(home, await begin(home), meter=METER)
    result = await submit(home, await begin(home, X1C), meter=METER)
    assert result["errors"] == {"meter": "meter_in_use"}
    assert suggested(result)["meter"] == METER
    await submit(home, result, filament_price=25)
    assert home.entry.options[CONF_COSTS][X1C] == {"filament_price": 25}

    other = MockConfigEntry(
        domain=DOMAIN, options={CONF_COSTS: {"OTHER": {"meter": "sensor.other"}}}
    )
    other.add_to_hass(home.hass)
    result = await submit(home, await begin(home), meter="sensor.other")
    assert result["errors"] == {"meter": "meter_in_use"}


@pytest.mark.parametrize(
    ("entered", "errors"),
    [
        ({"price": 0.3}, {"meter": "no_meter"}),
        ({"price_entity": PRICE}, {"meter": "no_meter"}),
        (
            {"meter": METER, "price": 0.3, "price_entity": PRICE},
            {"price": "two_prices"},
        ),
        ({"meter": "sensor.power"}, {"meter": "not_a_meter"}),
    ],
)
async def test_mistakes(
    home: Home, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    """Each mistake is named at its field, and nothing is stored."""
    home.hass.states.async_set("sensor.power", "120", {"unit_of_measurement": "W"})
    result = await submit(home, await begin(home), **entered)
    assert result["errors"] == errors
    assert CONF_COSTS not in home.entry.options


async def test_own_sensor_is_no_meter(home: Home) -> None:
    """What shows the energy of a print is no meter for it."""
    own = er.async_get(home.hass).async_get_or_create(
        "sensor", DOMAIN, "own", config_entry=home.entry
    )
    result = await submit(home, await begin(home), meter=own.entity_id)
    assert result["errors"] == {"meter": "not_a_meter"}


@pytest.mark.parametrize("is_there", [False, True])
async def test_meter_that_is_gone_for_now(home: Home, *, is_there: bool) -> None:
    """A meter without a value is accepted: its plug may be off."""
    if is_there:
        await Plug(home).shows(None)
    result = await submit(home, await begin(home), meter=METER, price=0.3)
    assert result["type"] is FlowResultType.CREATE_ENTRY


async def test_price_below_zero(home: Home) -> None:
    """Filament costs something, and a material has a price."""
    with pytest.raises(InvalidData):
        await submit(home, await begin(home), filament_price=-1)
    with pytest.raises(InvalidData):
        await submit(home, await begin(home), materials=[{"material": "PLA"}])
