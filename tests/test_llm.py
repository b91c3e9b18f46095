"""A language model may read the printers that its assistant sees."""

from typing import Any

from homeassistant.components.homeassistant.exposed_entities import async_expose_entity
from homeassistant.core import Context
from homeassistant.helpers import llm
from homeassistant.setup import async_setup_component
import pytest

from custom_components.bambu_cloud.const import DOMAIN
from custom_components.bambu_cloud.llm import async_get_tools

from .helpers.home import H2D, OWNER, P1S, X1C, Home

ASSISTANT = "conversation"
TOOL = "bambu_cloud__get_printers"

pytestmark = pytest.mark.skipif(
    not hasattr(llm, "ToolResult"), reason="offered since Home Assistant 2026.10"
)


@pytest.fixture(autouse=True)
async def _assist(home: Home) -> None:
    """Set up what decides about exposed entities."""
    assert await async_setup_component(home.hass, "homeassistant", {})
    assert await async_setup_component(home.hass, "llm", {})


def context() -> llm.LLMContext:
    """Return a request of the assistant."""
    return llm.LLMContext(
        platform="test",
        context=Context(),
        language="en",
        assistant=ASSISTANT,
        device_id=None,
    )


def expose(home: Home, serial: str, *, exposed: bool = True) -> None:
    """Expose the status of a printer, or not."""
    entity_id = home.entity_id(serial, "print_status")
    assert entity_id
    async_expose_entity(home.hass, ASSISTANT, entity_id, exposed)


async def ask(home: Home, **arguments: Any) -> list[dict[str, Any]]:
    """Return what a model reads."""
    api = await llm.async_get_api(home.hass, llm.LLM_API_ASSIST, context())
    answer: Any = await api.async_call_tool(
        llm.ToolInput(tool_name=TOOL, tool_args=arguments)
    )
    data = getattr(answer, "data", answer)
    printers: list[dict[str, Any]] = data["printers"]
    return printers


async def test_nothing_is_exposed(home: Home) -> None:
    """Without an exposed status there is no tool."""
    assert async_get_tools(home.hass, context(), llm.LLM_API_ASSIST) is None


async def test_another_api(home: Home) -> None:
    """Only Assist has the tool."""
    expose(home, P1S)
    assert async_get_tools(home.hass, context(), "another") is None


async def test_printing(home: Home) -> None:
    """What is printed, how far it is, and with which filament."""
    expose(home, P1S)
    await home.cloud.scenario(P1S, "print_uninterrupted", 3600)
    await home.until_happened(lambda: home.shows(P1S, "printing") == "on")
    await home.until_happened(lambda: str(home.shows(P1S, "remaining_time")).isdigit())

    (printer,) = await ask(home)
    assert printer["name"] == "Workshop P1S"
    assert printer["status"] == home.shows(P1S, "print_status")
    assert printer["print"] == home.shows(P1S, "task_name")
    assert str(printer["progress_percent"]) == home.shows(P1S, "progress")
    assert printer["minutes_left"] > 0
    assert printer["done_at"]
    assert {item["slot"] for item in printer["filament"]} <= {1, 2, 3, 4}
    assert {item["ams"] for item in printer["filament"]} == {"AMS 1"}


async def test_by_name(home: Home) -> None:
    """One printer by its name, and none that is not exposed."""
    expose(home, P1S)
    expose(home, H2D)
    assert [item["name"] for item in await ask(home, name="Studio H2D")] == [
        "Studio H2D"
    ]
    assert len(await ask(home)) == 2
    expose(home, H2D, exposed=False)
    assert [item["name"] for item in await ask(home)] == ["Workshop P1S"]


async def test_printer_that_is_off(home: Home) -> None:
    """A printer that is off is unavailable, without values of yesterday."""
    expose(home, X1C)
    home.cloud.disconnect(X1C)
    await home.poll()
    await home.until(lambda: home.shows(X1C, "print_status") == "unavailable")
    assert await ask(home) == [{"name": "Workshop X1C", "status": "unavailable"}]


async def test_last_print(home: Home) -> None:
    """An idle printer says what it printed last."""
    expose(home, P1S)
    await home.cloud.scenario(P1S, "print_uninterrupted", 60)
    await home.until_happened(lambda: home.shows(P1S, "printing") == "on")
    await home.until_happened(lambda: home.shows(P1S, "printing") == "off")

    history = home.entry.runtime_data.history
    await home.until_happened(lambda: any(task.is_over for task in history.tasks(P1S)))
    (printer,) = await ask(home)
    assert printer["last_print"]["outcome"] == "finished"


async def test_no_secrets(home: Home) -> None:
    """Neither serials nor addresses reach a model."""
    for serial in (P1S, X1C, H2D):
        expose(home, serial)
    answer = str(await ask(home))
    account = home.entry.data
    for secret in (P1S, X1C, H2D, OWNER, account["access_token"], "127.0.0"):
        assert secret not in answer
    assert len(answer) < 4000
    assert DOMAIN not in answer
