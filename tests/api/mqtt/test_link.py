"""A connection that is up, with brokers that misbehave."""

import asyncio

from aiomqtt import MqttError
import pytest

from custom_components.bambu_cloud.api import BambuSubscribeError
from tests.helpers.clients import TOPIC, client_for, complaints
from tests.helpers.servers import (
    CONNECT,
    PUBLISH,
    SUBSCRIBE,
    UNSUBSCRIBE,
    Peer,
    accept,
    acknowledge,
    deny,
    grant,
    listening,
)
from tests.helpers.wait import WAIT_LIMIT
from tests.simulator.broker.certificate_authority import server_context

pytestmark = pytest.mark.usefixtures("socket_enabled", "no_leftovers")


async def test_lost_connection_ends_every_wait() -> None:
    """Who waits for news or for an answer learns at once that none will come."""
    peer = Peer({CONNECT: accept})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        waiting = asyncio.create_task(client.wait())
        sending = asyncio.create_task(client.send(TOPIC, b"{}", wait=10))
        joining = asyncio.create_task(client.subscribe_to(TOPIC))
        await peer.has_received(PUBLISH)
        await peer.has_received(SUBSCRIBE)
        peer.hang_up()
        async with asyncio.timeout(WAIT_LIMIT):
            await waiting
            for task in (sending, joining):
                with pytest.raises(MqttError, match="while waiting"):
                    await task
        with pytest.raises(MqttError, match="the connection was closed"):
            await client.wait()
        assert client.is_lost


async def test_message_without_a_readable_topic_is_nobodys() -> None:
    """A topic that is no text costs one message, not the link."""
    peer = Peer({CONNECT: accept})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        peer.say(b"\x30\x06\x00\x02\xff\xfehi" + b"\x30\x06\x00\x02okhi")
        async with asyncio.timeout(WAIT_LIMIT):
            while client.inbox.qsize() < 2:
                await client.wait()
        assert [m.topic.value for m in client.inbox.drain()] == ["?", "ok"]


async def test_connection_is_closed_when_a_read_fails() -> None:
    """A packet that the library chokes on ends the link, and is not read for ever."""
    peer = Peer({CONNECT: accept})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
        asyncio.timeout(WAIT_LIMIT),
    ):
        peer.say(b"\x30\x01\x00")
        await client.wait()
        with pytest.raises(MqttError):
            await client.wait()
        await peer.gone.wait()


async def test_answers_are_waited_for() -> None:
    """A granted subscription is quiet, a denied one raises, none at all times out."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints, timeout=2) as client,
    ):
        await client.subscribe_to(TOPIC)
        await client.unsubscribe_from(TOPIC)
        with pytest.raises(MqttError, match="timed out"):
            await client.send(TOPIC, b"{}", wait=0.05)
    assert peer.received[:4] == [CONNECT, SUBSCRIBE, UNSUBSCRIBE, PUBLISH]


async def test_requests_are_sent_at_least_once() -> None:
    """The broker acknowledges each, and nothing more is asked (protocol B.2)."""
    peer = Peer({CONNECT: accept, PUBLISH: acknowledge})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        await client.send(TOPIC, b"{}", wait=WAIT_LIMIT)
    assert peer.qualities == {1}


async def test_denied_subscription_raises() -> None:
    """The library would say nothing about SUBACK 0x80."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: deny})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        with pytest.raises(BambuSubscribeError):
            await client.subscribe_to(TOPIC)


async def test_canceled_wait_for_an_answer_leaves_the_link_alive() -> None:
    """A caller may stop waiting without breaking anything."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        sending = asyncio.create_task(client.send(TOPIC, b"{}", wait=10))
        await peer.has_received(PUBLISH)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        await client.subscribe_to(TOPIC)


async def test_late_answers_are_no_news(caplog: pytest.LogCaptureFixture) -> None:
    """A late acknowledgment is not worth a line in the log."""
    peer = Peer({CONNECT: accept})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        caplog.clear()
        for call, late in (
            (client.subscribe_to(TOPIC), b"\x90\x03\x00\x01\x00"),
            (client.unsubscribe_from(TOPIC), b"\xb0\x02\x00\x02"),
            (client.send(TOPIC, b"{}", wait=10), b"\x40\x02\x00\x03"),
        ):
            task = asyncio.create_task(call)
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            peer.say(late)
        peer.say(b"\x30\x06\x00\x02okhi")
        async with asyncio.timeout(WAIT_LIMIT):
            await client.wait()
    assert not complaints(caplog)


@pytest.mark.parametrize("ticks", range(8))
async def test_loss_at_any_moment_is_raised_and_not_logged(
    ticks: int, caplog: pytest.LogCaptureFixture
) -> None:
    """A link that breaks while something is written leaves no line in the log."""
    for _ in range(5):
        peer = Peer({CONNECT: accept})
        async with (
            listening(peer, server_context()) as endpoints,
            client_for(endpoints) as client,
        ):
            caplog.clear()
            await client.publish(TOPIC, b"{}")
            peer.hang_up()
            for _ in range(ticks):
                await asyncio.sleep(0)
            with pytest.raises(MqttError):
                await client.send(TOPIC, b"{}", wait=10)
        assert not complaints(caplog)
