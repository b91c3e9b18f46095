"""The stream when the link breaks: what it heals, and what it cannot."""

import logging

import pytest

from custom_components.bambu_cloud.api import (
    BambuAuthError,
    BambuBlockedError,
    BambuConnectionError,
    BambuError,
    BambuRateLimitError,
    BambuResponseError,
    BambuUnprovenAuthError,
    LinkDown,
    LinkUp,
    ReportStream,
)
from custom_components.bambu_cloud.model import Report
from tests.helpers.clock import FakeClock
from tests.helpers.report_stream import (
    DELTA,
    OWNER,
    P1S,
    X1C,
    Listener,
    Source,
    asked,
    listener,
    publish,
)
from tests.helpers.wait import until
from tests.simulator import SimulatedCloud


async def test_drop_reconnects_and_asks_again(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, clock: FakeClock
) -> None:
    """A lost connection is reported and renewed, and full reports are requested."""
    simulated.commands.clear()
    await simulated.broker.kick()
    await events.is_down()
    assert not stream.connected
    await clock.advance(5)
    await events.is_up(2)
    await clock.advance(5)
    await until(lambda: len(simulated.commands) == 4)
    assert asked(simulated, X1C) == asked(simulated, P1S) == ["get_version", "pushall"]
    await publish(simulated, X1C, DELTA)
    await events.receives(X1C, DELTA)
    assert stream.counters.disconnects == 1
    assert stream.counters.connects == 2
    assert stream.counters.last_error


async def test_token_is_fetched_per_connect(
    events: Listener, simulated: SimulatedCloud, source: Source, clock: FakeClock
) -> None:
    """A token that was replaced in the meantime is used at the next connect."""
    source.token = simulated.issue_token(OWNER)
    await simulated.broker.kick()
    await events.is_down()
    await clock.advance(5)
    await events.is_up(2)
    assert len(source.fetched) == 2
    assert source.fetched[0] != source.fetched[1] == source.token


async def test_dead_token_ends_the_stream(
    events: Listener, simulated: SimulatedCloud, source: Source, clock: FakeClock
) -> None:
    """Broker and cloud agree that the token is dead: a person has to act."""
    source.verdict = BambuAuthError("dead")
    simulated.revoke_tokens(OWNER)
    await events.is_down()
    await clock.wake()
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
    assert [type(event) for event in events.events] == [LinkDown]


@pytest.mark.parametrize(
    "verdict", [None, BambuConnectionError("502"), BambuResponseError("x")]
)
async def test_refused_login_with_a_living_token_backs_off(
    stream: ReportStream,
    simulated: SimulatedCloud,
    source: Source,
    clock: FakeClock,
    verdict: BambuError | None,
) -> None:
    """A broker that refuses what the cloud accepts is tried ever more rarely."""
    simulated.broker.refuse_logins = 4
    source.verdict = verdict
    async with listener(stream) as events:
        await clock.advance(900)
        assert clock.sleeps == [1, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300]
        simulated.broker.refuse_logins = None
        await clock.advance(300)
        await events.is_up()
        assert events.error is None
    assert stream.counters.refused_logins == len(source.fetched) - 1


async def test_busy_broker_is_no_matter_of_the_token(
    stream: ReportStream, simulated: SimulatedCloud, source: Source, clock: FakeClock
) -> None:
    """CONNACK 3 backs off to 30 s, and the token counts as alive."""
    simulated.broker.refuse_logins = 3
    async with listener(stream):
        await clock.advance(120)
    assert clock.sleeps == [1, 2, 4, 8, 16, 30, 30, 30]
    assert source.verified == 0
    assert stream.counters.failed_connects == 8


async def test_cloud_that_is_away_is_waited_for(
    stream: ReportStream, source: Source, clock: FakeClock
) -> None:
    """Credentials that cannot be had now may be had later."""
    source.trouble = BambuConnectionError("away")
    async with listener(stream) as events:
        await clock.advance(3)
        assert clock.sleeps == [1, 2, 4]
        assert stream.counters.last_error == "away"
        source.trouble = None
        await clock.advance(4)
        await events.is_up()
    assert [event for event in events.events if isinstance(event, LinkDown)] == [
        LinkDown(reason="away")
    ]


async def test_cloud_that_names_a_delay_gets_it(
    stream: ReportStream, simulated: SimulatedCloud, source: Source, clock: FakeClock
) -> None:
    """`Retry-After` counts, whichever question it answers."""
    source.trouble = BambuRateLimitError("busy", retry_after=77)
    async with listener(stream):
        await clock.advance(1)
        source.trouble = None
        source.verdict = BambuBlockedError("blocked", retry_after=88)
        simulated.broker.refuse_logins = 5
        await clock.advance(77)
    assert clock.sleeps == [77, 88]


async def test_no_token_at_all_ends_the_stream(
    stream: ReportStream, source: Source
) -> None:
    """Credentials that only a person can give are not waited for."""
    source.trouble = BambuAuthError("none")
    async with listener(stream) as events:
        await until(lambda: events.error)
    assert events.error is source.trouble


async def test_link_that_held_is_renewed_quickly(
    events: Listener, simulated: SimulatedCloud, clock: FakeClock
) -> None:
    """Backing off starts afresh after a link of more than a minute, not before."""
    for times, (life, delay) in enumerate([(10, 1), (10, 2), (61, 1), (10, 2)], 1):
        await clock.advance(life)
        await simulated.broker.kick()
        await events.is_down(times)
        assert await clock.wake() == delay
        await events.is_up(times + 1)


async def test_failures_are_for_debugging(
    events: Listener,
    simulated: SimulatedCloud,
    clock: FakeClock,
    source: Source,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """One event when the link goes, one when it is back; who owns it logs them."""
    caplog.set_level(logging.DEBUG, "custom_components.bambu_cloud")
    for times in (1, 2):
        await simulated.broker.stop()
        await events.is_down(times)
        await clock.advance(100)
        await simulated.broker.start()
        await clock.advance(30)
        await events.is_up(times + 1)
    lines = [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.INFO and "bambu_cloud" in record.name
    ]
    assert not lines
    kinds = [type(event) for event in events.events if not isinstance(event, Report)]
    assert kinds == [LinkUp, LinkDown, LinkUp, LinkDown, LinkUp]
    assert source.fetched[0] not in caplog.text
    assert X1C not in caplog.text
    assert P1S not in caplog.text


async def test_twenty_restarts_leave_one_session(
    events: Listener, simulated: SimulatedCloud, stream: ReportStream, clock: FakeClock
) -> None:
    """A broker that restarts often has one session, and the last state arrives."""
    for times in range(1, 21):
        await simulated.broker.stop()
        await events.is_down(times)
        await simulated.broker.start()
        await clock.advance(31)
        await events.is_up(times + 1)
    await clock.advance(5)
    last = {"print": {"command": "push_status", "msg": 1, "gcode_state": "FINISH"}}
    await publish(simulated, P1S, last)
    await events.receives(P1S, last)
    assert simulated.broker.sessions == 1
    assert stream.counters.connects == 21
