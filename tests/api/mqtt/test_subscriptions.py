"""Which printers the stream listens to."""

import logging

import pytest

from custom_components.bambu_cloud.api import ReportStream
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
from tests.helpers.servers import CONNECT, PUBLISH, SUBSCRIBE, Peer, accept, grant
from tests.helpers.wait import until
from tests.simulator import SimulatedCloud
from tests.simulator.broker.certificate_authority import server_context

STRANGER = "01P00A999999999"


async def test_refused_subscription_is_logged_and_the_others_live(
    stream: ReportStream,
    simulated: SimulatedCloud,
    clock: FakeClock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A printer that is not ours is logged once, and concerns no other."""
    await stream.set_printers([STRANGER, P1S])
    async with listener(stream) as events:
        await events.is_up()
        await until(lambda: events.payloads(P1S))
        assert stream.refused == {STRANGER}
        assert stream.counters.refused_subscriptions == 1
        await clock.advance(60)
        assert stream.counters.refused_subscriptions == 1
        await stream.set_printers([STRANGER, P1S])
        await clock.advance(1)
        await until(lambda: stream.counters.refused_subscriptions == 2)
        await simulated.broker.kick()
        await events.is_down()
        await clock.advance(30)
        await events.is_up(2)
        assert stream.counters.refused_subscriptions == 3
        assert asked(simulated, STRANGER) == []
    records = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert len([r for r in records if "reports of a printer" in r.getMessage()]) == 1
    assert STRANGER not in "".join(r.getMessage() for r in records)


async def test_refusal_that_ends_is_forgotten(
    stream: ReportStream, simulated: SimulatedCloud, clock: FakeClock
) -> None:
    """A printer that was refused lives as soon as the broker lets it."""
    simulated.broker.refuse_subscriptions = True
    async with listener(stream) as events:
        await events.is_up()
        assert stream.refused == {X1C, P1S}
        assert not simulated.commands
        simulated.broker.refuse_subscriptions = False
        await stream.set_printers([X1C, P1S])
        await clock.advance(1)
        await until(lambda: events.payloads(X1C) or events.payloads(P1S))
        assert stream.refused == frozenset()


async def test_printers_change_on_a_living_link(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, clock: FakeClock
) -> None:
    """A printer that was added is greeted, one that was removed is left alone."""
    a1 = "03000A000000001"
    simulated.commands.clear()
    await stream.set_printers([P1S, a1])
    await clock.advance(1)
    await until(lambda: events.payloads(a1))
    assert asked(simulated, a1) == ["get_version", "pushall"]
    await publish(simulated, X1C, DELTA)
    await publish(simulated, a1, DELTA)
    await events.receives(a1, DELTA)
    assert stream.counters.unknown == 0
    await stream.request_full_report(X1C)
    await clock.advance(400)
    assert asked(simulated, X1C) == []
    assert stream.counters.connects == 1


async def test_printer_that_returns_is_subscribed_to_again(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, clock: FakeClock
) -> None:
    """An owner may leave a printer out, and change the mind."""
    await stream.set_printers([P1S])
    await clock.advance(1)
    simulated.commands.clear()
    await stream.set_printers([P1S, X1C])
    await clock.advance(5)
    await until(lambda: asked(simulated, X1C) == ["get_version", "pushall"])
    await publish(simulated, X1C, DELTA)
    await events.receives(X1C, DELTA)


async def test_link_that_breaks_while_subscribing_is_no_refusal(
    stream: ReportStream, simulated: SimulatedCloud
) -> None:
    """The printers are as good as before."""
    peer = Peer({CONNECT: accept})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await peer.has_received(SUBSCRIBE)
        peer.hang_up()
        await until(lambda: stream.counters.last_error)
        assert stream.counters.refused_subscriptions == 0
        assert stream.refused == frozenset()
    assert events.error is None


async def test_silence_about_one_subscription_concerns_no_other(
    make_stream: MakeStream,
) -> None:
    """A broker may also say nothing about a printer that is not ours."""

    def choose(content: bytes) -> bytes:
        return grant(content) if P1S.encode() in content else b""

    stream = await make_stream(timeout=3)
    peer = Peer({CONNECT: accept, SUBSCRIBE: choose})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await events.is_up()
        await peer.has_received(PUBLISH)
        assert stream.refused == {X1C}
