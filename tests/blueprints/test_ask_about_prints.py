"""Ask what the printers print, without a language model."""

from typing import Any

from homeassistant.const import STATE_OFF, STATE_ON
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
import pytest

from tests.helpers.automation import Printer, printer
from tests.helpers.blueprints import use


@pytest.fixture
async def x1c(hass: HomeAssistant) -> Printer:
    """Return another printer, which prints nothing."""
    assert await async_setup_component(hass, "homeassistant", {})
    assert await async_setup_component(hass, "conversation", {})
    other = printer(hass, "Garage X1C")
    await other.show("prints", STATE_OFF)
    return other


async def ask(hass: HomeAssistant, text: str) -> str:
    """Return what Assist answers."""
    answer: Any = await hass.services.async_call(
        "conversation",
        "process",
        {"text": text, "language": "en"},
        blocking=True,
        return_response=True,
    )
    said: str = answer["response"]["speech"]["plain"]["speech"]
    return said


async def start(p1s: Printer) -> None:
    """Let the P1S print for another 85 minutes."""
    await p1s.show(
        "prints",
        STATE_ON,
        {"message": "Benchy", "end_time": "2026-11-20 13:25:00"},
    )


BUSY = "Workshop P1S prints Benchy. It will be done in 85 minutes, at 13:25."
IDLE = "Garage X1C prints nothing."


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("How long until the print is done?", f"{BUSY} {IDLE}"),
        ("When will the print be finished?", f"{BUSY} {IDLE}"),
        ("What are the printers doing", f"{BUSY} {IDLE}"),
        ("how long until the workshop P1S is done", BUSY),
        ("what is the P1S doing?", BUSY),
        ("what is garage x1c printing", IDLE),
        ("what is the replicator doing", "There is no printer with that name."),
    ],
)
async def test_question(
    hass: HomeAssistant, p1s: Printer, x1c: Printer, question: str, answer: str
) -> None:
    """Questions about all printers and about one of them have an answer."""
    await start(p1s)
    await use(hass, "ask_about_prints", printers=[p1s.device_id, x1c.device_id])
    assert await ask(hass, question) == answer


async def test_own_words(hass: HomeAssistant, p1s: Printer, x1c: Printer) -> None:
    """Questions and answers can be in another language."""
    await start(p1s)
    await use(
        hass,
        "ask_about_prints",
        printers=[p1s.device_id],
        questions=["was macht der drucker"],
        busy="{printer}: {title}, fertig um {time}",
    )
    said = await ask(hass, "Was macht der Drucker?")
    assert said == "Workshop P1S: Benchy, fertig um 13:25"


async def test_print_that_is_late(
    hass: HomeAssistant, p1s: Printer, x1c: Printer
) -> None:
    """No time is left, not less than none."""
    await p1s.show(
        "prints", STATE_ON, {"message": "Benchy", "end_time": "2026-11-20 11:00:00"}
    )
    await use(hass, "ask_about_prints", printers=[p1s.device_id])
    assert "in 0 minutes" in await ask(hass, "what is the printer doing")
