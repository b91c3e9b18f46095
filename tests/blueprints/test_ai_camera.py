"""Ask an AI about a print, and believe it only twice."""

from collections.abc import AsyncGenerator
from typing import Any

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
)
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import entity_registry as er
import pytest
from pytest_homeassistant_custom_component.common import async_mock_service

from tests.helpers.automation import Printer, run_ready, turn_off_all
from tests.helpers.blueprints import Phone, use, wait

TITLE = "Workshop P1S: the print seems to have failed"


class Room:
    """A printer with a camera, and an AI that sees what a test wants."""

    def __init__(self, hass: HomeAssistant, p1s: Printer, phone: Phone) -> None:
        """Register the AI."""
        self.hass, self.p1s, self.phone = hass, p1s, phone
        self.questions: list[ServiceCall] = []
        self.sees: list[bool | None] = []
        """What it sees at its next looks, None for an error; then nothing."""
        self.presses = async_mock_service(hass, "button", "press")
        self.switches = [
            async_mock_service(hass, "light", f"turn_{state}")
            for state in ("on", "off")
        ]
        hass.services.async_register(
            "ai_task",
            "generate_data",
            self._answer,
            supports_response=SupportsResponse.ONLY,
        )

    async def _answer(self, call: ServiceCall) -> ServiceResponse:
        """Return what the AI sees."""
        self.questions.append(call)
        failed = self.sees.pop(0) if self.sees else False
        if failed is None:
            raise HomeAssistantError("The AI is asleep.")
        return {"data": {"failed": failed, "why": "A tangle of filament."}}

    async def open(self, **inputs: Any) -> None:
        """Let the printer print, and make the automation."""
        for key in ("pause", "resume", "stop"):
            await self.p1s.show(key, "unknown", {"button": key})
        await self.p1s.show("camera", "idle", {"reason": None})
        await self.p1s.show("chamber_light", "off")
        await self.p1s.show("print_status", "printing")
        common = {"printer": self.p1s.device_id, "phones": [self.phone.device_id]}
        await use(self.hass, "ai_look", every="/10", **common, **inputs)

    async def press(self, what: str) -> None:
        """Press a button of the last notification."""
        actions = {each["title"]: each["action"] for each in self.phone.last["actions"]}
        data = {"action": actions[what]}
        self.hass.bus.async_fire("mobile_app_notification_action", data)
        await run_ready()


@pytest.fixture
async def room(hass: HomeAssistant, p1s: Printer, phone: Phone) -> AsyncGenerator[Room]:
    """Return a printer with a camera, and an AI."""
    yield Room(hass, p1s, phone)
    await turn_off_all(hass)


async def test_good_print(room: Room, freezer: FrozenDateTimeFactory) -> None:
    """It is asked while the printer prints, in the light, and notifies of nothing."""
    await room.open(ai="ai_task.mine")
    await wait(room.hass, freezer, minutes=14)
    assert not room.questions
    await wait(room.hass, freezer, minutes=17)
    assert len(room.questions) == 2
    asked = room.questions[0].data
    camera = room.p1s.entities["camera"]
    assert asked["entity_id"] == "ai_task.mine"
    assert asked["attachments"] == [
        {
            "media_content_id": f"media-source://camera/{camera}",
            "media_content_type": "image/jpeg",
        }
    ]
    light = [room.p1s.entities["chamber_light"]]
    for calls in room.switches:
        assert [call.data["entity_id"] for call in calls] == [light] * 2
    await room.p1s.show("print_status", "finished")
    await wait(room.hass, freezer, minutes=31)
    assert len(room.questions) == 2
    assert not room.phone.calls


@pytest.mark.parametrize("pause", [True, False])
async def test_failed_print(
    room: Room, freezer: FrozenDateTimeFactory, done: list[ServiceCall], pause: Any
) -> None:
    """After two hits it notifies, and pauses if that is wanted, once."""
    act = {"action": "test.act", "data": {"said": "{{ why }}|{{ has_paused }}"}}
    await room.open(pause=pause, actions=[act])
    await wait(room.hass, freezer, minutes=15)
    room.sees = [True] * 9
    await wait(room.hass, freezer, minutes=6)
    assert "entity_id" not in room.questions[0].data
    assert len(room.questions) == 1
    assert not room.phone.calls
    assert not room.presses
    await wait(room.hass, freezer, minutes=3)
    assert room.phone.shown == [(TITLE, "A tangle of filament.")]
    assert [call.data["said"] for call in done] == [f"A tangle of filament.|{pause}"]
    pressed = [call.data["entity_id"] for call in room.presses]
    assert pressed == ([[room.p1s.entities["pause"]]] if pause else [])
    await wait(room.hass, freezer, minutes=40)
    assert len(room.questions) == 2

    await room.p1s.show("print_status", "canceled")
    await wait(room.hass, freezer, minutes=2)
    await room.p1s.show("print_status", "printing")
    await wait(room.hass, freezer, minutes=30)
    assert len(room.phone.calls) == 2


@pytest.mark.parametrize("sees", [[True, False], [True, None], [None, True, False]])
async def test_one_hit_is_none(
    room: Room, freezer: FrozenDateTimeFactory, sees: list[bool | None]
) -> None:
    """A single hit proves nothing, nor does an AI that does not answer."""
    await room.open(pause=True, with_light=False)
    room.sees = sees
    await wait(room.hass, freezer, minutes=61)
    assert len(room.questions) > len(sees)
    assert not room.phone.calls
    assert not room.presses
    assert room.switches == [[], []]


async def test_print_that_ends_between_questions(
    room: Room, freezer: FrozenDateTimeFactory
) -> None:
    """What is not printed any more has not failed."""
    await room.open()
    room.sees = [True, True]
    await wait(room.hass, freezer, minutes=21)
    await room.p1s.show("print_status", "finished")
    await wait(room.hass, freezer, minutes=5)
    assert len(room.questions) == 1
    assert not room.phone.calls


async def test_camera_without_a_picture(
    room: Room, freezer: FrozenDateTimeFactory
) -> None:
    """The picture that says why there is none is not for an AI."""
    await room.open()
    for state, reason in (("idle", "lan_off"), ("unavailable", None)):
        await room.p1s.show("camera", state, {"reason": reason})
        await wait(room.hass, freezer, minutes=31)
    assert not room.questions


async def test_buttons(room: Room, freezer: FrozenDateTimeFactory) -> None:
    """The print can be stopped, or the AI be given a rest."""
    await room.open(mute=30)
    await wait(room.hass, freezer, minutes=15)
    room.sees = [True, True, True, True]
    await wait(room.hass, freezer, minutes=9)
    assert len(room.phone.calls) == 1
    await room.press("Pause")
    await room.press("Stop")
    assert room.phone.shown[-1] == ("Workshop P1S", "Stop the print?")
    await room.press("Stop")
    assert [call.data["entity_id"] for call in room.presses] == [
        [room.p1s.entities["pause"]],
        [room.p1s.entities["stop"]],
    ]

    assert len(room.questions) == 2
    stop = room.phone.last["actions"][0]["action"]
    good = {"action": stop.replace(":really", ":good")}
    room.hass.bus.async_fire("mobile_app_notification_action", good)
    await wait(room.hass, freezer, minutes=29)
    assert len(room.questions) == 2
    await wait(room.hass, freezer, minutes=15)
    assert len(room.questions) == 4
    assert room.phone.shown[-1] == (TITLE, "A tangle of filament.")


async def test_printer_that_refuses_commands(
    room: Room, freezer: FrozenDateTimeFactory
) -> None:
    """It cannot be paused; the notification comes all the same."""
    await room.open(pause=True)
    for key in ("pause", "resume", "stop"):
        er.async_get(room.hass).async_remove(room.p1s.entities[key])
    room.sees = [True, True]
    await wait(room.hass, freezer, minutes=25)
    assert [each["title"] for each in room.phone.last["actions"]] == ["Looks good"]
    assert not room.presses
