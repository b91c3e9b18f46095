"""Blueprints do with simulated printers what they promise."""

from collections.abc import AsyncGenerator
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any, override
from unittest.mock import AsyncMock

from homeassistant.components.ai_task import (
    AITaskEntity,
    AITaskEntityFeature,
    GenDataTask,
    GenDataTaskResult,
)
from homeassistant.components.ai_task.const import DATA_COMPONENT
from homeassistant.components.camera import Image
from homeassistant.components.conversation import ChatLog
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
import pytest
from pytest_homeassistant_custom_component.common import (
    async_fire_time_changed,
    async_mock_service,
)

from .helpers.actions import ams_serial, device_id, print_commands
from .helpers.automation import run_ready, turn_off_all
from .helpers.blueprints import Phone, install, use
from .helpers.clock import Wall
from .helpers.controls import Control, accept_commands, printing
from .helpers.home import H2D, P1S, Home
from .helpers.wait import until

ORDER = "input_boolean.order"


@pytest.fixture(autouse=True)
def _installed(
    hass: HomeAssistant, tmp_path: Path, entity_registry_enabled_by_default: None
) -> None:
    """Install the blueprints before anything else is set up."""
    install(hass, tmp_path)


@pytest.fixture(autouse=True)
async def _ended(_installed: None, home: Home) -> AsyncGenerator[None]:
    """End the automations before the account is unloaded: they may wait."""
    yield
    await turn_off_all(home.hass)


@pytest.fixture
def phone(hass: HomeAssistant) -> Phone:
    """Return a phone."""
    return Phone(hass, "Pixel", "mobile_app_pixel")


@pytest.fixture
def done(hass: HomeAssistant) -> list[ServiceCall]:
    """Return the calls of a person's own actions."""
    return async_mock_service(hass, "test", "act")


async def press(home: Home, phone: Phone, what: str) -> None:
    """Press a button of the last notification."""
    actions = {each["title"]: each["action"] for each in phone.last["actions"]}
    data = {"action": actions[what]}
    home.hass.bus.async_fire("mobile_app_notification_action", data)
    await run_ready()


async def pass_time(home: Home, seconds: float) -> None:
    """Let time pass, and do not wait for automations that wait themselves."""
    async_fire_time_changed(home.hass, dt_util.utcnow() + timedelta(seconds=seconds))
    await run_ready()


async def test_print_later(home: Home, phone: Phone) -> None:
    """An order waits for the plate, and prints then."""
    hass = home.hass
    assert await async_setup_component(
        hass, "input_boolean", {"input_boolean": {"order": None}}
    )
    await use(
        hass,
        "print_later",
        printer=device_id(home, P1S),
        order=ORDER,
        phones=[phone.device_id],
        file="Benchy.gcode.3mf",
    )
    await hass.services.async_call(
        "input_boolean", "turn_on", {"entity_id": ORDER}, blocking=True
    )
    await home.until(lambda: phone.calls)
    assert "nobody has said that the plate is clear" in phone.shown[0][1]
    assert not print_commands(home)

    await Control(home, P1S, "plate_clear", "button").do("press")
    await pass_time(home, 310)
    await home.until_happened(lambda: len(phone.calls) == 2)
    assert phone.shown[1][0] == "A print has started"
    assert hass.states.is_state(ORDER, "off")
    assert len(print_commands(home)) == 1
    await home.until_happened(lambda: home.binary(P1S, "plate_clear") == "off")


async def test_notification_of_an_ended_print(
    home: Home, phone: Phone, wall: Wall
) -> None:
    """What a printer reports fits the texts, and its button clears the plate."""
    common = {"printers": [device_id(home, P1S)], "phones": [phone.device_id]}
    await use(home.hass, "print_ended", **common)
    await printing(home, P1S)
    await home.until_happened(lambda: phone.calls)
    wall.ahead += timedelta(seconds=5)
    ((title, message),) = phone.shown
    assert title == "Benchy is done"
    assert message.startswith("Workshop P1S · ")
    await press(home, phone, "Plate is clear")
    assert home.binary(P1S, "plate_clear") == "on"


async def test_stop_by_notification(home: Home, phone: Phone) -> None:
    """A print that waits for filament is stopped from afar, after two questions."""
    common = {"printers": [device_id(home, P1S)], "phones": [phone.device_id]}
    await use(home.hass, "attention_needed", **common)
    await home.cloud.scenario(P1S, "external_runout", 600)
    await home.until_happened(lambda: home.binary(P1S, "attention") == "on")
    await pass_time(home, 11)
    await home.until(lambda: phone.calls)
    assert [each["title"] for each in phone.last["actions"]] == [
        *("Resume", "Stop", "Later", "Light")
    ]
    await press(home, phone, "Stop")
    await press(home, phone, "Stop")
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "canceled")


class Ai(AITaskEntity):
    """An AI that sees that each print fails."""

    entity_id = "ai_task.mine"
    _attr_supported_features = (
        AITaskEntityFeature.GENERATE_DATA | AITaskEntityFeature.SUPPORT_ATTACHMENTS
    )

    def __init__(self) -> None:
        """Start without a task."""
        self.tasks: list[GenDataTask] = []

    @override
    async def _async_generate_data(
        self, task: GenDataTask, chat_log: ChatLog
    ) -> GenDataTaskResult:
        """Return what it sees."""
        self.tasks.append(task)
        assert task.structure is not None
        seen = task.structure({"failed": True, "why": "Spaghetti."})
        return GenDataTaskResult(conversation_id="1", data=seen)


async def test_ai(home: Home, phone: Phone, monkeypatch: pytest.MonkeyPatch) -> None:
    """An AI gets the picture of the camera in the form that Home Assistant wants."""
    hass, ai = home.hass, Ai()
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "ai_task", {})
    await hass.data[DATA_COMPONENT].async_add_entities([ai])
    camera = Control(home, P1S, "camera", "camera")
    get_image = AsyncMock(return_value=Image("image/jpeg", b"picture"))
    monkeypatch.setattr("homeassistant.components.camera.async_get_image", get_image)
    await use(
        hass,
        "ai_look",
        printer=device_id(home, P1S),
        ai="ai_task.mine",
        every="/5",
        begin={"seconds": 0},
        with_light=False,
        pause=True,
        phones=[phone.device_id],
    )
    await printing(home, P1S)
    assert camera.entry
    hass.states.async_set(camera.entry.entity_id, "idle", {"reason": None})
    await pass_time(home, 310)
    await home.until(lambda: len(ai.tasks) == 1)
    assert not phone.calls
    await until(lambda: phone.calls, meanwhile=partial(pass_time, home, 130))
    assert phone.shown[0][1] == "Spaghetti."
    assert ai.tasks[1].attachments
    assert ai.tasks[1].attachments[0].mime_type == "image/jpeg"
    await home.until_happened(lambda: home.shows(P1S, "print_status") == "paused")


@pytest.mark.parametrize("accepts", [True, False])
async def test_drying(
    home: Home, phone: Phone, done: list[ServiceCall], accepts: Any
) -> None:
    """An AMS 2 Pro that has become humid dries, where its printer accepts that."""
    if accepts:
        await accept_commands(home, H2D)
    serial = ams_serial(home, H2D)
    home.cloud.simulated(H2D).ams.units["0"].humidity = 60
    await home.send_full_report(H2D)
    await home.until_shown(serial, "humidity", "60")
    ams = home.device(serial)
    assert ams
    assert ams.model == "AMS 2 Pro"
    act = {"action": "test.act", "data": {"started": "{{ has_started }}"}}
    await use(
        home.hass,
        "drying",
        ams=ams.id,
        printers=[device_id(home, H2D)],
        idle={"seconds": 0},
        phones=[phone.device_id],
        actions=[act],
    )
    await pass_time(home, 310)
    await home.until(lambda: done)
    assert [call.data["started"] for call in done] == [accepts]
    if accepts:
        await home.until_happened(
            lambda: home.shows(serial, "drying_status") in {"checking", "drying"}
        )
