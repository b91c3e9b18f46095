"""The stream of reports against the simulated cloud's broker: what comes through."""

from contextlib import aclosing
import logging

import pytest

from custom_components.bambu_cloud.api import Clock, LinkUp, ReportStream
from custom_components.bambu_cloud.api.mqtt.inbox import Inbox
from tests.helpers.clock import START, FakeClock
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
from tests.helpers.wait import until
from tests.simulator import SimulatedCloud
from tests.simulator.broker.certificate_authority import server_context


async def test_first_contact(
    stream: ReportStream, simulated: SimulatedCloud, clock: FakeClock
) -> None:
    """The link comes up first, then one printer per second is asked for everything."""
    states = [stream.connected]
    async with listener(stream) as events:
        await events.is_up()
        assert events.events[0] == LinkUp()
        states.append(stream.connected)
        await until(lambda: len(simulated.commands) == 2)
        first = simulated.commands[0][0]
        await clock.advance(1)
        await until(lambda: len(events.reports) >= 4)
        assert {serial for serial, _ in simulated.commands} == {X1C, P1S}
        assert simulated.commands[1][0] == first
        for serial in (X1C, P1S):
            assert asked(simulated, serial) == ["get_version", "pushall"]
            roots = [set(report) for report in events.payloads(serial)]
            assert {"print"} in roots
            assert {"info"} in roots
        received = {report.received_at for report in events.reports}
    assert received <= {START, clock.now()}
    states.append(stream.connected)
    assert states == [False, True, False]
    await until(lambda: simulated.broker.sessions == 0)


async def test_reports_arrive_in_order(
    events: Listener, simulated: SimulatedCloud
) -> None:
    """What a printer says first comes first."""
    before = len(events.payloads(P1S))
    for number in range(200):
        await publish(simulated, P1S, {"print": {"sequence_id": str(number)}})
    await until(lambda: len(events.payloads(P1S)) == before + 200)
    last = events.payloads(P1S)[before:]
    numbers = [int(payload["print"]["sequence_id"]) for payload in last]
    assert numbers == list(range(200))


async def test_garbage_is_counted_and_nothing_after_it_is_lost(
    events: Listener,
    simulated: SimulatedCloud,
    stream: ReportStream,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Junk is dropped: each kind is logged once, and the report after it arrives."""
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud.api.mqtt.decoder")
    junk = [
        bytes(range(256)),
        b"\xff\xfe\xfd",
        b'{"print":{"x":"' + b"y" * 1_048_576 + b'"}}',
        b'[{"print":{}}]',
        b'{"print":[1]}',
        b"",
    ]
    before = stream.counters.junk
    for round_number in range(2):
        for number, message in enumerate(junk):
            await publish(simulated, P1S, message)
            mark = {"print": {"sequence_id": f"{round_number}.{number}"}}
            await publish(simulated, P1S, mark)
            await events.receives(P1S, mark)
    assert stream.counters.junk == before + 2 * len(junk)
    records = [record for record in caplog.records if record.name.endswith(".decoder")]
    assert len(records) == 4
    await publish(simulated, P1S, b'{"print":{"subtask_name":"\xff"}}')
    await until(lambda: stream.counters.repaired == 1)
    assert stream.connected


async def test_huge_message_is_junk(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """What is too large to be a report is counted, and the next report arrives."""
    await publish(simulated, P1S, {"print": {"msg": 1, "x": "y" * 1_000_000}})
    await publish(simulated, P1S, DELTA)
    await events.receives(P1S, DELTA)
    assert stream.counters.junk == 1
    assert stream.counters.overflowed == 0
    assert "yyy" not in str(events.payloads(P1S))


async def test_report_of_an_unknown_printer_is_counted(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """What still arrives after a printer was left is dropped."""
    await stream.set_printers([P1S])
    await publish(simulated, X1C, DELTA)
    await publish(simulated, P1S, DELTA)
    await events.receives(P1S, DELTA)
    assert stream.counters.unknown >= 1
    assert DELTA not in events.payloads(X1C)


async def test_slow_consumer_loses_the_oldest_and_gets_full_reports(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, clock: FakeClock
) -> None:
    """What is dropped is the oldest; it is counted, and a full report makes it good."""
    events.open.clear()
    extra = 88
    for number in range(Inbox.SIZE + extra):
        await publish(simulated, P1S, {"print": {"msg": 1, "mc_percent": number}})
    # Acknowledged behind all of them: they have arrived.
    await stream.publish(P1S, {"nothing": {"command": "nothing"}})
    simulated.commands.clear()
    events.open.set()
    newest = {"print": {"msg": 1, "mc_percent": Inbox.SIZE + extra - 1}}
    await events.receives(P1S, newest)
    assert stream.counters.overflowed == extra - 1
    await publish(simulated, P1S, DELTA)
    await clock.advance(310)
    await until(lambda: "pushall" in asked(simulated, P1S))
    assert stream.counters.overflowed == extra - 1


async def test_bug_of_our_own_comes_out(make_stream: MakeStream) -> None:
    """What goes wrong beside listening is not swallowed."""

    async def broken(_: float) -> None:
        raise ZeroDivisionError

    stream = await make_stream(clock=Clock(sleep=broken))
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant, PUBLISH: acknowledge})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await until(lambda: events.error)
    assert type(events.error) is ZeroDivisionError


async def test_consumer_may_leave_and_return(
    stream: ReportStream, simulated: SimulatedCloud
) -> None:
    """A stream that was closed can be opened again, from the start."""
    for _ in range(2):
        async with aclosing(stream.events()) as opened:
            assert await anext(opened) == LinkUp()
            assert simulated.broker.sessions == 1
        await until(lambda: simulated.broker.sessions == 0)
    await simulated.broker.stop()
    async with listener(stream) as events:
        await until(lambda: stream.counters.failed_connects == 1)
        assert not any(isinstance(event, LinkUp) for event in events.events)
