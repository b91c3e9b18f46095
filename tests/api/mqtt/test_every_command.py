"""Each command that there is: accepted, refused in both forms, silent, off."""

import asyncio
from collections import Counter
from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    BambuNoReplyError,
    BambuOfflineError,
    BambuRefusedError,
    BambuUnsignedError,
    Command,
    Refusal,
    ReportStream,
)
from tests.api.commands.documented_filament import D_4
from tests.api.commands.documented_motion import D_1, D_2, D_3
from tests.api.commands.documented_other import D_5, D_6, D_7, D_8, D_9
from tests.helpers.report_stream import P1S, Listener, publish
from tests.helpers.wait import until
from tests.simulator import SimulatedCloud
from tests.simulator.printer.command_policy import CommandBehavior

COMMANDS: tuple[Command, ...] = tuple(
    command
    for command, _ in (*D_1, *D_2, *D_3, *D_4, *D_5, *D_6, *D_7, *D_8, *D_9)
    if command.has_reply
)
SUCCESS = {"result": "success", "reason": ""}
FAILURE = {"result": "fail", "reason": "not now"}
UNSIGNED = {
    "result": "failed",
    "reason": "mqtt message verify failed",
    "err_code": 84033543,
}


async def answered(
    simulated: SimulatedCloud,
    stream: ReportStream,
    command: Command,
    content: dict[str, Any],
    *,
    bare: bool = False,
) -> Any:
    """Return what comes of a command that is answered like this."""
    simulated.commands.clear()
    sending = asyncio.create_task(stream.send(P1S, command))
    await until(lambda: simulated.commands)
    ((_, request),) = simulated.commands
    ack = {"command": command.name} if bare else request[command.root]
    await publish(simulated, P1S, {command.root: ack | content})
    try:
        return await sending
    except BambuRefusedError as err:
        return err


@pytest.fixture
async def deaf(events: Listener, simulated: SimulatedCloud) -> SimulatedCloud:
    """Return a cloud whose P1S does not answer by itself."""
    simulated.printers[P1S].disconnect()
    return simulated


async def test_accepted(deaf: SimulatedCloud, stream: ReportStream) -> None:
    """The acknowledgement is returned."""
    for command in COMMANDS:
        answer = await answered(deaf, stream, command, SUCCESS)
        assert answer["result"] == "success", command
        assert answer["command"] == command.name


async def test_refused(deaf: SimulatedCloud, stream: ReportStream) -> None:
    """The printer's words are passed on."""
    for command in COMMANDS:
        error = await answered(deaf, stream, command, FAILURE)
        assert isinstance(error, BambuRefusedError), command
        assert (error.cause, error.reason) == (Refusal.OTHER, "not now")


@pytest.mark.parametrize("bare", [False, True])
async def test_unsigned(
    deaf: SimulatedCloud,
    stream: ReportStream,
    bare: bool,  # noqa: FBT001  # a table
) -> None:
    """A refusal for want of a signature is an error of its own, in both forms."""
    content: dict[str, Any] = {"err_code": 84033543} if bare else UNSIGNED
    for command in COMMANDS:
        error = await answered(deaf, stream, command, content, bare=bare)
        assert isinstance(error, BambuUnsignedError), command


async def test_silent(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """A printer that says nothing is waited for, once."""
    simulated.simulated(P1S).command_policy.default = CommandBehavior.SILENT
    sending = (stream.send(P1S, command, timeout=4) for command in COMMANDS)
    outcomes = await asyncio.gather(*sending, return_exceptions=True)
    assert {type(outcome) for outcome in outcomes} == {BambuNoReplyError}
    asked = Counter(
        (root, request["command"])
        for serial, content in simulated.commands
        if serial == P1S
        for root, request in content.items()
    )
    for command in COMMANDS:
        asked[command.root, command.name] -= 1
    # What the stream asks by itself after it connected came along.
    assert {what for what, times in asked.items() if times} <= {
        ("info", "get_version"),
        ("pushing", "pushall"),
    }


async def test_offline(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """Nothing is sent to a printer that is off."""
    simulated.power_off(P1S)
    await events.receives(P1S, {"event": {"event": "client.disconnected"}})
    simulated.commands.clear()
    for command in COMMANDS:
        with pytest.raises(BambuOfflineError):
            await stream.send(P1S, command)
    assert not simulated.commands


@pytest.mark.parametrize(
    ("manner", "name"),
    [
        (CommandBehavior.TWICE, "twice"),
        (CommandBehavior.LATE, "late"),
        (CommandBehavior.MUTE, "mute"),
    ],
)
async def test_odd_answers(
    events: Listener,
    simulated: SimulatedCloud,
    stream: ReportStream,
    manner: CommandBehavior,
    name: str,
) -> None:
    """An answer counts once, and one that comes too late counts no more."""
    simulated.simulated(P1S).command_policy.default = manner
    option = next(c for c in COMMANDS if "auto_switch_filament" in c.fields)
    if name == "twice":
        assert (await stream.send(P1S, option))["result"] == "success"
        return
    with pytest.raises(BambuNoReplyError):
        await stream.send(P1S, option, timeout=2)
    before = len(events.payloads(P1S))
    await simulated.advance(30)
    late = [p for p in events.payloads(P1S)[before:] if _is_ack(p)]
    assert bool(late) is (name == "late")


def _is_ack(payload: Any) -> bool:
    """Return whether a message acknowledges the option."""
    return bool(payload.get("print", {}).get("command") == "print_option")
