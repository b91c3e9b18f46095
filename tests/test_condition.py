"""What automations ask of printers and of spools."""

from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import CoreState, HomeAssistant
from homeassistant.helpers import area_registry as ar, device_registry as dr
from homeassistant.helpers.condition import (
    async_get_all_descriptions,
)
import pytest
import voluptuous as vol

from custom_components.bambu_cloud.condition import CONDITIONS
from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.model import PrintStatus
from tests.helpers.pages import read_page

from .helpers.automation import ENTITIES, Printer, printer
from .helpers.conditions import checker
from .helpers.home import P1S, Home

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "bambu_cloud"
ENGLISH = json.loads((INTEGRATION / "translations" / "en.json").read_bytes())
ICONS = json.loads((INTEGRATION / "icons.json").read_bytes())
PAGE = read_page("docs/automations.md")
REQUIRED: dict[str, dict[str, Any]] = {
    "filament_at_least": {"percentage": 1},
    "nozzle_below": {"temperature": 50},
}
"""The options that conditions cannot do without."""
STATUSES = {
    "is_printing": {"slicing", "preparing", "printing"},
    "is_paused": {"paused"},
    "is_idle": {"idle", "finished", "failed", "canceled"},
}


@pytest.fixture
def p1s(hass: HomeAssistant) -> Printer:
    """Return a printer."""
    return printer(hass, "p1s")


@pytest.fixture
def x1c(hass: HomeAssistant) -> Printer:
    """Return another printer."""
    return printer(hass, "x1c")


@pytest.mark.parametrize("condition", STATUSES)
@pytest.mark.parametrize("kind", ["entity_id", "device_id"])
async def test_status(
    hass: HomeAssistant, p1s: Printer, condition: str, kind: str
) -> None:
    """Whatever a printer does, exactly one of the three holds."""
    of_entity = {"entity_id": p1s.entities["print_status"]}
    target = of_entity if kind == "entity_id" else {"device_id": p1s.device_id}
    check = await checker(hass, condition, target)
    holds = set()
    for status in PrintStatus:
        await p1s.show("print_status", status)
        if check.async_check():
            holds.add(status.value)
    assert holds == STATUSES[condition]
    await p1s.show("print_status", STATE_UNAVAILABLE)
    assert not check.async_check()


async def test_any_and_all(hass: HomeAssistant, p1s: Printer, x1c: Printer) -> None:
    """Several printers can be asked at once; one that is off has no say."""
    target = {"device_id": [p1s.device_id, x1c.device_id]}
    any_idle = await checker(hass, "is_idle", target)
    all_idle = await checker(hass, "is_idle", target, behavior="all")
    await p1s.show("print_status", "finished")
    await x1c.show("print_status", "printing")
    assert (any_idle.async_check(), all_idle.async_check()) == (True, False)
    await x1c.show("print_status", "idle")
    assert (any_idle.async_check(), all_idle.async_check()) == (True, True)
    for state in (STATE_UNAVAILABLE, STATE_UNKNOWN):
        await x1c.show("print_status", state)
        assert (any_idle.async_check(), all_idle.async_check()) == (True, False)


@pytest.mark.parametrize("behavior", ["any", "all"])
@pytest.mark.parametrize("condition", CONDITIONS)
async def test_nothing_matches(
    hass: HomeAssistant, p1s: Printer, condition: str, behavior: str
) -> None:
    """No state and no entity fulfill no condition."""
    options = {"behavior": behavior, **REQUIRED.get(condition, {})}
    area = ar.async_get(hass).async_create("Empty").id
    for target in (
        {"device_id": p1s.device_id},
        {"area_id": area},
        {"entity_id": "sensor.not_there"},
        {"entity_id": p1s.entities["cover"], "area_id": area},
    ):
        check = await checker(hass, condition, target, **options)
        for state in (STATE_UNKNOWN, STATE_UNAVAILABLE):
            for entity in ENTITIES:
                await p1s.show(entity, state)
            assert not check.async_check()


async def test_empty_slots_have_no_say(
    hass: HomeAssistant, p1s: Printer, x1c: Printer
) -> None:
    """A slot without a spool does not make that of the others too little."""
    target = {"device_id": [p1s.device_id, x1c.device_id]}
    options = {"percentage": 20, "behavior": "all"}
    check = await checker(hass, "filament_at_least", target, **options)
    await p1s.show("remaining_filament", "80")
    assert check.async_check()
    await x1c.show("remaining_filament", STATE_UNAVAILABLE)
    assert not check.async_check()


async def test_status_for_some_time(
    hass: HomeAssistant, p1s: Printer, freezer: FrozenDateTimeFactory
) -> None:
    """A print that fails instead of finishing leaves the printer as idle as before."""
    target = {"device_id": p1s.device_id}
    await p1s.show("print_status", "printing")
    check = await checker(hass, "is_idle", target, **{"for": {"minutes": 10}})
    await p1s.show("print_status", "failed")
    freezer.tick(timedelta(minutes=6))
    await p1s.show("print_status", "idle")
    assert not check.async_check()
    freezer.tick(timedelta(minutes=5))
    assert check.async_check()
    check.async_unload()


async def test_attention(hass: HomeAssistant, p1s: Printer) -> None:
    """A printer that needs a person differs from one that does not."""
    check = await checker(hass, "needs_attention", {"device_id": p1s.device_id})
    await p1s.show("attention", "off")
    assert not check.async_check()
    await p1s.show("attention", "on")
    assert check.async_check()


@pytest.mark.parametrize("remaining", ["0", "19", "20", "100", "unknown"])
async def test_filament(hass: HomeAssistant, p1s: Printer, remaining: str) -> None:
    """Exactly the percentage is enough; an unknown one is not."""
    target = {"device_id": p1s.device_id}
    check = await checker(hass, "filament_at_least", target, percentage=20)
    # Another number of the same device.
    await p1s.show("nozzle_temperature", "220")
    await p1s.show("remaining_filament", remaining)
    assert check.async_check() is (remaining in {"20", "100"})


async def test_filament_for_some_time(
    hass: HomeAssistant, p1s: Printer, freezer: FrozenDateTimeFactory
) -> None:
    """An estimate that moves above the limit does not begin anew."""
    await p1s.show("remaining_filament", "10")
    options = {"percentage": 20, "for": {"minutes": 10}}
    target = {"device_id": p1s.device_id}
    check = await checker(hass, "filament_at_least", target, **options)
    await p1s.show("remaining_filament", "80")
    freezer.tick(timedelta(minutes=6))
    await p1s.show("remaining_filament", "79")
    assert not check.async_check()
    freezer.tick(timedelta(minutes=5))
    assert check.async_check()
    check.async_unload()


@pytest.mark.parametrize("percentage", [-1, 101, "much", None])
async def test_filament_is_a_percentage(hass: HomeAssistant, percentage: Any) -> None:
    """A mistake is found when the automation is saved, not when it runs."""
    with pytest.raises(vol.Invalid):
        await checker(
            hass, "filament_at_least", {"device_id": "any"}, percentage=percentage
        )


@pytest.mark.parametrize("condition", CONDITIONS)
async def test_entities_that_never_work(
    hass: HomeAssistant, p1s: Printer, condition: str
) -> None:
    """A target with only other entities is refused when it is saved."""
    foreign = printer(hass, "mower", platform="mower")
    options = REQUIRED.get(condition, {})
    for wrong in (
        p1s.entities["cover"],
        [*foreign.entities.values(), p1s.entities["print_event"]],
    ):
        with pytest.raises(vol.Invalid, match="This never works with"):
            await checker(hass, condition, {"entity_id": wrong}, **options)
    # An update of the integration must not lose an automation.
    hass.set_state(CoreState.not_running)
    assert not (
        await checker(hass, condition, {"entity_id": wrong}, **options)
    ).async_check()


async def test_entities_of_others_are_not_asked(
    hass: HomeAssistant, p1s: Printer
) -> None:
    """An entity of another integration beside the right one has no say."""
    foreign = printer(hass, "mower", platform="mower")
    keys = {"is_idle": "print_status", "needs_attention": "attention"}
    shown = {"is_idle": ("printing", "idle"), "needs_attention": ("off", "on")}
    for condition, key in keys.items():
        target = {"entity_id": [foreign.entities[key], p1s.entities[key]]}
        check = await checker(hass, condition, target)
        for own in shown[condition]:
            await p1s.show(key, own)
            await foreign.show(key, shown[condition][1])
            assert check.async_check() is (own == shown[condition][1])


async def test_real_printer_and_its_ams(home: Home) -> None:
    """Both are asked by their devices alone."""
    device = home.device(P1S)
    assert device
    ams = next(
        each
        for each in dr.async_get(home.hass).devices
        if each.via_device_id == device.id
    )
    of_printer, of_ams = {"device_id": device.id}, {"device_id": ams.id}
    assert (await checker(home.hass, "is_idle", of_printer)).async_check()
    assert not (await checker(home.hass, "is_printing", of_printer)).async_check()
    assert not (await checker(home.hass, "needs_attention", of_printer)).async_check()
    for percentage, enough in ((10, True), (100, False)):
        check = await checker(
            home.hass, "filament_at_least", of_ams, percentage=percentage
        )
        assert check.async_check() is enough


async def test_editor_has_every_condition(hass: HomeAssistant, p1s: Printer) -> None:
    """The editor offers each condition with its target and its fields."""
    await checker(hass, "is_idle", {"device_id": p1s.device_id})
    described = await async_get_all_descriptions(hass)
    for condition in CONDITIONS:
        description = described[f"{DOMAIN}.{condition}"]
        assert description
        assert description["target"]["entity"][0]["integration"] == DOMAIN
        words = ENGLISH["conditions"][condition]
        assert description["fields"].keys() == words["fields"].keys()


def test_every_condition_is_explained() -> None:
    """Each has a name, a description, an icon, and an example in the page."""
    texts = ENGLISH["conditions"]
    assert texts.keys() == ICONS["conditions"].keys() == CONDITIONS.keys()
    for condition in CONDITIONS:
        words = texts[condition]
        assert words["name"]
        assert words["description"].startswith("Tests ")
        assert ICONS["conditions"][condition].keys() == {"condition"}
        assert f"condition: {DOMAIN}.{condition}\n" in PAGE
