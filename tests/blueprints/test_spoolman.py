"""Hand over to Spoolman what prints used."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.automation import Printer
from tests.helpers.blueprints import use, wait

UUID = "0123456789ABCDEF0123456789ABCDEF"
TAGGED = {"ams": "AMS 1", "slot": 1, "used": 12.5, "tray_uuid": UUID}
MANUAL = {"ams": "AMS 1", "slot": 2, "used": 3.0, "tray_uuid": None}
OUTSIDE = {"ams": None, "slot": None, "used": 2.0, "tray_uuid": None}
UNSURE = {"ams": "AMS 1", "slot": 1, "used": None, "tray_uuid": None}


@pytest.mark.parametrize("ending", ["finished", "failed", "canceled"])
@pytest.mark.parametrize(
    ("filaments", "slots", "used"),
    [
        ([TAGGED], {}, [(7, 12.5)]),
        ([TAGGED], {"AMS 1/1": 9}, [(7, 12.5)]),
        ([MANUAL], {"AMS 1/2": 9}, [(9, 3.0)]),
        ([OUTSIDE], {"external": 5}, [(5, 2.0)]),
        ([TAGGED, MANUAL], {"AMS 1/2": 9}, [(7, 12.5), (9, 3.0)]),
        ([MANUAL, UNSURE], {"AMS 1/1": 9}, []),
        ([], {}, []),
    ],
)
async def test_print_is_handed_over(
    hass: HomeAssistant,
    p1s: Printer,
    freezer: FrozenDateTimeFactory,
    ending: str,
    filaments: list[dict[str, Any]],
    slots: dict[str, int],
    used: list[tuple[int, float]],
) -> None:
    """What is certain is subtracted once: by the tag, else by the slot."""
    other = {"id": "1", "filaments": [TAGGED]}
    prints: Any = [{"id": "702", "filaments": filaments}, other]
    async_mock_service(hass, DOMAIN, "get_print_history", response={"prints": prints})
    calls = async_mock_service(hass, "spoolman", "use_spool_filament")
    tag = {"id": 7, "extra_tag": f'"{UUID.lower()}"'}
    hass.states.async_set("sensor.spoolman_spool_7", "500", tag)
    hass.states.async_set("sensor.spoolman_spool_8", "500", {"id": 8})
    await use(hass, "spoolman", printer=p1s.device_id, slots=slots)
    await p1s.send_event(ending, task_id="702")
    assert not calls
    await wait(hass, freezer, minutes=4)
    assert [(call.data["id"], call.data["use_weight"]) for call in calls] == used


async def test_local_print(
    hass: HomeAssistant, p1s: Printer, freezer: FrozenDateTimeFactory
) -> None:
    """A print that the cloud does not have is not handed over."""
    calls = async_mock_service(hass, DOMAIN, "get_print_history")
    await use(hass, "spoolman", printer=p1s.device_id)
    await p1s.send_event("finished")
    await wait(hass, freezer, minutes=4)
    assert not calls
