"""Being canceled, whatever the stream is waiting for."""

import asyncio
from collections.abc import Awaitable
from contextlib import aclosing

import pytest

from custom_components.bambu_cloud.api import LinkDown, LinkUp, ReportStream
from tests.helpers.clock import FakeClock
from tests.helpers.report_stream import Listener, Source, leading_to
from tests.helpers.servers import (
    CONNECT,
    PUBLISH,
    SUBSCRIBE,
    Peer,
    Response,
    accept,
    grant,
)
from tests.helpers.wait import WAIT_LIMIT, until
from tests.simulator import SimulatedCloud
from tests.simulator.broker.certificate_authority import server_context


async def cancel_when(reached: Awaitable[object], stream: ReportStream) -> None:
    """Consume a stream and be canceled at a certain moment.

    The test harness fails where a task, a timer or a thread is left.
    """
    task = asyncio.create_task(Listener(stream).run())
    async with asyncio.timeout(WAIT_LIMIT):
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
    stream: ReportStream, answers: dict[int, Response], moment: int
) -> None:
    """At each packet that wants an answer; the broker sees us go."""
    peer = Peer(answers)
    async with leading_to(peer, server_context()):
        await cancel_when(peer.has_received(moment), stream)
        async with asyncio.timeout(WAIT_LIMIT):
            await peer.gone.wait()


async def test_cancel_while_listening(
    stream: ReportStream, simulated: SimulatedCloud
) -> None:
    """With everything up and running."""
    await cancel_when(until(lambda: stream.counters.messages >= 2), stream)
    await until(lambda: simulated.broker.sessions == 0)


async def test_nothing_is_left_of_a_lost_link(
    stream: ReportStream,
) -> None:
    """Who learns that the link is down can rely on it: nothing uses it any more."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant})
    async with leading_to(peer, server_context()), aclosing(stream.events()) as events:
        assert await anext(events) == LinkUp()
        await peer.has_received(PUBLISH)
        peer.hang_up()
        assert isinstance(await anext(events), LinkDown)
        assert not any(task.cancelling() for task in asyncio.all_tasks())


async def test_cancel_while_backing_off(
    stream: ReportStream, simulated: SimulatedCloud, clock: FakeClock
) -> None:
    """Between two attempts."""
    await simulated.broker.stop()
    await cancel_when(until(lambda: clock.sleeps), stream)
