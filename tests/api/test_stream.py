"""The stream of reports against the simulated cloud's broker."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing, asynccontextmanager
import json
import logging
import ssl
from typing import Any

import pytest

from custom_components.bambu_cloud.api import (
    ENDPOINTS,
    BambuAuthError,
    BambuBlockedError,
    BambuConnectionError,
    BambuError,
    BambuRateLimitError,
    BambuResponseError,
    BambuUnprovenAuthError,
    LinkDown,
    LinkUp,
    Region,
    ReportStream,
)
from custom_components.bambu_cloud.api.mqtt import Inbox
from tests.simulator import SimulatedCloud
from tests.simulator.authority import client_context, server_context

from .conftest import Wall
from .listening import PATIENCE, Listener, Source, Steady, listener, until
from .servers import (
    CONNECT,
    PUBLISH,
    SUBSCRIBE,
    Answer,
    Handler,
    Peer,
    accept,
    acknowledge,
    grant,
    listening,
)

type MakeStream = Callable[..., Awaitable[ReportStream]]

OWNER = "owner@example.com"
X1C = "00M00A000000001"
P1S = "01P00A000000001"
STRANGER = "01P00A999999999"
DELTA = {"print": {"command": "push_status", "msg": 1, "mc_percent": 45}}


@pytest.fixture
def source(simulated: SimulatedCloud) -> Source:
    """Return credentials with a token that the cloud issued."""
    return Source(f"u_{simulated.accounts[OWNER].uid}", simulated.issue_token(OWNER))


@pytest.fixture
async def make_stream(source: Source, steady: Steady, wall: Wall) -> MakeStream:
    """Return how to make a stream that follows two printers."""

    async def make(**options: Any) -> ReportStream:
        common = {"now": wall, "clock": steady, "sleep": steady.sleep}
        stream = ReportStream(
            Region.GLOBAL,
            source,
            tls_context=client_context(),
            random=lambda: 1.0,
            **{**common, **options},
        )
        await stream.follow([X1C, P1S])
        return stream

    return make


@pytest.fixture
async def stream(make_stream: MakeStream) -> ReportStream:
    """Return a stream that waits as long as it may."""
    return await make_stream()


@pytest.fixture
async def events(stream: ReportStream, steady: Steady) -> AsyncGenerator[Listener]:
    """Consume the stream; the link is up and both printers have been greeted."""
    async with listener(stream) as consumer:
        await consumer.is_up()
        await steady.pass_by(1)
        await until(lambda: stream.counters.messages >= 4)
        yield consumer


@asynccontextmanager
async def leading_to(peer: Handler, tls: ssl.SSLContext | None) -> AsyncGenerator[None]:
    """Lead the global region to a broker of our own."""
    async with listening(peer, tls) as endpoints:
        with pytest.MonkeyPatch.context() as patch:
            patch.setitem(ENDPOINTS, Region.GLOBAL, endpoints)
            yield


def asked(simulated: SimulatedCloud, serial: str) -> list[str]:
    """Return what a printer was asked, in order."""
    return [
        body["command"]
        for to, payload in simulated.commands
        if to == serial
        for body in payload.values()
    ]


async def publish(simulated: SimulatedCloud, serial: str, payload: object) -> None:
    """Let something appear on a printer's topic."""
    message = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    await simulated.broker.publish(f"device/{serial}/report", message)


async def test_first_contact(
    stream: ReportStream, simulated: SimulatedCloud, steady: Steady, wall: Wall
) -> None:
    """The link comes up first, then one printer per second is asked for everything."""
    states = [stream.connected]
    async with listener(stream) as events:
        await events.is_up()
        assert events.events[0] == LinkUp()
        states.append(stream.connected)
        await until(lambda: len(simulated.commands) == 2)
        first = simulated.commands[0][0]
        await steady.pass_by(1)
        await until(lambda: len(events.reports) >= 4)
        assert {serial for serial, _ in simulated.commands} == {X1C, P1S}
        assert simulated.commands[1][0] == first
        for serial in (X1C, P1S):
            assert asked(simulated, serial) == ["get_version", "pushall"]
            roots = [set(report) for report in events.payloads(serial)]
            assert {"print"} in roots
            assert {"info"} in roots
        assert {report.received_at for report in events.reports} == {wall.time}
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


async def test_drop_reconnects_and_asks_again(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, steady: Steady
) -> None:
    """A lost connection is told, renewed, and followed by full requests."""
    simulated.commands.clear()
    await simulated.broker.kick()
    await events.is_down()
    assert not stream.connected
    await steady.pass_by(5)
    await events.is_up(2)
    await steady.pass_by(5)
    await until(lambda: len(simulated.commands) == 4)
    assert asked(simulated, X1C) == asked(simulated, P1S) == ["get_version", "pushall"]
    await publish(simulated, X1C, DELTA)
    await events.receives(X1C, DELTA)
    assert stream.counters.disconnects == 1
    assert stream.counters.connects == 2
    assert stream.counters.last_error


async def test_token_is_fetched_per_connect(
    events: Listener, simulated: SimulatedCloud, source: Source, steady: Steady
) -> None:
    """A token that was replaced in the meantime is used at the next connect."""
    source.token = simulated.issue_token(OWNER)
    await simulated.broker.kick()
    await events.is_down()
    await steady.pass_by(5)
    await events.is_up(2)
    assert len(source.fetched) == 2
    assert source.fetched[0] != source.fetched[1] == source.token


async def test_dead_token_ends_the_stream(
    events: Listener, simulated: SimulatedCloud, source: Source, steady: Steady
) -> None:
    """Broker and cloud agree that the token is dead: a person has to act."""
    source.verdict = BambuAuthError("dead")
    simulated.revoke_tokens(OWNER)
    await events.is_down()
    await steady.wake()
    await until(lambda: events.error)
    assert events.error is source.verdict
    assert source.verified == 1


async def test_doubtful_token_that_the_broker_refuses_is_dead(
    stream: ReportStream, simulated: SimulatedCloud, source: Source
) -> None:
    """A 401 without proof is proof together with a refused login (protocol A.4)."""
    simulated.broker.refuse_logins = 5
    source.verdict = BambuUnprovenAuthError("401")
    async with listener(stream) as events:
        await until(lambda: events.error)
    assert type(events.error) is BambuAuthError
    assert not events.events


@pytest.mark.parametrize(
    "verdict", [None, BambuConnectionError("502"), BambuResponseError("x")]
)
async def test_refused_login_with_a_living_token_backs_off(
    stream: ReportStream,
    simulated: SimulatedCloud,
    source: Source,
    steady: Steady,
    verdict: BambuError | None,
) -> None:
    """A broker that refuses what the cloud accepts is tried ever more rarely."""
    simulated.broker.refuse_logins = 4
    source.verdict = verdict
    async with listener(stream) as events:
        await steady.pass_by(900)
        assert steady.asked == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
        simulated.broker.refuse_logins = None
        await steady.pass_by(300)
        await events.is_up()
        assert events.error is None
    assert stream.counters.refused_logins == len(source.fetched) - 1


async def test_busy_broker_is_no_matter_of_the_token(
    stream: ReportStream, simulated: SimulatedCloud, source: Source, steady: Steady
) -> None:
    """CONNACK 3 backs off to 30 s, and nobody doubts the token."""
    simulated.broker.refuse_logins = 3
    async with listener(stream):
        await steady.pass_by(120)
    assert steady.asked == [1, 2, 4, 8, 16, 30, 30, 30]
    assert source.verified == 0
    assert stream.counters.failed_connects == 8


async def test_cloud_that_is_away_is_waited_for(
    stream: ReportStream, source: Source, steady: Steady
) -> None:
    """Credentials that cannot be had now may be had later."""
    source.trouble = BambuConnectionError("away")
    async with listener(stream) as events:
        await steady.pass_by(3)
        assert steady.asked == [1, 2, 4]
        assert stream.counters.last_error == "away"
        source.trouble = None
        await steady.pass_by(4)
        await events.is_up()
    assert not [event for event in events.events if isinstance(event, LinkDown)]


async def test_cloud_that_names_a_delay_gets_it(
    stream: ReportStream, simulated: SimulatedCloud, source: Source, steady: Steady
) -> None:
    """`Retry-After` counts, whichever question it answers."""
    source.trouble = BambuRateLimitError("busy", retry_after=77)
    async with listener(stream):
        await steady.pass_by(1)
        source.trouble = None
        source.verdict = BambuBlockedError("blocked", retry_after=88)
        simulated.broker.refuse_logins = 5
        await steady.pass_by(77)
    assert steady.asked == [77, 88]


async def test_no_token_at_all_ends_the_stream(
    stream: ReportStream, source: Source
) -> None:
    """Credentials that only a person can give are not waited for."""
    source.trouble = BambuAuthError("none")
    async with listener(stream) as events:
        await until(lambda: events.error)
    assert events.error is source.trouble


async def test_link_that_held_is_renewed_quickly(
    events: Listener, simulated: SimulatedCloud, steady: Steady
) -> None:
    """Backing off starts afresh after a link of more than a minute, not before."""
    for times, (life, delay) in enumerate([(10, 1), (10, 2), (61, 1), (10, 2)], 1):
        await steady.pass_by(life)
        await simulated.broker.kick()
        await events.is_down(times)
        assert await steady.wake() == delay
        await events.is_up(times + 1)


async def test_loss_and_return_are_told_once(
    events: Listener,
    simulated: SimulatedCloud,
    steady: Steady,
    source: Source,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One line when the link goes, one when it is back; the rest is for debugging."""
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud")
    for times in (1, 2):
        await simulated.broker.stop()
        await events.is_down(times)
        await steady.pass_by(100)
        await simulated.broker.start()
        await steady.pass_by(30)
        await events.is_up(times + 1)
    told = [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.INFO and "bambu_cloud" in record.name
    ]
    assert ["no link" in line for line in told] == [True, False, True, False]
    assert ["is back" in line for line in told] == [False, True, False, True]
    assert source.fetched[0] not in caplog.text
    assert not [line for line in told if X1C in line or P1S in line]


async def test_refused_subscription_is_told_and_the_others_live(
    stream: ReportStream,
    simulated: SimulatedCloud,
    steady: Steady,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A printer that is not ours is told once, and hurts nobody."""
    await stream.follow([STRANGER, P1S])
    async with listener(stream) as events:
        await events.is_up()
        await until(lambda: events.payloads(P1S))
        assert stream.refused == {STRANGER}
        assert stream.counters.refused_subscriptions == 1
        await steady.pass_by(60)
        assert stream.counters.refused_subscriptions == 1
        await stream.follow([STRANGER, P1S])
        await steady.pass_by(1)
        await until(lambda: stream.counters.refused_subscriptions == 2)
        await simulated.broker.kick()
        await events.is_down()
        await steady.pass_by(30)
        await events.is_up(2)
        assert stream.counters.refused_subscriptions == 3
        assert asked(simulated, STRANGER) == []
    told = [r for r in caplog.records if r.levelno == logging.WARNING]
    assert len([r for r in told if "reports of a printer" in r.getMessage()]) == 1
    assert STRANGER not in "".join(r.getMessage() for r in told)


async def test_refusal_that_ends_is_forgotten(
    stream: ReportStream, simulated: SimulatedCloud, steady: Steady
) -> None:
    """A printer that was refused lives as soon as the broker lets it."""
    simulated.broker.refuse_subscriptions = True
    async with listener(stream) as events:
        await events.is_up()
        assert stream.refused == {X1C, P1S}
        assert not simulated.commands
        simulated.broker.refuse_subscriptions = False
        await stream.follow([X1C, P1S])
        await steady.pass_by(1)
        await until(lambda: events.payloads(X1C) or events.payloads(P1S))
        assert stream.refused == frozenset()


async def test_garbage_is_counted_and_nothing_after_it_is_lost(
    events: Listener,
    simulated: SimulatedCloud,
    stream: ReportStream,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Junk costs itself: each kind is told once, and the report after it arrives."""
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud.api.reader")
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
    told = [record for record in caplog.records if record.name.endswith(".reader")]
    assert len(told) == 4
    await publish(simulated, P1S, b'{"print":{"subtask_name":"\xff"}}')
    await until(lambda: stream.counters.repaired == 1)
    assert stream.connected


async def test_report_of_an_unknown_printer_is_counted(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """What still arrives after a printer was left is dropped."""
    await stream.follow([P1S])
    await publish(simulated, X1C, DELTA)
    await publish(simulated, P1S, DELTA)
    await events.receives(P1S, DELTA)
    assert stream.counters.unknown >= 1
    assert DELTA not in events.payloads(X1C)


async def test_following_changes_a_living_link(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, steady: Steady
) -> None:
    """A printer that was added is greeted, one that was removed is left alone."""
    a1 = "03000A000000001"
    simulated.commands.clear()
    await stream.follow([P1S, a1])
    await steady.pass_by(1)
    await until(lambda: events.payloads(a1))
    assert asked(simulated, a1) == ["get_version", "pushall"]
    await publish(simulated, X1C, DELTA)
    await publish(simulated, a1, DELTA)
    await events.receives(a1, DELTA)
    assert stream.counters.unknown == 0
    await stream.request_full_report(X1C)
    await steady.pass_by(400)
    assert asked(simulated, X1C) == []
    assert stream.counters.connects == 1


async def test_twenty_restarts_leave_one_session(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, steady: Steady
) -> None:
    """A broker that keeps restarting finds us once, and the last state arrives."""
    for times in range(1, 21):
        await simulated.broker.stop()
        await events.is_down(times)
        await simulated.broker.start()
        await steady.pass_by(31)
        await events.is_up(times + 1)
    await steady.pass_by(5)
    last = {"print": {"command": "push_status", "msg": 1, "gcode_state": "FINISH"}}
    await publish(simulated, P1S, last)
    await events.receives(P1S, last)
    assert simulated.broker.sessions == 1
    assert stream.counters.connects == 21


async def test_publish_reaches_the_printer(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream
) -> None:
    """A request that is acknowledged is there."""
    request = stream.requests.build("system", "ledctrl", led_mode="on")
    await stream.publish(P1S, request)
    await until(lambda: (P1S, request) in simulated.commands)


async def test_publish_without_a_link_fails(stream: ReportStream) -> None:
    """There is nobody to send it to."""
    with pytest.raises(BambuConnectionError, match="no link"):
        await stream.publish(P1S, stream.requests.start_push())


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
        await peer.has_heard(PUBLISH)
        peer.hang_up()
        async with asyncio.timeout(3):
            with pytest.raises(BambuConnectionError, match="Disconnected"):
                await sending


async def test_link_that_breaks_while_subscribing_is_no_refusal(
    stream: ReportStream, simulated: SimulatedCloud
) -> None:
    """The printers are as good as before."""
    peer = Peer({CONNECT: accept})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await peer.has_heard(SUBSCRIBE)
        peer.hang_up()
        await until(lambda: stream.counters.last_error)
        assert stream.counters.refused_subscriptions == 0
        assert stream.refused == frozenset()
    assert events.error is None


async def test_silence_about_one_subscription_hurts_nobody_else(
    make_stream: MakeStream,
) -> None:
    """A broker may also say nothing about a printer that is not ours."""

    def choose(content: bytes) -> bytes:
        return grant(content) if P1S.encode() in content else b""

    stream = await make_stream(timeout=0.5)
    peer = Peer({CONNECT: accept, SUBSCRIBE: choose})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await events.is_up()
        await peer.has_heard(PUBLISH)
        assert stream.refused == {X1C}


async def test_request_that_is_not_acknowledged_stops_nothing(
    make_stream: MakeStream,
) -> None:
    """The next request goes out all the same, and the link lives."""
    stream = await make_stream(timeout=0.5)
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await events.is_up()
        await until(lambda: peer.heard.count(PUBLISH) == 2)
        assert stream.connected
    assert stream.counters.requests == 0


async def test_watchdog_asks_silent_printers(
    stream: ReportStream, steady: Steady
) -> None:
    """A minute of silence brings `start`; a full report is asked for within limits."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant, PUBLISH: acknowledge})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await events.is_up()
        await steady.pass_by(900)
        greeting = ["get_version", "pushall"]
        for serial in (X1C, P1S):
            assert peer.commands(serial) == [*greeting, "start", "pushall"]


async def test_full_reports_are_asked_for_every_five_minutes_at_most(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, steady: Steady
) -> None:
    """However often somebody wants one."""
    simulated.commands.clear()
    for _ in range(29):
        await stream.request_full_report(P1S)
        await publish(simulated, P1S, DELTA)
        await steady.pass_by(10)
    assert "pushall" not in asked(simulated, P1S)
    await steady.pass_by(20)
    await until(lambda: "pushall" in asked(simulated, P1S))
    assert asked(simulated, P1S).count("pushall") == 1


async def test_printer_that_comes_online_is_asked_for_everything(
    events: Listener, simulated: SimulatedCloud, steady: Steady
) -> None:
    """The broker tells that a printer connected: its state is unknown."""
    simulated.commands.clear()
    connected = {"event": {"event": "client.connected"}}
    await publish(simulated, P1S, connected)
    await events.receives(P1S, connected)
    await steady.pass_by(3)
    await until(lambda: asked(simulated, P1S) == ["get_version", "pushall"])


async def test_slow_consumer_keeps_the_newest_and_asks_anew(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, steady: Steady
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
    await steady.pass_by(310)
    await until(lambda: "pushall" in asked(simulated, P1S))
    assert stream.counters.overflowed == extra - 1


async def test_bug_of_our_own_comes_out(make_stream: MakeStream) -> None:
    """What goes wrong beside listening is not swallowed."""

    async def broken(_: float) -> None:
        raise ZeroDivisionError

    stream = await make_stream(sleep=broken)
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant, PUBLISH: acknowledge})
    async with leading_to(peer, server_context()), listener(stream) as events:
        await until(lambda: events.error)
    assert type(events.error) is ZeroDivisionError


async def test_consumer_may_leave_and_return(
    stream: ReportStream, simulated: SimulatedCloud
) -> None:
    """A stream that was closed can be opened again, and knows nothing of before."""
    for _ in range(2):
        async with aclosing(stream.events()) as opened:
            assert await anext(opened) == LinkUp()
            assert simulated.broker.sessions == 1
        await until(lambda: simulated.broker.sessions == 0)
    await simulated.broker.stop()
    async with listener(stream) as events:
        await until(lambda: stream.counters.failed_connects == 1)
        assert events.events == []


async def cancel_when(reached: Awaitable[object], stream: ReportStream) -> None:
    """Consume a stream and be canceled at a certain moment.

    The test harness fails where a task, a timer or a thread is left.
    """
    task = asyncio.create_task(Listener(stream).run())
    async with asyncio.timeout(PATIENCE):
        await reached
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert not stream.connected


async def test_cancel_while_credentials_are_fetched(
    stream: ReportStream, source: Source
) -> None:
    """Before anything was opened."""
    source.hold = asyncio.Event()
    await cancel_when(until(lambda: source.fetched), stream)


async def test_cancel_while_the_token_is_verified(
    stream: ReportStream, source: Source, simulated: SimulatedCloud
) -> None:
    """After a refused login."""
    simulated.broker.refuse_logins = 5

    async def refused() -> None:
        await until(lambda: source.fetched)
        source.hold = asyncio.Event()
        await until(lambda: source.verified)

    await cancel_when(refused(), stream)


async def test_cancel_while_connecting(stream: ReportStream) -> None:
    """Before a server that accepts and says nothing."""
    accepted = asyncio.Event()

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.set()
        await writer.wait_closed()

    async with leading_to(silent, None):
        await cancel_when(accepted.wait(), stream)


@pytest.mark.parametrize(
    ("answers", "moment"),
    [
        ({}, CONNECT),
        ({CONNECT: accept}, SUBSCRIBE),
        ({CONNECT: accept, SUBSCRIBE: grant}, PUBLISH),
    ],
    ids=["logging in", "subscribing", "asking"],
)
async def test_cancel_while_waiting_for_an_answer(
    stream: ReportStream, answers: dict[int, Answer], moment: int
) -> None:
    """At each packet that wants an answer; the broker sees us go."""
    peer = Peer(answers)
    async with leading_to(peer, server_context()):
        await cancel_when(peer.has_heard(moment), stream)
        async with asyncio.timeout(PATIENCE):
            await peer.gone.wait()


async def test_cancel_while_listening(
    stream: ReportStream, simulated: SimulatedCloud
) -> None:
    """With everything up and running."""
    await cancel_when(until(lambda: stream.counters.messages >= 2), stream)
    await until(lambda: simulated.broker.sessions == 0)


async def test_cancel_while_backing_off(
    stream: ReportStream, simulated: SimulatedCloud, steady: Steady
) -> None:
    """Between two attempts."""
    await simulated.broker.stop()
    await cancel_when(until(lambda: steady.asked), stream)
