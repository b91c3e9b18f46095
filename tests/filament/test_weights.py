"""Weights are corrected, and low ones are noticed."""

from typing import Any

from homeassistant.components.number import (
    ATTR_VALUE,
    DOMAIN as NUMBER,
    SERVICE_SET_VALUE,
)
from homeassistant.const import (
    ATTR_ENTITY_ID,
    STATE_OFF,
    STATE_ON,
    STATE_UNKNOWN,
)
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_mock_service,
)

from custom_components.bambu_cloud.account.options import CONF_DEDUCT, CONF_LOW_SPOOL
from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.automation import automate, turn_off_all
from tests.helpers.home import Home
from tests.helpers.spools import PATH, shelf_of
from tests.simulator import HttpFault, SimulatedCloud


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_weight_is_corrected(manual: int, home: Home) -> None:
    """The number sets the weight and nothing else, and is shown at once."""
    shelf = await shelf_of(home)
    shelf.cloud.rows[manual] |= {"note": "written meanwhile", "updatedAt": 0}
    before = dict(shelf.cloud.rows[manual])
    data = {
        ATTR_ENTITY_ID: shelf.entity_id(manual, "spool_weight", NUMBER),
        ATTR_VALUE: 250,
    }
    await home.hass.services.async_call(NUMBER, SERVICE_SET_VALUE, data, blocking=True)
    assert shelf.shows(manual) == "250"
    row = shelf.cloud.rows[manual] | {"updatedAt": 0}
    assert row == before | {"netWeight": 250}


@pytest.mark.usefixtures("entity_registry_enabled_by_default")
async def test_weight_is_impossible(manual: int, home: Home) -> None:
    """A negative weight, a deleted spool and a cloud that is down are clear errors."""
    shelf = await shelf_of(home)
    data = {ATTR_ENTITY_ID: shelf.entity_id(manual, "spool_weight", NUMBER)}

    async def set_weight(value: float) -> None:
        await home.hass.services.async_call(
            NUMBER, SERVICE_SET_VALUE, data | {ATTR_VALUE: value}, blocking=True
        )

    with pytest.raises(ServiceValidationError, match="outside valid range"):
        await set_weight(-1)
    home.cloud.faults.targets[PATH] = HttpFault.UNAVAILABLE
    with pytest.raises(HomeAssistantError):
        await set_weight(1)
    home.cloud.faults.clear()
    other = shelf.cloud.put(filamentName="ABS")
    del shelf.cloud.rows[manual]
    with pytest.raises(ServiceValidationError, match="nothing with that ID"):
        await set_weight(1)
    await home.until(lambda: shelf.entity_id(manual, "spool_weight", NUMBER) is None)
    await home.until(lambda: shelf.entity_id(other, "spool_remaining"))


async def test_change_is_not_undone_by_an_old_list(manual: int, home: Home) -> None:
    """A list that was on its way does not bring back the weight of before."""
    shelf = await shelf_of(home)
    shelf.spools.async_refresh_soon()
    await shelf.spools.async_set_weight(str(manual), 12)
    await shelf.until_idle()
    assert shelf.shows(manual) == "12"
    assert shelf.cloud.rows[manual]["netWeight"] == 12


async def test_low(cloud: SimulatedCloud, manual: int, home: Home) -> None:
    """A spool is low at the threshold, and no longer when it has clearly more."""
    unknown = cloud.spools_of().put(filamentName="PLA")
    shelf = await shelf_of(home)
    await shelf.until_fetched()
    low = "spool_low", "binary_sensor"
    assert shelf.shows(unknown, *low) == STATE_UNKNOWN
    for grams, state in (
        (101, STATE_OFF),
        (100, STATE_ON),
        (120, STATE_ON),
        (121, STATE_OFF),
    ):
        shelf.cloud.rows[manual]["netWeight"] = grams
        await shelf.until_fetched()
        assert shelf.shows(manual, *low) == state


async def test_threshold(
    hass: HomeAssistant, manual: int, config_entry: MockConfigEntry, home: Home
) -> None:
    """The owner chooses when a spool is low."""
    shelf = await shelf_of(home)
    assert shelf.shows(manual, "spool_low", "binary_sensor") == STATE_OFF
    flow = hass.config_entries.options
    step: Any = await flow.async_init(config_entry.entry_id)
    step = await flow.async_configure(step["flow_id"], {"next_step_id": "filament"})
    before = shelf.requests
    await flow.async_configure(
        step["flow_id"], {CONF_LOW_SPOOL: 300, CONF_DEDUCT: False}
    )
    await home.until(lambda: shelf.requests > before)
    await shelf.until_idle()
    assert shelf.shows(manual, "spool_low", "binary_sensor") == STATE_ON


async def test_low_triggers(hass: HomeAssistant, manual: int, home: Home) -> None:
    """An automation for the device starts once for each spool that becomes low."""
    shelf = await shelf_of(home)
    assert shelf.device
    calls = async_mock_service(hass, "test", "act")
    await automate(
        hass,
        {
            "triggers": {
                "trigger": f"{DOMAIN}.filament_low",
                "target": {"device_id": shelf.device.id},
                "options": {"behavior": "each", "for": {"seconds": 0}},
            },
            "actions": {
                "action": "test.act",
                "data": {"entity_id": "{{ trigger.entity_id }}"},
            },
        },
    )
    low = shelf.entity_id(manual, "spool_low", "binary_sensor")
    for grams in (50, 40, 200, 30):
        shelf.cloud.rows[manual]["netWeight"] = grams
        await shelf.until_fetched()
    assert [call.data["entity_id"] for call in calls] == [low, low]
    await turn_off_all(hass)
