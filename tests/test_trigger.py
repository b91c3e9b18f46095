"""What printers start automations with."""

from datetime import timedelta
import json
from pathlib import Path
from typing import Any

from homeassistant.const import STATE_UNAVAILABLE, STATE_UNKNOWN
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import (
    area_registry as ar,
    config_validation as cv,
    device_registry as dr,
)
from homeassistant.helpers.trigger import (
    async_get_all_descriptions,
    async_validate_trigger_config,
)
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
)
import voluptuous as vol

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.trigger import TRIGGERS
from tests.helpers.pages import read_page, yaml_examples

from .helpers.automation import Printer, automate, printer, turn_off_all
from .helpers.home import A1_MINI, P1S, Home
from .helpers.reports import delta, push

ROOT = Path(__file__).parent.parent
INTEGRATION = ROOT / "custom_components" / "bambu_cloud"
ENGLISH = json.loads((INTEGRATION / "translations" / "en.json").read_bytes())
ICONS = json.loads((INTEGRATION / "icons.json").read_bytes())
PAGE = read_page("docs/automations.md")
EVENT_TYPES = {
    "print_started": "started",
    "print_finished": "finished",
    "print_failed": "failed",
    "print_canceled": "canceled",
    "print_paused": "paused",
    "print_resumed": "resumed",
    "first_layer_finished": "first_layer_finished",
    "filament_ran_out": "filament_runout",
    "error_raised": "error_raised",
    "error_cleared": "error_cleared",
}
HEALTH = {"health_message_raised", "health_message_cleared"}


def on(trigger: str, **rest: Any) -> dict[str, Any]:
    """Return an automation that does something about a trigger."""
    return {
        "triggers": {"trigger": f"{DOMAIN}.{trigger}", **rest},
        "actions": {
            "action": "test.act",
            "data": {"entity_id": "{{ trigger.entity_id }}"},
        },
    }


@pytest.fixture
def calls(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what automations have done."""
    return async_mock_service(hass, "test", "act")


@pytest.fixture
def p1s(hass: HomeAssistant) -> Printer:
    """Return a printer."""
    return printer(hass, "p1s")


@pytest.fixture
def x1c(hass: HomeAssistant) -> Printer:
    """Return another printer."""
    return printer(hass, "x1c")


def test_every_event_triggers() -> None:
    """Each event has words, an icon and a trigger."""
    of_problems = {"attention_needed", "filament_low"}
    others = of_problems | {"maintenance_due", "drying_ended"}
    assert EVENT_TYPES.keys() | HEALTH | others == TRIGGERS.keys()
    for texts in (ENGLISH, ICONS):
        event_type = texts["entity"]["event"]["print_event"]["state_attributes"]
        types = event_type["event_type"]["state"].keys()
        assert types == set(EVENT_TYPES.values())


@pytest.mark.parametrize("trigger", EVENT_TYPES)
async def test_event_triggers_once(
    hass: HomeAssistant, calls: list[ServiceCall], p1s: Printer, trigger: str
) -> None:
    """Each event triggers what waits for it, and nothing else does."""
    event = p1s.entities["print_event"]
    await automate(hass, on(trigger, target={"entity_id": event}))
    for event_type in EVENT_TYPES.values():
        await p1s.send_event(event_type)
    assert [call.data["entity_id"] for call in calls] == [event]


async def test_second_event_triggers_again(
    hass: HomeAssistant, calls: list[ServiceCall], p1s: Printer
) -> None:
    """Two prints that finish one after the other are two."""
    await automate(
        hass, on("print_finished", target={"entity_id": p1s.entities["print_event"]})
    )
    await p1s.send_event("finished", title="Benchy")
    await p1s.send_event("finished", title="Benchy")
    assert len(calls) == 2


async def test_event_does_not_trigger_twice(
    hass: HomeAssistant, calls: list[ServiceCall], p1s: Printer
) -> None:
    """Neither a restart nor a reload nor another attribute makes it happen again."""
    await p1s.send_event("finished")
    await automate(hass, on("print_finished", target={"device_id": p1s.device_id}))
    await p1s.come_back()
    state, attributes = p1s.last_event
    await p1s.show("print_event", state, {**attributes, "friendly_name": "Other"})
    assert not calls
    await p1s.send_event("finished")
    await p1s.come_back()
    assert len(calls) == 1


async def test_event_that_ends_a_silence_triggers(
    hass: HomeAssistant, calls: list[ServiceCall], p1s: Printer
) -> None:
    """What is learned at the moment when the cloud is back is new, but only once."""
    await p1s.send_event("started")
    await automate(hass, on("print_finished", target={"device_id": p1s.device_id}))
    await p1s.show("print_event", STATE_UNAVAILABLE)
    await p1s.send_event("finished")
    assert len(calls) == 1
    await p1s.come_back()
    await p1s.show("print_event", STATE_UNAVAILABLE)
    await p1s.show("print_event", "no time", {"event_type": "finished"})
    assert len(calls) == 1


@pytest.mark.parametrize("trigger", ["print_finished", "attention_needed"])
@pytest.mark.parametrize("kind", ["device_id", "area_id"])
async def test_targets(
    hass: HomeAssistant,
    calls: list[ServiceCall],
    p1s: Printer,
    x1c: Printer,
    trigger: str,
    kind: str,
) -> None:
    """A device or an area stands for the printers in it; others are left out."""
    area = ar.async_get(hass).async_create("Workshop")
    foreign = printer(hass, "mower", platform="mower")
    for inside in (p1s, foreign):
        dr.async_get(hass).async_update_device(inside.device_id, area_id=area.id)
    of_device = {"device_id": [p1s.device_id, foreign.device_id]}
    target = of_device if kind == "device_id" else {"area_id": area.id}
    await automate(hass, on(trigger, target=target))
    for each in (p1s, x1c, foreign):
        await each.send_event("finished")
        await each.show("attention", "off")
        await each.show("attention", "on")
        await each.show("print_status", "finished")
    key = "attention" if trigger == "attention_needed" else "print_event"
    assert [call.data["entity_id"] for call in calls] == [p1s.entities[key]]


async def test_entities_of_others_do_not_trigger(
    hass: HomeAssistant, calls: list[ServiceCall], p1s: Printer
) -> None:
    """An entity of another integration beside the right one starts nothing."""
    foreign = printer(hass, "mower", platform="mower")
    event, attention = (
        [each.entities[key] for each in (p1s, foreign)]
        for key in ("print_event", "attention")
    )
    await automate(
        hass,
        on("print_finished", target={"entity_id": event}),
        on("attention_needed", target={"entity_id": attention}),
    )
    await foreign.send_event("finished")
    await foreign.show("attention", "off")
    await foreign.show("attention", "on")
    assert not calls


@pytest.mark.parametrize("trigger", TRIGGERS)
async def test_entities_that_never_work(
    hass: HomeAssistant, p1s: Printer, trigger: str
) -> None:
    """A target with only other entities is refused when it is saved."""
    config = on(trigger, target={"entity_id": p1s.entities["print_status"]})
    with pytest.raises(vol.Invalid, match="This never works with"):
        await async_validate_trigger_config(hass, cv.TRIGGER_SCHEMA(config["triggers"]))


async def test_attention_triggers_when_it_begins(
    hass: HomeAssistant, calls: list[ServiceCall], p1s: Printer
) -> None:
    """A reason that changes, or a link that returns, is not another beginning."""
    await automate(hass, on("attention_needed", target={"device_id": p1s.device_id}))
    await p1s.show("attention", "off")
    await p1s.show("attention", "on", {"reason": "unknown"})
    await p1s.show("attention", "on", {"reason": "filament_runout"})
    await p1s.show("attention", STATE_UNAVAILABLE)
    await p1s.show("attention", "on", {"reason": "filament_runout"})
    assert len(calls) == 1
    await p1s.show("attention", "off")
    await p1s.show("attention", "on")
    assert len(calls) == 2


async def test_attention_of_some_duration(
    hass: HomeAssistant, calls: list[ServiceCall], p1s: Printer
) -> None:
    """Whoever does not want to be called at once is called if it lasts."""
    options = {"behavior": "each", "for": {"minutes": 5}}
    target = {"device_id": p1s.device_id}
    await automate(hass, on("attention_needed", target=target, options=options))
    await p1s.show("attention", "off")
    await p1s.show("attention", "on")
    assert not calls
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(minutes=6))
    await hass.async_block_till_done()
    assert len(calls) == 1


async def test_first_event_of_a_printer_triggers(
    hass: HomeAssistant, calls: list[ServiceCall], p1s: Printer
) -> None:
    """The first print of a new printer triggers as well."""
    await p1s.show("print_event", STATE_UNKNOWN)
    await automate(hass, on("print_started", target={"device_id": p1s.device_id}))
    await p1s.send_event("started")
    assert len(calls) == 1


async def test_attention_of_a_real_printer(
    home: Home, calls: list[ServiceCall]
) -> None:
    """A printer without filament needs a person, by its device."""
    devices = [home.device(serial) for serial in (P1S, A1_MINI)]
    target = {"device_id": [device.id for device in devices if device]}
    await automate(home.hass, on("attention_needed", target=target))
    ran_out = delta(print_error=0x1200_8011, gcode_state="PAUSE", stg_cur=6)
    await push(home, A1_MINI, ran_out)
    await home.until(lambda: calls)
    attention = home.entity_id(A1_MINI, "attention")
    assert [call.data["entity_id"] for call in calls] == [attention]


async def test_editor_has_every_trigger(
    hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    """The editor offers each trigger with its target and its fields."""
    await automate(hass, on("print_started", target={"entity_id": "event.any"}))
    described = await async_get_all_descriptions(hass)
    for trigger in TRIGGERS:
        description = described[f"{DOMAIN}.{trigger}"]
        assert description
        assert description["target"]["entity"][0]["integration"] == DOMAIN
        words = ENGLISH["triggers"][trigger]
        assert description["fields"].keys() == words.get("fields", {}).keys()


def test_every_trigger_is_explained() -> None:
    """Each has a name, a description, an icon, and an example in the page."""
    assert ENGLISH["triggers"].keys() == ICONS["triggers"].keys() == TRIGGERS.keys()
    for trigger in TRIGGERS:
        words = ENGLISH["triggers"][trigger]
        assert words["name"]
        assert words["description"].startswith("Triggers when ")
        assert ICONS["triggers"][trigger].keys() == {"trigger"}
        assert f"trigger: {DOMAIN}.{trigger}\n" in PAGE


async def test_examples_work(
    hass: HomeAssistant, enable_custom_integrations: None
) -> None:
    """Home Assistant accepts every automation in the documentation."""
    pages = ("README.md", "docs/automations.md", "docs/actions.md", "docs/filament.md")
    examples = [each for page in pages for each in yaml_examples(read_page(page))]
    assert len(examples) > len(TRIGGERS) / 2
    await automate(hass, *(each for each in examples if isinstance(each, dict)))
    await turn_off_all(hass)
