"""Buttons of notifications do what they say, at the right printer, once."""

from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from tests.helpers.automation import Printer, printer, run_ready, turn_off_all
from tests.helpers.blueprints import Phone, use, wait

STATUS = {"options": ["slicing", "printing", "paused"]}
EVENT = "mobile_app_notification_action"


@pytest.fixture
def presses(hass: HomeAssistant) -> list[ServiceCall]:
    """Return the buttons of the printer that were pressed."""
    return async_mock_service(hass, "button", "press")


@pytest.fixture
def toggles(hass: HomeAssistant) -> list[ServiceCall]:
    """Return the lights that were switched."""
    return async_mock_service(hass, "light", "toggle")


@pytest.fixture
async def obedient(p1s: Printer) -> Printer:
    """Return a printer that accepts commands, and whose plate can be cleared."""
    for key in ("pause", "resume", "stop"):
        await p1s.show(key, "unknown", {"button": key})
    await p1s.show("plate_button", "unknown", {"button": "plate_clear"})
    await p1s.show("attention", "off")
    return p1s


def offered(phone: Phone) -> dict[str, dict[str, Any]]:
    """Return the buttons of the last notification by what they say."""
    return {each["title"]: each for each in phone.last.get("actions", [])}


async def press(hass: HomeAssistant, action: str) -> None:
    """Press a button of a notification."""
    hass.bus.async_fire(EVENT, {"action": action})
    await run_ready()


async def need(printer: Printer, freezer: FrozenDateTimeFactory) -> None:
    """Let a paused printer need a person, and wait for the notification."""
    await printer.show("print_status", "paused", STATUS)
    await printer.show("attention", "on", {"reason": "nozzle_clogged"})
    await wait(printer.hass, freezer, seconds=11)


async def test_resume_and_light(
    hass: HomeAssistant,
    obedient: Printer,
    phone: Phone,
    presses: list[ServiceCall],
    toggles: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """A paused print can go on, in the light."""
    common = {"printers": [obedient.device_id], "phones": [phone.device_id]}
    await use(hass, "attention_needed", **common)
    await need(obedient, freezer)
    buttons = offered(phone)
    assert list(buttons) == ["Resume", "Stop", "Later", "Light"]
    await press(hass, buttons["Light"]["action"])
    assert [call.data["entity_id"] for call in toggles] == [
        [obedient.entities["chamber_light"]]
    ]
    await press(hass, buttons["Resume"]["action"])
    assert [call.data["entity_id"] for call in presses] == [
        [obedient.entities["resume"]]
    ]
    assert len(phone.calls) == 1
    await obedient.show("attention", "off")
    await turn_off_all(hass)


async def test_pause(
    hass: HomeAssistant, obedient: Printer, phone: Phone, freezer: FrozenDateTimeFactory
) -> None:
    """A print that goes on although a person is needed can pause."""
    common = {"printers": [obedient.device_id], "phones": [phone.device_id]}
    words = {"pause": "Anhalten"}
    await use(hass, "attention_needed", offered=["resume"], words=words, **common)
    await obedient.show("print_status", "printing", STATUS)
    await obedient.show("attention", "on")
    await wait(hass, freezer, seconds=11)
    assert list(offered(phone)) == ["Anhalten"]
    await turn_off_all(hass)


async def test_stop_is_asked_twice(
    hass: HomeAssistant,
    obedient: Printer,
    phone: Phone,
    presses: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """One touch does not end a print of a day; an iPhone asks for its owner, too."""
    common = {"printers": [obedient.device_id], "phones": [phone.device_id]}
    await use(hass, "attention_needed", **common)
    await need(obedient, freezer)
    stop = offered(phone)["Stop"]
    assert stop["destructive"] is True
    await press(hass, stop["action"])
    assert not presses
    assert phone.shown[-1] == ("Workshop P1S", "Stop the print?")
    (really,) = offered(phone).values()
    assert (really["destructive"], really["authenticationRequired"]) == (True, True)
    await press(hass, really["action"])
    assert [call.data["entity_id"] for call in presses] == [[obedient.entities["stop"]]]
    await turn_off_all(hass)


@pytest.mark.parametrize("interval", [0, 5])
async def test_later(
    hass: HomeAssistant,
    obedient: Printer,
    phone: Phone,
    freezer: FrozenDateTimeFactory,
    interval: int,
) -> None:
    """A reminder comes when it is wanted, and none before."""
    common = {"printers": [obedient.device_id], "phones": [phone.device_id]}
    await use(hass, "attention_needed", interval=interval, snooze=20, **common)
    await need(obedient, freezer)
    await press(hass, offered(phone)["Later"]["action"])
    await wait(hass, freezer, minutes=19)
    assert len(phone.calls) == 1
    await wait(hass, freezer, minutes=2)
    assert len(phone.calls) == 2
    await wait(hass, freezer, hours=3)
    assert (len(phone.calls) == 2) is (interval == 0)
    await obedient.show("attention", "off")
    assert phone.shown[-1] == (None, "clear_notification")


async def test_printer_that_refuses_commands(
    hass: HomeAssistant, p1s: Printer, phone: Phone, freezer: FrozenDateTimeFactory
) -> None:
    """What does not work is not offered."""
    for key in ("pause", "resume", "stop", "plate_button"):
        er.async_get(hass).async_remove(p1s.entities[key])
    common = {"printers": [p1s.device_id], "phones": [phone.device_id]}
    await p1s.show("attention", "off")
    await use(hass, "attention_needed", **common)
    await need(p1s, freezer)
    assert list(offered(phone)) == ["Later", "Light"]
    await turn_off_all(hass)


async def test_buttons_of_others(
    hass: HomeAssistant,
    obedient: Printer,
    phone: Phone,
    presses: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
) -> None:
    """Neither other notifications nor other printers press anything."""
    other = printer(hass, "Cellar X1C")
    await other.show("stop", "unknown", {"button": "stop"})
    common = {"printers": [obedient.device_id], "phones": [phone.device_id]}
    await use(hass, "attention_needed", **common)
    await need(obedient, freezer)
    good = offered(phone)["Resume"]["action"]
    mark = good.removesuffix(f":resume:{obedient.entities['attention']}")
    for action in (
        "REPLY",
        "a:b:c:d",
        good.replace("automation_0", "automation_1"),
        f"{mark}:really:{other.entities['attention']}",
        f"{mark}:really:nothing",
    ):
        await press(hass, action)
    assert not presses
    assert len(phone.calls) == 1
    await turn_off_all(hass)


async def test_plate_is_cleared(
    hass: HomeAssistant,
    obedient: Printer,
    phone: Phone,
    presses: list[ServiceCall],
    toggles: list[ServiceCall],
) -> None:
    """The notification of an ended print confirms that the plate is clear."""
    common = {"printers": [obedient.device_id], "phones": [phone.device_id]}
    await use(hass, "print_ended", **common)
    await obedient.send_event("finished", title="Benchy's 1st", filaments=[{"a": None}])
    buttons = offered(phone)
    assert list(buttons) == ["Plate is clear", "Later", "Light"]
    await press(hass, buttons["Light"]["action"])
    assert len(toggles) == 1
    await press(hass, buttons["Plate is clear"]["action"])
    assert [call.data["entity_id"] for call in presses] == [
        [obedient.entities["plate_button"]]
    ]
    await press(hass, "REPLY")
    assert len(phone.calls) == 1


@pytest.mark.parametrize("meanwhile", [None, "print", "plate"])
async def test_reminder_of_an_ended_print(
    hass: HomeAssistant,
    obedient: Printer,
    phone: Phone,
    done: list[ServiceCall],
    freezer: FrozenDateTimeFactory,
    meanwhile: str | None,
) -> None:
    """The same notification comes again, unless a person was there."""
    common = {"printers": [obedient.device_id], "phones": [phone.device_id]}
    act = [{"action": "test.act"}]
    await use(hass, "print_ended", snooze=45, actions=act, **common)
    await obedient.send_event("finished", title="Benchy", duration=4980, weight=13.4)
    await press(hass, offered(phone)["Later"]["action"])
    await wait(hass, freezer, minutes=44)
    assert len(phone.calls) == 1
    if meanwhile == "print":
        await obedient.send_event("started", title="Next")
    if meanwhile == "plate":
        button = {"button": "plate_clear"}
        await obedient.show("plate_button", "2026-11-20T12:30:00+00:00", button)
    await wait(hass, freezer, minutes=2)
    once = [("Benchy is done", "Workshop P1S · 1 h 23 min · 13 g")]
    assert phone.shown == once * (1 if meanwhile else 2)
    assert len(done) == 1
