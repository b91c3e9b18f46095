"""The MQTT client against brokers that misbehave: it must leave nothing behind."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import suppress
import logging
import socket
import ssl

from aiomqtt import Message, MqttError
from aiomqtt.exceptions import MqttConnectError
from paho.mqtt.reasoncodes import ReasonCode
import pytest

from custom_components.bambu_cloud.api import (
    BambuSubscribeError,
    Credentials,
    Endpoints,
    mqtt,
)
from custom_components.bambu_cloud.api.mqtt import Inbox, SafeClient
from tests.simulator.authority import client_context, server_context

from .servers import (
    CONNECT,
    DISCONNECT,
    PUBLISH,
    SUBSCRIBE,
    UNSUBSCRIBE,
    Peer,
    accept,
    at,
    deny,
    grant,
    listening,
    read_packet,
    refuse,
)

pytestmark = pytest.mark.usefixtures("socket_enabled", "no_leftovers")

TOPIC = "device/01P00A000000001/report"


@pytest.fixture
async def no_leftovers() -> AsyncGenerator[None]:
    """Fail where a task outlives the test body."""
    before = asyncio.all_tasks()
    yield
    left = asyncio.all_tasks() - before - {asyncio.current_task()}
    assert not left


def client_for(endpoints: Endpoints, *, timeout: float = 10) -> SafeClient:
    """Return a client that has yet to connect."""
    return SafeClient(
        endpoints,
        Credentials(username="u_1", password="token"),
        identifier="test",
        tls_context=client_context(),
        timeout=timeout,
    )


async def soon(event: asyncio.Event) -> None:
    """Wait for something that has to happen at once."""
    async with asyncio.timeout(3):
        await event.wait()


def complaints(caplog: pytest.LogCaptureFixture) -> list[str]:
    """Return what a user would find in the log about it, without debugging."""
    return [
        record.getMessage()
        for record in caplog.records
        if record.levelno >= logging.WARNING or "bambu_cloud" in record.name
        if record.levelno >= logging.INFO
    ]


async def test_connect_that_is_canceled_before_it_is_accepted_hangs_up() -> None:
    """Between TLS and CONNACK: the broker sees the connection end at once."""
    peer = Peer({})
    async with listening(peer, server_context()) as endpoints:
        task = asyncio.create_task(client_for(endpoints).__aenter__())
        await peer.has_heard(CONNECT)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await soon(peer.gone)


async def test_connect_that_is_canceled_as_the_broker_hangs_up_ends() -> None:
    """Both at once: nobody complains about an answer that nobody waits for."""
    peer = Peer({})
    async with listening(peer, server_context()) as endpoints:
        task = asyncio.create_task(client_for(endpoints).__aenter__())
        await peer.has_heard(CONNECT)
        peer.hang_up()
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        await soon(peer.gone)


async def test_connect_that_is_canceled_in_its_thread_hangs_up_later() -> None:
    """A thread cannot be canceled; what it brings about is closed all the same."""
    loop = asyncio.get_running_loop()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        listener.setblocking(False)  # noqa: FBT003  as the library has it
        task = asyncio.create_task(client_for(at(listener)).__aenter__())
        connection, _ = await loop.sock_accept(listener)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        reader = asyncio.StreamReader()
        transport, _ = await loop.connect_accepted_socket(
            lambda: asyncio.StreamReaderProtocol(reader),
            connection,
            ssl=server_context(),
        )
        async with asyncio.timeout(3):
            # Closing with TLS tickets unread resets the connection: an end as well.
            with suppress(ConnectionError):
                await reader.read()
        transport.close()


async def test_connect_that_is_canceled_before_a_silent_server_ends() -> None:
    """The caller is released at once, the thread when the server goes."""
    accepted = asyncio.Event()

    async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        accepted.set()
        await writer.wait_closed()

    async with listening(silent) as endpoints:
        task = asyncio.create_task(client_for(endpoints).__aenter__())
        await soon(accepted)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task


async def test_connect_times_out_and_hangs_up() -> None:
    """A broker that never accepts is left, not leaked."""
    peer = Peer({})
    async with listening(peer, server_context()) as endpoints:
        with pytest.raises(MqttError, match="timed out"):
            await client_for(endpoints, timeout=0.05).__aenter__()
        await soon(peer.gone)


async def test_connect_notices_a_broker_that_hangs_up() -> None:
    """A connection that closes before CONNACK fails at once, not after the timeout."""

    async def rude(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await read_packet(reader)

    async with listening(rude, server_context()) as endpoints, asyncio.timeout(3):
        with pytest.raises(MqttError, match="before it was accepted"):
            await client_for(endpoints).__aenter__()


async def test_connect_to_nobody_fails() -> None:
    """A port where nobody listens is an error of the library's own kind."""
    async with listening(Peer({})) as endpoints:
        pass
    with pytest.raises(MqttError, match="refused"):
        await client_for(endpoints).__aenter__()


async def test_certificate_of_a_stranger_fails() -> None:
    """A broker that cannot prove who it is gets no token."""
    peer = Peer({CONNECT: accept})
    async with listening(peer, server_context()) as endpoints:
        client = SafeClient(
            endpoints,
            Credentials(username="u_1", password="token"),
            identifier="test",
            tls_context=ssl.create_default_context(),
            timeout=10,
        )
        with pytest.raises(MqttError, match="CERTIFICATE_VERIFY_FAILED"):
            await client.__aenter__()
    assert not peer.heard


async def test_refused_login_says_so() -> None:
    """CONNACK 5 arrives as 135 (protocol B.1)."""
    peer = Peer({CONNECT: refuse})
    async with listening(peer, server_context()) as endpoints:
        with pytest.raises(MqttConnectError) as caught:
            await client_for(endpoints).__aenter__()
        await soon(peer.gone)
    assert isinstance(caught.value.rc, ReasonCode)
    assert caught.value.rc.value == 135


async def test_client_says_goodbye() -> None:
    """CONNECT, then DISCONNECT, then the connection ends."""
    peer = Peer({CONNECT: accept})
    async with listening(peer, server_context()) as endpoints:
        async with client_for(endpoints):
            pass
        await soon(peer.gone)
    assert peer.heard == [CONNECT, DISCONNECT]


async def test_login_follows_the_protocol() -> None:
    """MQTT 3.1.1, clean session, no will, 60 s keepalive (protocol B.1)."""
    peer = Peer({CONNECT: accept})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints),
    ):
        pass
    clean_session, password, username = 0x02, 0x40, 0x80
    assert peer.login == (
        b"\x00\x04MQTT\x04"
        + bytes([clean_session | password | username, 0, 60])
        + b"\x00\x04test\x00\x03u_1\x00\x05token"
    )


async def test_goodbye_that_cannot_be_said_is_not_waited_for(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A broker that reads nothing any more is left without a word."""
    monkeypatch.setattr(mqtt, "_GOODBYE", 0.05)
    done = asyncio.Event()

    async def deaf(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_packet(reader)
        writer.write(accept(b""))
        await done.wait()

    async with listening(deaf, server_context()) as endpoints:
        async with client_for(endpoints) as client, asyncio.timeout(3):
            # More than the buffers on the way can hold.
            much = [
                client.publish(TOPIC, bytes(64_000), timeout=0.05) for _ in range(300)
            ]
            outcomes = await asyncio.gather(*much, return_exceptions=True)
        done.set()
    assert isinstance(outcomes[-1], MqttError)
    assert not complaints(caplog)


async def test_goodbye_that_is_canceled_closes_all_the_same(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Who is canceled while leaving has left."""
    peer = Peer({CONNECT: accept})
    async with listening(peer, server_context()) as endpoints:
        client = await client_for(endpoints).__aenter__()
        leaving = asyncio.create_task(client.__aexit__(None, None, None))
        await asyncio.sleep(0)
        leaving.cancel()
        with pytest.raises(asyncio.CancelledError):
            await leaving
        await soon(peer.gone)
    assert not complaints(caplog)


async def test_lost_connection_ends_every_wait() -> None:
    """Who waits for news or for an answer learns at once that none will come."""
    peer = Peer({CONNECT: accept})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        waiting = asyncio.create_task(client.news())
        sending = asyncio.create_task(client.send(TOPIC, b"{}", wait=10))
        joining = asyncio.create_task(client.listen(TOPIC))
        await peer.has_heard(PUBLISH)
        await peer.has_heard(SUBSCRIBE)
        peer.hang_up()
        async with asyncio.timeout(3):
            await waiting
            for task in (sending, joining):
                with pytest.raises(MqttError, match="while waiting"):
                    await task
        with pytest.raises(MqttError, match="The connection ended"):
            await client.news()
        assert client.is_lost


async def test_message_without_a_readable_topic_is_nobodys() -> None:
    """A topic that is no text costs one message, not the link."""
    peer = Peer({CONNECT: accept})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        peer.say(b"\x30\x06\x00\x02\xff\xfehi" + b"\x30\x06\x00\x02okhi")
        async with asyncio.timeout(3):
            while client.inbox.qsize() < 2:
                await client.news()
        assert [m.topic.value for m in client.inbox.taken()] == ["?", "ok"]


async def test_connection_is_closed_when_reading_it_fails() -> None:
    """A packet that the library chokes on ends the link, and is not read for ever."""
    peer = Peer({CONNECT: accept})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
        asyncio.timeout(3),
    ):
        peer.say(b"\x30\x01\x00")
        await client.news()
        with pytest.raises(MqttError):
            await client.news()
        await peer.gone.wait()


async def test_answers_are_waited_for() -> None:
    """A granted subscription is quiet, a denied one raises, none at all times out."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints, timeout=0.05) as client,
    ):
        await client.listen(TOPIC)
        await client.leave(TOPIC)
        with pytest.raises(MqttError, match="timed out"):
            await client.send(TOPIC, b"{}", wait=0.05)
    assert peer.heard[:4] == [CONNECT, SUBSCRIBE, UNSUBSCRIBE, PUBLISH]


async def test_denied_subscription_raises() -> None:
    """The library would say nothing about SUBACK 0x80."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: deny})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        with pytest.raises(BambuSubscribeError):
            await client.listen(TOPIC)


async def test_canceled_wait_for_an_answer_leaves_the_link_alive() -> None:
    """A caller may lose patience without breaking anything."""
    peer = Peer({CONNECT: accept, SUBSCRIBE: grant})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        sending = asyncio.create_task(client.send(TOPIC, b"{}", wait=10))
        await peer.has_heard(PUBLISH)
        sending.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sending
        await client.listen(TOPIC)


def test_inbox_keeps_the_newest() -> None:
    """A full inbox forgets the oldest message, and knows whose it was."""
    woken: list[None] = []
    inbox = Inbox(lambda: woken.append(None))
    for number in range(Inbox.SIZE + 2):
        topic = f"device/{number % 2}/report"
        inbox.put_nowait(Message(topic, str(number).encode(), 0, False, 0, None))  # noqa: FBT003  the library's own signature
    payloads = [int(message.payload) for message in inbox.taken()]
    assert payloads == list(range(2, Inbox.SIZE + 2))
    assert inbox.lost == {"device/0/report": 1, "device/1/report": 1}
    assert len(woken) == Inbox.SIZE + 2


async def test_late_answers_are_no_news(caplog: pytest.LogCaptureFixture) -> None:
    """An answer that nobody waits for any more is not worth a line in the log."""
    peer = Peer({CONNECT: accept})
    async with (
        listening(peer, server_context()) as endpoints,
        client_for(endpoints) as client,
    ):
        caplog.clear()
        for call, late in (
            (client.listen(TOPIC), b"\x90\x03\x00\x01\x00"),
            (client.leave(TOPIC), b"\xb0\x02\x00\x02"),
            (client.send(TOPIC, b"{}", wait=10), b"\x40\x02\x00\x03"),
        ):
            task = asyncio.create_task(call)
            await asyncio.sleep(0)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            peer.say(late)
        peer.say(b"\x30\x06\x00\x02okhi")
        async with asyncio.timeout(3):
            await client.news()
    assert not complaints(caplog)


@pytest.mark.parametrize("ticks", range(8))
async def test_loss_at_any_moment_is_told_to_nobody_but_the_caller(
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
