"""Switch off when a printer has cooled down."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.bambu_cloud.const import DOMAIN
from tests.helpers.automation import Printer
from tests.helpers.blueprints import use, wait


@pytest.fixture
async def turned_off(hass: HomeAssistant) -> list[ServiceCall]:
    """Return which plugs were turned off."""
    await async_setup_component(hass, "homeassistant", {})
    return async_mock_service(hass, "switch", "turn_off")


async def use_switch(hass: HomeAssistant, p1s: Printer, **inputs: Any) -> None:
    """Turn off the plug of a printer that is printing, after it has cooled down."""
    hass.states.async_set("switch.plug", "on")
    await p1s.show("print_status", "printing")
    await p1s.show("nozzle_temperature", "220")
    await use(
        hass,
        "switch_off",
        printer=p1s.device_id,
        target={"entity_id": "switch.plug"},
        **inputs,
    )


@pytest.mark.parametrize("ending", ["finished", "failed", "canceled"])
async def test_plug_is_turned_off_when_the_nozzle_is_cool(
    hass: HomeAssistant,
    p1s: Printer,
    turned_off: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
    ending: str,
) -> None:
    """However a print ended, the printer's fans may run until it is cool."""
    await use_switch(hass, p1s)
    await p1s.show("print_status", ending)
    await p1s.send_event(ending)
    await wait(hass, freezer, minutes=11)
    for warm in ("50", "unavailable", "unknown"):
        await p1s.show("nozzle_temperature", warm)
        await wait(hass, freezer, minutes=2)
    assert not turned_off
    await p1s.show("nozzle_temperature", "49.9")
    await wait(hass, freezer, minutes=1)
    assert [call.data["entity_id"] for call in turned_off] == [["switch.plug"]]


async def test_plug_is_not_turned_off_before_its_time(
    hass: HomeAssistant,
    p1s: Printer,
    turned_off: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """A nozzle that cools fast does not cut the wait short."""
    await use_switch(hass, p1s, wait=30)
    await p1s.show("print_status", "finished")
    await p1s.send_event("finished")
    await p1s.show("nozzle_temperature", "30")
    await wait(hass, freezer, minutes=29)
    assert not turned_off
    await wait(hass, freezer, minutes=2)
    assert len(turned_off) == 1


async def test_plug_stays_on_for_another_print(
    hass: HomeAssistant,
    p1s: Printer,
    turned_off: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """What begins in between is never cut off; its own end counts."""
    await use_switch(hass, p1s)
    await p1s.show("print_status", "finished")
    await p1s.send_event("finished")
    await wait(hass, freezer, minutes=5)
    await p1s.show("nozzle_temperature", "40")
    await p1s.show("print_status", "printing")
    await p1s.send_event("started")
    await wait(hass, freezer, minutes=30)
    assert not turned_off
    await p1s.show("print_status", "finished")
    await p1s.send_event("finished")
    await wait(hass, freezer, minutes=11)
    assert len(turned_off) == 1


async def test_plug_stays_on_for_a_printer_that_prepares(
    hass: HomeAssistant,
    p1s: Printer,
    turned_off: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """A print that is about to begin counts, too."""
    await use_switch(hass, p1s)
    await p1s.show("print_status", "finished")
    await p1s.send_event("finished")
    await p1s.show("print_status", "preparing")
    await p1s.show("nozzle_temperature", "40")
    await wait(hass, freezer, minutes=11)
    assert not turned_off


async def test_both_nozzles_have_to_be_cool(
    hass: HomeAssistant,
    p1s: Printer,
    turned_off: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """The nozzles need no names; one of two may be cool all the time."""
    registry = er.async_get(hass)
    left = registry.async_get_or_create(
        "sensor",
        DOMAIN,
        "left_nozzle",
        config_entry=hass.config_entries.async_entries(DOMAIN)[0],
        device_id=p1s.device_id,
        translation_key="left_nozzle_temperature",
    ).entity_id
    hass.states.async_set(left, "25")
    await use_switch(hass, p1s, temperature=60)
    await p1s.show("print_status", "finished")
    await p1s.send_event("finished")
    await wait(hass, freezer, minutes=15)
    assert not turned_off
    await p1s.show("nozzle_temperature", "59")
    await wait(hass, freezer, minutes=1)
    assert len(turned_off) == 1


async def test_plug_stays_on_the_next_day(
    hass: HomeAssistant,
    p1s: Printer,
    turned_off: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """A printer switched off while hot, and on again, is left alone."""
    await use_switch(hass, p1s)
    await p1s.show("print_status", "finished")
    await p1s.send_event("finished")
    await p1s.show("nozzle_temperature", "unavailable")
    await wait(hass, freezer, minutes=75)
    await p1s.show("nozzle_temperature", "22")
    await wait(hass, freezer, minutes=5)
    assert not turned_off
