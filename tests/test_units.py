"""Units of the trade stay, whichever system of units a home has."""

from homeassistant.components.number import (
    ATTR_VALUE,
    DOMAIN as NUMBER,
    SERVICE_SET_VALUE,
)
from homeassistant.const import (
    ATTR_UNIT_OF_MEASUREMENT,
    UnitOfLength,
    UnitOfMass,
    UnitOfTemperature,
)
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util.unit_system import US_CUSTOMARY_SYSTEM
import pytest

from .helpers.controls import Control
from .helpers.home import P1S, Home

_CONVERTED = {
    *{UnitOfTemperature.FAHRENHEIT, UnitOfLength.INCHES, UnitOfLength.FEET},
    *{UnitOfMass.OUNCES, UnitOfMass.POUNDS},
}


@pytest.fixture
def hass(hass: HomeAssistant) -> HomeAssistant:
    """Return a home in the United States."""
    hass.config.units = US_CUSTOMARY_SYSTEM
    return hass


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_slicer_units_in_the_united_states(home: Home) -> None:
    """No value is in inches, feet or °F, as in slicers."""
    registry = er.async_get(home.hass)
    entries = er.async_entries_for_config_entry(registry, home.entry.entry_id)
    states = [home.hass.states.get(entry.entity_id) for entry in entries]
    units = {
        state and state.attributes.get(ATTR_UNIT_OF_MEASUREMENT) for state in states
    }
    assert not units & _CONVERTED
    assert units >= {UnitOfTemperature.CELSIUS, UnitOfLength.MILLIMETERS}
    assert units >= {UnitOfLength.METERS, UnitOfMass.GRAMS}


async def test_targets_are_set_in_the_same_unit(home: Home) -> None:
    """A target is entered as the sensor beside it shows it."""
    bed = Control(home, P1S, "bed_target_temperature", NUMBER)
    await bed.do(SERVICE_SET_VALUE, **{ATTR_VALUE: 60})
    assert bed.attribute(ATTR_UNIT_OF_MEASUREMENT) == UnitOfTemperature.CELSIUS
    assert bed.attribute("max") < 150
    assert float(bed.shows or "") == 60


async def test_an_owner_chooses_another_unit(home: Home) -> None:
    """Home Assistant converts what an owner wants in °F."""
    bed = Control(home, P1S, "bed_target_temperature", NUMBER)
    assert bed.entry
    er.async_get(home.hass).async_update_entity_options(
        bed.entry.entity_id, NUMBER, {"unit_of_measurement": "°F"}
    )
    await home.hass.async_block_till_done()
    assert bed.attribute(ATTR_UNIT_OF_MEASUREMENT) == UnitOfTemperature.FAHRENHEIT
