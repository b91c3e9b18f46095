"""Home Assistant's own sentences find the values of a printer."""

from typing import Any

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.setup import async_setup_component
import pytest

from .helpers.home import P1S, Home


@pytest.fixture(autouse=True)
async def _assist(home: Home) -> None:
    """Set up Assist, and expose what a printer prints."""
    for component in ("homeassistant", "conversation"):
        assert await async_setup_component(home.hass, component, {})
    for key in ("print_status", "progress", "finish_time", "task_name"):
        entity_id = home.entity_id(P1S, key)
        assert entity_id
        async_expose_entity(home.hass, "conversation", entity_id, should_expose=True)


async def ask(home: Home, text: str) -> str:
    """Return what Assist answers."""
    answer: Any = await home.hass.services.async_call(
        "conversation",
        "process",
        {"text": text, "language": "en"},
        blocking=True,
        return_response=True,
    )
    said: str = answer["response"]["speech"]["plain"]["speech"]
    return said


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("what is Workshop P1S print status", "print_status"),
        ("what is the Workshop P1S progress?", "progress"),
        ("what is the Workshop P1S task name", "task_name"),
    ],
)
async def test_question(home: Home, question: str, key: str) -> None:
    """A value is found by the name of printer and entity, and said as shown."""
    await home.cloud.scenario(P1S, "print_uninterrupted", 3600)
    await home.until_happened(lambda: home.shows(P1S, "printing") == "on")
    await home.until_happened(
        lambda: home.shows(P1S, key) not in {None, "unknown", "0"}
    )
    shown = home.shows(P1S, key)
    assert shown
    assert shown.lower() in (await ask(home, question)).lower()
