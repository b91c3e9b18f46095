"""The blueprints do what they promise, in a real Home Assistant."""

from datetime import timedelta
from pathlib import Path
import re
import shutil
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.components.automation.helpers import async_get_blueprints
from homeassistant.components.blueprint import Blueprint
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.translation import async_load_integrations
from homeassistant.setup import async_setup_component
import pytest
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
    async_mock_service,
)

from custom_components.bambu_cloud.const import DOMAIN

from .workshop import Printer, automate, printer, settle

ROOT = Path(__file__).parent.parent
BLUEPRINTS = ROOT / "blueprints" / "automation"
NAMES = sorted(path.stem for path in (BLUEPRINTS / DOMAIN).iterdir())
README = (ROOT / "README.md").read_text(encoding="utf-8")
NOON = "2026-11-20T12:00:00+00:00"


@pytest.fixture(autouse=True)
async def _kitchen(
    hass: HomeAssistant, tmp_path: Path, freezer: FrozenDateTimeFactory
) -> None:
    """Let Home Assistant have the blueprints, our words, and lunch."""
    shutil.copytree(BLUEPRINTS, tmp_path / "blueprints" / "automation")
    hass.config.config_dir = str(tmp_path)
    await hass.config.async_set_time_zone("UTC")
    freezer.move_to(NOON)
    hass.config.components.add(DOMAIN)
    await async_load_integrations(hass, {DOMAIN})


@pytest.fixture
def p1s(hass: HomeAssistant) -> Printer:
    """Return a printer."""
    return printer(hass, "Workshop P1S")


@pytest.fixture
def done(hass: HomeAssistant) -> list[ServiceCall]:
    """Return what was done by the actions of a person's own."""
    return async_mock_service(hass, "test", "act")


class Phone:
    """A phone with the app, and what it was notified of."""

    def __init__(self, hass: HomeAssistant, name: str, service: str) -> None:
        """Register the phone."""
        entry = MockConfigEntry(domain="mobile_app")
        entry.add_to_hass(hass)
        self.device_id = (
            dr.async_get(hass)
            .async_get_or_create(
                config_entry_id=entry.entry_id,
                identifiers={("mobile_app", name)},
                name=name,
            )
            .id
        )
        self.calls = async_mock_service(hass, "notify", service)

    @property
    def shown(self) -> list[tuple[str | None, str]]:
        """Return the titles and messages."""
        return [(call.data.get("title"), call.data["message"]) for call in self.calls]

    @property
    def last(self) -> dict[str, Any]:
        """Return what else the last notification says."""
        extras: dict[str, Any] = self.calls[-1].data["data"]
        return extras


@pytest.fixture
def phone(hass: HomeAssistant) -> Phone:
    """Return a phone."""
    return Phone(hass, "Ann's Pixel", "mobile_app_ann_s_pixel")


async def use(hass: HomeAssistant, name: str, **inputs: Any) -> None:
    """Make an automation of a blueprint."""
    path = f"{DOMAIN}/{name}.yaml"
    await automate(hass, {"use_blueprint": {"path": path, "input": inputs}})


async def wait(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, **duration: float
) -> None:
    """Let time pass, a minute at most at a time."""
    left = timedelta(**duration)
    while left > timedelta():
        step = min(left, timedelta(minutes=1))
        freezer.tick(step)
        async_fire_time_changed(hass)
        await settle()
        left -= step


@pytest.mark.parametrize("name", NAMES)
async def test_blueprint_can_be_imported(hass: HomeAssistant, name: str) -> None:
    """The README links to the import of each, and its source is where it says."""
    await async_setup_component(hass, "automation", {})
    path = f"{DOMAIN}/{name}.yaml"
    blueprint = (await async_get_blueprints(hass).async_get_blueprints())[path]
    assert isinstance(blueprint, Blueprint)
    assert blueprint.validate() is None
    metadata = blueprint.metadata
    assert metadata["homeassistant"]["min_version"] == "2026.9.0"
    url = metadata["source_url"]
    assert url.startswith("https://github.com/bambu-cloud/ha-bambu-cloud/blob/main/")
    assert (ROOT / url.partition("/blob/main/")[2]).is_file()
    quoted = url.replace(":", "%3A").replace("/", "%2F")
    assert f"blueprint_import/?blueprint_url={quoted}" in README
    assert f"(blueprints/automation/{path})" in README
    text = (BLUEPRINTS / path).read_text(encoding="utf-8")
    assert set(re.findall(r"!input (\w+)", text)) == blueprint.inputs.keys()
    assert all(each["name"] for each in blueprint.inputs.values())


async def test_end_of_a_print_is_told_once(
    hass: HomeAssistant, p1s: Printer, phone: Phone, done: list[ServiceCall]
) -> None:
    """A finished print is told with what is known of it, and with its picture."""
    await p1s.show("cover", NOON)
    await use(
        hass,
        "print_ended",
        printers=[p1s.device_id],
        phones=[phone.device_id],
        actions=[
            {
                "action": "test.act",
                "data": {
                    "title": "{{ notification_title }}",
                    "message": "{{ notification_message }}",
                    "picture": "{{ picture_path }}",
                },
            }
        ],
    )
    await p1s.tell("started", title="Benchy")
    await p1s.tell("first_layer_finished", title="Benchy")
    assert not phone.calls
    await p1s.tell("finished", title="Benchy", duration=4980, weight=13.4, late=False)
    await p1s.come_back()
    expected = ("Benchy is done", "Workshop P1S · 1 h 23 min · 13 g")
    assert phone.shown == [expected]
    picture = f"/api/image_proxy/{p1s.entities['cover']}"
    page = f"/config/devices/device/{p1s.device_id}"
    assert phone.last == {
        "group": "bambu_cloud",
        "url": page,
        "clickAction": page,
        "image": picture,
    }
    title, message = expected
    assert [call.data for call in done] == [
        {"title": title, "message": message, "picture": picture}
    ]


async def test_only_chosen_endings_are_told(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> None:
    """Who cancels a print knows it; a failure comes with its reason in words."""
    common = {"printers": [p1s.device_id], "phones": [phone.device_id]}
    await use(hass, "print_ended", **common)
    await p1s.tell("canceled", title="Benchy", reason=None)
    await p1s.tell("failed", title="Benchy", duration=300, reason="filament_runout")
    await p1s.tell("failed", title=None, error_text="The bed is on fire.")
    assert phone.shown == [
        ("Benchy has failed", "Workshop P1S · 5 min · Filament ran out"),
        ("The print has failed", "Workshop P1S · The bed is on fire."),
    ]


async def test_what_nobody_saw_is_told_with_its_time(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> None:
    """A print that ended while Home Assistant was not running is late, not lost."""
    await use(
        hass,
        "print_ended",
        printers=[p1s.device_id],
        phones=[phone.device_id],
        endings=["canceled"],
    )
    ended = "2026-11-20T09:14:00+00:00"
    await p1s.tell("canceled", title="Benchy", ended=ended, late=True)
    assert phone.shown == [("Benchy was canceled", "Workshop P1S · ended at 09:14")]


@pytest.mark.parametrize(
    ("choice", "picture"),
    [("camera", "/api/camera_proxy/camera.workshop_p1s_camera"), ("none", None)],
)
async def test_picture_is_chosen(
    hass: HomeAssistant, p1s: Printer, phone: Phone, choice: str, picture: str | None
) -> None:
    """A person may prefer what the camera sees, or no picture."""
    await p1s.show("cover", NOON)
    await p1s.show("camera", "idle")
    await use(
        hass,
        "print_ended",
        printers=[p1s.device_id],
        phones=[phone.device_id],
        picture=choice,
    )
    await p1s.tell("finished", title="Benchy")
    assert phone.last.get("image") == picture


async def test_no_picture_is_no_obstacle(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> None:
    """A print without a cover is told without one."""
    common = {"printers": [p1s.device_id], "phones": [phone.device_id]}
    await use(hass, "print_ended", **common)
    await p1s.tell("finished", title="Benchy")
    assert phone.shown == [("Benchy is done", "Workshop P1S")]
    assert "image" not in phone.last


@pytest.mark.parametrize(
    ("start", "end", "quiet"),
    [
        ("11:00:00", "13:00:00", True),
        ("12:00:00", "12:30:00", True),
        ("11:00:00", "12:00:00", False),
        ("22:00:00", "13:00:00", True),
        ("11:59:00", "07:00:00", True),
        ("22:00:00", "07:00:00", False),
        ("00:00:00", "00:00:00", False),
    ],
)
@pytest.mark.parametrize("choice", ["silent", "nothing"])
async def test_quiet_hours(
    hass: HomeAssistant,
    p1s: Printer,
    phone: Phone,
    done: list[ServiceCall],
    start: str,
    end: str,
    quiet: Any,
    choice: str,
) -> None:
    """Nothing makes a sound between these times, also across midnight."""
    await use(
        hass,
        "print_ended",
        printers=[p1s.device_id],
        phones=[phone.device_id],
        quiet_from=start,
        quiet_until=end,
        quiet_phones=choice,
        actions=[{"action": "test.act"}],
    )
    await p1s.tell("finished", title="Benchy")
    assert len(done) == (0 if quiet else 1)
    assert len(phone.calls) == (0 if quiet and choice == "nothing" else 1)
    if phone.calls:
        assert (phone.last.get("push", {}).get("sound") == "none") is quiet
        assert (phone.last.get("importance") == "low") is quiet


async def test_each_printer_and_each_phone(
    hass: HomeAssistant, p1s: Printer, phone: Phone
) -> None:
    """Prints that end at once are all told; a phone that was removed stops no other."""
    x1c = printer(hass, "Cellar X1C")
    tablet = Phone(hass, "Tablet", "mobile_app_tablet")
    await use(
        hass,
        "print_ended",
        printers=[p1s.device_id, x1c.device_id],
        phones=["removed", tablet.device_id, phone.device_id],
        title="{{ printer }}",
        message="{{ print }}: {{ event_type }}",
    )
    await p1s.tell("finished", title="Benchy")
    await x1c.tell("finished", title="1234")
    assert phone.shown == [
        ("Workshop P1S", "Benchy: finished"),
        ("Cellar X1C", "1234: finished"),
    ]
    assert tablet.shown == phone.shown


async def test_attention_is_called_for_until_it_is_given(
    hass: HomeAssistant,
    p1s: Printer,
    phone: Phone,
    done: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """One call with the reason, reminders, and a notification that goes away."""
    await p1s.show("attention", "off")
    await use(
        hass,
        "attention_needed",
        printers=[p1s.device_id],
        phones=[phone.device_id],
        interval=15,
        actions=[{"action": "test.act", "data": {"n": "{{ reminder }}"}}],
    )
    await p1s.show("attention", "on", {"reason": "unknown"})
    assert not phone.calls
    await p1s.show("attention", "on", {"reason": "nozzle_clogged"})
    await wait(hass, freezer, seconds=11)
    assert phone.shown == [("Workshop P1S needs you", "The nozzle is clogged")]
    await wait(hass, freezer, minutes=14)
    assert len(phone.calls) == 1
    await wait(hass, freezer, minutes=2)
    assert len(phone.calls) == 2
    # While nobody knows, nobody is called; and it is the same call afterwards.
    await p1s.show("attention", "unavailable")
    await wait(hass, freezer, minutes=16)
    assert len(phone.calls) == 2
    await p1s.show("attention", "on", {"reason": "nozzle_clogged"})
    await wait(hass, freezer, minutes=16)
    assert len(phone.calls) == 3
    await p1s.show("attention", "off")
    assert phone.shown[3:] == [(None, "clear_notification")]
    assert {call.data["data"]["tag"] for call in phone.calls} == {
        p1s.entities["attention"]
    }
    assert [call.data["n"] for call in done] == [0, 1, 3]
    await wait(hass, freezer, minutes=60)
    assert len(phone.calls) == 4


async def test_attention_without_reminder(
    hass: HomeAssistant, p1s: Printer, phone: Phone, freezer: FrozenDateTimeFactory
) -> None:
    """Whoever wants no reminders is called once for each time."""
    await p1s.show("attention", "off")
    common = {"printers": [p1s.device_id], "phones": [phone.device_id]}
    await use(hass, "attention_needed", **common)
    await p1s.show("attention", "on")
    await wait(hass, freezer, seconds=5)
    await p1s.show("attention", "off")
    await wait(hass, freezer, seconds=60)
    assert not phone.calls
    for _ in range(2):
        await p1s.show("attention", "on")
        await wait(hass, freezer, minutes=90)
        await p1s.show("attention", "off")
    called = ("Workshop P1S needs you", "It does not say why")
    assert phone.shown == [called, (None, "clear_notification")] * 2


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
    nozzle = p1s.entities["nozzle_temperature"]
    await use(
        hass,
        "switch_off",
        printer=p1s.device_id,
        target={"entity_id": "switch.plug"},
        **{"nozzles": [nozzle], **inputs},
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
    await p1s.tell(ending)
    await wait(hass, freezer, minutes=11)
    await p1s.show("nozzle_temperature", "50")
    await p1s.show("nozzle_temperature", "unavailable")
    await p1s.show("nozzle_temperature", "unknown")
    assert not turned_off
    await p1s.show("nozzle_temperature", "49.9")
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
    await p1s.tell("finished")
    await p1s.show("nozzle_temperature", "30")
    await wait(hass, freezer, minutes=29)
    assert not turned_off
    await wait(hass, freezer, minutes=2)
    assert len(turned_off) == 1


async def test_another_print_keeps_the_plug_on(
    hass: HomeAssistant,
    p1s: Printer,
    turned_off: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """What begins in between is never cut off; its own end counts."""
    await use_switch(hass, p1s)
    await p1s.show("print_status", "finished")
    await p1s.tell("finished")
    await wait(hass, freezer, minutes=5)
    await p1s.show("nozzle_temperature", "40")
    await p1s.show("print_status", "printing")
    await p1s.tell("started")
    await wait(hass, freezer, minutes=30)
    assert not turned_off
    await p1s.show("print_status", "finished")
    await p1s.tell("finished")
    await wait(hass, freezer, minutes=11)
    assert len(turned_off) == 1


async def test_printer_that_prepares_keeps_the_plug_on(
    hass: HomeAssistant,
    p1s: Printer,
    turned_off: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """A print that is about to begin counts, too."""
    await use_switch(hass, p1s)
    await p1s.show("print_status", "finished")
    await p1s.tell("finished")
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
    """One of two nozzles may be cool all the time."""
    hass.states.async_set("sensor.other", "25")
    nozzles = ["sensor.other", p1s.entities["nozzle_temperature"]]
    await use_switch(hass, p1s, nozzles=nozzles, temperature=60)
    await p1s.show("print_status", "finished")
    await p1s.tell("finished")
    await wait(hass, freezer, minutes=15)
    assert not turned_off
    await p1s.show("nozzle_temperature", "59")
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
    await p1s.tell("finished")
    await p1s.show("nozzle_temperature", "unavailable")
    await wait(hass, freezer, minutes=75)
    await p1s.show("nozzle_temperature", "22")
    assert not turned_off
