"""A command is sent once, and ends with the printer's answer or with a reason."""

import asyncio
from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    BambuCommandError,
    BambuRefusedError,
    BambuUnsignedError,
    Command,
    Refusal,
    ReportStream,
)
from custom_components.bambu_cloud.api.commands import (
    LightMode,
    LightNode,
    pause,
    set_light,
)
from tests.helpers.orders import order, reply
from tests.helpers.report_stream import (
    DELTA,
    P1S,
    X1C,
    Listener,
    asked,
    publish,
)
from tests.helpers.wait import until
from tests.simulator import SimulatedCloud

SOFT = Command("print", "ams_change_filament", {"ams_id": 0})
HEAT = Command("print", "set_ctt", {"ctt_val": 30})
OUTCOMES: dict[str, tuple[Command, dict[str, Any], Refusal | None]] = {
    "success": (pause(), {"result": "success", "reason": "success"}, None),
    "SUCCESS": (pause(), {"result": "SUCCESS"}, None),
    "ok": (pause(), {"result": "ok"}, None),
    "no result": (pause(), {}, None),
    "number zero": (pause(), {"err_code": 0, "errno": 0}, None),
    "fail": (pause(), {"result": "fail"}, Refusal.OTHER),
    "Failed": (pause(), {"result": "Failed", "reason": "busy"}, Refusal.OTHER),
    "bare code": (pause(), {"err_code": "83902468"}, Refusal.BUSY),
    "missing signature": (pause(), {"err_code": 84033543}, Refusal.UNSIGNED),
    "bad signature": (
        pause(),
        {"result": "failed", "reason": "verify failed", "err_code": 84033545},
        Refusal.UNSIGNED,
    ),
    "chamber": (SOFT, {"errno": -2, "result": "success"}, Refusal.CHAMBER_TOO_HOT),
    "AMS": (SOFT, {"errno": -4, "soft_temp": 45}, Refusal.AMS_TOO_HOT),
    "soft filament": (HEAT, {"errno": -2}, Refusal.LOW_TEMPERATURE_FILAMENT),
    "too cold": (HEAT, {"errno": -4}, Refusal.TOO_COLD_TO_HEAT),
    "unknown errno": (HEAT, {"errno": -9}, Refusal.OTHER),
}


@pytest.mark.parametrize("case", OUTCOMES)
async def test_answers(case: str, silent: SimulatedCloud, stream: ReportStream) -> None:
    """The printer's reply is returned, or raised as a refusal."""
    command, content, cause = OUTCOMES[case]
    sending = asyncio.create_task(stream.send(P1S, command))
    await until(lambda: silent.commands)
    assert order(silent)["command"] == command.name

    await reply(silent, **content)

    if cause is None:
        assert await sending == order(silent) | content
        return
    with pytest.raises(BambuRefusedError) as raised:
        await sending
    assert raised.value.cause is cause
    assert raised.value.reason == content.get("reason", "")
    assert isinstance(raised.value, BambuUnsignedError) is (cause is Refusal.UNSIGNED)


async def test_simulated_printers_answer(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """A light works everywhere, a print only where no signature is required."""
    light = set_light(LightNode.CHAMBER, LightMode.ON)
    assert (await stream.send(X1C, light))["led_mode"] == "on"
    with pytest.raises(BambuUnsignedError):
        await stream.send(X1C, pause())
    with pytest.raises(BambuRefusedError) as raised:
        await stream.send(P1S, pause())
    assert raised.value.cause is Refusal.OTHER
    await simulated.scenario(P1S, "print_uninterrupted")
    await simulated.advance(200)
    assert (await stream.send(P1S, pause()))["result"] == "success"
    assert simulated.printers[P1S].gcode_state == "PAUSE"


async def test_refusal_without_a_number(
    silent: SimulatedCloud, stream: ReportStream
) -> None:
    """An A1 mini replies with nothing but the command and the code."""
    sending = asyncio.create_task(stream.send(P1S, pause()))
    await until(lambda: silent.commands)

    await publish(silent, P1S, {"print": {"command": "stop", "err_code": 84033543}})
    await publish(silent, P1S, {"print": {"command": "pause", "err_code": 1}})
    await publish(silent, P1S, {"print": {"command": "pause", "err_code": 84033543}})

    with pytest.raises(BambuUnsignedError) as raised:
        await sending
    assert raised.value.code == 84033543


async def test_answers_to_others(silent: SimulatedCloud, stream: ReportStream) -> None:
    """What other applications were answered is none of our business."""
    sending = asyncio.create_task(stream.send(P1S, pause()))
    await until(lambda: silent.commands)
    mine = order(silent)

    await reply(silent, sequence_id="1", result="fail")
    await reply(silent, command="stop", result="fail")
    await reply(silent, root="system", result="fail")
    await publish(silent, X1C, {"print": mine | {"result": "fail"}})
    await publish(silent, P1S, {"print": [mine]})
    await publish(silent, P1S, DELTA)
    await reply(silent, result="success")

    assert (await sending)["result"] == "success"


async def test_second_answer(silent: SimulatedCloud, stream: ReportStream) -> None:
    """The first reply counts; one that comes twice has no effect."""
    sending = asyncio.create_task(stream.send(P1S, pause()))
    await until(lambda: silent.commands)
    success = {"print": order(silent) | {"result": "success"}}
    failure = {"print": order(silent) | {"result": "fail"}}

    for payload in (success, failure, success):
        await publish(silent, P1S, payload)

    assert (await sending)["result"] == "success"


async def test_each_gets_its_own(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """Several commands at a time, and the answers in another order."""
    simulated.printers[P1S].disconnect()
    simulated.commands.clear()
    first, second = (
        asyncio.create_task(
            stream.send(P1S, Command("print", "pause", {"param": name}))
        )
        for name in ("first", "second")
    )
    await until(lambda: len(simulated.commands) == 2)

    for _, request in reversed(simulated.commands):
        await publish(simulated, P1S, request)

    assert (await first)["param"] == "first"
    assert (await second)["param"] == "second"


async def test_command_without_an_answer(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """Printers answer a request to report with a report."""
    assert await stream.send(P1S, Command("pushing", "start")) == {}
    await until(lambda: "start" in asked(simulated, P1S))


@pytest.mark.parametrize("reason", ["x" * 5000, "a\x00b\n\x1bc", 7, None, ["x"]])
async def test_words_of_the_printer_are_not_trusted(
    silent: SimulatedCloud, stream: ReportStream, reason: object
) -> None:
    """They are cut to what can be read."""
    sending = asyncio.create_task(stream.send(P1S, pause()))
    await until(lambda: silent.commands)

    await reply(silent, result="fail", reason=reason)

    with pytest.raises(BambuCommandError) as raised:
        await sending
    assert isinstance(raised.value, BambuRefusedError)
    assert raised.value.reason.isprintable()
    assert len(raised.value.reason) <= 120
    assert P1S not in str(raised.value)
