"""What the stream asks printers, for us and by itself."""

import asyncio

import pytest

from custom_components.bambu_cloud.api import BambuConnectionError, ReportStream
from custom_components.bambu_cloud.api.commands import start_push
from tests.helpers.clock import FakeClock
from tests.helpers.report_stream import (
    DELTA,
    P1S,
    X1C,
    Listener,
    MakeStream,
    asked,
    leading_to,
    listener,
    publish,
)
from tests.helpers.servers import (
    CONNECT,
    PUBLISH,
    SUBSCRIBE,
    Peer,
    accept,
    acknowledge,
    grant,
)
from tests.helpers.wait import WAIT_LIMIT, until
from tests.simulator import SimulatedCloud
from tests.simulator.broker.certificate_authority import server_context


async def test_publish_reaches_the_printer(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """A request that is acknowledged is there."""
    request = stream.requests.build("system", "ledctrl", led_mode="on")
    await stream.publish(P1S, request)
    await until(lambda: (P1S, request) in simulated.commands)


async def test_publish_without_a_link_fails(stream: ReportStream) -> None:
    """Without a link there is an error."""
    with pytest.raises(BambuConnectionError, match="no link"):
        await stream.publish(P1S, stream.requests.of(start_push()))


async def test_publish_times_out(
    stream: ReportStream, simulated: SimulatedCloud
) -> None:
    """A broker that acknowledges nothing is an error, not a hang."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await events.is_up()
        with pytest.raises(BambuConnectionError, match="timed out"):
            await stream.publish(P1S, DELTA, timeout=0.05)


async def test_publish_notices_a_lost_link(
    stream: ReportStream, simulated: SimulatedCloud
) -> None:
    """A request on the way when the link breaks fails at once."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await events.is_up()
        sending = asyncio.create_task(stream.publish(P1S, DELTA))
        await peer.has_received(PUBLISH)
        peer.hang_up()
        async with asyncio.timeout(WAIT_LIMIT):
            with pytest.raises(BambuConnectionError, match="Disconnected"):
                await sending


async def test_request_that_is_not_acknowledged_stops_nothing(
    make_stream: MakeStream,
) -> None:
    """The next request goes out all the same, and the link lives."""
    stream = await make_stream(timeout=2)
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await events.is_up()
        await until(lambda: peer.received.count(PUBLISH) == 2)
        assert stream.connected
    assert stream.counters.requests == 0


async def test_silent_printers_get_queries(
    stream: ReportStream, clock: FakeClock
) -> None:
    """A minute of silence brings `start`; a full report is asked for within limits."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant, PUBLISH: acknowledge})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await events.is_up()
        await clock.advance(900)
        greeting = ["get_version", "pushall"]
        for serial in (X1C, P1S):
            assert peer.commands(serial) == [*greeting, "start", "pushall"]


async def test_full_reports_are_asked_for_every_five_minutes_at_most(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, clock: FakeClock
) -> None:
    """However often one is requested."""
    simulated.commands.clear()
    for _ in range(29):
        await stream.request_full_report(P1S)
        await publish(simulated, P1S, DELTA)
        await clock.advance(10)
    assert "pushall" not in asked(simulated, P1S)
    await clock.advance(20)
    await until(lambda: "pushall" in asked(simulated, P1S))
    assert asked(simulated, P1S).count("pushall") == 1


async def test_printer_that_comes_online_is_asked_for_everything(
    events: Listener, simulated: SimulatedCloud, clock: FakeClock
) -> None:
    """The broker reports that a printer connected: its state is unknown."""
    simulated.commands.clear()
    connected = {"event": {"event": "client.connected"}}
    await publish(simulated, P1S, connected)
    await events.receives(P1S, connected)
    await clock.advance(3)
    await until(lambda: asked(simulated, P1S) == ["get_version", "pushall"])
