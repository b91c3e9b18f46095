"""Commands without a reply end with the reason."""

import asyncio

import pytest

from custom_components.bambu_cloud.api import (
    BambuConnectionError,
    BambuNoReplyError,
    BambuOfflineError,
    ReportStream,
)
from custom_components.bambu_cloud.api.commands import (
    LightMode,
    LightNode,
    pause,
    set_light,
)
from tests.helpers.orders import order
from tests.helpers.report_stream import (
    P1S,
    Listener,
    asked,
    leading_to,
    listener,
    publish,
)
from tests.helpers.servers import CONNECT, SUBSCRIBE, Peer, accept, grant
from tests.helpers.wait import until
from tests.simulator import SimulatedCloud
from tests.simulator.broker.certificate_authority import server_context


async def test_silence(
    silent: SimulatedCloud, stream: ReportStream, events: Listener
) -> None:
    """A printer has so long to reply; later is too late, and has no effect."""
    with pytest.raises(BambuNoReplyError):
        await stream.send(P1S, pause(), timeout=2)

    late = {"print": order(silent) | {"result": "success"}}
    await publish(silent, P1S, late)
    await events.receives(P1S, late)


async def test_printer_that_is_off(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """Nothing is sent to a printer that has left, until it is back."""
    simulated.disconnect(P1S)
    await events.receives(P1S, {"event": {"event": "client.disconnected"}})
    simulated.commands.clear()

    with pytest.raises(BambuOfflineError):
        await stream.send(P1S, pause())

    assert not simulated.commands
    simulated.connect(P1S)
    await events.receives(P1S, {"event": {"event": "client.connected"}})
    assert await stream.send(P1S, set_light(LightNode.CHAMBER, LightMode.OFF))


async def test_printer_that_leaves(
    silent: SimulatedCloud, stream: ReportStream
) -> None:
    """A command to a printer that leaves ends at once."""
    sending = asyncio.create_task(stream.send(P1S, pause()))
    await until(lambda: silent.commands)

    await publish(silent, P1S, {"event": {"event": "client.disconnected"}})

    with pytest.raises(BambuOfflineError):
        await sending


async def test_link_that_breaks(
    silent: SimulatedCloud, stream: ReportStream, events: Listener
) -> None:
    """A command over a link that breaks ends at once."""
    sending = asyncio.create_task(stream.send(P1S, pause()))
    await until(lambda: silent.commands)

    await silent.broker.stop()

    with pytest.raises(BambuConnectionError):
        await sending
    await events.is_down()
    with pytest.raises(BambuConnectionError, match="no link"):
        await stream.send(P1S, pause())


async def test_end_of_the_stream(
    stream: ReportStream, simulated: SimulatedCloud
) -> None:
    """A command over a stream that ends does so, too."""
    async with listener(stream) as events:
        await events.is_up()
        simulated.printers[P1S].disconnect()
        sending = asyncio.create_task(stream.send(P1S, pause()))
        await until(lambda: "pause" in asked(simulated, P1S))
    with pytest.raises(BambuConnectionError):
        await sending


async def test_caller_that_leaves(
    silent: SimulatedCloud, stream: ReportStream, events: Listener
) -> None:
    """A caller who no longer waits leaves nothing behind."""
    sending = asyncio.create_task(stream.send(P1S, pause()))
    await until(lambda: silent.commands)
    sending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await sending

    late = {"print": order(silent) | {"result": "success"}}
    await publish(silent, P1S, late)
    await events.receives(P1S, late)


async def test_broker_that_acknowledges_nothing(
    stream: ReportStream, simulated: SimulatedCloud
) -> None:
    """A command that the broker does not acknowledge is lost, not unanswered."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await events.is_up()
        with pytest.raises(BambuConnectionError, match="timed out"):
            await stream.send(P1S, pause(), timeout=0.05)
